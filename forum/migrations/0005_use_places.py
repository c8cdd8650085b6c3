from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forum", "0004_fill_places")]

    operations = [
        migrations.RemoveField(model_name="thread", name="conditions"),
        migrations.AddField(
            model_name="thread",
            name="conditions",
            field=models.ManyToManyField(
                related_name="threads",
                through="forum.ThreadCondition",
                to="conditions.condition",
                verbose_name="conditions",
            ),
        ),
    ]
