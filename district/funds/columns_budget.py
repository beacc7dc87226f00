"""Lists of where the money stands: a year's lines, a line's entries, holds that end, what others gave, one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.enterprises import queries as enterprises
from district.funds import pausing, queries, sight, turning
from district.funds.holding import held_by_award
from district.funds.journey import journeys
from district.funds.models import Award, Line, OutsideGrant, Transfer
from district.funds.money import to_yuan
from district.funds.pages import SEES, VERBS
from district.funds.permissions import in_finance, may_claim
from district.funds.queries import Balances
from district.ground import clock
from district.ground.people.queries import Person, Role
from district.ground.tables.columns import Column, Kind, duties, is_invented, name_of, never
from district.ground.tables.filters import Asks, Filter, Pairs
from district.ground.tables.tables import Empty, Table
from district.policies.queries import marking_invented


@dataclass(frozen=True)
class LineOfYear:
    """A line with its balances, and its forerunner's of the year before."""

    line: Line
    money: Balances
    last_year: Any

    @property
    def share(self) -> int | None:
        return share(self.money)


def share(money: Balances) -> int | None:
    """Per cent of what was appropriated that is decided or paid."""
    if not money.appropriated:
        return None
    return int((money.to_pay + money.paid) * 100 / money.appropriated)


def years(_person: Any) -> Pairs:
    return [(year, str(year)) for year in queries.years() or [clock.today().year]]


def this_year(known: list[tuple[str, Any]]) -> str:
    """The year shown first: this one, or the latest that has lines."""
    now = str(clock.today().year)
    return now if now in dict(known) else known[0][0]


def _lines(_person: Person, asked: Mapping[str, str]) -> list[LineOfYear]:
    """A year's lines, with what all of them together say asked once, however many the page shows."""
    lines = queries.lines_of_year(int(asked["year"]))
    office = asked.get("office", "")
    return _of_year([each for each in lines if not office or str(each.office_id) == office])


def _of_year(lines: Sequence[Line]) -> list[LineOfYear]:
    balances, before = queries.balances_of(lines), turning.last_years(lines)
    return [LineOfYear(line, balances[line.pk], before.get(line.pk)) for line in lines]


def _offices(_person: Person) -> dict[str, Pairs]:
    pairs = Line.objects.order_by("office__name").values_list("office", "office__name").distinct()
    return {"office": list(pairs)}


def _sum(kind: str, row: LineOfYear) -> Any:
    return getattr(row.money, kind)


def _money(key: str, words: Any, *, page: bool = False) -> Column[LineOfYear]:
    part = "funds/_line_yuan.html" if page else ""
    return Column(key, words, partial(_sum, key), Kind.MONEY, invented=lambda row: row.line.illustrative, part=part)


LINES = Table[LineOfYear](
    _("资金"),
    (
        Column("year", _("年度"), lambda row: row.line.year, Kind.YEAR, 8),
        Column("office", _("主管部门"), lambda row: row.line.office.name),
        Column("name", _("名称"), lambda row: row.line.name, width=24, short=_("指标"), part="funds/_line_name.html"),
        Column("reference", _("编号"), lambda row: row.line.reference),
        Column("where", _("去向"), lambda row: row.share, book=False, part="funds/_line_where.html", wide=True),
        _money("appropriated", _("安排"), page=True), _money("available", _("可用"), page=True),
        _money("held", _("占用"), page=True), _money("committed", _("待付")), _money("sent", _("在途")),
        Column(
            "to_pay", _("待付和在途"), lambda row: row.money.to_pay, Kind.MONEY, book=False,
            invented=lambda row: row.line.illustrative, part="funds/_line_yuan.html",
        ),
        _money("paid", _("已付"), page=True), _money("receivable", _("应收追缴")), _money("lapsed", _("收回财政")),
        _money("written_off", _("核销")),
        Column(
            "illustrative", _("示例数字"), lambda row: gettext("是") if row.line.illustrative else "", width=10
        ),
    ),
    page=("name", "where", "appropriated", "held", "to_pay", "paid", "available"), named="name",
    key="funds.lines", nobodys=True, route="funds:overview", door=SEES, rows=_lines, options=_offices,
    called=lambda _person, asked: gettext("%(year)d 年资金") % {"year": int(asked["year"])},
    filters=(
        Filter("year", _("年度"), choices=years, needed=True, first=this_year),
        Filter("office", _("主管部门"), Asks.KEY, every=_("全部部门")),
        Filter(
            "q", _("名称"), Asks.WORDS,
            narrow=lambda rows, text, _person: [each for each in rows if text in each.line.name],
        ),
    ),
    empty=Empty(_("没有指标"), _("财政部门安排预算后，这里按部门和指标列出每一笔钱的去向。"), "coin"),
)  # fmt: skip


