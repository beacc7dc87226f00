from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [
        AppendOnly("policies_release"),
        AppendOnly("policies_programmeversion"),
        AppendOnly("policies_publication"),
        AppendOnly("policies_standing"),
        AppendOnly("policies_told"),
    ]
