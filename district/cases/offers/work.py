"""What the worker does for a list: write its offers and tell the members, grant it firm by firm, tell who waits."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal
from itertools import count, islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from district.cases.core import standing
from district.cases.core.checks import NotEligible, NotPossible, TooFew
from district.cases.core.models import Application
from district.cases.core.numbers import draw
from district.cases.core.states import HANDED_IN
from district.cases.decisions.signing import propose, sign
from district.cases.intake.handing_in import hand_in, open_draft
from district.cases.offers import planning, releasing, telling
from district.cases.offers.ending import barred
from district.cases.offers.linking import UNANSWERED, answered, draft_of
from district.cases.offers.models import Offer, OfferRound
from district.cases.offers.permissions import may_stop
from district.cases.offers.releasing import levels_of_list
from district.cases.offers.under_way import KIND
from district.cases.review.actions import accept
from district.enterprises.queries import Enterprise
from district.funds import actions as funds
from district.ground.messages.posting import mark_done
from district.ground.people.permissions import Answer, No
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log
from district.ground.work.actions import Doing, Halt, Piece
from district.ground.work.actions import Kind as WorkKind
from district.ground.work.queries import Work, going_on
from district.policies.runs.queries import rows_of_list

ROOM = "cases"
SOME = 25  # offers a transaction: each tells its firm's members, and others want to write too
State, Way, Kind = OfferRound.State, OfferRound.Way, Offer.Kind
Listed = tuple[str, Decimal | None, str]


class Rounds(Doing):
    """One stretch of a list's way, by the state it is in: pieces are chunks of it, or single firms to be granted."""

    refusals = (*Doing.refusals, NotPossible, NotEligible)

    def __init__(self, work: Work, tell: Any) -> None:
        super().__init__(work, tell)
        rows = OfferRound.objects.select_related("run", "programme__office", "by", "checked_by", "released_by")
        self.round = rows.get(reference=work.subject)

    def pieces(self) -> Iterator[Piece]:
        if self.round.state == State.MAKING:
            yield from self._listed()
            yield from self._chunks(_earlier(self.round), _close_some)
        elif self.round.state == State.RELEASING:
            granted = planning.to_grant(self.round).values_list("pk", "reference")
            for place, (pk, reference) in zip(self.places(), list(granted), strict=False):
                yield Piece(place, reference, data=(_grant, pk))
            left_out = planning.left_out(self.round).filter(state=Offer.State.OPEN)
            yield from self._chunks(left_out, _wait_some)
        elif self.round.state == State.MADE and self.round.way in {Way.WAIT, Way.MORE}:
            open_ones = planning.waiting_to_be_paid(self.round).filter(state=Offer.State.OPEN)
            yield from self._chunks(open_ones, _wait_some)

    def _listed(self) -> Iterator[Piece]:
        """The run's three lists, in chunks that are the same on every try."""
        made = set(self.work.outcomes.values_list("place", flat=True))
        numbers = count(1)
        for kind in (Kind.PAY, Kind.CLICK, Kind.MISSING):
            rows = rows_of_list(self.round.run, kind)
            while chunk := list(islice(rows, SOME)):
                place = next(numbers)
                if place not in made:
                    yield Piece(place, str(kind.label), len(chunk), (_make_some, (kind, chunk)))

    def _chunks(self, rows: QuerySet[Offer], act: Any) -> Iterator[Piece]:
        """What is left of some offers; each is met once, whatever becomes of it."""
        last = 0
        for place in self.places():
            chunk = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:SOME])
            if not chunk:
                return
            last = chunk[-1]
            yield Piece(place, rows=len(chunk), data=(act, chunk))

    def do(self, piece: Piece) -> None:
        act, what = piece.data
        act(self.round, what)

    def breaks(self, piece: Piece) -> bool:
        """A chunk that fails is done again: nobody may fall off a list. One firm's grant keeps no other waiting."""
        return piece.data[0] is not _grant

    def refuse(self, piece: Piece, why: str) -> None:
        if piece.data[0] is _grant:
            _refuse(piece.data[1], why)

    def finish(self) -> dict[str, Any] | None:
        row = lock(OfferRound.objects.all()).get(pk=self.round.pk)
        if row.state == self.round.state == State.MAKING:
            row.state = State.MADE
            row.save(update_fields=["state"])
            data = {kind: row.offers.filter(kind=kind).count() for kind in Kind.values}
            write_log(room=ROOM, subject=row.reference, verb="offers-made", by=row.by, data=data)
        elif row.state == self.round.state == State.RELEASING:
            row.state = State.RELEASED
            row.save(update_fields=["state"])
            back = funds.end(reference=row.reference, by=self.round.released_by)
            paid = row.offers.filter(kind=Kind.PAY, state=Offer.State.APPLIED).count()
            write_log(room=ROOM, subject=row.reference, verb="offers-granted", by=self.round.released_by,
                      data={"granted": paid, "back": f"{back:.2f}"})  # fmt: skip
        return {}


