from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [
        AppendOnly("intake_attached"),
        AppendOnly("intake_consent", ["application_id", "kind", "text", "by_id", "at"]),
        AppendOnly("intake_papercheck"),
    ]
