"""Editors at their desks: people with one role each, and the form as a browser sends it."""

from django.contrib.auth.models import Permission

from accounts.models import User
from tests.factories import make_source, make_user

READ = ("view_summary", "view_source", "view_review", "view_concern", "view_pagefeedback")
WRITER = (*READ, "add_summary", "change_summary", "add_source", "change_source", "settle_concern")
REVIEWER = (*READ, "review_summary")
PUBLISHER = (*READ, "publish_summary", "settle_concern")
BODY = "## What is known\n\nMost people did not get it from a parent. [1]\n\n## What is not known yet\n\nWhy it began."


def person(*codenames, **fields):
    """A member of staff who may do just this."""
    user = make_user(is_staff=True, **fields)
    user.user_permissions.add(
        *Permission.objects.filter(content_type__app_label="questions", codename__in=set(codenames))
    )
    return User.objects.get(pk=user.pk)


def writer(**fields):
    return person(*WRITER, **fields)


def specialist(**fields):
    return person(*REVIEWER, **{"credential": "blood specialist", "conflict_of_interest": "None."} | fields)


def publisher(**fields):
    return person(*PUBLISHER, **fields)


def typed(*, sources=None, **values):
    """What a browser sends from the writers' desk; `sources` are keys in the order of their numbers."""
    keys = [make_source().key] if sources is None else sources
    return {
        "verdict": "usually-no",
        "short_answer": "Usually not. Ask your doctor.",
        "body": BODY,
        "sources-key": keys,
        "sources-find": "",
        "change_size": "clinical",
        "change_note": "First version.",
        "_save": "1",
    } | values
