"""The trail and what is published are written once; the database refuses to change them."""

from django.db import migrations

from branches.audit.append_only import frozen


class Migration(migrations.Migration):
    dependencies = [("indexmetrics", "0002_scratch")]
    operations = [
        frozen("indexmetrics_decision"),
    ]
