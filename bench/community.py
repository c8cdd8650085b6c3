"""The benchmark's community: members, conditions, questions and what people wrote, the same each time."""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import batched, count
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Count, FloatField, OuterRef, Subquery, Sum
from django.db.models.functions import Cast, Sqrt
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from accounts.points import Contributions
from accounts.services import put_contributor
from bench import texts
from conditions.models import Code, Condition, ConditionName, ConditionSymptom, Symptom
from conditions.names import fold, initial
from forum.models import Post, Thread, ThreadCondition
from markup import members_text
from markup.hygiene import reading_minutes
from members.models import MapPresence, MemberCondition, Profile
from members.regions import codes_of
from members.services import count_map
from questions.models import Answer, Citation, Fact, HelpfulVote, Question, Review, Summary, Topic
from questions.ranking import rank
from questions.services import ReviewRecord, SummaryRecord, put_source, put_summary, put_topic
from stories.models import Story
from stories.services import teaser

TOPICS_FILE = Path(__file__).resolve().parent.parent / "questions" / "data" / "topics.yaml"
MEMBERS = 2_000
QUESTIONS = 10_000
ANSWERS = 100_000
VOTES = 120_000
STORIES = 1_700
THREADS = 3_000
SYMPTOMS = 200
BATCH = 5_000
CONDITIONS_OF_A_MEMBER = 10

TEN_ANSWERS_TOPIC, TEN_ANSWERS_PAGES = "hereditary", 240
CROWDED_TOPIC, CROWDED_ANSWERS = "living-with", 1_000
LONG_THREADS, LONG_THREAD_POSTS = 60, 30
CROWDED_THREAD_POSTS = 1_000
COUNTRIES = {
    "US": 30,
    "GB": 18,
    "DE": 12,
    "IN": 12,
    "NL": 8,
    "BR": 7,
    "FR": 6,
    "KE": 4,
    "JP": 3,
    "AU": 3,
    "MX": 2,
    "PL": 2,
}


