"""The roles of editors: what each may do and, as much, what it may not; and the second step of signing in."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from accounts.roles import ROLES
from accounts.services import make_roles
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def someone(role, **fields):
    make_roles()
    user = make_user(is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=user.pk)


def run():
    output = StringIO()
    call_command("make_roles", stdout=output)
    return output.getvalue()


def test_the_command_makes_each_role_once():
    assert "Writer: its permissions are set." in run()
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert run() == "The roles are as they should be.\n"


def test_a_role_has_exactly_what_it_needs_again_after_a_new_version():
    make_roles()
    writer = Group.objects.get(name="Writer")
    writer.permissions.add(Permission.objects.get(codename="publish_summary"))
    own = Group.objects.create(name="Librarians")
    own.permissions.add(Permission.objects.get(codename="change_source"))

    assert make_roles() == ["Writer"]
    assert not writer.permissions.filter(codename="publish_summary").exists()
    assert own.permissions.count() == 1


def test_a_permission_that_is_not_there_is_named_in_a_sentence():
    Permission.objects.filter(codename="publish_summary").delete()

    with pytest.raises(CommandError, match=r"questions\.publish_summary"):
        run()
    assert not Group.objects.exists()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Writer", {"add_summary"}),
        ("Medical reviewer", {"review_summary"}),
        ("Publisher", {"publish_summary"}),
        ("Moderator", set()),
        ("Owner", set()),
    ],
)
def test_writing_reviewing_and_publishing_are_three_roles(role, may):
    user = someone(role)
    rights = {"add_summary", "review_summary", "publish_summary"}
    assert {right for right in rights if user.has_perm(f"questions.{right}")} == may


@pytest.mark.parametrize("role", ROLES)
def test_moderators_alone_decide_what_members_wrote_may_be_read(client, role):
    client.force_login(someone(role))
    is_moderator = role == "Moderator"
    assert (client.get("/moderation/").status_code == 200) == is_moderator


@pytest.mark.parametrize("role", ["Writer", "Medical reviewer", "Publisher", "Moderator"])
def test_only_owners_look_after_accounts(role):
    user = someone(role)
    assert not [right for right in user.get_all_permissions() if right.startswith(("accounts.", "auth."))]


@pytest.mark.parametrize("role", ROLES)
def test_no_role_changes_what_members_wrote_or_the_record(role):
    user = someone(role)
    forbidden = {
        *("questions.change_answer", "questions.delete_answer", "stories.change_story", "questions.change_review"),
        *("questions.delete_review", "questions.change_transition", "questions.delete_transition"),
    }
    assert not forbidden & user.get_all_permissions()


def test_an_owner_cannot_become_a_superuser_or_change_one(client):
    owner, above = someone("Owner"), make_user(is_superuser=True)
    client.force_login(owner)
    own = reverse("admin:accounts_user_change", args=[owner.pk])

    client.post(own, {"username": owner.username, "display_name": "Owner", "is_superuser": "on", "is_active": "on"})

    assert not User.objects.get(pk=owner.pk).is_superuser
    assert client.post(reverse("admin:accounts_user_change", args=[above.pk]), {"username": "x"}).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[above.pk])).status_code == 403


# The second step.


def test_staff_without_a_second_step_are_led_to_set_one_up(client):
    user = someone("Writer")
    user.authenticator_set.all().delete()
    client.force_login(user)

    response = client.get(reverse("admin:index"), follow=True)

    assert reverse("mfa_activate_totp") in [address for address, _status in response.redirect_chain]
    assert client.get(reverse("admin:questions_summary_changelist")).status_code == 302


def test_staff_with_a_second_step_come_in(client):
    client.force_login(someone("Writer"))
    assert client.get(reverse("admin:index")).status_code == 200


def test_recovery_codes_alone_are_no_second_step(client):
    user = someone("Writer")
    user.authenticator_set.update(type="recovery_codes")
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_password_alone_leads_to_the_question_for_the_code(client):
    user = someone("Writer", email="writer@example.org")
    user.set_password("a long and good password")
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    sign_in = {"login": user.username, "password": "a long and good password"}

    response = client.post(reverse("account_login"), sign_in)

    assert response.url.startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("admin:index")).status_code == 302


def test_members_are_refused(client):
    client.force_login(make_user())
    assert client.get(reverse("admin:index"), follow=True).status_code == 403