def _entries(_person: Person, asked: Mapping[str, str]) -> QuerySet[Transfer]:
    return queries.statement_of_line(get_object_or_404(Line, reference=asked["reference"]))


def _named(entries: Sequence[Transfer], person: Person, _asked: Mapping[str, str]) -> list[Transfer]:
    return sight.nameless(entries, person, lambda row: row.award)


ENTRIES = Table[Transfer](
    _("分录"),
    (
        Column("at", _("时间"), lambda row: row.at, Kind.TIME),
        Column("verb", _("事由"), lambda row: VERBS.get(row.verb, row.verb), small=lambda row: row.note),
        Column("note", _("备注"), lambda row: row.note, width=36),
        Column(
            "way", _("从 → 到"), lambda row: f"{row.credit.get_kind_display()} → {row.debit.get_kind_display()}",
            small=lambda row: row.credit.get_level_display(),
        ),
        Column("level", _("层级"), lambda row: row.credit.get_level_display(), width=10),
        Column(
            "enterprise", _("企业"), lambda row: row.award.enterprise.name if row.award else "", width=36,
            part="funds/_entry_award.html",
        ),
        Column("award", _("编号"), lambda row: row.award.reference if row.award else "", width=22),
        Column("by", _("经手"), lambda row: name_of(row.by)),
        Column("amount", _("金额（元）"), lambda row: to_yuan(row.fen), Kind.MONEY, short=_("金额"), invented=never),
    ),
    page=("at", "verb", "way", "enterprise", "by", "amount"), named="at",
    key="funds.entries", route="funds:line", of=("reference",), door=SEES, rows=_entries, dress=_named,
    called=lambda _person, asked: gettext("%(reference)s 分录") % {"reference": asked["reference"]},
    filters=(Filter("verb", _("事由"), lookup="verb", every=_("全部事由"), choices=tuple(VERBS.items())),),
    empty=Empty(_("还没有分录"), icon="coin"),
)  # fmt: skip


@dataclass(frozen=True)
class Holding:
    """A hold that ends soon: how much it holds, whether it is over, whether this person may hold it longer."""

    award: Award
    yuan: Any
    over: bool
    may: bool


def offices_of(person: Person) -> set[int] | None:
    """Whose rows of the year's turn somebody sees: finance and auditors every bureau's (None), a bureau its own."""
    everything = in_finance(person) or duties(person, Role.AUDITOR)
    return None if everything else person.bureau_ids(Role.OFFICER, Role.LEADER)


def _holds(person: Person, _asked: Mapping[str, str]) -> QuerySet[Award]:
    return marking_invented(turning.ending_holds(clock.today(), offices_of(person)))


def _holding(awards: Sequence[Award], person: Person, _asked: Mapping[str, str]) -> list[Holding]:
    held, today = held_by_award(awards), clock.today()
    return [
        Holding(
            each, to_yuan(held.get(each.pk, 0)), bool(each.expires_on and each.expires_on < today),
            bool(may_claim(person, each.version.programme if each.version else None, each.line)),
        )
        for each in awards
    ]  # fmt: skip