def stopped(work: Work, by: Person | None, why: str) -> None:
    """A list that is being granted stands still, and the money set aside for the rest goes back."""
    row = lock(OfferRound.objects.all()).get(reference=work.subject)
    if row.state == State.RELEASING:
        releasing.halt(row, why, by or row.released_by)


def _still(round_: OfferRound) -> None:
    """The list is locked to the end of the piece; raises Halt where it has gone on meanwhile."""
    if lock(OfferRound.objects.all()).get(pk=round_.pk).state != round_.state:
        raise Halt(_("名单已经停下或者换了。"))


def _make_some(round_: OfferRound, what: tuple[str, list[Listed]]) -> None:
    """The offers of some rows that are not there yet, and their notices."""
    kind, chunk = what
    firms = {each.uscc: each for each in Enterprise.objects.filter(uscc__in=[row[0] for row in chunk])}
    here = set(round_.offers.filter(enterprise__in=firms.values()).values_list("enterprise", flat=True))
    busy = _busy(round_, list(firms.values()))
    made = []
    for code, amount, say in chunk:
        firm = firms.get(code)
        if firm is None or firm.pk in here:
            continue
        why = busy.get(firm.pk, "")
        made.append(Offer(
            reference=f"MX{draw(10)}", round=round_, programme=round_.programme, enterprise=firm, kind=kind,
            amount=amount, say=say[:500], state=Offer.State.REFUSED if why else Offer.State.OPEN, why=why,
        ))  # fmt: skip
    _replace_earlier(round_, [each.enterprise_id for each in made if each.state == Offer.State.OPEN])
    Offer.objects.bulk_create(made)
    for offer in made:
        if offer.state == Offer.State.OPEN and kind != Kind.PAY:
            telling.made(offer)


def _earlier(round_: OfferRound) -> QuerySet[Offer]:
    """Offers of the programme's earlier lists that nobody has answered."""
    rows = Offer.objects.filter(programme=round_.programme, state__in=UNANSWERED)
    return rows.exclude(round=round_)


def _replace_earlier(round_: OfferRound, firms: list[int]) -> None:
    """Who has not answered an earlier list, or waits on it for money, stands on this one now."""
    why = _("已列入新的名单 %(reference)s") % {"reference": round_.reference}
    rows = _earlier(round_).filter(enterprise__in=firms)
    for reference in rows.values_list("reference", flat=True):
        mark_done(room=ROOM, subject=reference)
    rows.update(state=Offer.State.REFUSED, why=why)


def _close_some(round_: OfferRound, pks: list[int]) -> None:
    """Some of those who were on an earlier list and are not on this one; they are told."""
    with official():
        why = _("名单已按 %(day)s 的信息更新为 %(reference)s，贵企业不在新的名单上；如认为符合，仍可自行申报。") % {
            "day": telling.day(round_.as_of), "reference": round_.reference}  # fmt: skip
    for row in _earlier(round_).filter(pk__in=pks).select_related("enterprise", "programme__office").order_by("pk"):
        _refuse_one(row, why)


def _busy(round_: OfferRound, firms: list[Enterprise]) -> dict[int, str]:
    """Why a firm gets no offer now: a case is being worked on. A draft is no case yet: the offer leads to it."""
    cases = Application.objects.filter(enterprise__in=firms, programme=round_.programme).filter(state__in=HANDED_IN)
    found = {
        pk: _("已有一件正在办理：%(reference)s") % {"reference": reference}
        for pk, reference in cases.values_list("enterprise", "reference")
    }
    return found | barred([each.pk for each in firms])


def _wait_some(round_: OfferRound, pks: list[int]) -> None:
    """Some offers wait, their firms are told why."""
    _still(round_)
    rows = round_.offers.filter(pk__in=pks, state=Offer.State.OPEN).order_by("place", "pk")
    with official():
        for row in rows.select_related("enterprise", "programme__office"):
            row.state, row.why = Offer.State.WAITING, releasing.why_waiting(round_, row)
            row.save(update_fields=["state", "why"])
            telling.waits(row)


