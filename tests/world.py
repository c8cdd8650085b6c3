"""A small site with one of everything, the people who look at it, and every address that it answers to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser, Permission
from django.core import signing
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.blocks import block
from accounts.models import ConsentKind, User
from conditions.models import Condition, Symptom
from forum.models import Post, Thread
from members.contact import accept, end, wave
from members.messaging import send
from members.models import Connection, Message
from members.services import add_condition, record_symptom
from moderation.models import Appeal, Case, Decision, Report, Visibility
from moderation.services import Reporter, appeal, reject, report
from notifications.models import Notification
from notifications.services import notify
from notifications.unsubscribing import Wish, token_of
from questions.models import Answer, PageFeedback, Question
from questions.services import give_feedback
from stories.models import Story, StoryThanks
from tests.factories import (
    PASSWORD,
    make_answer,
    make_condition,
    make_editor,
    make_member,
    make_post,
    make_question,
    make_review,
    make_source,
    make_story,
    make_summary,
    make_thanks,
    make_thread,
    make_topic,
    make_user,
)
from writing.models import Draft
from writing.services import save_draft
from writing.writers import Writer

VIEWERS = ("stranger", "new member", "member", "blocked", "author", "moderator", "editor", "owner")
"""Everyone who looks: the blocked one was blocked by the author."""


@dataclass
class World:
    """What is there. All texts but those of the bystander are the author's."""

    condition: Condition
    question: Question
    people: dict[str, User | AnonymousUser]
    answer: Answer
    story: Story
    held_story: Story
    thread: Thread
    post: Post
    thanks: StoryThanks
    decision: Decision
    case: Case
    report: Report
    appeal: Appeal
    notification: Notification
    draft: Draft
    feedback: PageFeedback
    reviewer: User
    wave: Connection
    conversation: Connection
    ended: Connection
    message: Message
    texts: list[Any] = field(default_factory=list)

    @property
    def author(self) -> User:
        return self.people["author"]

    def browser(self, viewer: str, **options: Any) -> Client:
        """The viewer's browser, signed in where the viewer has an account."""
        client = Client(**options)
        person = self.people[viewer]
        if isinstance(person, User):
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client


def make_moderator(**fields: Any) -> User:
    """A member who reads what waits."""
    moderator = make_member(**fields)
    moderator.user_permissions.add(Permission.objects.get(codename="moderate"))
    return User.objects.get(pk=moderator.pk)


def make_people() -> dict[str, User | AnonymousUser]:
    """One of each. The author blocked one of them."""
    people: dict[str, Any] = {
        "stranger": AnonymousUser(),
        "new member": make_member(consents=(), display_name="New Member", username="new-member"),
        "member": make_member(display_name="Some Member", username="some-member"),
        "blocked": make_member(display_name="Blocked Member", username="blocked-member"),
        "author": make_member(display_name="Auroratest Wright", username="auroratest"),
        "moderator": make_moderator(display_name="Kind Moderator", username="kind-moderator"),
        "editor": make_editor(display_name="An Editor", username="an-editor"),
        "owner": make_user(display_name="The Owner", username="the-owner", is_staff=True, is_superuser=True),
    }
    for viewer in ("editor", "owner"):
        people[viewer].set_password(PASSWORD)
        people[viewer].save(update_fields=["password"])
    block(member=people["author"], other=people["blocked"])
    return people


def make_world() -> World:
    """The site."""
    people = make_people()
    author, bystander = people["author"], make_member(display_name="A Bystander", username="a-bystander")
    condition = make_condition(slug="asthma", name="Asthma")
    question = make_question(condition=condition, topic=make_topic(slug="hereditary"))
    summary = make_summary(
        question=question, author=people["editor"], sources=[make_source(key="guide")], body="By chance. [1]"
    )
    make_answer(author=bystander, question=question)
    bystanders_story = make_story(author=bystander, condition=condition)
    thread = make_thread(author=author, condition=condition)
    make_post(author=bystander, thread=thread)
    add_condition(member=author, condition=condition, relation="has-it", consent=True)
    symptom = Symptom.objects.create(hpo_id="HP:0012378", name="Fatigue")
    record_symptom(member=author, symptom=symptom, strength="mild", consent=True)
    rejected = make_story(author=author, condition=condition, visibility=Visibility.HELD)
    decision = reject(by=people["moderator"], item=rejected, reason="It names a doctor.", ground="private")
    held = make_story(condition=condition, author=author, visibility=Visibility.HELD)
    reporter = Reporter(address="192.0.2.1", member=people["member"])
    waved = wave(by=bystander, to=author)
    conversation = accept(by=people["member"], connection=wave(by=author, to=people["member"]))
    ended = accept(by=author, connection=wave(by=make_member(display_name="Gone Quiet"), to=author))
    end(by=author, connection=ended)
    notify(kind="decision", recipients=[author], title="News", url="/", key="world")
    return World(
        condition=condition,
        question=question,
        people=people,
        answer=make_answer(question=question, author=author),
        story=make_story(condition=condition, author=author),
        held_story=held,
        case=Case.objects.open().about("story", held.pk).get(),
        report=report(item=thread, by=reporter, reason="spam")[0],
        appeal=appeal(by=author, decision=decision, words=""),
        thread=thread,
        post=make_post(thread=thread, author=author),
        thanks=make_thanks(story=bystanders_story, author=author),
        decision=decision,
        notification=Notification.objects.get(key="world"),
        feedback=give_feedback(summary=summary, is_helpful=False),
        reviewer=make_review(summary=summary).reviewer,
        wave=waved,
        conversation=conversation,
        ended=ended,
        message=send(sender=author, connection=conversation, body="Hello."),
        draft=save_draft(
            writer=Writer(member=author), kind="story", about="", title="Mine", fields={"body": "Words"}, url="/"
        ),
    )


