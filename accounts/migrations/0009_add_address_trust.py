from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0008_add_waiting_count"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_address_trusted",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="texts need not wait for the mail address"
            ),
        ),
    ]
