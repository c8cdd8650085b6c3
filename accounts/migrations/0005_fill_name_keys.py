from django.db import migrations

from accounts.names import name_key


def fill(apps, schema_editor):
    """Gives each name its key; where two look alike, the older account keeps it."""
    User = apps.get_model("accounts", "User")
    taken = set(User.objects.exclude(name_key="").values_list("name_key", flat=True))
    for user in User.objects.filter(name_key="").order_by("pk").iterator():
        key = name_key(user.display_name)
        if key and key not in taken:
            taken.add(key)
            User.objects.filter(pk=user.pk).update(name_key=key)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_add_consents_and_name_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
