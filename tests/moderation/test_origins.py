import pytest

from moderation.origins import is_from_here


@pytest.mark.parametrize(
    ("headers", "is_own"),
    [
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Referer": "http://testserver/"}, False),
        ({"Referer": "http://testserver/conditions/"}, True),
        ({"Referer": "http://evil.example/?http://testserver"}, False),
        ({}, False),
    ],
)
def test_form_counts_as_ours_only_where_the_browser_says_so(rf, headers, is_own):
    assert is_from_here(rf.post("/", headers=headers)) is is_own
