"""Gives every thread its places in the lists of its conditions, and every contribution the moment it was published."""

from django.db import migrations
from django.db.models import F

BATCH = 2_000


def fill_places(apps, schema_editor):
    Thread, Post = apps.get_model("forum", "Thread"), apps.get_model("forum", "Post")
    ThreadCondition = apps.get_model("forum", "ThreadCondition")
    for model in (Thread, Post):
        model.objects.update(published_at=F("posted_at"))
    links = Thread.conditions.through.objects.order_by("thread_id", "pk")
    seen = {}
    places = []
    for link in links.select_related("thread").iterator(chunk_size=BATCH):
        thread, place = link.thread, seen.get(link.thread_id, 0)
        seen = {link.thread_id: place + 1}
        places.append(
            ThreadCondition(
                thread_id=link.thread_id,
                condition_id=link.condition_id,
                place=place,
                posted_at=thread.posted_at,
                last_post_at=thread.last_post_at,
                is_listed=thread.visibility == "visible",
                is_for_members=thread.audience == "members",
                is_unanswered=not thread.reply_count and not thread.is_closed,
            )
        )
        if len(places) >= BATCH:
            ThreadCondition.objects.bulk_create(places)
            places = []
    ThreadCondition.objects.bulk_create(places)


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_add_places_votes_and_following")]

    operations = [migrations.RunPython(fill_places, migrations.RunPython.noop)]
