"""A member with something of their own in every table, in words that are found wherever they were copied to."""

import secrets
from dataclasses import replace
from io import BytesIO

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from PIL import Image

from accounts.blocks import block, mute
from accounts.models import User
from conditions.models import Condition, Symptom
from forum.models import Offer, Volunteer
from forum.services import edit_post, edit_thread, follow_thread, vote_post_helpful
from members.contact import accept, end, open_door, wave
from members.listing import join_soulmates
from members.messaging import send
from members.services import add_condition, join_map, put_picture, put_profile, record_symptom
from moderation.models import Appeal, Case, Decision, Reason, Source, Visibility
from moderation.services import Reporter, flag, report
from moderation.services.changes import propose_change
from moderation.services.screening import look_at
from moderation.services.snapshots import take_snapshot
from notifications.models import EmailChoice, Mail, Notification
from questions.models import Answer, AnswerOffer, DraftVisit, Question, ReviewReminder
from questions.services import AnswerRecord, edit_answer, post_answer, vote_helpful
from stories.services import add_update, edit_story
from stories.services.votes import vote_helpful as vote_story_helpful
from tests.factories import (
    make_answer,
    make_condition,
    make_member,
    make_post,
    make_question,
    make_story,
    make_summary,
    make_thanks,
    make_thread,
    make_user,
)
from writing.models import Draft, Submission

CANARY = "zwitscher"
"""Stands in every text of the member, and in no other."""
NAME = f"Zoe {CANARY}"


def make_canary() -> User:
    """The member, with others around them. Needs FIRST_POSTS_HELD = 0: what is changed is not read first again."""
    condition = make_condition(slug="asthma", name="Asthma")
    member = make_member(
        username=CANARY,
        display_name=NAME,
        first_name=CANARY,
        last_name=CANARY,
        email=f"{CANARY}@members.example",
        name_key=CANARY,
        credential=CANARY,
        conflict_of_interest=CANARY,
        biography=CANARY,
        last_login=timezone.now(),
    )
    _account(member)
    _profile(member, condition)
    question = make_question(condition=condition)
    _answers(member, question)
    _stories(member, condition)
    _forum(member, condition)
    _contact(member)
    _news(member)
    return User.objects.get(pk=member.pk)


def _account(member: User) -> None:
    address = EmailAddress.objects.get(user=member)
    EmailConfirmation.objects.create(email_address=address, key=secrets.token_hex(8), sent=timezone.now())
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={"secret": CANARY})
    session = SessionStore()
    session["_auth_user_id"] = str(member.pk)
    session["last_change"] = {"topic": "profile", "before": {"about": CANARY}}
    session.save()
    UserSession.objects.create(
        user=member, session_key=session.session_key, ip="127.0.0.1", user_agent=CANARY, data={"place": CANARY}
    )
    member.groups.add(Group.objects.create(name="Helpers"))
    member.user_permissions.add(Permission.objects.first())
    users = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=make_user(), content_type=users, object_id=str(member.pk), object_repr=NAME, action_flag=CHANGE
    )
    LogEntry.objects.create(user=member, content_type=users, object_id="1", object_repr="x", action_flag=CHANGE)
    mute(member=member, other=make_user())
    block(member=make_user(), other=member)


def _profile(member: User, condition: Condition) -> None:
    put_profile(member=member, about=CANARY, about_audience="anyone", country="KE")
    picture = BytesIO()
    Image.new("RGB", (120, 120)).save(picture, "PNG")
    put_picture(member=member, content=picture.getvalue(), audience="anyone")
    add_condition(member=member, condition=condition, relation="has-it", diagnosed_year=2019, consent=True)
    for hpo_id, name in (("HP:0012378", "Fatigue"), ("HP:0001945", "Fever"), ("HP:0012735", "Cough")):
        symptom = Symptom.objects.create(hpo_id=hpo_id, name=name)
        record_symptom(member=member, symptom=symptom, strength="mild", since_year=2020, consent=True)
    join_soulmates(member=member, consent=True)
    join_map(member=member, country="KE", consent=True)


def _contact(member: User) -> None:
    connection = accept(by=member, connection=wave(by=make_member(), to=member))
    send(sender=member, connection=connection, body=f"{CANARY} writes")
    send(sender=connection.waver, connection=connection, body="An answer.")
    send(sender=member, connection=connection, body=f"{CANARY} may be an advert", visibility=Visibility.HELD)
    wave(by=member, to=make_member())
    end(by=member, connection=accept(by=member, connection=wave(by=make_member(), to=member)))
    open_door(member=member)


