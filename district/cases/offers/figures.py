"""What is counted of grants nobody applied for: sent to firms, taken by them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases.offers.models import Offer, OfferRound
from district.cases.offers.queries import rounds_of
from district.enterprises.queries import sight
from district.ground.figures.figure import Dimension, Flow, Ratio, Source
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, is_invented
from district.ground.tables.tables import Table
from district.policies.queries import marking_invented

OFFERS = Table[Offer](
    _("免申即享"),
    (
        Column("enterprise", _("企业"), lambda row: row.enterprise.name, width=36, small=lambda row: row.reference),
        Column("reference", _("编号"), lambda row: row.reference, width=20),
        Column("programme", _("项目"), lambda row: row.programme.name, width=28),
        Column("kind", _("种类"), lambda row: row.get_kind_display(), width=16),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12),
        Column("made", _("名单生成"), lambda row: row.round.created_at, Kind.TIME),
        Column(
            "amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=is_invented
        ),
    ),
    page=("enterprise", "programme", "kind", "state", "made", "amount"), named="enterprise",
)  # fmt: skip


def _seen(rows: QuerySet[Offer], person: Person) -> QuerySet[Offer]:
    return rows.filter(Q(round__in=rounds_of(person).values("pk")) | sight(person, "enterprise"))


def _listed(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    rows = rows.select_related("enterprise", "programme", "round")
    return marking_invented(rows, "round__run__version").order_by("-round__created_at", "pk")


def _kind(value: str) -> str:
    return str(Offer.Kind(value).label)


def _state(value: str) -> str:
    return str(Offer.State(value).label)


OFFERED = Source[Offer](
    "offers", _("免申即享名单上的企业"),
    lambda _day: Offer.objects.exclude(round__state__in=[OfferRound.State.MAKING, OfferRound.State.REPLACED]),
    OFFERS, _seen,
    dimensions=(
        Dimension("bureau", _("部门"), "programme__office__name"),
        Dimension("programme", _("项目"), "programme__slug", label="programme__name"),
        Dimension("way", _("种类"), "kind", named=_kind),
        Dimension("state", _("状态"), "state", named=_state),
        Dimension("street", _("街道"), "enterprise__street"),
    ),
    invented=Q(round__run__version__description__illustrative=True), listed=_listed, place=45,
)  # fmt: skip
MADE = Flow(
    key="offers.made", words=_("免申即享名单上的家次"), unit=pgettext_lazy("unit", "家次"),
    source=OFFERED, time="round__created_at",
    public=True, definition=_("期间内生成的名单上的企业，每份名单每家计一次；已被新名单取代的和还在生成的名单不计。"),
)  # fmt: skip
TAKEN = Flow(
    key="offers.taken", words=_("免申即享已成件"), unit=pgettext_lazy("unit", "家次"),
    source=OFFERED, where=Q(state=Offer.State.APPLIED),
    time="round__created_at", public=True,
    definition=_("期间内生成的名单上，已经直接给付或经企业确认而成件的家次；放弃的、未能办理的和还没有答复的不计。"),
)  # fmt: skip
TAKEN_SHARE = Ratio(
    key="offers.taken_share", words=_("免申即享成件的比例"), top=TAKEN, bottom=MADE,
    definition=_("期间内生成的名单上，已成件的家次和全部家次；两个数一起说。"),
)  # fmt: skip

FIGURES = (MADE, TAKEN, TAKEN_SHARE)
