"""The desk's list of cases: by deadline, filtered, sorted, paged; counts and choices in one query each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.applications import queries
from district.applications.assigning.queries import CAUSES, lost
from district.applications.models import Application
from district.applications.states import DRAFT, STATES
from district.people.queries import Person, Role

PAGE = 25
SORTS = {
    "due": ("due_on", "submitted_at", "pk"),
    "-submitted": ("-submitted_at", "-pk"),
    "submitted": ("submitted_at", "pk"),
    "enterprise": ("enterprise__name", "pk"),
    "programme": ("programme__name", "due_on", "pk"),
}
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
            bucket=_one_of(asked.get("bucket"), queries.BUCKETS), sort=_one_of(asked.get("sort"), SORTS) or "due",
            q=asked.get("q", "").strip()[:60], state=_one_of(asked.get("state"), STATES),
            programme=_number(asked.get("programme")), office=_number(asked.get("office")),
            officer=_number(asked.get("officer")), lost=_number(asked.get("lost")), page=asked.get("page", "1"),
        )  # fmt: skip

    def address(self, **changed: str) -> str:
        """The same list with something changed; the page starts over."""
        said = {name: str(value) for name, value in vars(self).items() if value and name != "page"} | changed
        return "?" + urlencode({name: value for name, value in said.items() if value})

    def narrow(self, rows: QuerySet[Application], person: Person, today: dt.date) -> QuerySet[Application]:
        """`rows` as asked for; whoever asks for their own sees those of colleagues they stand in for, too."""
        if self.q:
            rows = rows.filter(
                Q(reference__icontains=self.q)
                | Q(enterprise__name__icontains=self.q)
                | Q(enterprise__uscc=self.q.upper())
            )
        given = {"state": self.state, "programme": self.programme, "programme__office": self.office}
        rows = rows.filter(**{name: value for name, value in given.items() if value})
        if self.officer is not None:
            mine = self.officer == person.pk
            others = person.stands_in_for if mine else ()
            rows = rows.filter(officer__in=[self.officer, *others]) if self.officer else rows.filter(officer=None)
        if self.lost:
            rows = lost(rows, today)
        return rows


def _one_of(text: str | None, words: Any) -> str:
    return text if text in words else ""  # type: ignore[return-value]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


class Worklist:
    """The page's data. Four queries: counts by deadline, the filters' choices, a page of rows, what could be lost."""

    def __init__(self, person: Person, asked: QueryDict, today: dt.date) -> None:
        self.today, self.chosen, self.person = today, Chosen.of(asked), person
        self.all = queries.worklist(person)
        self.may_take, self.works = person.has_role(Role.OFFICER), person.has_role(Role.OFFICER, Role.LEADER)

    @cached_property
    def narrowed(self) -> QuerySet[Application]:
        return self.chosen.narrow(self.all, self.person, self.today)

    @cached_property
    def counts(self) -> dict[str, int]:
        return queries.bucket_counts(self.narrowed, self.today)

    def tabs(self) -> list[dict[str, Any]]:
        shown = [{"key": "", "words": _("全部待办"), "count": self.counts["open"]}]
        shown += [{"key": key, "words": words, "count": self.counts[key]} for key, words in BUCKET_WORDS.items()]
        return [
            {**tab, "address": self.chosen.address(bucket=tab["key"]), "active": tab["key"] == self.chosen.bucket}
            for tab in shown
        ]

    @cached_property
    def page(self) -> Page[Application]:
        rows = queries.in_bucket(self.narrowed, self.chosen.bucket, self.today)
        if self.chosen.state and not self.chosen.bucket:
            rows = self.narrowed  # a state was asked for: show all of it, done or not
        pages = Paginator(rows.order_by(*SORTS[self.chosen.sort]), PAGE)
        if not self.chosen.state:
            pages.count = self.counts[self.chosen.bucket or "open"]  # type: ignore[misc]
        return pages.get_page(self.chosen.page)

    def rows(self) -> list[dict[str, Any]]:
        """{case, bucket, for_other: the case of a colleague one stands in for, lost: why it could be forgotten}."""
        others = self.person.stands_in_for
        return [
            {"case": row, "bucket": queries.bucket_of(row, self.today), "for_other": row.officer_id in others,
             "lost": CAUSES.get(getattr(row, "lost", ""), "")}
            for row in self.page
        ]  # fmt: skip

    @cached_property
    def lost(self) -> int:
        """How many cases of the person's bureaus nobody looks after."""
        return lost(self.all, self.today).order_by().count() if self.works else 0

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

    def _own(self, officers: dict[str, str]) -> list[tuple[str, str]]:
        """One's own first, by a word that says whether others' are among them."""
        if not self.works:
            return []
        officers.pop(str(self.person.pk), None)
        return [(str(self.person.pk), _("我的，含代理的") if self.person.stands_in_for else _("我的"))]

    def sorts(self) -> list[tuple[str, str]]:
        words = [_("期限最近"), _("最新提交"), _("最早提交"), _("企业"), _("项目")]
        return list(zip(SORTS, words, strict=True))
