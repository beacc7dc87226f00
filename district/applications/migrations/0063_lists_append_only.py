from django.db import migrations

from district.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("applications", "0062_lists_and_workers")]
    operations = [AppendOnly("applications_listedworker"), AppendOnly("applications_frozenlist")]
