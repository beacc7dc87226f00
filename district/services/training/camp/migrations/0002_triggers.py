from django.db import migrations

from district.ground.record.append_only import AppendOnly, SetOnce


class Migration(migrations.Migration):
    dependencies = [("camp", "0001_initial")]
    operations = [
        AppendOnly("camp_campsignup", ["cohort_id", "person_id", "signed_at"]),
        AppendOnly("camp_attendance", ["lesson_id", "learner_id", "first_at", "drawn"]),
        SetOnce("camp_attendance", "scanned_at"),
        SetOnce("camp_camplesson", "settled_at"),
        AppendOnly("camp_internship", ["post_id", "learner_id", "asked_at"]),
    ]
