from django.db import migrations

from district.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("applications", "0004_submissions_numbers")]
    operations = [AppendOnly("applications_decision"), AppendOnly("applications_submission")]