# --- Every address ------------------------------------------------------------------------------------------------
def patterns(resolver: URLResolver | None = None, route: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its name, apart from Django's admin, which asks for permissions by itself."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from patterns(pattern, here)
        else:
            yield here, pattern


def url_names() -> dict[str, str]:
    """The route of each name."""
    return {pattern.name: route for route, pattern in patterns()}


SPECIAL: dict[str, Callable[[World], dict[str, Any]]] = {
    "avoid": lambda world: {"pk": world.author.pk, "act": "mute"},
    "about": lambda _world: {"name": "us"},
    "connection-accept": lambda world: {"pk": world.wave.pk},
    "connection-decline": lambda world: {"pk": world.wave.pk},
    "connection-end": lambda world: {"pk": world.conversation.pk},
    "connection-let-go": lambda world: {"pk": world.ended.pk},
    "conversation-detail": lambda world: {"pk": world.conversation.pk},
    "conversation-read": lambda world: {"pk": world.conversation.pk},
    "message-new": lambda world: {"pk": world.conversation.pk},
    "message-remove": lambda world: {"pk": world.conversation.pk, "message": world.message.pk},
    "consent-give": lambda _world: {"kind": ConsentKind.EMAIL},
    "consent-withdraw": lambda _world: {"kind": ConsentKind.EMAIL},
    "address-trust": lambda world: {"pk": world.author.pk},
    "invitation": lambda _world: {"token": "no-such-token"},
    "appeal-detail": lambda world: {"pk": world.appeal.pk},
    "appeal-new": lambda world: {"pk": world.decision.pk},
    "case-act": lambda world: {"pk": world.case.pk, "action": "publish"},
    "case-claim": lambda world: {"pk": world.case.pk},
    "case-detail": lambda world: {"pk": world.case.pk},
    "case-release": lambda world: {"pk": world.case.pk},
    "decision-detail": lambda world: {"pk": world.decision.pk},
    "decision-undo": lambda world: {"pk": world.decision.pk},
    "report-new": lambda world: {"kind": "story", "pk": world.story.pk},
    "report-receipt": lambda world: {"key": world.report.key},
    "draft-discard": lambda world: {"pk": world.draft.pk},
    "member-condition-edit": lambda world: {"pk": world.author.member_conditions.get().pk},
    "member-condition-remove": lambda world: {"pk": world.author.member_conditions.get().pk},
    "member-picture": lambda _world: {"key": "no-such-key", "side": 96},
    "notification-open": lambda world: {"pk": world.notification.pk},
    "question-missing": lambda world: {
        "condition": world.condition.slug,
        "topic": world.question.topic.slug,
        "token": signing.dumps(world.feedback.pk, salt="questions.feedback"),
    },
    "reviewer-detail": lambda world: {"pk": world.reviewer.pk},
    "sitemap": lambda _world: {"section": "pages"},
    "story-update-remove": lambda world: {"pk": world.story.pk, "part": 1},
    "unsubscribe": lambda world: {"token": token_of(Wish(member=world.author.pk, kinds=("decision",)))},
    "symptom-remove": lambda world: {"pk": world.author.member_symptoms.get().pk},
    "account_reset_password_from_key": lambda _world: {"uidb36": "1", "key": "no-such-key"},
    "mfa_remove_webauthn": lambda _world: {"pk": 1},
    "mfa_edit_webauthn": lambda _world: {"pk": 1},
}
"""What stands in the addresses whose arguments do not follow from their name."""


def address(name: str, world: World) -> str:
    """One address of this name. Fails for a new kind of argument, which then goes into SPECIAL."""
    if name in SPECIAL:
        return reverse(name, kwargs=SPECIAL[name](world))
    route = url_names()[name]
    values: dict[str, Any] = {}
    if "condition>" in route:
        values["condition"] = world.condition.slug
    if "topic>" in route:
        values["topic"] = world.question.topic.slug
    if "username>" in route:
        values["username"] = world.author.username
    if ":pk>" in route:
        things = {
            "answer": world.answer,
            "story": world.story,
            "thread": world.thread,
            "post": world.post,
            "thanks": world.thanks,
        }
        thing = things[name.partition("-")[0]]
        values["pk"] = thing.pk
        if "slug>" in route:
            values["slug"] = thing.slug
    return reverse(name, kwargs=values)
