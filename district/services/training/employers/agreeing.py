"""A claim's list as it is handed in says what its lines say: who typed over it fills it in anew."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from district.cases.core.queries import Application
from district.cases.headcount.list_filled import Filled
from district.cases.headcount.list_spec import Row
from district.cases.headcount.workers import hash_of
from district.services.training.employers.models import Claim
from district.services.training.employers.rules import HOURS, NUMBER, TURN


def differs(application: Application, rows: tuple[Row, ...]) -> str:
    """Why the list of a claim cannot go in: other people, hours or turns than its lines."""
    claim = Claim.objects.filter(application=application).select_related("filing").first()
    if claim is None:
        return ""
    told = Counter((hash_of(row.values.get(NUMBER, "")), row.values.get(HOURS), row.values.get(TURN)) for row in rows)
    lines = claim.lines.filter(live=True).values_list("worker", "hours", "turn")
    if told == Counter((worker, str(hours), str(turn)) for worker, hours, turn in lines):
        return ""
    return _(
        "名单和学时账本带入的不一样：申报的学时以账本为准，不能在这里改。"
        "请到培训备案 %(reference)s 的页面按“按现在的学时重新带入”。"
    ) % {"reference": claim.filing.reference}


FILLED = Filled("employers", differs)
