from django.db import migrations


def forget(apps, _schema_editor):
    """Earlier counts were exact numbers; the next daily count makes those of the new rule afresh."""
    apps.get_model("members", "MapCount").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0004_map_of_roles_and_everyone"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
    ]
