"""Offers a firm may confirm, and pay lists that wait for a second and a third person."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.offers.models import Offer, OfferRound
from district.enterprises.queries import my_enterprises
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role


def offers(person: Person, today: dt.date) -> QuerySet[Offer]:
    rows = Offer.objects.filter(state=Offer.State.OPEN, round__expires_on__gte=today).exclude(kind=Offer.Kind.PAY)
    rows = rows.filter(enterprise__in=my_enterprises(person).values("pk"))
    return rows.select_related("programme", "enterprise")


def rounds(person: Person, today: dt.date) -> QuerySet[OfferRound]:
    """Pay lists made by another that a leader releases, or a second person may review first."""
    pay = Offer.objects.filter(round=OuterRef("pk"), kind=Offer.Kind.PAY, state=Offer.State.OPEN)
    rows = OfferRound.objects.filter(Exists(pay), state=OfferRound.State.MADE).exclude(by=person)
    leads = Q(programme__office__in=person.bureau_ids(Role.LEADER))
    reviews = Q(programme__office__in=person.bureau_ids(Role.OFFICER), checked_by=None)
    return rows.filter(leads | reviews).exclude(checked_by=person).select_related("programme")


def _offer(row: Offer) -> Shown:
    what = _("确认领取") if row.kind == Offer.Kind.CLICK else _("补一项信息后领取")
    link = reverse("cases:offer", args=[row.reference])
    return Shown(what, f"{row.programme.name} · {row.enterprise.name}", link)


def _round(row: OfferRound) -> Shown:
    what = _("放行直接给付名单") if row.checked_by_id else _("复核、放行直接给付名单")
    return Shown(what, f"{row.programme.name} · {row.reference}", reverse("cases:offer_round", args=[row.reference]))


OFFERS = Source("offer", gettext_lazy("免申即享"), offers, _offer, "round__expires_on")
ROUNDS = Source("pay_list", gettext_lazy("给付名单"), rounds, _round, desk=True)
