"""Ways to reach someone, however they are written."""

import pytest

from moderation.contacts import Channel, find_contacts
from moderation.word_lists import ready, shipped


def found(text: str) -> list[tuple[Channel, bool]]:
    return [(contact.channel, contact.is_like_adverts) for contact in find_contacts(text, ready(shipped()).sites)]


@pytest.mark.parametrize(
    "text",
    [
        "His line is plus two three three, five five five, zero one nine, eight eight.",
        "Número: mais cinco cinco, nove nove, cinco cinco cinco, zero um três três.",
    ],
)
def test_numbers_in_words_are_numbers_also_with_commas(text):
    assert (Channel.PHONE, False) in found(text)


@pytest.mark.parametrize(
    ("host", "is_odd"),
    [("terabeam-wand.today", True), ("nicewand.click", True), ("wand.com/ref/kim", True), ("lungs.org", False)],
)
def test_bare_addresses_are_found_with_endings_that_adverts_like(host, is_odd):
    assert found(f"See {host} for it") == [(Channel.LINK, is_odd)]


@pytest.mark.parametrize("text", ["I feel no pain.today is good", "I need.help me please", "It was bad.One day more"])
def test_forgotten_space_makes_no_address(text):
    assert found(text) == []


def test_trusted_sites_have_no_odd_ending():
    assert found("Ask at enfermedades-raras.org or dkms.de") == [(Channel.KNOWN_LINK, False)] * 2


@pytest.mark.parametrize("text", ["Their phone line is 0808 808 00 00.", "Call 0800 111 0 111", "Telefon: 116 117"])
def test_lines_that_cost_nothing_are_no_way_to_reach_a_seller(text):
    assert found(text) == []