class Community:
    """The community, made floor by floor. The same numbers each time; only the dates follow today."""

    def __init__(self) -> None:
        self.random = random.Random(2026)
        self.now: datetime = timezone.now().replace(microsecond=0)
        self.today: date = timezone.localdate()
        self.members: list[Any] = []
        self.conditions: list[Any] = []
        self.topics: list[Any] = []
        self.questions: list[Any] = []
        self.countries: dict[int, str] = {}
        self.answer_authors: dict[int, int] = {}

    def run(self) -> None:
        """Fills everything in one transaction."""
        with transaction.atomic():
            for step in (
                self.add_members,
                self.add_conditions,
                self.add_topics,
                self.add_questions,
                self.add_summaries,
                self.add_answers,
                self.add_votes,
                self.add_stories,
                self.add_threads,
                self.add_map,
                self.count_points,
            ):
                started = time.monotonic()
                step()
                print(f"  {step.__name__.replace('_', ' ')}: {time.monotonic() - started:.1f} s", flush=True)

    def some_day(self, *, within: int = 900) -> datetime:
        """A moment of the past, old enough for a thread to have had all its replies since."""
        return self.now - timedelta(minutes=self.random.randrange(2 * 24 * 60, within * 24 * 60))

    def add_members(self) -> None:
        self.members = store(
            User(
                username=f"member-{number}",
                display_name=texts.member_name(number),
                email=f"member-{number}@example.org",
                password="!never",
                date_joined=self.some_day(within=1_000),
            )
            for number in range(MEMBERS)
        )
        countries = self.random.choices(list(COUNTRIES), list(COUNTRIES.values()), k=MEMBERS)
        self.countries = {member.pk: country for member, country in zip(self.members, countries, strict=True)}
        store(Profile(member=member, about=texts.ANSWER_BODIES[n % 40][:200]) for n, member in enumerate(self.members))

    def add_conditions(self) -> None:
        self.conditions = store(
            Condition(
                slug=slugify(name),
                name=name,
                name_in_text=name[0].lower() + name[1:],
                short_name="".join(word[0] for word in name.split()).upper() if number % 3 == 0 else "",
                definition=f"{name} is an illness that changes how the body works day by day, in a way of its own.",
                folded_name=fold(name),
                initial=initial(name),
            )
            for number, name in enumerate(texts.CONDITION_NAMES)
        )
        names = [
            (condition, name)
            for number, condition in enumerate(self.conditions)
            for name in (
                f"{condition.name} syndrome",
                f"{condition.name.split()[-1]} type {number}",
                f"Morbus {number}",
            )
        ]
        store(ConditionName(condition=c, name=n, folded_name=fold(n), initial=initial(n)) for c, n in names)
        store(
            Code(condition=condition, system=system, value=f"{letter}{number:03}", relation=relation)
            for number, condition in enumerate(self.conditions)
            for system, letter, relation in (
                ("icd-10", "Q", "broader"),
                ("icd-11", "5A", "exact"),
                ("omim", "26", "narrower"),
                ("orpha", "9", "exact"),
            )
        )
        symptoms = store(
            Symptom(
                hpo_id=f"HP:{number:07}", name=f"Abnormality of sign {number}", plain_name=f"Trouble with sign {number}"
            )
            for number in range(SYMPTOMS)
        )
        store(
            ConditionSymptom(condition=condition, symptom=symptom, frequency=frequency)
            for condition in self.conditions
            for symptom, frequency in zip(
                self.random.sample(symptoms, 8), ["very-common"] * 2 + ["common"] * 3 + ["occasional"] * 3, strict=True
            )
        )

    def add_topics(self) -> None:
        for values in yaml.safe_load(TOPICS_FILE.read_text("utf-8")):
            put_topic(values)
        self.topics = list(Topic.objects.current())

    def add_questions(self) -> None:
        pairs = [(condition, topic) for topic in self.topics for condition in self.conditions][:QUESTIONS]
        counts = self.answer_counts([(topic.slug, condition.pk) for condition, topic in pairs])
        self.questions = store(
            Question(condition=condition, topic=topic, answer_count=answers)
            for (condition, topic), answers in zip(pairs, counts, strict=True)
        )

    def answer_counts(self, places: list[tuple[str, int]]) -> list[int]:
        """How many answers each question gets: most a few, some none, and the fixed ones what the benchmark needs."""
        first = self.conditions[0].pk
        with_ten = {condition.pk for condition in self.conditions[:TEN_ANSWERS_PAGES]}
        fixed = {
            number: CROWDED_ANSWERS if topic == CROWDED_TOPIC else 10
            for number, (topic, condition) in enumerate(places)
            if (topic == CROWDED_TOPIC and condition == first) or (topic == TEN_ANSWERS_TOPIC and condition in with_ten)
        }
        others = [number for number in range(len(places)) if number not in fixed]
        self.random.shuffle(others)
        left = ANSWERS - sum(fixed.values())
        weights = [1 / (rank + 100) ** 1.4 for rank in range(len(others))]
        per_weight = left / sum(weights)
        counts = [fixed.get(number, 0) for number in range(len(places))]
        for number, weight in zip(others, weights, strict=True):
            counts[number] = int(weight * per_weight)
        for number in others[: ANSWERS - sum(counts)]:  # what rounding has left over
            counts[number] += 1
        return counts

    def add_summaries(self) -> None:
        """Writes one summary through the service and gives what it prepared to all others."""
        writer = put_contributor(username="writer", name="Wilma Writer")
        doctor = put_contributor(
            username="reviewer", name="Dr Rena Reviewer", credential="specialist in internal medicine"
        )
        sources = [
            put_source(
                key=f"source-{number}",
                values={
                    "title": f"An invented study of {800 + 37 * number} families, part {number}",
                    "organisation": "Institute of Invented Figures",
                    "url": f"https://example.org/studies/{number}",
                    "published": str(2018 + number),
                    "checked_on": self.today - timedelta(days=90),
                },
            )
            for number in range(1, 6)
        ]
        reviewed_on, due_on = self.today - timedelta(days=60), self.today + timedelta(days=670)
        published_at = self.now - timedelta(days=70)
        record = SummaryRecord(
            verdict="usually-no",
            short_answer=texts.SHORT_ANSWER,
            body=texts.ARTICLE,
            change_note="First version.",
            author=writer,
            sources=sources,
            state="published",
            written_at=published_at,
            published_at=published_at,
            reviews=[ReviewRecord(doctor, doctor.display_name, doctor.credential, "approved", reviewed_on, due_on)],
        )
        put_summary(question=self.questions[0], number=1, record=record)
        model = Summary.objects.get()
        prepared = {
            field.attname: getattr(model, field.attname)
            for field in Summary._meta.concrete_fields
            if field.attname not in {"id", "question_id"}
        }
        written = [question for question in self.questions[1:] if self.has_summary(question)]
        summaries = store(Summary(question=question, **prepared) for question in written)
        store(
            Citation(summary=summary, source=source, number=number)
            for summary in summaries
            for number, source in enumerate(sources, start=1)
        )
        store(
            Review(
                summary=summary,
                summary_author=writer,
                reviewer=doctor,
                reviewer_name=doctor.display_name,
                reviewer_credential=doctor.credential,
                decision="approved",
                reviewed_on=reviewed_on,
                due_on=due_on,
            )
            for number, summary in enumerate(summaries)
            if self.is_featured(summary.question) or number % 3
        )
        of_question = Summary.objects.filter(question=OuterRef("pk")).values("pk")
        of_summary = Review.objects.filter(summary__question=OuterRef("pk")).values("pk")
        Question.objects.update(published_summary=Subquery(of_question[:1]))
        Question.objects.update(current_review=Subquery(of_summary[:1]))
        store(
            Fact(condition=condition, place=place, label=label, value=value, source=sources[place - 1])
            for condition in self.conditions
            for place, (label, value) in enumerate(texts.FACTS, start=1)
        )

    def is_featured(self, question: Any) -> bool:
        """Whether the benchmark asks for this question's page."""
        return question.topic.slug == TEN_ANSWERS_TOPIC or question.answer_count == CROWDED_ANSWERS

    def has_summary(self, question: Any) -> bool:
        return not question.topic.assembly and (self.is_featured(question) or self.random.random() < 0.85)

    def add_answers(self) -> None:
        bodies = [(body, members_text.render(body)) for body in texts.ANSWER_BODIES]
        relations = ("has-it", "has-it", "has-it", "parent", "partner", "family", "")
        number = count()
        answers = (
            Answer(
                question=question,
                author=author,
                body=body,
                body_html=html,
                relation=relations[n % 7],
                diagnosed_year=2005 + n % 20 if n % 4 else None,
                country=self.countries[author.pk] if n % 5 else "",
                posted_at=self.some_day(),
            )
            for question in self.questions
            for author, n in zip(self.random.sample(self.members, question.answer_count), number, strict=False)
            for body, html in [bodies[n % len(bodies)]]
        )
        self.answer_authors = {answer.pk: answer.author_id for answer in stored(answers)}

    def add_votes(self) -> None:
        """Votes go to some answers much more than to others; the counts are set from the votes themselves."""
        ids = list(self.answer_authors)
        self.random.shuffle(ids)
        votes: set[tuple[int, int]] = set()
        while len(votes) < VOTES:
            answer = ids[int(self.random.random() ** 3 * len(ids))]
            voter = self.random.choice(self.members).pk
            if voter != self.answer_authors[answer]:
                votes.add((answer, voter))
        for part in batched(sorted(votes), BATCH, strict=False):
            HelpfulVote.objects.bulk_create(
                [HelpfulVote(answer_id=answer, voter_id=voter, voted_at=self.now) for answer, voter in part]
            )
        counted = HelpfulVote.objects.filter(answer=OuterRef("pk")).values("answer").values(n=Count("pk"))
        Answer.objects.filter(votes__isnull=False).update(helpful_count=Subquery(counted))
        voted = Answer.objects.filter(helpful_count__gt=0)
        of_question = voted.filter(question=OuterRef("pk")).order_by().values("question")
        Question.objects.filter(pk__in=voted.values("question")).update(
            vote_count=Subquery(of_question.values(n=Sum("helpful_count")))
        )
        since = Cast(Subquery(Question.objects.filter(pk=OuterRef("question")).values("vote_count")), FloatField())
        voted.update(helpful_rank=rank(Cast("helpful_count", FloatField()), since, sqrt=Sqrt))

    def add_stories(self) -> None:
        html = members_text.render(texts.STORY_BODY, with_headings=True)
        minutes, opening = reading_minutes(texts.STORY_BODY), teaser(texts.STORY_BODY)
        stories = []
        for number in range(STORIES):
            author = self.random.choice(self.members)
            stories.append(
                Story(
                    condition=self.conditions[number % len(self.conditions)],
                    author=author,
                    title=texts.STORY_TITLES[number % len(texts.STORY_TITLES)],
                    body=texts.STORY_BODY,
                    body_html=html,
                    teaser=opening,
                    reading_minutes=minutes,
                    relation="has-it",
                    country=self.countries[author.pk],
                    content_notes=["hospital"] if number % 4 == 0 else [],
                    posted_at=self.some_day(),
                )
            )
        store(stories)

    def add_threads(self) -> None:
        html = members_text.render(texts.THREAD_BODY)
        bodies = [(body, members_text.render(body)) for body in texts.POST_BODIES]
        threads, times = [], []
        for number in range(THREADS):
            posted_at = self.some_day()
            posts = LONG_THREAD_POSTS if number < LONG_THREADS else int(self.random.paretovariate(0.9)) % 40
            posts = CROWDED_THREAD_POSTS if number == LONG_THREADS else posts
            apart = 37 if posts <= 40 else 2
            times.append([posted_at + timedelta(minutes=apart * (reply + 1)) for reply in range(posts)])
            threads.append(
                Thread(
                    author=self.random.choice(self.members),
                    title=texts.THREAD_TITLES[number % len(texts.THREAD_TITLES)],
                    body=texts.THREAD_BODY,
                    body_html=html,
                    posted_at=posted_at,
                    reply_count=posts,
                    last_post_at=times[-1][-1] if posts else posted_at,
                    is_answered=posts > 3 and number % 2 == 0,
                )
            )
        store(threads)
        store(
            ThreadCondition(
                thread=thread,
                condition=self.conditions[(number + place * 7) % len(self.conditions)],
                place=place,
                posted_at=thread.posted_at,
                last_post_at=thread.last_post_at,
                is_listed=True,
                is_unanswered=not thread.reply_count,
            )
            for number, thread in enumerate(threads)
            for place in range(2 if number % 5 == 0 else 1)
        )
        store(
            Post(thread=thread, author=self.random.choice(self.members), body=body, body_html=html, posted_at=posted_at)
            for thread, moments in zip(threads, times, strict=True)
            for reply, posted_at in enumerate(moments)
            for body, html in [bodies[reply % len(bodies)]]
        )

    def add_map(self) -> None:
        store(
            MemberCondition(member=member, condition=condition, relation="has-it", diagnosed_year=2015)
            for member in self.members
            for condition in self.random.sample(self.conditions, CONDITIONS_OF_A_MEMBER)
        )
        on_map = [member for number, member in enumerate(self.members) if number % 10 < 7]
        store(
            MapPresence(member=m, country=self.countries[m.pk], region=self.region_of(m), joined_at=self.now)
            for m in on_map
        )
        count_map()

    def region_of(self, member: User) -> str:
        """One of three regions of their country, or for a quarter of the members none."""
        regions = ("", *codes_of(self.countries[member.pk])[:3])
        return regions[member.pk % len(regions)]

    def count_points(self) -> None:
        """Gives each member the points of what they have published, by the rule of accounts/points.py."""

        def per_author(model: Any, total: Any) -> dict[int, int]:
            return dict(model.objects.values_list("author").annotate(n=total).order_by())

        answers, helped = per_author(Answer, Count("pk")), per_author(Answer, Sum("helpful_count"))
        stories, threads, posts = (per_author(model, Count("pk")) for model in (Story, Thread, Post))
        for member in self.members:
            pk = member.pk
            member.points = Contributions(
                answers.get(pk, 0), stories.get(pk, 0), threads.get(pk, 0), posts.get(pk, 0), helped.get(pk, 0)
            ).points
        User.objects.bulk_update(self.members, ["points"], batch_size=200)


