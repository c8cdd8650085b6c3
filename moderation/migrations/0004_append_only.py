from django.db import migrations

from audit.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [("moderation", "0003_reports_and_appeals")]

    operations = [append_only("moderation_decision")]
