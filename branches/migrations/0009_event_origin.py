"""Events say where they come from; SQLite rebuilds the table for it, so its triggers are set again."""

from django.db import migrations, models

from branches.audit.append_only import frozen


class Migration(migrations.Migration):
    dependencies = [("branches", "0008_brand_entries_stand")]
    operations = [
        migrations.AddField("event", "origin", models.CharField("from", blank=True, default="", max_length=200)),
        frozen("branches_event"),
    ]
