from typing import Any

from django.db import migrations

NAME = "applications_decision_never_updated"


def _fill(apps: Any, schema_editor: Any) -> None:
    """Decisions made before say how many payments there are and what they come to; what they say of one stays."""
    Decision, Application = apps.get_model("applications", "Decision"), apps.get_model("applications", "Application")
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON applications_decision"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}{on}", params=None)  # put up again by the next migration
    rows = Decision.objects.filter(amount__isnull=False).select_related("submission__version")
    for decision in rows.order_by("pk").iterator(chunk_size=500):
        benefit = decision.submission.version.description.get("benefit") or {}
        times = int(benefit.get("times") or 1) if benefit.get("per") else 1
        total = decision.amount * times
        Decision.objects.filter(pk=decision.pk).update(
            times=times, per=benefit["per"] if times > 1 else "", total=total
        )
        if times > 1 and not Decision.objects.filter(replaces=decision).exists():
            Application.objects.filter(pk=decision.application_id).update(amount=total)


def _nothing(apps: Any, schema_editor: Any) -> None:
    """Going back drops the columns."""


class Migration(migrations.Migration):
    dependencies = [("applications", "0110_periods")]
    operations = [migrations.RunPython(_fill, _nothing)]
