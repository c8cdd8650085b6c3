from django.urls import set_script_prefix
from django.utils import translation

from pages.once import address_prefix, language, one_page


def test_language_of_a_page_is_looked_up_once_and_forgotten_after_it():
    with translation.override("de"):
        with one_page(), translation.override("fr"):
            assert language() == "de"
        assert language() == "de"
    with translation.override("fr"):
        assert language() == "fr"


def test_addresses_begin_where_the_site_stands():
    set_script_prefix("/forum/")
    try:
        with one_page():
            set_script_prefix("/elsewhere/")
            assert address_prefix() == "/forum/"
        assert address_prefix() == "/elsewhere/"
    finally:
        set_script_prefix("/")
