"""Names that pass for somebody else's are refused; names of every language are not."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.names import claims_role, clean_name, name_fault, name_key
from accounts.services import check_name, join, put_contributor, rename
from tests.factories import make_editor, make_user

SITE = "Cairn"


def refused(name: str) -> str:
    return name_fault(clean_name(name), site_name=SITE)


@pytest.mark.parametrize(
    "name",
    [
        *("Marisol", "José Álvarez", "O’Brien", "Anne-Marie", "李小龙", "さくら", "محمد", "Олена", "Ελένη", "נועה"),
        *("ทิพวรรณ", "देवी", "Ngọc Ánh", "J. R.", "Mum of 2", "Stone_42", "علی\u200cرضا"),
    ],
)
def test_name_of_any_language_may_be_used(name):
    assert refused(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "x", "x" * 41, "mira@example.org", "www.example.org", "example.com", "http://x", "call 555 123 456"),
        *(
            "12345",
            "🌸🌸",
            "a\u202eb",
            "mo\u200bd",
            "ze\u0300\u0301\u0302\u0303\u0304ro",
            "a\x00b",
            "Mira <b>",
            "Аnna",
            "Annα",
        ),
        *(
            "admin",
            "Admin 2",
            "аdmin",
            "ａｄｍｉｎ",
            "4dmin admin",
            "CairnAdmin",
            "moderator7",
            "Dr Anna",
            "Cairn",
            "Former member",
        ),
        *("the cairn team", "Site_Editor", "Prof. Stone", "m0derator", "Αdmin"),
    ],
)
def test_name_that_deceives_or_gives_too_much_away_is_refused(name):
    assert refused(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Marisol", "marisol"), ("Marisol", "MARIS0L"), ("José", "Jose"), ("Anna", "Аnnа"), ("Anna Lee", "annalee")),
        *(("ｌｉｌｙ", "lily"), ("Ian", "lan"), ("Arne", "Ame"), ("Ada", "\u1d00da"), ("ΑΝΝΑ", "anna")),
    ],
)
def test_names_that_look_alike_have_one_key(one, other):
    assert name_key(one) == name_key(other)


def test_different_names_have_different_keys():
    names = [
        "Anna",
        "Annika",
        "Hanna",
        "Олена",
        "Алина",
        "محمد",
        "احمد",
        "李",
        "王",
        "Mira",
        "Mora",
        "Member 1",
        "Member 11",
    ]
    assert len({name_key(name) for name in names}) == len(names)


@given(st.text(max_size=60))
def test_any_text_gets_an_answer_and_a_key_that_stays_the_same(text):
    name = clean_name(text)
    assert isinstance(name_fault(name, site_name=SITE), str)
    assert name_key(name) == name_key(text)
    assert claims_role(name, site_name=SITE) in {True, False}


@pytest.mark.django_db
def test_name_that_looks_like_another_member_s_is_refused():
    join(newcomer=User(), display_name="Marisol", email="a@example.org", password=None)
    with pytest.raises(ValidationError, match="already has this name"):
        join(newcomer=User(), display_name="Maris0l", email="b@example.org", password=None)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_name_that_looks_like_that_of_an_editor_or_specialist_is_refused():
    make_editor(display_name="Olu Adeyemi")
    put_contributor(username="anna", name="Anna Stein", credential="blood specialist")
    for name in ["olu adeyemi", "Anna Steln"]:
        with pytest.raises(ValidationError, match="already has this name"):
            check_name(display_name=name)


@pytest.mark.django_db
def test_the_profile_s_address_comes_from_the_name_and_never_from_the_e_mail_address():
    member = join(newcomer=User(), display_name="Marisol Paz", email="secret.person@example.org", password=None)
    assert member.username == "marisol-paz"
    cyrillic = join(newcomer=User(), display_name="Олена", email="o@example.org", password=None)
    assert cyrillic.username == "member"
    another = join(newcomer=User(), display_name="Алина", email="p@example.org", password=None)
    assert another.username.startswith("member-")


@pytest.mark.django_db
def test_new_name_takes_the_address_along_and_frees_the_old_one():
    member = join(newcomer=User(), display_name="Marisol", email="a@example.org", password=None)
    rename(member=member, display_name="  Stone   Path ")
    member.refresh_from_db()
    assert (member.display_name, member.username) == ("Stone Path", "stone-path")
    assert join(newcomer=User(), display_name="Marisol", email="b@example.org", password=None).username == "marisol"


@pytest.mark.django_db
def test_own_name_may_be_written_differently():
    member = join(newcomer=User(), display_name="jose", email="a@example.org", password=None)
    rename(member=member, display_name="José")
    assert User.objects.get(pk=member.pk).display_name == "José"


@pytest.mark.django_db
def test_accounts_without_a_key_stand_beside_each_other():
    assert {make_user().name_key for _ in range(2)} == {""}
