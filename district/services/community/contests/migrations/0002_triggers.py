from django.db import migrations

from district.ground.record.append_only import AppendOnly
from district.ground.record.refusing import Refuses, Rule

FIXED = ("rule", "tie", "outlier", "least", "shared", "rubric", "questions", "opens_at", "closes_at", "results_on")


def _changed(vendor_text: str) -> str:
    return " OR ".join(f"{_text(name, 'NEW', vendor_text)} <> {_text(name, 'OLD', vendor_text)}" for name in FIXED)


def _text(name: str, row: str, vendor: str) -> str:
    return f"{row}.{name}::text" if vendor == "postgresql" and name in {"rubric", "questions"} else f"{row}.{name}"


class ContestRules(Refuses):
    rules = (
        Rule(
            "contest_keeps_its_promise", "contests_contest", "UPDATE", _changed("postgresql"),
            when="OLD.called_at IS NOT NULL", on_sqlite=_changed("sqlite"),
        ),
        Rule(
            "marks_of_a_recused_judge", "contests_marksheet", "UPDATE", "NEW.state IN ('declared', 'given')",
            when="OLD.state = 'recused'",
        ),
        Rule(
            "marks_handed_in_are_closed", "contests_marksheet", "UPDATE",
            "(SELECT handed_in_at FROM contests_contestjudge WHERE id = NEW.judge_id) IS NOT NULL",
            when="OLD.total IS NOT NULL AND (NEW.total IS NULL OR NEW.total <> OLD.total) "
            "AND (OLD.asked_at IS NULL OR OLD.again_at IS NOT NULL)",
        ),
        Rule(
            "an_award_only_of_a_published_contest", "contests_contestaward", "INSERT",
            "(SELECT state FROM contests_contest WHERE id = (SELECT contest_id FROM contests_contestentry "
            "WHERE id = NEW.entry_id)) <> 'published'",
        ),
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("contests", "0001_initial")]
    operations = [
        AppendOnly("contests_tiedecided"), AppendOnly("contests_contestaward"), AppendOnly("contests_awardclaim"),
        AppendOnly("contests_awardrevoked"), ContestRules(),
    ]  # fmt: skip
