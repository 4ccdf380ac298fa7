"""What was registered before entries had a signature stands as confirmed."""

from django.db import migrations
from django.utils import timezone


def stand(apps, schema_editor):
    """What was registered before stands as confirmed; each brand's stage becomes its first step."""
    now = timezone.now()
    for name in ("Brand", "Base", "Partner", "JointActivity"):
        apps.get_model("branches", name).objects.filter(confirmed_at=None).update(entered_at=now, confirmed_at=now)
    steps = apps.get_model("branches", "StageStep")
    for brand in apps.get_model("branches", "Brand").objects.all():
        steps.objects.create(brand=brand, stage=brand.stage, dated=brand.since, entered_at=now)


class Migration(migrations.Migration):
    dependencies = [("branches", "0007_brand_entries")]
    operations = [migrations.RunPython(stand, migrations.RunPython.noop)]
