"""A claim's list as it goes in says what its lines say; what is granted, what the ledger bears out on that day."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from district.cases.core.queries import Application
from district.cases.headcount.list_filled import Filled
from district.cases.headcount.list_spec import Row
from district.cases.headcount.workers import hash_of
from district.cases.intake.queries import list_handed_in
from district.services.training.employers.models import Claim, ClaimLine
from district.services.training.employers.queries import Counted, counted
from district.services.training.employers.rules import HOURS, NUMBER, TURN, list_for, terms_of


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


def fewer(claim: Claim) -> list[tuple[ClaimLine, Counted | None]]:
    """The lines that say more hours than are paid for now, and what the ledger has of them; None of who is left out."""
    asked = list_for(claim.application.version)
    pays = {each.learner.pk: each for each in counted(claim.filing, terms_of(asked) if asked else None)}
    lines = [(line, pays.get(line.learner_id)) for line in claim.lines.filter(live=True)]
    return [(line, now) for line, now in lines if now is None or now.payable < line.hours]


def outdated(application: Application) -> str:
    """Why a claim cannot be granted: hours struck, put up for review or people left out since its list went in."""
    rows = Claim.objects.filter(application=application).select_related("filing__programme", "application__version")
    claim = rows.first()
    if claim is None:
        return ""
    less, kept = fewer(claim), list_handed_in(application)
    gone = (kept.count if kept else 0) - len(claim.lines.filter(live=True))
    if not less and not gone:
        return ""
    if any(now is not None and now.flagged for _line, now in less):
        return _("名单里有人的学时正在核实（学时核实），有结论以后才能同意。")
    return _(
        "名单报上来以后，有 %(n)d 人的学时经核实不再计算或者少了，不能按这份名单同意。没有受理的请退回补正，"
        "由企业按现在的学时重新带入；已经受理的，请企业撤回后重新申报，或者不予同意。"
    ) % {"n": len(less) + max(gone, 0)}


FILLED = Filled("employers", differs, outdated)