def store[Row: Any](rows: Iterable[Row]) -> list[Row]:
    """Stores rows of one kind in batches and returns them with their keys."""
    return list(stored(rows))


def stored[Row: Any](rows: Iterable[Row]) -> Iterator[Row]:
    """Stores rows of one kind batch by batch while they are asked for."""
    for part in batched(rows, BATCH, strict=False):
        yield from type(part[0]).objects.bulk_create(part)


def questions_with_ten_answers() -> list[Question]:
    """Like each other in all that costs time: an article under review, ten answers, stories, threads and a map."""
    rows = Question.objects.filter(topic__slug=TEN_ANSWERS_TOPIC, answer_count=10).select_related("condition", "topic")
    return list(rows.order_by("pk")[:TEN_ANSWERS_PAGES])


def crowded_question() -> Question:
    return Question.objects.select_related("condition", "topic").get(answer_count=CROWDED_ANSWERS)


def questions_by_answers(numbers: Sequence[int]) -> list[Question]:
    """A question with a summary for each of these numbers of answers."""
    written = Question.objects.filter(published_summary__isnull=False).select_related("condition", "topic")
    return [written.filter(answer_count=number).order_by("pk")[0] for number in numbers]


def long_threads() -> list[Thread]:
    return list(Thread.objects.filter(reply_count=LONG_THREAD_POSTS).order_by("pk")[:LONG_THREADS])


def crowded_thread() -> Thread:
    return Thread.objects.get(reply_count=CROWDED_THREAD_POSTS)


def members(number: int) -> list[User]:
    return list(User.objects.filter(username__startswith="member-").order_by("-pk")[:number])


def some_member() -> User:
    return User.objects.get(username="member-0")
