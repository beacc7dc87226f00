"""Whether an enterprise may apply for a programme today: in force, window, one at a time, how often."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from district.applications.intake.windows import window_of
from district.applications.models import Application
from district.applications.states import GRANTED
from district.enterprises.queries import Enterprise
from district.policies import queries as policies
from district.policies.queries import Programme, ProgrammeVersion


class NotPossible(Exception):
    """What was asked for cannot be done now. `str()` is fit for the person who tried."""


class TooFew(NotPossible):
    """The places are all taken, or the money is all gone: nothing is wrong with the case itself."""


class AlreadyOpen(NotPossible):
    """There is an open application for this programme already."""

    def __init__(self, reference: str) -> None:
        super().__init__(_("贵企业已有一件正在办理：%(reference)s。") % {"reference": reference})
        self.reference = reference


class NotEligible(NotPossible):
    """The facts say no, and nothing is in dispute. `verdict` is the verdict as JSON."""

    def __init__(self, verdict: Mapping[str, Any]) -> None:
        super().__init__(_("按现有信息不符合条件：%(next)s") % {"next": verdict.get("next", "")})
        self.verdict = verdict


def version_to_apply_under(
    enterprise: Enterprise, programme: Programme, today: dt.date, *, besides: Application | None = None,
    ahead: int = 0,
) -> ProgrammeVersion:  # fmt: skip
    """The version in force, if the enterprise may apply under it today; else raises NotPossible with the reason.

    `besides` is the application that asks, which does not stand in its own way; `ahead`: how many days before its
    window opens is early enough, for a draft may be prepared before it can be handed in.
    """
    if programme.subject != "enterprise":
        raise NotPossible(_("这个项目不由企业申报。"))
    version = policies.version_on(programme, today)
    if version is None:
        raise NotPossible(_("这个项目今天没有生效的版本，不能申报。"))
    mine = Application.objects.filter(enterprise=enterprise, programme=programme)
    if besides is not None:
        mine = mine.exclude(pk=besides.pk)
    if open_one := mine.open().first():
        raise AlreadyOpen(open_one.reference)
    check_window(version.description.get("intake") or {}, today, ahead=ahead)
    check_repeat(version.description.get("repeat"), mine.filter(state=GRANTED), today)
    return version


def check_window(intake: Mapping[str, Any], today: dt.date, *, ahead: int = 0) -> None:
    """Raises NotPossible outside the intake window, saying when it opens next; `ahead` days before it is allowed."""
    window = window_of(intake, today)
    if window is None or window.is_open(today) or (window.opens - today).days <= ahead:
        return
    words = {"year": window.opens.year, "m1": window.opens.month, "d1": window.opens.day,
             "m2": window.closes.month, "d2": window.closes.day}  # fmt: skip
    raise NotPossible(
        _("现在不在申报期内。下一次申报从 %(year)d年%(m1)d月%(d1)d日 开始，到 %(m2)d月%(d2)d日 为止。") % words
    )


def check_repeat(repeat: object, granted: QuerySet[Application], today: dt.date) -> None:
    """Raises NotPossible when what was granted before rules out another: `once`, `yearly`, `after: P3Y`."""
    last = granted.exclude(decided_at=None).order_by("-decided_at").first() if repeat else None
    if last is None or last.decided_at is None:
        return
    on = timezone.localdate(last.decided_at)
    words = {"reference": last.reference, "date": f"{on.year}年{on.month}月{on.day}日"}
    if repeat == "once":
        raise NotPossible(_("每家企业只能享受一次：%(date)s 已同意（%(reference)s）。") % words)
    if repeat == "yearly" and on.year == today.year:
        raise NotPossible(_("每年只能享受一次：今年 %(date)s 已同意（%(reference)s）。") % words)
    after = repeat.get("after") if isinstance(repeat, Mapping) else str(repeat).removeprefix("after:").strip()
    if (again := _later(on, str(after))) and today < again:
        words["again"] = f"{again.year}年{again.month}月{again.day}日"
        raise NotPossible(_("%(date)s 已同意过（%(reference)s），%(again)s 起可再次申报。") % words)


def _later(day: dt.date, duration: str) -> dt.date | None:
    """`day` plus P3Y, P6M or P90D; a month that is too short ends the term on its last day."""
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", duration)
    if not match or duration == "P":
        return None
    years, months, days = (int(part or 0) for part in match.groups())
    month = day.month - 1 + months
    first = dt.date(day.year + years + month // 12, month % 12 + 1, 1)
    next_month = (first + dt.timedelta(days=31)).replace(day=1)
    return min(first.replace(day=1) + dt.timedelta(days=day.day - 1), next_month - dt.timedelta(days=1)) + dt.timedelta(
        days=days
    )
