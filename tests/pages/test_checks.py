import pytest
from django.core.checks import run_checks

from pages.checks import check_theme
from pages.palette import site_tokens


def test_our_own_colours_pass():
    assert check_theme() == []


def test_readable_owner_colours_pass(settings):
    settings.THEME = {"pine": ("#123f5a", "#9fd0ee"), "pine-hover": ("#0a2b40", "#c9e6f7")}
    assert check_theme() == []


def test_faint_owner_colour_is_an_error_that_names_the_pair_and_the_mode(settings):
    settings.THEME = {"plum": (site_tokens()["light"]["plum"], "#5a4054")}
    errors = check_theme()
    assert "“plum” on “paper”" in " ".join(error.msg for error in errors)
    assert {error.id for error in errors} == {"pages.E002"}
    assert all("dark mode" in error.msg for error in errors)
    assert all("at least" in error.hint for error in errors)


def test_unknown_colour_is_an_error_that_lists_the_known_ones(settings):
    settings.THEME = {"teal": ("#000000", "#ffffff")}
    (error,) = check_theme()
    assert error.id == "pages.E001"
    assert "“teal”" in error.msg
    assert "pine-tint" in error.hint


@pytest.mark.django_db
def test_manage_py_check_looks_at_the_colours(settings):
    settings.THEME = {"ink": ("#999999", "#edeee8")}
    assert "pages.E002" in {message.id for message in run_checks()}
