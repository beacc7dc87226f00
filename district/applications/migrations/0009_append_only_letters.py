from django.db import migrations

from district.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("applications", "0008_letters_and_appeals")]
    operations = [
        AppendOnly("applications_decision"),
        AppendOnly("applications_issuedletter"),
        AppendOnly("applications_appeal", ["reference", "decision_id", "grounds", "by_id", "at"]),
    ]
