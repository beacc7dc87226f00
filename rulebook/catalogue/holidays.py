"""holidays/<year>.yaml: the work calendar of a year the library does not know, as the State Council announces it.

```yaml
source: 国办发明电〔2026〕7号
off:  {2027-01-01: 元旦, 2027-02-06/2027-02-12: 春节}   # days off, or ranges of them, both ends included
work: [2027-02-05, 2027-02-13]                          # weekend days that are worked
```
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rulebook.catalogue.source import Faults, Item
from rulebook.saying import say

SATURDAY = 5
DAYS = re.compile(r"\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?")


@dataclass(frozen=True)
class WorkCalendar:
    """`off`: day → the holiday's name; `work`: weekend days that are worked. Every other day counts by its weekday."""

    year: int
    source: str
    off: dict[dt.date, str] = field(default_factory=dict)
    work: frozenset[dt.date] = frozenset()


def read_holidays(item: Item, stem: str, faults: Faults) -> WorkCalendar | None:
    """One year's list, or None with faults."""
    before = len(faults.found)
    if not (stem.isdecimal() and len(stem) == 4):
        faults.add(item, say("节假日文件名应是年份，例如 2027.yaml，写的是“{stem}”。", stem=stem))
        return None
    year, source = int(stem), item.get("source")
    off: dict[dt.date, str] = {}
    listed = item.get("off")
    for key, place, name in listed.items() if listed is not None and listed.is_map else ():
        off |= dict.fromkeys(_days(key, place, year, faults), name.text)
    made_up = item.get("work")
    work = [day for each in (made_up.list() if made_up else []) for day in _days(each.text, each, year, faults)]
    for day in work:
        if day in off:
            faults.add(made_up or item, say("{day} 既是放假又是上班。", day=day))
        elif day.weekday() < SATURDAY:
            faults.add(made_up or item, say("{day} 不是周末，不用写在 work 里。", day=day))
    return (
        WorkCalendar(year, source.text if source else "", off, frozenset(work)) if len(faults.found) == before else None
    )


def _days(text: str, at: Item, year: int, faults: Faults) -> Iterator[dt.date]:
    """`2027-02-06` or `2027-02-06/2027-02-12`."""
    first, _slash, last = text.partition("/")
    try:
        day, end = dt.date.fromisoformat(first.strip()), dt.date.fromisoformat((last or first).strip())
    except ValueError:
        if DAYS.fullmatch(text):  # else its shape has been reported
            faults.add(at, say("“{text}”应是日期 2027-02-06，或起止 2027-02-06/2027-02-12。", text=text))
        return
    if not (day.year == end.year == year and day <= end):
        faults.add(at, say("“{text}”不在 {year} 年里，或先后颠倒。", text=text, year=year))
        return
    while day <= end:
        yield day
        day += dt.timedelta(days=1)
