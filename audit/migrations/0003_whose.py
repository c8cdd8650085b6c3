from django.db import migrations, models


class Migration(migrations.Migration):
    """SQLite adds such a column without copying the table, which keeps its triggers (tests/security/test_51_audit.py)."""

    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="whose_id",
            field=models.PositiveBigIntegerField(blank=True, db_index=True, null=True, verbose_name="whom it concerns"),
        ),
    ]
