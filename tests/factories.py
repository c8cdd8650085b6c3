"""What tests start from: plain functions over the services, with a sensible value for all that is not given."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import ConsentKind, User
from accounts.services import give_consent
from conditions.models import Condition
from conditions.services import ConditionRecord, put_condition
from forum.models import Post, Thread
from forum.services import ask, reply
from moderation.models import Audience, Visibility
from questions.models import Answer, Question, Review, Source, Summary, Topic
from questions.services import (
    AnswerRecord,
    ReviewRecord,
    SummaryRecord,
    post_answer,
    publish_summary,
    put_review,
    put_source,
    put_topic,
    question_of,
    write_summary,
)
from stories.models import Story, StoryThanks
from stories.services import tell_story, thank

PASSWORD = "seven-small-stones"
_numbers = count(1)


def make_user(**fields: Any) -> User:
    """A member; staff have a second step of signing in."""
    number = next(_numbers)
    user = User(**{"username": f"member-{number}", "display_name": f"Member {number}"} | fields)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    if user.is_staff:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "for-tests-only"})
    return user


def make_member(*, consents: Iterable[str] = ConsentKind.values, **fields: Any) -> User:
    """Someone who signs in with PASSWORD, has a confirmed address, and agreed to everything unless told otherwise."""
    member = make_user(**fields)
    member.email = member.email or f"{member.username}@members.example"
    member.set_password(PASSWORD)
    member.save(update_fields=["email", "password"])
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    for kind in consents:
        give_consent(member=member, kind=kind)
    return member


def make_editor(**fields: Any) -> User:
    """Someone who writes, publishes and retires summaries."""
    number = next(_numbers)
    editor = make_user(
        **{"username": f"editor-{number}", "display_name": f"Editor {number}", "is_staff": True} | fields
    )
    return _allow(editor, "add_summary", "publish_summary")


def make_specialist(**fields: Any) -> User:
    """Someone with a credential who reviews summaries."""
    number = next(_numbers)
    names = {
        "username": f"specialist-{number}",
        "display_name": f"Dr {number}",
        "credential": "blood specialist",
        "conflict_of_interest": "None.",
    }
    return _allow(make_user(**names | fields), "review_summary")


def make_condition(**fields: Any) -> Condition:
    """A published condition; `fields` are those of a ConditionRecord."""
    number = next(_numbers)
    names = {"slug": f"condition-{number}", "name": f"Condition {number}", "definition": "A condition for tests."}
    return put_condition(ConditionRecord(**names | fields))


def make_topic(**fields: Any) -> Topic:
    """A standard question."""
    number = next(_numbers)
    values = {
        "place": number,
        "slug": f"topic-{number}",
        "group": "basics",
        "title_pattern": "What about {condition}?",
        "heading_pattern": "What about {short}?",
        "description_pattern": "About {condition}.",
    } | fields
    put_topic(values)
    return Topic.objects.get(slug=values["slug"])


def make_question(*, condition: Condition | None = None, topic: Topic | None = None) -> Question:
    """One topic of one condition."""
    return question_of(condition=condition or make_condition(), topic=topic or make_topic())


def make_source(**fields: Any) -> Source:
    """A publication to cite."""
    key = fields.pop("key", f"source-{next(_numbers)}")
    values = {
        "title": f"About {key}",
        "organisation": "An institute",
        "url": f"https://example.org/{key}",
        "published": "2026",
        "checked_on": date(2026, 5, 4),
    }
    return put_source(key=key, values=values | fields)


def make_record(**fields: Any) -> SummaryRecord:
    """A version as the services take it, by a new editor unless an author is given."""
    values = {
        "verdict": "usually-no",
        "short_answer": "Usually not. Most people did not get it from a parent.",
        "body": "## What is known\n\nMost people did not get it from a parent.",
        "change_note": "First version.",
    } | fields
    return SummaryRecord(author=values.pop("author", None) or make_editor(), **values)


def sound_text() -> dict[str, Any]:
    """A text and its source that pass the checks of content, as an approval wants them."""
    return {
        "sources": [make_source()],
        "body": "## What is known\n\nMost people did not get it from a parent. [1]",
    }


def make_summary(*, question: Question | None = None, is_published: bool = True, **fields: Any) -> Summary:
    """The next version of a question, by its own editor; a draft where `is_published` is false."""
    record = make_record(**fields)
    summary = write_summary(by=record.author, question=question or make_question(), record=record)
    if is_published:
        publish_summary(by=record.author, summary=summary)
        summary.refresh_from_db()
    return summary


def make_review(*, summary: Summary, by: User | None = None, days: int = 365, note: str = "") -> Review:
    """An approval of today that is due again in so many days, as a file brings it."""
    reviewer, today = by or make_specialist(), timezone.localdate()
    record = ReviewRecord(
        reviewer=reviewer,
        reviewer_name=reviewer.display_name,
        reviewer_credential=reviewer.credential,
        decision="approved",
        reviewed_on=today,
        due_on=today + timedelta(days=days),
        note=note,
    )
    return put_review(summary=summary, record=record)


def make_answer(*, question: Question | None = None, author: User | None = None, **fields: Any) -> Answer:
    """A member's visible answer; `fields` are those of an AnswerRecord, `posted_at` and `visibility`."""
    moment = {"posted_at": fields.pop("posted_at", None), "visibility": fields.pop("visibility", Visibility.VISIBLE)}
    return post_answer(
        question=question or make_question(),
        author=author or make_user(),
        record=AnswerRecord(**{"body": "It was not in my family.", "audience": Audience.ANYONE} | fields),
        consent=True,
        **moment,
    )


def make_story(*, condition: Condition | None = None, author: User | None = None, **fields: Any) -> Story:
    """A member's visible story."""
    return tell_story(
        author=author or make_user(),
        condition=condition or make_condition(),
        **{
            "title": "How it went",
            "body": "It began in spring. By summer I was home.",
            "audience": Audience.ANYONE,
            "visibility": Visibility.VISIBLE,
            "consent": True,
        }
        | fields,
    )


def make_thanks(*, story: Story | None = None, author: User | None = None, **fields: Any) -> StoryThanks:
    """A member's visible thank-you under a story."""
    return thank(
        by=author or make_user(),
        story=story or make_story(),
        **{"body": "This gave me courage.", "visibility": Visibility.VISIBLE, "consent": True} | fields,
    )


def make_thread(*, condition: Condition | None = None, author: User | None = None, **fields: Any) -> Thread:
    """A member's visible question in the forum."""
    return ask(
        author=author or make_user(),
        conditions=[]
        if fields.get("is_general")
        else fields.pop("conditions", None) or [condition or make_condition()],
        **{
            "title": "How do you sleep?",
            "body": "I wake at four each night.",
            "audience": Audience.ANYONE,
            "visibility": Visibility.VISIBLE,
        }
        | fields,
    )


def make_post(*, thread: Thread | None = None, author: User | None = None, **fields: Any) -> Post:
    """A member's visible reply."""
    return reply(
        author=author or make_user(),
        thread=thread or make_thread(),
        **{"body": "A short walk helps me.", "visibility": Visibility.VISIBLE} | fields,
    )


def _allow(user: User, *codenames: str) -> User:
    permissions = Permission.objects.filter(content_type__app_label="questions", codename__in=codenames)
    user.user_permissions.add(*permissions)
    return User.objects.get(pk=user.pk)
