"""The room's lists: the library for everybody, runs over the register for those who may start them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.queries import Person, Role
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.filters import Asks, Filter, Pairs
from district.ground.tables.tables import PUBLIC, Empty, Table
from district.policies import library
from district.policies.library import Card
from district.policies.models import Kind as ProgrammeKind
from district.policies.models import Run

Cards = list[Card]


def _kept(keeps: Callable[[Card, str], bool]) -> Callable[[Cards, str, Any], Cards]:
    return lambda cards, value, _person: [card for card in cards if keeps(card, value)]


def _options(_person: Any) -> dict[str, Pairs]:
    """What occurs among the programmes in force."""
    cards = library.cards(clock.today())
    return {
        "topic": list(library.TOPICS.items()),
        "kind": [(kind, ProgrammeKind(kind).label) for kind in dict.fromkeys(card.kind for card in cards)],
        "office": [(office, office) for office in sorted({card.office for card in cards})],
        "stage": [(stage, stage) for stage in sorted({stage for card in cards for stage in card.stages})],
    }


LIBRARY = Table[Card](
    _("政策库"),
    (
        Column(
            "name", _("政策"), lambda card: card.name, width=36,
            href=lambda card: reverse("policies:programme", args=[card.slug]),
        ),
        Column("slug", _("代码"), lambda card: card.slug, width=24),
        Column("office", _("牵头部门"), lambda card: card.office),
        Column("kind", _("种类"), lambda card: card.kind_label, width=12),
        Column("summary", _("简介"), lambda card: card.summary, width=60),
        Column("window", _("申报时间"), lambda card: card.window, width=28),
        Column("open", _("现在可申报"), lambda card: card.open_now and not card.service, width=12),
        Column("invented", _("示例参数"), lambda card: card.illustrative, width=10),
    ),
    page=("name", "office", "kind", "window"), named="name", size=12,
    key="policies.library", route="policies:library", door=PUBLIC, card="policies/_card.html",
    cards="hq-grid hq-grid-2", rows=lambda _person, _asked: library.cards(clock.today()), options=_options,
    filters=(
        Filter("topic", _("主题"), Asks.WORDS, narrow=_kept(lambda card, topic: topic in card.topics)),
        Filter("kind", _("种类"), Asks.WORDS, narrow=_kept(lambda card, kind: card.kind == kind)),
        Filter("office", _("牵头部门"), Asks.WORDS, narrow=_kept(lambda card, office: card.office == office)),
        Filter("stage", _("适用对象"), Asks.WORDS, narrow=_kept(lambda card, stage: stage in card.stages)),
        Filter("open", _("现在可申报"), Asks.FLAG, narrow=_kept(lambda card, _yes: card.open_now)),
    ),
    empty=Empty(_("没有符合筛选的政策"), _("放宽一两个条件再试。"), "books"),
)  # fmt: skip


def _runs(person: Person, _asked: Mapping[str, str]) -> Any:
    rows = Run.objects.visible_to(person)
    return rows.select_related("version__programme", "office", "by").defer("summary", "draft")


RUNS = Table[Run](
    _("名单和试算"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "programme", _("项目"), lambda row: row.version.programme.name, width=28,
            href=lambda row: reverse("policies:run", args=[row.reference]),
            small=lambda row: f"{row.reference} · {name_of(row.by)}",
        ),
        Column("kind", _("种类"), lambda row: row.get_kind_display(), width=12),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12, part="tables/state.html"),
        Column("total", _("企业"), lambda row: row.total, Kind.NUMBER, 10),
        Column("by", _("何人"), lambda row: name_of(row.by)),
        Column("at", _("时间"), lambda row: row.created_at, Kind.TIME),
    ),
    page=("programme", "kind", "state", "total", "at"), named="programme", size=15,
    key="policies.runs", route="policies:runs", door=(Role.OFFICER, Role.LEADER), rows=_runs,
    filters=(Filter("kind", _("种类"), lookup="kind", choices=Run.Kind.choices),),
    empty=Empty(_("还没有运行过"), _("从右边选一个项目开始。"), "chart-bar"),
)  # fmt: skip
