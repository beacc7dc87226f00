from django.db import migrations

from district.ground.record.append_only import AppendOnly, SetOnce

LAUNCHED = ("reference", "registration_id", "unit", "sitting_id", "session", "mode", "at", "expires_at")


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_foreign_courses")]
    operations = [
        AppendOnly("courses_package"),
        AppendOnly("courses_packagefile"),
        AppendOnly("courses_registration"),
        AppendOnly("courses_launch", columns=LAUNCHED),
        SetOnce("courses_launch", "fetched_at"),
        SetOnce("courses_launch", "initialized_at"),
        SetOnce("courses_launch", "terminated_at"),
        SetOnce("courses_launch", "abandoned_at"),
        AppendOnly("courses_statement"),
    ]
