"""Automatic grants as lists: rounds, the offers of one round, an enterprise's own."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.cases.core.columns import row_link
from district.cases.core.doors import SEES
from district.cases.offers import queries
from district.cases.offers.models import Offer, OfferRound
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, is_invented, name_of
from district.ground.tables.filters import Asks, Filter
from district.ground.tables.tables import Empty, Table
from district.policies.queries import marking_invented

ROUNDS = Table[OfferRound](
    _("免申即享"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "programme", _("项目"), lambda row: row.programme.name, width=28, small=lambda row: row.reference,
            href=lambda row: row_link("offer_round", row.reference),
        ),
        Column("office", _("部门"), lambda row: row.programme.office.name),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12, tone=lambda _row: "plain"),
        Column("by", _("何人"), lambda row: name_of(row.by)),
        Column("at", _("发出"), lambda row: row.created_at, Kind.TIME),
        Column("until", _("确认期限"), lambda row: row.expires_on, Kind.DATE),
        Column("released_by", _("放行"), lambda row: name_of(row.released_by)),
    ),
    page=("programme", "state", "by", "at", "until", "released_by"), named="programme",
    key="cases.offer_rounds", route="cases:offer_rounds", door=SEES,
    rows=lambda person, _asked: queries.rounds_of(person),
    filters=(Filter("state", _("状态"), lookup="state", choices=OfferRound.State.choices),),
    empty=Empty(
        _("还没有发出过"), _("先在“名单和试算”里为免申即享的项目算一份名单。"), "gift", "policies:runs", _("去算名单")
    ),
)  # fmt: skip


def _offers(person: Person, asked: Mapping[str, str]) -> QuerySet[Offer]:
    found = get_object_or_404(queries.rounds_of(person), reference=asked["reference"])
    rows = found.offers.select_related("enterprise", "application").order_by("pk")
    return marking_invented(rows, "round__run__version")


def _tone(row: Offer) -> str:
    return {Offer.State.APPLIED: "done", Offer.State.REFUSED: "overdue"}.get(Offer.State(row.state), "plain")


OFFERS = Table[Offer](
    _("通知"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "enterprise", _("企业"), lambda row: row.enterprise.name, width=36, small=lambda row: row.enterprise.uscc,
            href=lambda row: reverse("enterprises:enterprise", args=[row.enterprise.uscc]),
        ),
        Column("uscc", _("统一社会信用代码"), lambda row: row.enterprise.uscc, width=22),
        Column("kind", _("名单"), lambda row: row.get_kind_display(), width=14),
        Column("amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=is_invented),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12, tone=_tone),
        Column("case", _("申报编号"), lambda row: row.application.reference if row.application else ""),
        Column("why", _("原因"), lambda row: row.why or row.say, width=60, part="offers/_why.html", wide=True),
    ),
    page=("enterprise", "kind", "amount", "state", "why"), named="enterprise",
    key="cases.offers", route="cases:offer_round", of=("reference",), door=SEES, rows=_offers,
    called=lambda _person, asked: asked["reference"],
    filters=(
        Filter("kind", _("名单"), lookup="kind", choices=Offer.Kind.choices),
        Filter("state", _("状态"), lookup="state", choices=Offer.State.choices),
        Filter("q", _("企业"), Asks.WORDS, "enterprise__name__icontains|enterprise__uscc"),
    ),
    empty=Empty(_("这里没有企业"), icon="building"),
)  # fmt: skip
MINE = Table[Offer](
    _("免申即享"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "programme", _("项目"), lambda row: row.programme.name, width=28,
            href=lambda row: reverse("cases:offer", args=[row.reference]),
        ),
        Column("enterprise", _("企业"), lambda row: row.enterprise.name, width=36),
        Column("amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=is_invented),
        Column("until", _("确认期限"), lambda row: row.round.expires_on, Kind.DATE),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12),
    ),
    page=("programme", "enterprise", "amount", "until", "state"), named="programme", card="offers/_card.html",
    key="cases.my_offers", route="cases:offers",
    rows=lambda person, _asked: marking_invented(queries.offers_of(person), "round__run__version"),
    empty=Empty(
        _("现在没有可以直接享受的"), _("一有就会发消息告诉您。也可以先看看贵企业能享受什么。"), "gift",
        "policies:fits", _("看看能享受什么"),
    ),
)  # fmt: skip
