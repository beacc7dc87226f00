"""Saying a number: counted now, frozen as it was said."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.figures.behind import all_behind
from district.ground.figures.counting import NotCounted, Where, parts_of, value
from district.ground.figures.figure import AnyFigure, Figure
from district.ground.figures.models import Said
from district.ground.figures.periods import Period
from district.ground.figures.permissions import may_say
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import official, write_log

ROOM = "figures"
MOST_ROWS = 5_000  # whose keys are kept with what was said
LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXY"


def say(
    figure: AnyFigure, period: Period | None = None, *, where: Where | None = None, place: str, subject: str = "",
    by: Person, request_key: uuid.UUID,
) -> Said:  # fmt: skip
    """Count a figure and keep what was said. The same `request_key` again gives the same. Raises Refused, NotCounted
    (also where the number is kept back: too few people)."""
    require(may_say(by, figure))
    if known := Said.objects.filter(request_key=request_key).first():
        return known
    with transaction.atomic(), official():
        told = value(figure, period, where=where, user=by, in_public=True)
        if told.number is None:
            raise NotCounted(_("“%(words)s”不满 5 人，不能公布。") % {"words": figure.words})
        part = parts_of(figure)[0]
        row, made = Said.objects.get_or_create(request_key=request_key, defaults={
            "reference": f"SZ{clock.today().year}-{get_random_string(8, LETTERS)}", "figure": figure.key,
            "words": str(figure.words)[:120], "definition": str(figure.definition), "edition": figure.edition,
            "unit": str(part.unit), "money": part.is_money, "public": figure.public,
            "first": told.period.first, "last": told.period.last, "where": dict(where or {}), "number": told.number,
            "bottom": told.bottom, "invented": told.invented, "rows": kept(part, told.period, where),
            "place": place[:120], "subject": subject[:60], "at": told.at, "by": by,
        })  # fmt: skip
        if made:
            write_log(
                room=ROOM, subject=row.reference, verb="say", by=by,
                data={"figure": figure.key, "edition": figure.edition, "period": told.period.key, "place": place[:120],
                      "number": str(told.number), "about": subject[:60]},
            )  # fmt: skip
    return row


def kept(figure: Any, period: Period, where: Where | None) -> dict[str, str] | None:
    """The rows behind by key, each with what it adds; None where they are too many."""
    rows = all_behind(figure, period, where=where, in_public=True).order_by()
    found = list(rows.values_list("pk", *([figure.amount] if figure.amount else []))[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        return None
    return {str(pk): str(_yuan(figure, rest[0]) if rest else 1) for pk, *rest in found}


def _yuan(figure: Figure[Any], amount: Any) -> Decimal:
    yuan = Decimal(amount or 0) / (100 if figure.fen else 1)
    return yuan.quantize(Decimal("0.01"))
