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
    higher prize, that one goes on counting."""
    best = _steps(_standing(subject))[-1:]
    if not best or kind_of(subject) not in fact_kinds(subject.subject):
        return
    claim = best[0]
    ours, other = _known(subject)
    level = claim.award.prize.level
    if RANK[level] <= RANK.get(other, 0):
        if ours is not None and other in RANK:
            _write(subject, other, _left_over(ours), ours.valid_from, by)
        return
    day = claim.award.on if ours is None else max(claim.award.on, ours.valid_from)
    _write(subject, level, claim, day, by)


def put_down_again(subject: Enterprise, *, by: Person | None) -> None:
    """An award was taken back: what counted is said anew from the day of the first award, each level from the day of
    the award it stands on. Facts are append-only; those that were wrong tell of no day any more."""
    ours, other = _known(subject)
    if ours is None:
        return
    steps = _steps(_standing(subject))
    claims = AwardClaim.objects.filter(subject=subject)
    first = min([ours.valid_from, *claims.values_list("award__on", flat=True)])
    if not steps or steps[0].award.on > first:
        _write(subject, other if other in RANK else NONE, _left_over(ours), first, by, anew=True)
    for n, claim in enumerate(steps):
        level = claim.award.prize.level
        higher = RANK[level] <= RANK.get(other, 0)
        said = _left_over(ours) if higher else claim
        _write(subject, other if higher else level, said, claim.award.on, by, anew=n == 0)


def _write(
    subject: Enterprise, level: str, said: AwardClaim | tuple[str, str], day: dt.date, by: Person | None, *,
    anew: bool = False,
) -> None:  # fmt: skip
    source, note = said if isinstance(said, tuple) else _words(said)
    record_facts(
        enterprise=subject, facts={kind_of(subject): level}, grade=Fact.Grade.DECISION, source=source[:120],
        valid_from=day, by=by, note=note[:300], anew=anew,
    )  # fmt: skip


def _standing(subject: Enterprise) -> list[AwardClaim]:
    claims = AwardClaim.objects.filter(subject=subject, award__revoked=None)
    return list(claims.select_related("award__prize", "award__entry__contest").order_by("award__on", "pk"))


def _steps(claims: Sequence[AwardClaim]) -> list[AwardClaim]:
    """Those that were higher than all before them; of one day the highest."""
    found: list[AwardClaim] = []
    for claim in claims:
        if found and RANK[claim.award.prize.level] <= RANK[found[-1].award.prize.level]:
            continue
        if found and found[-1].award.on == claim.award.on:
            found.pop()
        found.append(claim)
    return found


def _known(subject: Enterprise) -> tuple[Fact | None, str]:
    """What a decision says now, and what the register or a certificate says of the same."""
    rows = standing_rows(subject, kind_of(subject))
    return next((each for each in rows if each.grade == Fact.Grade.DECISION), None), _elsewhere(rows)


def _elsewhere(rows: Sequence[Fact]) -> str:
    """What the register or a certificate says of the same."""
    known = [each.value for each in rows if each.grade not in (Fact.Grade.DECISION, Fact.Grade.DECLARED)]
    return max(known, key=lambda value: RANK.get(value, 0), default="")


def _words(claim: AwardClaim) -> tuple[str, str]:
    """Source and note."""
    award = claim.award
    words = {"prize": award.prize.name, "number": award.number, "code": award.code}
    with official():
        return award.entry.contest.title, _("%(prize)s，获奖证书 %(number)s，核验码 %(code)s") % words


def _left_over(ours: Fact) -> tuple[str, str]:
    with official():
        return _("奖项已撤销"), _("原来的奖项已撤销：%(source)s") % {"source": ours.source}
