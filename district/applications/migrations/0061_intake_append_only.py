from django.db import migrations

from district.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("applications", "0060_intake")]
    operations = [
        AppendOnly("applications_attached"),
        AppendOnly("applications_papercheck"),
        AppendOnly("applications_frozenlist"),
        AppendOnly("applications_consent", columns=["application_id", "kind", "text", "by_id", "at"]),
    ]
