"""Brings the invented members, answers, stories and threads of the demonstration, through each room's services."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.models import ConsentKind, User
from accounts.services import give_consent
from conditions.models import Condition, Symptom
from forum.services import ask, close, mark_answered, reply
from members.listing import join_soulmates
from members.matching import LEAST
from members.models import ProfileAudience
from members.services import add_condition, count_map, join_map, put_profile, record_symptom
from members.tasks import count_matches
from moderation.models import Audience, ProposedChange, Visibility
from moderation.services import publish
from questions.models import Topic
from questions.services import AnswerRecord, post_answer, question_of, vote_helpful
from stories.services import tell_story

FOLDER = Path(__file__).parent / "community"
OF_WHO_SIGNS_IN = (
    {"hpo": "HP:0012378", "strength": "strong"},
    {"hpo": "HP:0001945", "strength": "mild"},
    {"hpo": "HP:0000978", "strength": "moderate"},
    {"hpo": "HP:0002653", "strength": "moderate"},
)
"""Symptoms of the member as whom a visitor of the demonstration signs in."""


class Community:
    """The invented people by username, and what they need to find their places."""

    def __init__(self) -> None:
        self.conditions = {condition.slug: condition for condition in Condition.objects.all()}
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        self.symptoms = {symptom.hpo_id: symptom for symptom in Symptom.objects.all()}
        self.people: dict[str, User] = {}
        self.faces: dict[str, Mapping[str, Any]] = {}
        self.quiet = 0

    @transaction.atomic
    def load(self, *, moderator: User, member: User) -> None:
        """Loads all files, and gives the one who signs in symptoms to find others by.

        Meant for a site without members; raises what the services raise.
        """
        for face in _read("members"):
            self.add_member(face)
        for change in ProposedChange.objects.order_by("pk"):  # what new members say about themselves is read first
            publish(by=moderator, item=change)
        for answer in _read("answers"):
            self.add_answer(answer)
        for story in _read("stories"):
            self.add_story(story)
        for thread in _read("threads"):
            self.add_thread(thread, moderator=moderator)
        for group in _read("map"):
            self.add_quiet_people(group)
        self.add_symptoms(member, OF_WHO_SIGNS_IN)
        count_map()
        count_matches.call()

    def add_member(self, face: Mapping[str, Any]) -> None:
        member = User(username=face["username"], display_name=face["name"])
        member.date_joined = datetime.fromisoformat(f"{face['joined_on']}T12:00:00+00:00")
        member.set_unusable_password()
        member.full_clean(exclude=["password"])
        member.save()
        eyes = ProfileAudience.ANYONE if face["about"] else ProfileAudience.NOBODY
        put_profile(
            member=member,
            about=face["about"],
            about_audience=eyes,
            country=face["country"],
            country_audience=ProfileAudience.MEMBERS,
            writing_audience=eyes,
        )
        for link in face["conditions"]:
            add_condition(
                member=member,
                condition=self.conditions[link["condition"]],
                relation=link["relation"],
                diagnosed_year=link["diagnosed_year"],
                audience=eyes,
                year_audience=ProfileAudience.MEMBERS,
                consent=True,
            )
        self.add_symptoms(member, face["symptoms"])
        if face["symptoms"]:  # who looks for others like them can be waved to
            give_consent(member=member, kind=ConsentKind.MESSAGES)
        if face["on_map"]:
            join_map(member=member, country=face["country"], joined_at=member.date_joined, consent=True)
        self.people[member.username], self.faces[member.username] = member, face

    def add_quiet_people(self, group: Mapping[str, Any]) -> None:
        """Members of one condition and country, who show nothing and are only counted."""
        for _number in range(group["people"]):
            self.quiet += 1
            member = User(username=f"quiet-{self.quiet}", display_name=f"Quiet member {self.quiet}")
            member.set_unusable_password()
            member.full_clean(exclude=["password"])
            member.save()
            condition = self.conditions[group["condition"]]
            add_condition(member=member, condition=condition, relation=group["relation"], consent=True)
            join_map(member=member, country=group["country"], region=group.get("region", ""), consent=True)

    def add_symptoms(self, member: User, entries: Iterable[Mapping[str, Any]]) -> None:
        """Notes symptoms; with enough of them the member can be found."""
        known = [entry for entry in entries if entry["hpo"] in self.symptoms]
        for entry in known:
            record_symptom(member=member, symptom=self.symptoms[entry["hpo"]], strength=entry["strength"], consent=True)
        if len(known) >= LEAST:
            join_soulmates(member=member, consent=True)

    def relation(self, username: str, condition: str) -> Mapping[str, Any]:
        """How the member is related to the condition; empty where the member has not said."""
        links = self.faces[username]["conditions"]
        return next((link for link in links if link["condition"] == condition), {})

    def add_answer(self, record: Mapping[str, Any]) -> None:
        username = record["author"]
        link = self.relation(username, record["condition"])
        question = question_of(condition=self.conditions[record["condition"]], topic=self.topics[record["topic"]])
        answer = post_answer(
            question=question,
            author=self.people[username],
            record=AnswerRecord(
                body=record["body"],
                audience=Audience.ANYONE,
                relation=link.get("relation", ""),
                diagnosed_year=link.get("diagnosed_year"),
                country=self.faces[username]["country"],
            ),
            consent=True,
            posted_at=_moment(record["posted_at"]),
            visibility=Visibility.VISIBLE,
        )
        for voter in record["helpful"]:
            vote_helpful(voter=self.people[voter], answer=answer)

    def add_story(self, record: Mapping[str, Any]) -> None:
        username = record["author"]
        tell_story(
            author=self.people[username],
            condition=self.conditions[record["condition"]],
            title=record["title"],
            body=record["body"],
            language=record["language"],
            relation=self.relation(username, record["condition"]).get("relation", ""),
            country=self.faces[username]["country"],
            content_notes=record["content_notes"],
            posted_at=_moment(record["posted_at"]),
            audience=Audience.ANYONE,
            visibility=Visibility.VISIBLE,
            consent=True,
        )

    def add_thread(self, record: Mapping[str, Any], *, moderator: User) -> None:
        author = self.people[record["author"]]
        thread = ask(
            author=author,
            conditions=[self.conditions[slug] for slug in record["conditions"]],
            title=record["title"],
            body=record["body"],
            audience=Audience.ANYONE,
            visibility=Visibility.VISIBLE,
            posted_at=_moment(record["posted_at"]),
        )
        for post in record["posts"]:
            reply(
                author=self.people[post["author"]],
                thread=thread,
                body=post["body"],
                visibility=Visibility.VISIBLE,
                posted_at=_moment(post["posted_at"]),
            )
        if record["state"] == "answered":
            mark_answered(by=author, thread=thread)
        if record["state"] == "closed":
            close(by=moderator, thread=thread, reason=record["closed_reason"])


def _read(name: str) -> Iterable[Mapping[str, Any]]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def _moment(value: str | datetime | date) -> datetime:
    return datetime.fromisoformat(str(value))
