"""`GET /api/v1/todo`: the list of what waits, as the page `/todo/` counts and orders it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.core.paginator import Page
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.bringing.shown import Area, Reading
from district.ground.bringing.todo import Todo, sources
from district.ground.bringing.waiting import SIZE, WHENS, Waiting
from district.ground.people.queries import Person
from district.ground.record.reading import number_asked
from district.ground.tables.pages import paged

MOST = 200  # a page holds at the most


@dataclass(frozen=True)
class TodoAsked:
    """Words nobody knows count as not said, as on the page."""

    kind: str = field(default="", metadata={"says": _("事项的类别")})
    when: str = field(default="", metadata={"says": _("期限：overdue、today、week、later、open")})
    page: str = field(default="", metadata={"says": _("第几页")})
    size: str = field(default="", metadata={"says": _("每页几条，最多 200")})


@dataclass(frozen=True)
class TodoShown:
    """One thing that waits; `due` may move where `provisional`: the year's holidays are not out."""

    kind: str
    label: str
    what: str
    subject: str
    link: str
    due: dt.date | None
    provisional: bool
    overdue: bool


@dataclass(frozen=True)
class TodoPage:
    """A page of what was asked for (`count`), of all that waits (`total`), by kind and by when."""

    count: int
    page: int
    pages: int
    total: int
    kinds: dict[str, int]
    when: dict[str, int]
    items: list[TodoShown]


def asked_of(person: Person, kind: str, when: str, page: str, size: int = SIZE) -> tuple[Waiting, str, str, Page[Todo]]:
    """What the address asks for; words nobody knows count as not said."""
    waiting = Waiting(person, clock.today())
    kind, when = kind if kind in sources.keys else "", when if when in WHENS else ""
    found: Page[Todo] = paged(waiting.asked(kind, when), {"page": page}, size)  # type: ignore[arg-type]
    return waiting, kind, when, found


def todo(person: Person, asked: TodoAsked) -> TodoPage:
    size = min(MOST, number_asked(asked.size, 10**9, 1) or SIZE)
    waiting, _kind, _when, page = asked_of(person, asked.kind, asked.when, asked.page, size)
    tally = waiting.tally
    return TodoPage(
        page.paginator.count, page.number, page.paginator.num_pages, tally.of(), tally.kinds,
        {key: tally.of("", key) for key in WHENS}, [shown(each) for each in page],
    )  # fmt: skip


def shown(each: Todo) -> TodoShown:
    return TodoShown(
        each.kind, str(each.label), each.what, each.subject, each.link, each.due, each.provisional, each.overdue
    )


ONE = {"kind": "case", "label": "受理申报", "what": "受理", "subject": "示例甲科技有限公司", "due": "2026-07-01",
       "link": "/desk/applications/SB2026-ABCDEFGH/", "provisional": False, "overdue": False}  # fmt: skip
PAGE = {"count": 1, "page": 1, "pages": 1, "total": 1, "kinds": {"case": 1}, "items": [ONE],
        "when": {"overdue": 0, "today": 0, "week": 0, "later": 1, "open": 0}}  # fmt: skip
AREA = Area("todo", _("待办"))
READING = Reading(
    "todo.mine", "todo", _("待办：等我办的事，按期限"), TodoPage, todo, TodoAsked,
    examples={"zh": PAGE, "en": {**PAGE, "items": [{**ONE, "label": "Cases to take up", "what": "Take up"}]}},
)  # fmt: skip
