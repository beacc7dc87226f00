from django.db import migrations

from district.ground.record.append_only import AppendOnly, SetOnce

PRINTED = (
    "reference", "person_id", "course_id", "office_id", "name", "title", "english", "lessons", "strong", "single",
    "unproved", "day", "consent", "at",
)  # fmt: skip
LAUNCHED = ("reference", "registration_id", "unit", "sitting_id", "session", "mode", "at", "expires_at")


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]
    operations = [
        AppendOnly("courses_enrolment", columns=("course_id", "person_id", "at")),
        SetOnce("courses_enrolment", "left_at"),
        AppendOnly("courses_sitting", columns=("reference", "person_id", "lesson_id", "device", "started_at")),
        SetOnce("courses_sitting", "ended_at"),
        AppendOnly("courses_beat"),
        AppendOnly("courses_check", columns=("sitting_id", "question", "key", "at")),
        SetOnce("courses_check", "answered_at"),
        AppendOnly("courses_attempt"),
        AppendOnly("courses_finished"),
        AppendOnly("courses_certificate", columns=PRINTED),
        SetOnce("courses_certificate", "file_id"),
        SetOnce("courses_certificate", "ended_at"),
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
