"""Whether an enterprise may apply for a programme today: in force, window, one at a time, how often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from district.cases.core.models import Application
from district.cases.core.windows import window_of
from district.enterprises.queries import Enterprise
from district.policies import queries as policies
from district.policies.giving import given_to, repeat_bars
from district.policies.permissions import may_be_applied_for
from district.policies.queries import Programme, ProgrammeVersion


class NotPossible(Exception):
    """What was asked for cannot be done now. `str()` is fit for the person who tried."""


class TooFew(NotPossible):
    """The places are all taken, or the money is all gone: nothing is wrong with the case itself."""


class AlreadyOpen(NotPossible):
    """There is an open application for this programme already."""

    def __init__(self, reference: str) -> None:
        super().__init__(_("已有一件正在办理：%(reference)s。") % {"reference": reference})
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
    if programme.subject != enterprise.subject:
        raise NotPossible(_("这个项目不由%(whom)s申报。") % {"whom": enterprise.get_subject_display()})
    version = policies.version_on(programme, today)
    if version is None:
        raise NotPossible(_("这个项目今天没有生效的版本，不能申报。"))
    check_applied_for(version)
    mine = Application.objects.filter(enterprise=enterprise, programme=programme)
    if besides is not None:
        mine = mine.exclude(pk=besides.pk)
    if open_one := mine.open().first():
        raise AlreadyOpen(open_one.reference)
    check_window(version.description.get("intake") or {}, today, ahead=ahead)
    days = {"as-of": today, "application": today, "decision": today}
    given = given_to(enterprise, besides=besides.reference if besides else "")
    if why := repeat_bars(version.description.get("repeat"), programme.slug, given, days):
        raise NotPossible(why)
    return version


def check_applied_for(version: ProgrammeVersion) -> None:
    """Raises NotPossible with the reason where the version promises a service: nothing is handed in or decided."""
    answer = may_be_applied_for(version)
    if not answer:
        raise NotPossible(str(answer.why))


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
