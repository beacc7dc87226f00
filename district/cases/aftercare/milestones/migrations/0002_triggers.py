from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("milestones", "0001_initial")]
    operations = [
        AppendOnly("milestones_milestone", ["reference", "application_id", "milestone", "papers", "by_id", "at"], sealed=["say"]),
    ]
