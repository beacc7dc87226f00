"""The desk's list of cases: by deadline, filtered, sorted, paged; counts and choices in one query each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core import queries
from district.cases.core.models import Application
from district.cases.core.states import DRAFT, STATES
from district.cases.desk import buckets
from district.cases.desk.assigning.queries import lost, lost_condition, officers_for
from district.cases.desk.bulk.models import SavedList
from district.cases.desk.bulk.queries import saved_lists
from district.cases.desk.columns import WORKLIST, Line
from district.cases.desk.todo import waits_for
from district.ground.people.queries import Bureau, Person, Role
from district.ground.record.reading import key_asked
from district.ground.tables.columns import Text
from district.ground.tables.tables import Shown

PAGE = 25
HEAVY = ("facts", "contested", "verdict", "entered", "evidence", "statements", "passed")  # no list shows them
SAVED = 12  # lists shown above the worklist
MINE = "mine"  # the bucket of what is on the person's own to-do list
BUCKET_WORDS = {
    "overdue": gettext_lazy("已超期"), "today": gettext_lazy("今天到期"), "week": gettext_lazy("本周到期"),
    "later": gettext_lazy("以后到期"), "waiting": gettext_lazy("等补正或候补"), "done": gettext_lazy("已办结"),
}  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """What the address asks for; what cannot be read counts as not said."""

    bucket: str
    sort: str
    q: str
    state: str
    programme: int | None
    office: int | None
    officer: int | None
    lost: int | None
    page: str

    @classmethod
    def of(cls, asked: QueryDict) -> Chosen:
        return cls(
            bucket=_one_of(asked.get("bucket"), (MINE, *buckets.BUCKETS)), sort=WORKLIST.sort_of(asked.get("sort")),
            q=asked.get("q", "").strip()[:60], state=_one_of(asked.get("state"), STATES),
            programme=_number(asked.get("programme")), office=_number(asked.get("office")),
            officer=_number(asked.get("officer")), lost=_number(asked.get("lost")), page=asked.get("page", "1"),
        )  # fmt: skip

    def address(self, **changed: str) -> str:
        """The same list with something changed; the page starts over."""
        said = {name: str(value) for name, value in vars(self).items() if value and name != "page"} | changed
        return "?" + urlencode({name: value for name, value in said.items() if value})

    def condition(self, person: Person, today: dt.date) -> Q:
        """What is asked for, but for deadlines; whoever asks for their own sees those they stand in for, too."""
        asked = {column.filter: getattr(self, name) for name, column in WORKLIST.filters.items()}
        found = Q(**{lookup: value for lookup, value in asked.items() if value})
        if self.q:
            found &= (
                Q(reference__icontains=self.q)
                | Q(enterprise__name__icontains=self.q)
                | Q(enterprise__uscc=self.q.upper())
            )
        if self.officer is not None:
            mine = self.officer == person.pk
            others = person.stands_in_for if mine else ()
            found &= Q(officer__in=[self.officer, *others]) if self.officer else Q(officer=None)
        return found & lost_condition(today) if self.lost else found

    def in_time(self, person: Person, today: dt.date) -> Q:
        """The bucket asked for; without one all that is open, or, where a state is asked for, all of it."""
        if self.state and not self.bucket:
            return Q()
        if self.bucket == MINE:
            return waits_for(person, today)
        return buckets.in_bucket_filter(self.bucket, today)


def _one_of(text: str | None, words: Any) -> str:
    return text if text in words else ""  # type: ignore[return-value]


def _number(text: str | None) -> int | None:
    return key_asked(text) or None


class Worklist:
    """The page's data. Five queries: lists kept, all that is counted, the filters' choices, colleagues, one page."""

    def __init__(self, person: Person, asked: QueryDict, today: dt.date) -> None:
        self.today, self.chosen, self.person = today, Chosen.of(asked), person
        self.all = buckets.worklist(person)
        self.query = self.chosen.address().removeprefix("?")
        self.may_take, self.works = person.has_role(Role.OFFICER), person.has_role(Role.OFFICER, Role.LEADER)

    @cached_property
    def narrowed(self) -> QuerySet[Application]:
        rows = self.all.filter(self.chosen.condition(self.person, self.today))
        return lost(rows, self.today) if self.chosen.lost else rows

    @cached_property
    def _tally(self) -> dict[str, int]:
        """What is counted beside the page, in one query: by deadline, for each list kept (list0, …), what is lost."""
        today, asked = self.today, self.chosen.condition(self.person, self.today)
        wanted = {name: asked & where for name, where in buckets.bucket_filters(today).items()}
        wanted["found"] = asked & self.chosen.in_time(self.person, today)
        if self.works:
            wanted[MINE] = asked & waits_for(self.person, today)
        for place, each in enumerate(self.kept):
            chosen = Chosen.of(QueryDict(each.query))
            wanted[f"list{place}"] = chosen.condition(self.person, today) & chosen.in_time(self.person, today)
        if self.works:
            wanted["lost"] = lost_condition(today)
        counts = {name: Count("pk", filter=where) for name, where in wanted.items()}
        found: dict[str, int] = self.all.order_by().aggregate(**counts)
        return found

    @cached_property
    def counts(self) -> dict[str, int]:
        return buckets.with_open(self._tally)

    def tabs(self) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = [{"key": "", "words": _("全部在办"), "count": self.counts["open"]}]
        if self.works:
            shown.append({"key": MINE, "words": _("等我办"), "count": self.counts[MINE]})
        shown += [{"key": key, "words": words, "count": self.counts[key]} for key, words in BUCKET_WORDS.items()]
        return [
            {**tab, "address": self.chosen.address(bucket=tab["key"]), "active": tab["key"] == self.chosen.bucket}
            for tab in shown
        ]

    @property
    def found(self) -> QuerySet[Application]:
        """All that the filters find, in the order asked for."""
        rows = self.narrowed.filter(self.chosen.in_time(self.person, self.today))
        rows = rows.order_by(*WORKLIST.order(self.chosen.sort))
        return rows.defer(*HEAVY)

    @cached_property
    def page(self) -> Page[Application]:
        pages = Paginator(self.found, PAGE)
        pages.count = self._tally["found"]
        return pages.get_page(self.chosen.page)

    def lines(self, cases: Iterable[Application]) -> Iterator[Line]:
        """The rows of page and workbook, one after another."""
        return (Line.of(case, self.person, self.today) for case in cases)

    def table(self) -> Shown:
        """The page; only who works on cases chooses some."""
        without = () if self.works else ("pick",)
        address = lambda sort: self.chosen.address(sort=sort)  # noqa: E731
        return WORKLIST.shown(self.lines(self.page), sort=self.chosen.sort, address=address, without=without)

    def book(self, request: HttpRequest) -> FileResponse:
        """All that was found, as a workbook."""
        rows = queries.marking_invented(self.found).iterator(chunk_size=1000)
        return WORKLIST.book(request, self.lines(rows), self.applied, sort=self.chosen.sort)

    @property
    def lost(self) -> int:
        """How many cases of the person's bureaus nobody looks after."""
        return self._tally.get("lost", 0)

    @cached_property
    def filters(self) -> dict[str, list[tuple[str, str]]]:
        """The choices of each filter: only what occurs among the cases this person sees."""
        pairs = self.all.order_by().values_list(
            "programme", "programme__name", "programme__office", "programme__office__name", "officer", "officer__name"
        ).distinct()  # fmt: skip
        programmes, offices, officers = {}, {}, {}
        for programme, programme_name, office, office_name, officer, officer_name in pairs:
            programmes[str(programme)], offices[str(office)] = programme_name, office_name
            if officer:
                officers[str(officer)] = officer_name
        return {
            "programme": sorted(programmes.items(), key=lambda pair: pair[1]),
            "office": sorted(offices.items(), key=lambda pair: pair[1]),
            "officer": [
                *self._own(officers),
                ("0", _("无人领取")),
                *sorted(officers.items(), key=lambda pair: pair[1]),
            ],
            "state": [(key, str(state.staff)) for key, state in STATES.items() if key != DRAFT],
        }

    @property
    def applied(self) -> list[tuple[Text, object]]:
        """The filters that narrow the list, in words; what cannot be read narrows nothing."""
        chosen, words = self.chosen, {name: dict(pairs) for name, pairs in self.filters.items()}
        found: list[tuple[Text, object]] = [
            (WORKLIST.header(name), words[name].get(str(value), value))
            for name in words if (value := getattr(chosen, name)) not in (None, "")
        ]  # fmt: skip
        return [
            (WORKLIST.header("due"), {MINE: _("等我办"), **BUCKET_WORDS}.get(chosen.bucket, "")), *found,
            (_("搜索"), chosen.q), (_("只看"), _("没有人在办的") if chosen.lost else ""),
        ]  # fmt: skip

    def _own(self, officers: dict[str, str]) -> list[tuple[str, str]]:
        """One's own first, by a word that says whether others' are among them."""
        if not self.works:
            return []
        officers.pop(str(self.person.pk), None)
        return [(str(self.person.pk), _("我的，含代理的") if self.person.stands_in_for else _("我的"))]

    def saved(self) -> list[dict[str, Any]]:
        """Lists kept, each with its address and count, and whether it is one's own."""
        return [
            {"list": each, "address": "?" + each.query, "mine": each.person_id == self.person.pk,
             "count": self._tally[f"list{place}"]}
            for place, each in enumerate(self.kept)
        ]  # fmt: skip

    @cached_property
    def kept(self) -> list[SavedList]:
        return list(saved_lists(self.person)[:SAVED])

    def receivers(self) -> list[Person]:
        """Who may be given cases: officers of the bureaus the person works for."""
        offices = self.person.bureau_ids(Role.OFFICER, Role.LEADER)
        return list(officers_for(Bureau.objects.filter(pk__in=offices))) if self.works else []

    def sorts(self) -> list[tuple[str, Text]]:
        return list(WORKLIST.sorts.items())
