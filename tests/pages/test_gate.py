"""What the gate refuses before any page looks at it."""

import pytest

from tests.factories import make_condition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/search/?q=%00", "/conditions/?letter=A&from=a%00b", "/conditions/asthma%00/"])
def test_address_with_nul_is_refused(client, address):
    make_condition(name="Asthma", slug="asthma")
    response = client.get(address)
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == "This address is not one of ours."


def test_address_that_only_looks_like_one_with_nul_is_answered(client):
    assert client.get("/search/?q=100%25000").status_code == 200
