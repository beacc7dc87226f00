"""A list as one person sees it at one address: which rows, narrowed how, in which order, how many, which page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from district.ground.tables.columns import Row, Text, Value, duties
from district.ground.tables.filters import Asks, Filter, Tab
from district.ground.tables.models import SavedView
from district.ground.tables.purposes import demanded_of
from district.ground.tables.saved import saved_views
from district.ground.tables.tables import Found, Head, Line, Table

SAVED = 12  # saved views shown above a list
TYPED = {Asks.WORDS, Asks.DAY, Asks.FLAG}  # shown even where there is nothing to choose from
READ_BY_US = {"page", "sort", "format", "size", "for_what"}


@dataclass(frozen=True)
class Tally:
    """A tab with how many rows it has (None: not counted), its address, whether it is the one shown."""

    key: str
    words: Text
    count: int | None
    address: str
    active: bool
    tone: str = ""


@dataclass(frozen=True)
class Choice:
    """A filter as the form shows it: its choices where it has some, its value, its value in words."""

    filter: Filter
    options: list[tuple[str, Text]]
    value: str
    words: str
    cleared: str

    @property
    def key(self) -> str:
        return self.filter.key


@dataclass(frozen=True)
class Kept:
    """A saved view: its address, how many rows it finds (None: not counted), whether it is one's own."""

    view: SavedView
    address: str
    count: int | None
    mine: bool


class Asked:
    """What an address asks of a list, as far as it can be read; the rest is in `ignored` and does nothing."""

    def __init__(
        self, table: Table[Any], user: Any, params: Mapping[str, Any], of: Mapping[str, str],
        known: dict[str, list[tuple[str, Text]]] | None = None,
    ) -> None:  # fmt: skip
        """`known`: choices of filters that were found before, by key; those found now are added."""
        self.table, self.user, self.of = table, user, dict(of)
        self.known = known if known is not None else {}
        said = {key: str(value) for key, value in params.items() if key not in self.of}
        self.chosen: dict[str, str] = {}
        self.usual: dict[str, str] = {}  # what is chosen where the address does not say
        for each in table.filters:
            if each.may is not None and not each.may(user):
                continue
            value = each.read(said.get(each.key, ""), self.pairs)
            if each.needed:
                self.usual[each.key] = each.usual(self.pairs(each))
                value = value or self.usual[each.key]
            if value:
                self.chosen[each.key] = value
        self.tabs: tuple[Tab, ...] = table.tabs.of(user) if table.tabs else ()
        asked = said.get(table.tabs.key, "") if table.tabs else ""
        self.tab: str | None = asked if table.tabs and asked in {each.key for each in self.tabs} else None
        self.sort = table.sort_of(said.get("sort"))
        self.page = said.get("page", "1")
        self.ignored = tuple(key for key, value in said.items() if value and not self._knows(key, value))

    def pairs(self, each: Filter) -> list[tuple[str, Text]]:
        """A filter's choices, found once."""
        if each.key not in self.known:
            self.known[each.key] = each.pairs(self.user)
        return self.known[each.key]

    def _knows(self, key: str, value: str) -> bool:
        tabs = self.table.tabs
        if tabs and key == tabs.key:
            return self.tab is not None
        return key in self.chosen or (value in self.table.sorts if key == "sort" else key in READ_BY_US)

    @property
    def filters(self) -> list[Filter]:
        return [each for each in self.table.filters if each.may is None or each.may(self.user)]

    def address(self, **changed: str) -> str:
        """The same list with something changed; the page starts over."""
        table = self.table
        said = {key: value for key, value in self.chosen.items() if self.usual.get(key) != value}
        if table.tabs and self.tab is not None:
            said[table.tabs.key] = self.tab
        if self.sort != table.default:
            said["sort"] = self.sort
        said |= changed
        return "?" + urlencode({name: value for name, value in said.items() if value})

    def condition(self) -> Q:
        """The filters that can be said as a condition."""
        found = Q()
        for each in self.filters:
            if each.key in self.chosen and (each.where or each.lookup):
                found &= each.q(self.user, self.chosen[each.key])
        return found

    def narrowed(self, rows: Found) -> Found:
        """The rows by what filters do that no condition can say."""
        for each in self.filters:
            if each.key in self.chosen and each.narrow is not None:
                rows = each.narrow(rows, self.chosen[each.key], self.user)
        return rows

    def part(self, key: str | None) -> Tab | None:
        return next((each for each in self.tabs if each.key == key), None)

    def within(self, tab: Tab | None) -> Q:
        """A tab's condition."""
        return tab.where(self.user, self.chosen) if tab is not None and tab.where is not None else Q()


