"""Lists of synthetic staff for demonstration cases of per-head subsidies: plainly nobody's names and numbers."""

from __future__ import annotations

import datetime as dt
from itertools import count

from stdnum.cn import ric

from district.cases.core.queries import Application
from district.cases.headcount.list_rows import replace_rows
from district.cases.headcount.list_spec import Column, ListAsked, asked_list
from district.ground.people.queries import Person

NOWHERE = "990000"  # an area code no place has
SURNAMES = "赵钱孙李周吴郑王冯陈"
TWICE = 0  # the serial of one who stands in two lists
_serial = count(1)


def fill_list(application: Application, by: Person, *, twice: bool = False) -> None:
    """As many rows as the register says there are heads, where the case's programme asks for a list. `twice`: the first
    of them also stands in another firm's list.
    """
    asked = asked_list(application.version.description)
    if asked is None:
        return
    known = [fact["value"] for name, fact in application.facts.items() if name in asked.gives]
    heads = min(asked.most, max(1, int(float(known[0])))) if known else 2
    serials = [TWICE if twice and head == 0 else next(_serial) for head in range(heads)]
    rows = [{column.name: _cell(column, asked, serial, application.as_of) for column in asked.columns}
            for serial in serials]  # fmt: skip
    replace_rows(application=application, rows=rows, by=by, asked=asked)


def _cell(column: Column, asked: ListAsked, serial: int, day: dt.date) -> str:
    if column.type == "id_number":
        plain = f"{NOWHERE}{1970 + serial % 30}{1 + serial % 12:02}{1 + serial % 28:02}{serial % 1000:03}"
        return plain + ric.calc_check_digit(plain + "0")
    if column.type in ("date", "month"):
        back = 60 if asked.whose and column.name == asked.whose.last else 300
        written = (day - dt.timedelta(days=back)).isoformat()[: 7 if column.type == "month" else 10]
        return min(max(written, column.least), column.most or written)
    if column.type == "number":
        return column.least or "1"
    return column.choices[0] if column.choices else f"示例{SURNAMES[serial % len(SURNAMES)]}{serial}"