HOLDS = Table[Holding](
    _("快到期的占用"),
    (
        Column(
            "enterprise", _("企业"), lambda row: row.award.enterprise.name, width=36,
            href=lambda row: reverse("funds:award", args=[row.award.reference]), small=lambda row: row.award.reference,
        ),
        Column("reference", _("编号"), lambda row: row.award.reference, width=22),
        Column("title", _("项目"), lambda row: row.award.title, width=28),
        Column("line", _("指标"), lambda row: f"{row.award.line.year} {row.award.line.name}", width=28),
        Column("until", _("到期"), lambda row: row.award.expires_on, Kind.DATE),
        Column(
            "amount", _("占用（元）"), lambda row: row.yuan, Kind.MONEY, short=_("占用"),
            invented=lambda row: is_invented(row.award),
        ),
        Column("extend", _("办理"), lambda row: "", book=False, part="funds/_extend.html"),
    ),
    page=("enterprise", "title", "line", "until", "amount", "extend"), named="enterprise",
    key="funds.holds", route="funds:year", door=SEES, rows=_holds, dress=_holding,
    empty=Empty(_("没有快到期的占用"), icon="calendar"),
)  # fmt: skip
OUTSIDE = Table[OutsideGrant](
    _("其他部门给付"),
    (
        Column(
            "enterprise", _("企业"), lambda row: row.enterprise.name, width=36, small=lambda row: row.enterprise.uscc
        ),
        Column("uscc", _("统一社会信用代码"), lambda row: row.enterprise.uscc, width=22),
        Column(
            "name", _("给付部门和项目"), lambda row: f"{row.office} · {row.name}", width=36,
            part="funds/_outside_name.html",
        ),
        Column("granted", _("给付日期"), lambda row: row.granted_on, Kind.DATE),
        Column(
            "source", _("来源"), lambda row: row.source, width=28, part="funds/_outside_source.html",
        ),
        Column("by", _("何人"), lambda row: name_of(row.entered_by)),
        Column("amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=never),
        Column("voided", _("作废的理由"), lambda row: row.void_reason if row.voided_at else "", width=30),
        Column(
            "void", _("办理"), lambda row: "", book=False, part="funds/_outside_void.html",
            may=lambda person: duties(person, Role.OFFICER, Role.LEADER),
        ),
    ),
    page=("enterprise", "name", "granted", "source", "amount", "void"), named="enterprise",
    key="funds.outside", route="funds:outside", door=SEES,
    rows=lambda person, _asked: sight.outside_seen(
        OutsideGrant.objects.select_related("enterprise", "entered_by"), person
    ),
    filters=(
        Filter("q", _("企业或项目"), Asks.WORDS, "enterprise__name__icontains|enterprise__uscc|name__icontains"),
    ),
    empty=Empty(_("还没有登记"), _("登记之后，决定时会把这些给付一并计算。"), "building-bank"),
)  # fmt: skip


def _awards(person: Person, asked: Mapping[str, str]) -> QuerySet[Award]:
    enterprise = get_object_or_404(enterprises.my_subjects(person), uscc=asked["uscc"])
    return marking_invented(queries.awards_of(enterprise))


def _on_their_way(awards: Sequence[Any], _person: Person, _asked: Mapping[str, str]) -> Sequence[Any]:
    """With what is paused now and where each payment is."""
    now, ways = pausing.shown_of(list(awards)), journeys(list(awards))
    for each in awards:
        each.paused_now, each.journey = now.get(each.pk), ways[each.pk]
    return awards


AWARDS = Table[Award](
    _("给付"),
    (
        Column("reference", _("编号"), lambda row: row.reference, width=22),
        Column("title", _("项目"), lambda row: row.title, width=28),
        Column("state", _("状态"), lambda row: row.stage.public, width=12),
        Column("decided", _("决定"), lambda row: row.committed_at, Kind.TIME),
        Column("amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, invented=is_invented),
        Column("left", _("现为（元）"), lambda row: row.left, Kind.MONEY, invented=is_invented),
    ),
    page=("title", "state", "decided", "amount", "left"), named="title", card="funds/_award.html",
    key="funds.awards", route="funds:mine", of=("uscc",), rows=_awards, dress=_on_their_way,
    empty=Empty(
        _("还没有决定给付的项目"), _("申报获得同意后，这里列出每一期什么时候付、付了没有。"), "coin"
    ),
)  # fmt: skip