class Listed(Generic[Row]):
    """A list for one person and one address. `total` rows are found, `page` is the page asked for with its dressed
    `rows` and their `lines` of cells; `chosen` are the filters that narrow, `ignored` the parts of the address that did
    nothing. What is not read is not asked of the database.
    """

    def __init__(
        self, table: Table[Row], user: Any, params: Mapping[str, Any], of: Mapping[str, str], size: int
    ) -> None:
        assert table.rows is not None, f"{table.name}: no rows"
        self.table, self.user, self.size = table, user, size
        self.asked = Asked(table, user, params, of)
        self.said = {**{key: str(value) for key, value in params.items()}, **self.asked.chosen, **self.asked.of}
        self.seen: Found = table.rows(user, self.said)

    @property
    def chosen(self) -> dict[str, str]:
        return self.asked.chosen

    @property
    def ignored(self) -> tuple[str, ...]:
        return self.asked.ignored

    @property
    def sort(self) -> str:
        return self.asked.sort

    @cached_property
    def _counted(self) -> dict[str, int]:
        """All that is counted beside the page, in one query: each tab, each saved view, what is found."""
        asked, tabs = self.asked, self.table.tabs
        own = self.table.counts(self.user) if self.table.counts else {}
        if not isinstance(self.seen, QuerySet) or not ((tabs and tabs.counted) or self.kept_views or own):
            return {}
        condition, wanted = asked.condition(), {f"own:{name}": where for name, where in own.items()}
        if tabs and tabs.counted:
            wanted |= {f"tab:{each.key}": condition & asked.within(each) for each in asked.tabs}
        for place, view in enumerate(self.kept_views):
            other = Asked(self.table, self.user, QueryDict(view.query).dict(), asked.of, asked.known)
            wanted[f"view:{place}"] = other.condition() & other.within(other.part(other.tab) or self._first_part(other))
        if not (tabs and tabs.first and asked.tab is None):
            wanted["found"] = condition & asked.within(self._part_without_counts)
        counts = {f"n{n}": Count("pk", filter=where) for n, where in enumerate(wanted.values())}
        found: dict[str, int] = self.seen.order_by().aggregate(**counts)
        return {name: found[f"n{n}"] for n, name in enumerate(wanted)}

    def _first_part(self, asked: Asked) -> Tab | None:
        return asked.tabs[0] if asked.tabs else None

    @property
    def _part_without_counts(self) -> Tab | None:
        return self.asked.part(self.asked.tab) or self._first_part(self.asked)

    @cached_property
    def part(self) -> Tab | None:
        """The tab that is shown."""
        tabs, asked = self.table.tabs, self.asked
        if tabs is None or asked.tab is not None or tabs.first is None:
            return self._part_without_counts
        return asked.part(tabs.first({each.key: self._counted.get(f"tab:{each.key}", 0) for each in asked.tabs}))

    @property
    def tab(self) -> str:
        return self.part.key if self.part else ""

    @cached_property
    def found(self) -> Found:
        """All rows the address finds, in its order."""
        rows = self.asked.narrowed(self.seen)
        if not isinstance(rows, QuerySet):
            return rows
        where = self.asked.condition() & self.asked.within(self.part)
        rows = rows.filter(where) if where else rows
        if self.sort:
            return rows.order_by(*self.table.order(self.sort))
        return rows.order_by(*self.part.order) if self.part and self.part.order else rows

    @cached_property
    def page(self) -> Page[Any]:
        pages = Paginator(self.found, self.size)
        known = self._counted.get("found", self._counted.get(f"tab:{self.tab}")) if self._counts_hold else None
        if known is not None:
            pages.count = known
        elif self.asked.page in {"", "1"} and isinstance(self.found, QuerySet):
            some = list(self.found[: self.size + 1])  # a list that ends on its first page needs no counting
            if len(some) <= self.size:
                pages.count = len(some)
            return Page(some[: self.size], 1, pages)
        return pages.get_page(self.asked.page)

    @property
    def _counts_hold(self) -> bool:
        """Whether what was counted is what is found: not where a filter does what no condition can say."""
        return not any(each.narrow and each.key in self.chosen for each in self.asked.filters)

    @property
    def total(self) -> int:
        return int(self.page.paginator.count)

    @property
    def pages(self) -> int:
        return int(self.page.paginator.num_pages)

    @cached_property
    def rows(self) -> list[Row]:
        """The page's rows, dressed."""
        return list(self.table.dressed(list(self.page.object_list), self.user, self.said))

    @cached_property
    def _shown(self) -> Any:
        address = lambda sort: self.asked.address(sort=sort)  # noqa: E731
        return self.table.shown(
            self.rows, sort=self.sort, address=address, without=self.table.without(self.user, self.tab)
        )

    @property
    def heads(self) -> tuple[Head, ...]:
        found: tuple[Head, ...] = self._shown.heads
        return found

    @property
    def lines(self) -> tuple[Line, ...]:
        found: tuple[Line, ...] = self._shown.lines
        return found

    @property
    def records(self) -> list[dict[str, Value]]:
        """The page's rows by their columns' keys."""
        return [self.table.record(row) for row in self.rows]

    def every(self) -> Iterable[Row]:
        """All rows found, dressed, one after another."""
        return self.table.every(self.found, self.user, self.said)

    def every_record(self) -> Iterator[dict[str, Value]]:
        return (self.table.record(row) for row in self.every())

    @property
    def counts(self) -> dict[str, int]:
        """What the table counts beside its tabs."""
        return {name.removeprefix("own:"): n for name, n in self._counted.items() if name.startswith("own:")}

    @cached_property
    def tallies(self) -> list[Tally]:
        tabs, found = self.table.tabs, self._counted
        return [
            Tally(each.key, each.words, found.get(f"tab:{each.key}"), self.asked.address(**{tabs.key: each.key}),
                  self.part is not None and each.key == self.part.key, each.tone)
            for each in self.asked.tabs if tabs is not None and self._has(each)
        ]  # fmt: skip

    def _has(self, tab: Tab) -> bool:
        """Whether a tab is shown: one without rows may be left out."""
        tabs = self.table.tabs
        if tabs is None or not tabs.sparse or not tab.key or tab == self.part:
            return True
        return bool(self._counted.get(f"tab:{tab.key}"))

    @cached_property
    def choices(self) -> list[Choice]:
        """The filters that the page's form shows, with their choices."""
        together = self.table.options(self.user) if self.table.options else {}
        return [self._choice(each, together) for each in self.asked.filters]

    def _choice(self, each: Filter, together: Mapping[str, Any]) -> Choice:
        value = self.chosen.get(each.key, "")
        pairs: list[tuple[str, Text]] = [(str(key), words) for key, words in together.get(each.key, ())]
        pairs = pairs or self.asked.pairs(each)
        words = str(dict(pairs).get(value, value))
        if each.asks == Asks.FLAG:
            words = str(each.label) if value else ""
        return Choice(each, pairs, value, words if value else "", self.asked.address(**{each.key: ""}))

    @property
    def fields(self) -> list[Choice]:
        """What the form shows."""
        return [
            each for each in self.choices
            if not each.filter.hidden and (each.filter.asks in TYPED or len(each.options) > 1)
        ]  # fmt: skip

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form takes along unseen."""
        tabs = self.table.tabs
        own = [(each.key, each.value) for each in self.choices if each not in self.fields and each.value]
        return [*([(tabs.key, self.asked.tab)] if tabs and self.asked.tab else []), *own]

    @property
    def narrowing(self) -> list[Choice]:
        """The filters that leave something out: what a person may have forgotten."""
        return [each for each in self.choices if each.value and not each.filter.needed]

    @property
    def applied(self) -> list[tuple[Text, object]]:
        """What narrows and orders the list, in words."""
        found: list[tuple[Text, object]] = []
        if self.part is not None and self.part.where is not None and self.table.tabs is not None:
            found.append((self.table.tabs.says, self.part.words))
        found += [(each.filter.label, each.words) for each in self.choices if each.value]
        return [*found, *([(_("排序"), self.table.sorts[self.sort])] if self.sort in self.table.sorts else [])]

    @property
    def sorts(self) -> list[tuple[str, Text]]:
        return list(self.table.sorts.items())

    @property
    def query(self) -> str:
        """The address's filters, without a page: what a saved view keeps."""
        return self.asked.address().removeprefix("?")

    @property
    def asks_purpose(self) -> bool:
        """Whether this person says for what before they take it along."""
        return self.table.is_of_others and demanded_of(self.user)

    @property
    def may_share(self) -> bool:
        """Whether a view can be shared with colleagues."""
        return duties(self.user, "officer", "leader")

    @cached_property
    def kept_views(self) -> list[SavedView]:
        """Saved views of this list: one's own and those shared in one's bureaus."""
        return list(saved_views(self.user, self.table.key)[:SAVED]) if self.table.keeps else []

    @property
    def kept(self) -> list[Kept]:
        return [
            Kept(view, "?" + view.query, self._counted.get(f"view:{place}"), view.person_id == self.user.pk)
            for place, view in enumerate(self.kept_views)
        ]


def listed(
    table: Table[Row], *, user: Any, params: Mapping[str, Any], of: Mapping[str, str] | None = None,
    size: int | None = None,
) -> Listed[Row]:  # fmt: skip
    """A list for a person. `params` is what stands in the address, `of` the parts of the path its rows are of; where
    `of` is not given its names are taken from `params`. Raises Http404 where what the rows are of is not for them.
    """
    path = of if of is not None else {name: str(params.get(name, "")) for name in table.of}
    return Listed(table, user, params, path, size or table.size)
