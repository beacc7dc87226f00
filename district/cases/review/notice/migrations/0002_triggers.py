from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("notice", "0001_initial")]
    operations = [
        AppendOnly("notice_notice"),
        AppendOnly("notice_noticeline", ["notice_id", "application_id", "serial", "name", "code", "amount", "score"]),
        AppendOnly("notice_objection", ["line_id", "sender", "at", "reference"], sealed=["grounds", "name", "contact"]),
    ]
