"""When applications are taken: the state of a day, counted in working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from district.ground.record import calendar
from district.policies.library import window
from district.policies.models import ProgrammeVersion


@dataclass(frozen=True)
class Opening:
    """`is_open` today; `opens` and `closes` of the window that is open or next; `left`: working days to the close,
    `until`: to the opening. `over`: the rule ends before it opens again."""

    mode: str
    is_open: bool
    opens: dt.date | None = None
    closes: dt.date | None = None
    left: int | None = None
    until: int | None = None
    over: bool = False
    provisional: bool = False


def opening(version: ProgrammeVersion | None, begins: dt.date | None, day: dt.date, until: dt.date | None) -> Opening:
    """The state on a day of a version in force (last day `until`), or of one that only `begins`."""
    if version is None:
        return Opening("", False, opens=begins, until=_between(day, begins))
    intake: Mapping[str, Any] = version.description.get("intake") or {}
    mode = str(intake.get("mode") or "rolling")
    opens, closes = window(dict(intake), day)
    if opens is None or closes is None:
        return Opening(mode, True, closes=until, left=_between(day, until))
    if until is not None:
        closes = min(closes, until)
    is_open = opens <= day <= closes
    unsure = calendar.day(closes if is_open else opens).provisional
    return Opening(
        mode, is_open, opens, closes, left=_between(day, closes) if is_open else None,
        until=None if is_open else _between(day, opens), over=closes < opens or closes < day, provisional=unsure,
    )  # fmt: skip


def _between(day: dt.date, end: dt.date | None) -> int | None:
    return None if end is None else calendar.working_days_between(day, end)
