"""How often one subject may be granted a programme: `repeat` of a rule file, read in one place for every door."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.catalogue.faults import near
from rulebook.catalogue.source import Faults, Item, known_keys

DAYS = ("as-of", "application", "decision")  # by which day of a case its year is counted
WORDS = ("once", "yearly")
FORMS = "once、yearly、{every: year, by: as-of} 或 {after: P3Y}"
KEYS = frozenset(["every", "by", "after"])
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
        """From a description's `repeat`; what cannot be read limits nothing (`check_repeat` refuses to publish it)."""
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


def check_repeat(item: Item | None, faults: Faults) -> None:
    """Add a fault where nobody could tell how often."""
    if item is None or item.is_null:
        return
    if not item.is_map:
        if item.text not in WORDS and Repeat.of(item.text).again_on(dt.date(2020, 1, 1)) is None:
            faults.add(item, f"repeat 写的是“{item.text}”，应是 {FORMS}。")
        return
    known_keys(item, KEYS, "repeat ", faults)
    every, by, after = item.get("every"), item.get("by"), item.get("after")
    if (every is None) == (after is None):
        faults.add(item, "repeat 应写 every 或 after 其中一个。")
    if every is not None and every.text != "year":
        faults.add(every, f"every 写的是“{every.text}”，应是 year。")
    if by is not None and (every is None or by.text not in DAYS):
        faults.add(by, f"by 写的是“{by.text}”{near(by.text, DAYS)}应是 {'、'.join(DAYS)}，与 every: year 同写。")
    if after is not None and Repeat(after=after.text).again_on(dt.date(2020, 1, 1)) is None:
        faults.add(after, f"after 写的是“{after.text}”，应是期间，如 P3Y、P6M、P90D。")
