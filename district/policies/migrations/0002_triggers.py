from django.db import migrations

from district.policies.authoring.triggers import ApprovedByAnother
from district.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [
        AppendOnly("policies_release"),
        AppendOnly("policies_programmeversion"),
        AppendOnly("policies_publication"),
        AppendOnly("policies_standing"),
        AppendOnly("policies_drafthand"),
        AppendOnly("policies_told"),
        ApprovedByAnother(),
    ]
