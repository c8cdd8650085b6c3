"""What was there before states and records: older published versions, reviews of drafts, who took part, far due dates."""

from calendar import monthrange
from datetime import date

from django.db import migrations
from django.db.models import F, Q

AT_WORK = ["draft", "submitted", "changes-asked", "approved"]


def fill(apps, _schema_editor):
    Summary = apps.get_model("questions", "Summary")
    Summary.objects.update(changed_at=F("written_at"))
    _supersede(Summary)
    _judge_drafts(Summary)
    _take_part(apps, Summary)
    _shorten(apps.get_model("questions", "Review"))


def empty(apps, _schema_editor):
    Summary = apps.get_model("questions", "Summary")
    Summary.objects.filter(state="superseded").update(state="published")
    Summary.objects.filter(state__in=AT_WORK).update(state="draft")
    apps.get_model("questions", "Contribution").objects.all().delete()


def _supersede(Summary):
    """Of several published versions the newest is the one that readers see."""
    seen = set()
    for pk, question in (
        Summary.objects.filter(state="published").order_by("question", "-number").values_list("pk", "question").iterator()
    ):
        if question in seen:
            Summary.objects.filter(pk=pk).update(state="superseded")
        seen.add(question)


def _judge_drafts(Summary):
    """A draft that a specialist decided about is no draft any more."""
    for summary in Summary.objects.filter(state="draft", reviews__isnull=False).distinct():
        summary.state = summary.reviews.order_by("-reviewed_on", "-pk").first().decision
        summary.save(update_fields=["state"])


def _take_part(apps, Summary):
    Contribution = apps.get_model("questions", "Contribution")
    Review = apps.get_model("questions", "Review")
    writers = Summary.objects.values_list("pk", "author")
    reviewers = Review.objects.values_list("summary", "reviewer").distinct()
    Contribution.objects.bulk_create(
        [Contribution(summary_id=summary, person_id=person, part="writer") for summary, person in writers]
        + [Contribution(summary_id=summary, person_id=person, part="reviewer") for summary, person in reviewers],
        batch_size=500,
    )


def _shorten(Review):
    """No review lasts longer than its kind of topic allows."""
    early = Q(summary__question__topic__group__in=["treatment", "outlook"])
    early |= Q(summary__question__topic__is_about_treatment=True)
    strict = set(Review.objects.filter(early).values_list("pk", flat=True))
    for review in Review.objects.iterator():
        review.limit_months = 24 if review.pk in strict else 36
        if review.due_on:
            review.due_on = min(review.due_on, _later(review.reviewed_on, review.limit_months))
        review.save(update_fields=["limit_months", "due_on"])


def _later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Migration(migrations.Migration):

    dependencies = [
        ("questions", "0002_add_states_and_records"),
    ]

    operations = [migrations.RunPython(fill, empty)]
