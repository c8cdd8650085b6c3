"""Counts what each member has not read, for the number at the top of their pages."""

from django.db import migrations
from django.db.models import Count


def fill(apps, schema_editor):  # noqa: ARG001
    notification = apps.get_model("notifications", "Notification")
    user = apps.get_model("accounts", "User")
    unread = notification.objects.filter(read_at__isnull=True).order_by().values("recipient").annotate(n=Count("pk"))
    for row in unread.iterator():
        user.objects.filter(pk=row["recipient"]).update(unread_count=row["n"])


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_first"), ("accounts", "0006_add_unread_count")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
