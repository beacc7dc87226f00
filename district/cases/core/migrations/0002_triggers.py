from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        AppendOnly("cases_answer", sealed=["note"]),
        AppendOnly("cases_decision"),
        AppendOnly("cases_submission"),
    ]
