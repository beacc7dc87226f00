from django.db import migrations

from district.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("applications", "0006_steps_of_review")]
    operations = [
        AppendOnly("applications_allocation"),
        AppendOnly("applications_notice"),
        AppendOnly("applications_noticeline", ["notice_id", "application_id", "serial", "name", "code", "amount", "score"]),
        AppendOnly("applications_objection", ["line_id", "grounds", "name", "contact", "sender", "at", "reference"]),
        AppendOnly("applications_place", ["places_id", "application_id", "at"]),
    ]