def _answers(member: User, question: Question) -> None:
    record = AnswerRecord(body=f"{CANARY} answered", audience="anyone", country="KE")
    answer = post_answer(question=question, author=member, record=record, visibility=Visibility.VISIBLE)
    changed = AnswerRecord(body=f"{CANARY} changed", audience="anyone", country="KE")
    edit_answer(by=member, answer=answer, record=changed)
    held = AnswerRecord(body=f"{CANARY} waits", audience="anyone")
    post_answer(question=make_question(), author=member, record=held, visibility=Visibility.HELD)
    vote_helpful(voter=make_user(), answer=answer)
    vote_helpful(voter=member, answer=make_answer(question=question))
    ReviewReminder.objects.create(reviewer=member, sent_on=timezone.localdate())
    AnswerOffer.objects.create(question=question, member=member)
    DraftVisit.objects.create(summary=make_summary(is_published=False), person=member)
    Decision.objects.create(kind="answer", item_id=answer.pk, author=member, by=make_user(), action="publish")
    _moderation(member, answer)


def _moderation(member: User, answer: Answer) -> None:
    """A text of the member is in the queue, and new words for it wait; as a moderator the member reads another's."""
    flag(item=answer, source=Source.SCREENING, reason=Reason.SPAM, words="a telephone number")
    take_snapshot(answer)
    words = f"{CANARY} changed it once more, in words enough that a print of them can be taken and kept."
    look = replace(look_at(author=member, kind="answer", body=words), visibility=Visibility.HELD)
    propose_change(
        author=member,
        target="answer",
        target_id=answer.pk,
        title=CANARY,
        body=words,
        fields={"body": words},
        url=answer.get_absolute_url(),
        look=look,
    )
    decision = Decision.objects.filter(author=member).first()
    Appeal.objects.create(decision=decision, author=member, words=f"{CANARY} sees it differently")
    report(item=make_answer(), by=Reporter(address="192.0.2.1", member=member), reason="spam", words=CANARY)
    other = flag(item=make_answer(), source=Source.SCREENING, reason=Reason.SPAM)
    Case.objects.filter(pk=other.pk).update(claimed_by=member, claimed_until=timezone.now())


def _stories(member: User, condition: Condition) -> None:
    story = make_story(
        author=member, condition=condition, title=f"{CANARY} told", body=f"{CANARY} told it. It went on."
    )
    make_thanks(story=make_story(condition=condition), author=member, body=f"{CANARY} thanks")
    edit_story(by=member, story=story, title=f"{CANARY} changed", body=f"{CANARY} told it anew. It went on.")
    story.refresh_from_db()
    add_update(by=member, story=story, heading=CANARY, body=f"{CANARY}, one year later")
    vote_story_helpful(voter=member, story=make_story(condition=condition))


def _forum(member: User, condition: Condition) -> None:
    thread = make_thread(author=member, condition=condition, title=f"{CANARY} asks", body=f"{CANARY} asks this")
    edit_thread(
        by=member, thread=thread, title=f"{CANARY} asked", body=f"{CANARY} asked", audience="anyone", is_anonymous=False
    )
    thread.refresh_from_db()
    other = make_post(thread=thread)
    post = make_post(thread=make_thread(condition=condition), author=member, body=f"{CANARY} replies")
    edit_post(by=member, post=post, body=f"{CANARY} replied", is_anonymous=False)
    vote_post_helpful(voter=member, post=other)
    another = make_thread(condition=condition)
    follow_thread(member=member, thread=another)
    follow_thread(member=make_user(), thread=thread)
    make_post(thread=thread)
    Draft.objects.create(
        owner=make_user(), kind="reply", about=str(thread.pk), title=thread.title, url=f"/forum/{thread.pk}/reply/"
    )
    Volunteer.objects.get_or_create(member=member)
    Offer.objects.create(member=member, thread=another)


def _news(member: User) -> None:
    mail = Mail.objects.create(recipient=member)
    Notification.objects.create(
        recipient=member, kind="reply", key="canary:1", title=CANARY, url="/forum/", pace="daily", mail=mail
    )
    EmailChoice.objects.create(member=member, kind="reply", pace="weekly")
    Draft.objects.create(owner=member, kind="story", title=CANARY, fields={"body": CANARY}, url="/stories/new/")
    Submission.objects.create(member=member, fingerprint="x" * 64, url=f"/stories/1/{CANARY}/")
