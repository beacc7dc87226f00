from django.db import migrations

from district.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_initial"), ("record", "0002_append_only")]
    operations = [AppendOnly("applications_decision"), AppendOnly("applications_answer")]
