from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_initial")]
    operations = [
        AppendOnly("appeals_appeal", ["reference", "decision_id", "by_id", "at"], sealed=["grounds"]),
    ]
