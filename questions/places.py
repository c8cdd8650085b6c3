"""Where an answer belongs: a condition and a topic. The question's row comes with the first thing written for it."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from conditions.models import Condition
from questions.models import Question, Topic
from questions.patterns import fill
from questions.querysets import QuestionQuerySet

DRAFT_KIND = "answer"


@dataclass(frozen=True)
class Place:
    """A question that may have no row yet."""

    condition: Condition
    topic: Topic

    @property
    def question(self) -> str:
        """What is asked, in words."""
        return fill(self.topic.title_pattern, self.condition)

    @property
    def title(self) -> str:
        """What a draft for it is called."""
        return _("Answer: %(question)s") % {"question": self.question}

    @property
    def about(self) -> str:
        """By which its draft is found."""
        return f"{self.condition.pk}/{self.topic.pk}"

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("question-detail", args=self._slugs)

    @property
    def form_url(self) -> str:
        """Where its answer is written."""
        return reverse("answer-new", args=self._slugs)

    @property
    def draft_url(self) -> str:
        """Where a visitor's words are kept."""
        return reverse("answer-draft", args=self._slugs)

    def rows(self) -> QuestionQuerySet:
        """Its row, if there is one: not read yet."""
        rows: QuestionQuerySet = Question.objects.filter(condition=self.condition, topic=self.topic)
        return rows

    @property
    def _slugs(self) -> list[str]:
        return [self.condition.slug, self.topic.slug]


def load_place(condition: str, topic: str) -> Place:
    """The question at an address. Raises Http404."""
    return Place(
        get_object_or_404(Condition.objects.published(), slug=condition),
        get_object_or_404(Topic.objects.current(), slug=topic),
    )
