"""Awards as facts: the highest standing prize of a firm or a person, with the contest as its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from district.enterprises.actions import record_facts
from district.enterprises.queries import Enterprise, Fact, fact_kinds, standing_rows
from district.ground.people.queries import Person
from district.ground.record.actions import official
from district.services.community.contests.models import AwardClaim, Level

OF_A_FIRM, OF_A_PERSON = "大赛获奖级别", "团队大赛获奖级别"
NONE = "无"
RANK = {NONE: 0, **{level: n for n, level in enumerate(Level.values, 1)}}


def kind_of(subject: Enterprise) -> str:
    return OF_A_PERSON if subject.is_person else OF_A_FIRM


def put_down(subject: Enterprise, *, by: Person | None) -> None:
    """Bring the fact of a subject in line with the awards that stand in its name. Where another source knows of a
    higher prize, that one goes on counting. Facts are append-only: an award that was taken back is followed by what
    is left, true from the day the award was."""
    name = kind_of(subject)
    if name not in fact_kinds(subject.subject):
        return
    best = _best(subject)
    level = best.award.prize.level if best is not None else NONE
    rows = standing_rows(subject, name)
    ours = next((each for each in rows if each.grade == Fact.Grade.DECISION), None)
    other = _elsewhere(rows)
    if RANK[level] <= RANK.get(other, 0):
        if ours is None:
            return
        level = other if other in RANK else NONE
    if best is None and ours is None:
        return
    with official():
        source, note, day = _said(best, ours, level)
    record_facts(
        enterprise=subject, facts={name: level}, grade=Fact.Grade.DECISION, source=source[:120], valid_from=day, by=by,
        note=note[:300],
    )  # fmt: skip


def _best(subject: Enterprise) -> AwardClaim | None:
    claims = AwardClaim.objects.filter(subject=subject, award__revoked=None)
    rows = list(claims.select_related("award__prize", "award__entry__contest").order_by("award__on", "pk"))
    return max(rows, key=lambda row: RANK[row.award.prize.level], default=None)


def _elsewhere(rows: Sequence[Fact]) -> str:
    """What the register or a certificate says of the same."""
    known = [each.value for each in rows if each.grade not in (Fact.Grade.DECISION, Fact.Grade.DECLARED)]
    return max(known, key=lambda value: RANK.get(value, 0), default="")


def _said(best: AwardClaim | None, ours: Fact | None, level: str) -> tuple[str, str, dt.date]:
    """Source, note, and from which day."""
    if best is not None and best.award.prize.level == level:
        award = best.award
        words = {"prize": award.prize.name, "number": award.number, "code": award.code}
        note = _("%(prize)s，获奖证书 %(number)s，核验码 %(code)s") % words
        if ours is None:
            return award.entry.contest.title, note, award.on
        lower = RANK.get(ours.value, 0) > RANK[level]  # what counted too much counts too much from its first day
        day = ours.valid_from if lower else max(award.on, ours.valid_from)
        return award.entry.contest.title, note, day
    assert ours is not None
    return _("奖项已撤销"), _("原来的奖项已撤销：%(source)s") % {"source": ours.source}, ours.valid_from
