"""How often one subject may be granted a programme: `repeat` of a rule file, read in one place for every door."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

DAYS = ("as-of", "application", "decision")  # by which day of a case its year is counted
DURATION = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


@dataclass(frozen=True)
class Repeat:
    """`once`: one grant for ever. `yearly`: one a calendar year, counted by the day `by`. `after`: an ISO duration
    from the last decision. None of them: as often as one likes."""

    once: bool = False
    yearly: bool = False
    by: str = DAYS[0]
    after: str = ""

    @classmethod
    def of(cls, written: object) -> Repeat:
        """From a description's `repeat`; what cannot be read limits nothing (its shape refuses to publish it)."""
        if isinstance(written, Mapping):
            if written.get("every") is not None:
                return cls(yearly=written["every"] == "year", by=str(written.get("by") or DAYS[0]))
            return cls(after=str(written.get("after") or ""))
        words = str(written or "")
        if words.startswith("after:"):
            return cls(after=words.removeprefix("after:").strip())
        return cls(once=words == "once", yearly=words == "yearly")

    def again_on(self, last: dt.date) -> dt.date | None:
        """The first day after `after` has passed; None without one. A month that is too short ends on its last day."""
        match = DURATION.fullmatch(self.after)
        if not match:
            return None
        years, months, days = (int(part or 0) for part in match.groups())
        month = last.month - 1 + months
        first = dt.date(last.year + years + month // 12, month % 12 + 1, 1)
        end = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        return min(first + dt.timedelta(days=last.day - 1), end) + dt.timedelta(days=days)
