import pytest
from django.test import RequestFactory

from writing.origins import came_from_here

HERE = {"origin": "http://testserver"}


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        (HERE, True),
        (HERE | {"sec-fetch-site": "same-origin"}, True),
        (HERE | {"sec-fetch-site": "cross-site"}, False),
        (HERE | {"sec-fetch-site": "same-site"}, False),
        (HERE | {"sec-fetch-site": "none"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "http://testserver.evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
    ],
)
def test_only_a_form_of_this_site_came_from_here(headers, is_ours):
    request = RequestFactory().post("/", {"body": "Hello"}, headers=headers)
    assert came_from_here(request) is is_ours
