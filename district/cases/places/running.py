"""Who stands in the ranking, and when there may be one: after the window, everybody through, nobody who is out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.core import queries
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.process import JOINT as JOINT_STEP
from district.cases.core.process import NOTICE, SCORE, handling_of
from district.cases.core.states import ACCEPTED, BEFORE_THE_LIST
from district.cases.core.windows import Window, window_of
from district.cases.places.listed import STANDS
from district.ground import clock
from district.policies.queries import Programme, ProgrammeVersion

STRUCK = "struck"  # a line of a notice on which an objection was upheld
NAMED = 5  # cases a sentence names


def why_out(row: Application) -> str:
    """Why a case stands in no ranking and can only be refused: a veto, a verdict of no, struck off; "" where none."""
    if JOINT_STEP in handling_of(row.version.description).steps:
        vetoes = [each.office.name for each in row.opinions.select_related("office") if each.vetoes]
        if vetoes:
            return _("%(names)s有否决意见，不能同意。") % {"names": "、".join(vetoes)}
    if queries.verdict_now(row)["eligible"] is False:
        return _("判定不符合条件，不能同意。")
    stood = dict(row.listed.order_by("pk").values_list("outcome", "why"))
    if not set(stood) & set(STANDS) and "out" in stood:
        return stood["out"]
    return _struck_above(row) if NOTICE in handling_of(row.version.description).steps else ""


def _struck_above(row: Application) -> str:
    """A case above the quota stands on no list that it could be taken off."""
    given = row.above_quota.first()
    if given is None:
        return ""
    struck = row.notice_lines.filter(outcome=STRUCK, notice__opened_at__gt=given.at)
    return _("公示期间异议成立，不能同意。") if struck.exists() else ""


def below(row: Application) -> str:
    """Why the experts' marks do not do: the mean is below the pass mark; "" where they do, or there are none."""
    handling = handling_of(row.version.description)
    passing, entry = handling.scoring.passing, row.entries.order_by("-pk").first()
    if SCORE not in handling.steps or passing is None or entry is None or entry.score is None or entry.score >= passing:
        return ""
    words = {"score": f"{entry.score:.3f}", "passing": f"{passing:f}"}
    return _("评审平均分 %(score)s，未到及格线 %(passing)s，不能同意。") % words


def through(version: ProgrammeVersion) -> list[Application]:
    """Cases that have passed the steps before the notice or the decision, and stand on no list yet, those out included.

    Experts' marks compare only within a version; otherwise cases of every version compete for the same places.
    """
    rows = Application.objects.filter(programme=version.programme_id, state=ACCEPTED, above_quota=None).exclude(
        listed__outcome__in=STANDS
    )
    if SCORE in handling_of(version.description).steps:
        rows = rows.filter(version=version)
    rows = rows.select_related("version__release", "version__programme", "programme", "enterprise")
    return [row for row in rows.order_by("submitted_at", "pk") if _ready(row)]


def _ready(row: Application) -> bool:
    return all(step in row.passed for step in handling_of(row.version.description).steps if step != NOTICE)


def candidates_of(version: ProgrammeVersion) -> list[Application]:
    """Those of them whom a list may rank."""
    return [row for row in through(version) if not why_out(row)]


def window_behind(row: Application) -> Window | None:
    """The window a case was handed in in; None where its rule takes applications all year."""
    if row.submitted_at is None:
        return None
    return window_of(row.version.description.get("intake") or {}, timezone.localdate(row.submitted_at))


def runs_until(cases: Sequence[Application]) -> dt.date | None:
    """The last day of a window these cases were handed in in, while it is still open; else None."""
    closes = [window.closes for row in cases if (window := window_behind(row)) is not None]
    return max(closes) if closes and max(closes) >= clock.today() else None


def late(programme: Programme, cases: Sequence[Application]) -> list[Application]:
    """Cases of the same windows that are not through yet: a list now would leave them out."""
    here, windows = {row.pk for row in cases}, {window_behind(row) for row in cases} - {None}
    if not windows:
        return []
    rows = Application.objects.filter(programme=programme, state__in=BEFORE_THE_LIST, listed=None, above_quota=None)
    rows = rows.select_related("version", "enterprise").exclude(pk__in=here)
    return [row for row in rows.order_by("submitted_at", "pk") if window_behind(row) in windows and not why_out(row)]


def check_time(programme: Programme, cases: Sequence[Application], leaving: str) -> None:
    """Raises NotPossible before the window has closed, while a case is judged neither yes nor no, and while others of
    the window are under way, unless `leaving` says why they are left out."""
    if until := runs_until(cases):
        words = {"y": until.year, "m": until.month, "d": until.day}
        raise NotPossible(_("申报期到%(y)d年%(m)d月%(d)d日为止，之后才能排名次。") % words)
    if unsure := [row for row in cases if queries.verdict_now(row)["eligible"] is None]:
        raise NotPossible(_("还没有判定完：%(names)s。判定完才能排名次。") % {"names": named(unsure)})
    if not leaving.strip() and (found := late(programme, cases)):
        raise NotPossible(
            _("同一申报期还有 %(n)d 件没有走完前面的步骤：%(names)s。等齐了再排，或者写明为什么不等。")
            % {"n": len(found), "names": named(found)}
        )


def named(rows: Sequence[Application]) -> str:
    names = "、".join(row.enterprise.name for row in rows[:NAMED])
    return names if len(rows) <= NAMED else _("%(names)s等 %(n)d 家") % {"names": names, "n": len(rows)}


def version_to_list(programme: Programme) -> ProgrammeVersion | None:
    """The version of the case that has waited longest to be listed; None where none waits."""
    rows = Application.objects.filter(programme=programme, state=ACCEPTED, above_quota=None)
    rows = rows.exclude(listed__outcome__in=STANDS).select_related("version__programme", "version__release")
    for row in rows.order_by("submitted_at", "pk"):
        if _ready(row) and not why_out(row):
            return row.version
    return None


def left_out(programme: Programme, standing: Sequence[Application] = ()) -> list[tuple[Application, str]]:
    """Cases under way that stand in no ranking, each with the reason; `standing` are known to stand in one."""
    rows = Application.objects.filter(programme=programme, state=ACCEPTED).exclude(pk__in=[row.pk for row in standing])
    rows = rows.select_related("version", "enterprise")
    found = [(row, why_out(row)) for row in rows.order_by("submitted_at", "pk")]
    return [(row, why) for row, why in found if why]
