"""The trail and what is published are written once; the database refuses to change them."""

from django.db import migrations

from branches.audit.append_only import frozen


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_run_meeting")]
    operations = [
        frozen("scoring_run"),
        frozen("scoring_standing"),
        frozen("scoring_edition"),
        frozen("scoring_card"),
    ]
