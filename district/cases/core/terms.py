"""How long each step may take: the version's own `deadlines`, counted by the work calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from district.ground.record import calendar
from district.ground.record.calendar import Deadline

if TYPE_CHECKING:
    from district.cases.core.models import Application


@dataclass(frozen=True)
class Term:
    """So many days, working days or calendar days."""

    count: int
    working: bool = True

    def from_day(self, start: dt.date) -> Deadline:
        return (calendar.add_working_days if self.working else calendar.add_days)(start, self.count)


# Where a programme's guide says nothing. No law sets a term for subsidies (they are not licences); these follow the
# usual five and twenty working days of administrative licensing; the ten to correct are illustrative, and five for a
# notice are what the city's bureaus usually give. Sixty days to appeal are those of administrative reconsideration
# (行政复议法, art. 20); twenty to answer are illustrative, and so are the five that an enterprise has to correct after
# it was told that its term has passed, the ten after which a leader may end a joint review that has no answer, and the
# five in which a firm answers an objection (as long as a notice lasts).
DEFAULTS = {"accept": Term(5), "correct": Term(10), "lapse": Term(5), "decide": Term(20), "notice": Term(5),
            "hearing": Term(5), "joint": Term(10), "appeal": Term(60, working=False), "review": Term(20)}  # fmt: skip
LEAST_NOTICE = Term(5)  # working days; "不少于5个工作日" is what the city's bureaus write
WRITTEN = re.compile(r"\s*(\d+)\s*(working days?|个?工作日|days?|日|天)?\s*")


def read_term(text: object, default: Term) -> Term:
    """`5 working days`, `7 days`, `5 个工作日`; a bare number means working days. What cannot be read is `default`."""
    match = WRITTEN.fullmatch(str(text))
    if not match:
        return default
    return Term(int(match[1]), working=match[2] not in {"day", "days", "日", "天"})


def term(description: Mapping[str, Any], step: str) -> Term:
    """The term of a step (a key of DEFAULTS) under a version's description."""
    return read_term((description.get("deadlines") or {}).get(step), DEFAULTS[step])


def notice_until(description: Mapping[str, Any], start: dt.date, asked: Term | None = None) -> Deadline:
    """The last day of a public notice begun on `start`: its term's, but never with fewer working days than the least.

    Seven days over a long holiday may hold two on which anybody could object at an office.
    """
    said = description.get("deadlines") or {}
    due = (asked or term(description, "notice")).from_day(start)
    least = read_term(said.get("notice_least"), LEAST_NOTICE).from_day(start)
    return max(due, least, key=lambda each: each.date)


def start_clock(row: Application, step: str, today: dt.date) -> None:
    """The current step is due when its term, from today, has passed."""
    begin(row, today, term(row.version.description, step).from_day(today))


def pause_clock(row: Application, today: dt.date) -> None:
    """Keep what is left of the officer's term while the enterprise corrects, and start the enterprise's own."""
    left = calendar.working_days_between(today, row.due_on) if row.due_on else 0
    row.days_left = max(0, left)
    start_clock(row, "correct", today)


def resumed(row: Application, today: dt.date) -> Deadline:
    """With the working days that were left when the application was sent back, one at least: it must be read."""
    return calendar.add_working_days(today, max(1, row.days_left or 0))


def resume_clock(row: Application, today: dt.date) -> None:
    """Go on with what was left of the officer's term."""
    begin(row, today, resumed(row, today))
    row.days_left = row.lapses_on = None


def stop_clock(row: Application) -> None:
    row.due_from = row.due_on = row.days_left = row.lapses_on = None
    row.due_provisional = False


def begin(row: Application, start: dt.date, deadline: Deadline) -> None:
    """The current step counts from `start` and is due on a day."""
    row.due_from, row.due_on, row.due_provisional = start, deadline.date, deadline.provisional
