from django.db import migrations

from district.ground.record.append_only import AppendOnly, SetOnce

PRINTED = (
    "reference", "person_id", "course_id", "office_id", "name", "title", "english", "lessons", "strong", "single",
    "unproved", "day", "consent", "at",
)  # fmt: skip


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
    ]
