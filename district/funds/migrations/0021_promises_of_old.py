from typing import Any

from django.db import migrations
from django.db.models import F, Sum


def _fill(apps: Any, schema_editor: Any) -> None:
    """Awards made before say what one period is and how many there are; what was stopped has fallen away."""
    Award, Instalment = apps.get_model("funds", "Award"), apps.get_model("funds", "Instalment")
    Instalment.objects.update(full=F("fen"))
    for award in Award.objects.select_related("version", "line").iterator(chunk_size=500):
        benefit = (award.version.description.get("benefit") if award.version else None) or {}
        times = int(benefit.get("times") or 1) if benefit.get("per") else 1
        rows = Instalment.objects.filter(award=award)
        if award.committed_at:
            live = rows.exclude(state="stopped").aggregate(sum=Sum("fen"))["sum"] or 0
            award.fallen = rows.filter(state="stopped").aggregate(sum=Sum("fen"))["sum"] or 0
            award.fen = live + award.fallen or award.fen
        first = rows.order_by("serial").first()
        award.each = first.fen if first and times > 1 else award.fen
        if times > 1 and first:  # as many as were planned, whatever a correction made of them
            times = rows.count()
        elif times > 1:  # held only: the amount was that of one period
            award.fen = award.each * times
        award.times, award.per = times, benefit["per"] if times > 1 else ""
        award.cut = award.each * times - award.fen
        day = award.committed_at or award.held_at
        award.cuts = [[day.year if day else award.line.year, award.cut]] if award.cut else []
        award.save()


def _nothing(apps: Any, schema_editor: Any) -> None:
    """Going back drops the columns."""


class Migration(migrations.Migration):
    dependencies = [("funds", "0020_promises")]
    operations = [migrations.RunPython(_fill, _nothing)]
