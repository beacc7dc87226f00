from django.db import migrations

from district.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial"), ("record", "0002_append_only")]
    operations = [AppendOnly("policies_release"), AppendOnly("policies_programmeversion")]
