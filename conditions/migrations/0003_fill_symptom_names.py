from django.db import migrations

from conditions.names import fold


def fill(apps, schema_editor):
    """Lets the symptoms that are there be found by their names."""
    Symptom = apps.get_model("conditions", "Symptom")
    SymptomName = apps.get_model("conditions", "SymptomName")
    SymptomName.objects.bulk_create(
        SymptomName(symptom=symptom, kind=kind, name=name, folded_name=fold(name))
        for symptom in Symptom.objects.order_by("pk")
        for kind, name in (("label", symptom.name), ("plain", symptom.plain_name))
        if name
    )


class Migration(migrations.Migration):
    dependencies = [("conditions", "0002_add_lineages_names_and_release")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
