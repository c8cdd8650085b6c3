import pytest
from django.test import RequestFactory

from accounts.requests import page_before


@pytest.mark.parametrize("page", ["/asthma/hereditary/", "/messages/?page=2#message-7"])
def test_forms_lead_back_to_pages_of_this_site(page):
    assert page_before(RequestFactory().get("/", {"next": page})) == page
    assert page_before(RequestFactory().post("/", {"next": page})) == page


@pytest.mark.parametrize(
    "page", ["", "0", "((((", "messages/", "//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example"]
)
def test_forms_lead_nowhere_else(page):
    assert page_before(RequestFactory().get("/", {"next": page})) == ""
