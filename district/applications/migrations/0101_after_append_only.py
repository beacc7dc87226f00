from django.db import migrations

from district.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("applications", "0100_after"), ("record", "0002_append_only")]
    operations = [AppendOnly("applications_obligationcheck"), AppendOnly("applications_statement")]
