"""What a programme pays for: floors, caps and how often, read from the list its version asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from district.cases.headcount.list_spec import ListAsked, asked_list
from district.policies.queries import Programme, ProgrammeVersion, version_on, versions_on

FLOOR, CAP, TIMES = 8, 24, 3  # 学时 a session, sessions a person and year, where a list does not say otherwise
NAME, NUMBER, FILING, COURSE = "姓名", "身份证号", "备案编号", "培训项目"
MONTH, HOURS, TURN = "结业月份", "计补学时", "本年第几次"
AHEAD = 3  # months within which training begins after it was filed


@dataclass(frozen=True)
class Terms:
    """Below `floor` 学时 a session counts for nothing, above `cap` no more; at most `times` sessions a person and year,
    at most `most` people a list."""

    floor: int = FLOOR
    cap: int = CAP
    times: int = TIMES
    most: int = 500

    def payable(self, learnt: int) -> int:
        """What of the 学时 somebody learnt in a session is paid for."""
        return min(learnt, self.cap) if learnt >= self.floor else 0


def list_for(version: ProgrammeVersion) -> ListAsked | None:
    """The list of a version that is filled in from the hours of a filing; None where it asks for none."""
    return list_in(version.description)


def list_in(description: Mapping[str, Any]) -> ListAsked | None:
    """The same of a version's text."""
    asked = asked_list(description)
    if asked is None or not {NAME, NUMBER, FILING, HOURS, TURN} <= {each.name for each in asked.columns}:
        return None
    return asked


def terms_of(asked: ListAsked) -> Terms:
    bounds = {each.name: (each.least, each.most) for each in asked.columns}
    floor, cap = bounds[HOURS]
    _first, times = bounds[TURN]
    return Terms(_whole(floor, FLOOR), _whole(cap, max(CAP, _whole(floor, FLOOR))), _whole(times, TIMES), asked.most)


def _whole(text: str, else_: int) -> int:
    return int(Decimal(text)) if text else else_


def terms_on(programme: Programme, day: dt.date) -> Terms:
    version = version_on(programme, day)
    asked = list_for(version) if version is not None else None
    return terms_of(asked) if asked is not None else Terms()


def programmes_on(day: dt.date) -> list[Programme]:
    """Programmes in force that pay by the hours of a filing."""
    return [each.programme for each in versions_on(day) if list_for(each) is not None]
