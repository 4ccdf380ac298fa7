"""The trail and what is published are written once; the database refuses to change them."""

from django.db import migrations

from branches.audit.append_only import frozen


class Migration(migrations.Migration):
    dependencies = [("branches", "0002_bureau")]
    operations = [
        frozen("branches_event"),
    ]
