from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_first")]

    operations = [
        migrations.AddField(
            model_name="story",
            name="audience",
            field=models.CharField(
                choices=[("anyone", "anyone"), ("members", "signed-in members only")],
                default="anyone",
                max_length=10,
                verbose_name="who may read it",
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="is_anonymous",
            field=models.BooleanField(default=False, verbose_name="without the author’s name"),
        ),
    ]
