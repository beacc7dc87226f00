from django.db import migrations

from district.ground.record.append_only import AppendOnly, Refuses, SetOnce

SAID = ("reference", "kind", "mark", "office_id", "session", "title", "people", "day", "says", "found_at")


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_initial")]
    operations = [
        AppendOnly("hours_entry"),
        AppendOnly("hours_strike"),
        AppendOnly("hours_learner", columns=("account_id", "worker", "key_mark", "at")),
        SetOnce("hours_learner", "same_as_id"),
        AppendOnly("hours_flag", columns=SAID),
        SetOnce("hours_flag", "done_at"),
        AppendOnly("hours_flag_entries"),
        Refuses(
            "hours_learner", "same_learner_has_an_account",
            "NEW.same_as_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM hours_learner other WHERE other.id = NEW.same_as_id"
            " AND other.account_id IS NOT NULL)",
            events=("INSERT", "UPDATE"),
        ),
    ]  # fmt: skip