def _grant(round_: OfferRound, pk: int) -> None:
    """One firm's case, from draft to decision, and its offer answered. Who comes after the last place or yuan is not
    refused for that: the list stands still."""
    _still(round_)
    row = lock(planning.to_grant(round_)).filter(pk=pk).first()
    if row is None:
        return  # answered meanwhile
    try:
        _grant_case(round_, row)
    except TooFew as none_left:
        raise Halt(str(none_left)) from none_left


def _grant_case(round_: OfferRound, row: Offer) -> None:
    key, leader = _key(row), round_.released_by
    assert leader is not None  # by constraint
    say: dict[str, Any] = {"by": round_.by, "request_key": key, "ex_officio": round_.reference}
    case = draft_of(row.enterprise, round_.programme)
    case = case or open_draft(enterprise=row.enterprise, programme=round_.programme, **say)
    hand_in(application=case, declared={}, **say)
    if case.verdict["eligible"] is not True:
        raise NotPossible(_("按今天的信息已不符合：%(next)s") % {"next": case.verdict.get("next", "")})
    if (due := standing.amount(case.verdict)) != row.amount:
        raise NotPossible(_("名单上是 %(listed)s 元，按今天的信息是 %(now)s 元，请重新生成名单。") % {
            "listed": row.amount, "now": due})  # fmt: skip
    if gives := planning.gives(row):
        line = funds.draw(reference=round_.reference, version=case.version, amount=gives, by=leader)
        if line is not None:
            funds.hold_drawn(reference=case.reference, enterprise=row.enterprise, version=case.version, line=line,
                             amount=gives, by=leader)  # fmt: skip
    if row.given is not None and row.given != row.amount:
        with official():
            row.why = releasing.why_less(row)
            telling.less(row)
    answered(row, case, leader)  # before the decision, which asks what the list gives
    accept(application=case, by=round_.by)
    proposal = propose(application=case, by=round_.by, outcome="granted", listed=levels_of_list(round_))
    if round_.checked_by is not None:
        sign(proposal=proposal, by=round_.checked_by)
    sign(proposal=proposal, by=leader)


def _key(row: Offer) -> uuid.UUID:
    """The case's key comes from the offer's: however often it is tried, it is one case."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"huiqi-offer-{row.reference}")


def _refuse(pk: int, why: str) -> None:
    row = lock(Offer.objects.filter(pk=pk, state__in=UNANSWERED)).first()
    if row is not None:
        _refuse_one(Offer.objects.select_related("enterprise", "programme__office").get(pk=row.pk), why)


def _refuse_one(row: Offer, why: str) -> None:
    """The offer comes to nothing; its firm, which was told of it or should have been paid, hears why."""
    unheard = row.kind == Kind.PAY and row.state == Offer.State.OPEN and row.round.state == State.REPLACED
    row.state, row.why = Offer.State.REFUSED, why[:500]
    row.save(update_fields=["state", "why"])
    mark_done(room=ROOM, subject=row.reference)
    if not unheard:  # a list that was never released told its pay list nothing
        telling.refused(row)


def _round(work: Work) -> OfferRound:
    return OfferRound.objects.select_related("programme__office").get(reference=work.subject)


def _may_go_on(person: Person, work: Work) -> Answer:
    """Who was stopped while granting is released anew, by a leader; only the last stretch goes on."""
    round_ = _round(work)
    latest = going_on(KIND, work.subject)
    if latest is not None and latest.pk != work.pk:
        return No(_("这一段已由后来的一段接着办。"))
    tells = round_.state == State.MADE and round_.way in {Way.WAIT, Way.MORE}
    if not (round_.works or tells):
        return No(_("名单已停下：请由负责人重新放行。"))
    return may_stop(person, round_)


OFFERS = WorkKind(
    key=KIND, room=ROOM, label=gettext_lazy("免申即享"), unit=pgettext_lazy("unit", "家"), doing=Rounds,
    wants_why=True, tells=True, may_drive=lambda person, work: may_stop(person, _round(work)),
    may_go_on=_may_go_on, stopped=stopped,
    address=lambda work: reverse("cases:offer_round", args=[work.subject]),
    title=lambda work: f"{_round(work).programme.name} {work.subject}",
)  # fmt: skip
