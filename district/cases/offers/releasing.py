"""The pay list: what is done when money or places are too few, the release by another person, the stop."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.approving.levels import LEADER, OFFICER, REVIEWER, levels_of, needed
from district.cases.core.checks import NotPossible
from district.cases.offers import planning, under_way
from district.cases.offers.models import Offer, OfferRound
from district.cases.offers.permissions import may_check, may_offer, may_release, may_stop
from district.cases.offers.years import check_current
from district.funds import actions as funds
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role, bureau_named, duties_in, officers_of
from district.ground.record.actions import lock, official, write_log
from district.ground.work.actions import give_up, keep_still
from district.policies import queries as policies

ROOM = "cases"
State, Way, Order = OfferRound.State, OfferRound.Way, OfferRound.Order


@dataclass(frozen=True)
class Promise:
    """What a release would do now, for whoever confirms it: firms and yuan, and who waits."""

    firms: int
    total: Decimal
    waiting: int

    @property
    def seen(self) -> str:
        """What the person confirms, as the form carries it back."""
        return f"{self.firms}|{self.total:.2f}|{self.waiting}"


def promise(round_: OfferRound) -> Promise:
    rows = list(planning.to_grant(round_))
    total = sum((planning.gives(each) for each in rows), Decimal(0))
    return Promise(len(rows), total, planning.left_out(round_).count())


def levels_of_list(round_: OfferRound) -> list[str]:
    """Who signed the pay list, and with it each case on it."""
    return [OFFICER, *([REVIEWER] if round_.checked_by_id else []), LEADER]


def wants_check(round_: OfferRound) -> bool:
    """Whether another person has yet to review the pay list before the leader releases it, by the sum of the list.

    What was reviewed and has changed since is reviewed anew. A bureau of two has nobody left for that.
    """
    found = needed(levels_of(planning.version_of(round_).description), promise(round_).total)
    if REVIEWER not in found or LEADER not in found or round_.checked_said == promise(round_).seen:
        return False
    here = duties_in([round_.programme.office_id], Role.OFFICER, Role.LEADER)
    return here.values("person").distinct().count() >= len(found)


def check(*, round_: OfferRound, by: Person, seen: str) -> bool:
    """A second person has compared the pay list (复核); False where nothing is left to review. Raises Refused,
    NotPossible where it is another list than was seen.
    """
    require(may_check(by, round_))
    with transaction.atomic():
        row = lock(OfferRound.objects.all()).get(pk=round_.pk)
        if row.state not in {State.MADE, State.STOPPED} or not wants_check(row):
            return False
        if seen != promise(row).seen:
            raise NotPossible(_("名单有变化，请看清家数和总额后再复核。"))
        row.checked_by, row.checked_said = by, seen
        row.save(update_fields=["checked_by", "checked_said"])
        write_log(room=ROOM, subject=row.reference, verb="check-offers", by=by, data={"seen": seen})
    round_.refresh_from_db()
    return True


def choose(*, round_: OfferRound, by: Person, way: str, order: str = "", seed: str = "") -> OfferRound:
    """Say what is done with a list that needs more than there is. May be chosen anew until it is released.

    Raises Refused, NotPossible: nothing is short, no such way or order, a lottery without a seed.
    """
    require(may_offer(by, round_.programme))
    before = under_way.last(round_)
    if way not in Way.values or way == Way.WHOLE or (way == Way.ORDER and order not in set(orders(round_))):
        raise NotPossible(_("请选择办法；按次序的要写明什么次序。"))
    if order == Order.LOT and not seed.strip():
        raise NotPossible(_("抽签要先公布种子。"))
    with transaction.atomic():
        keep_still(before)
        row = lock(OfferRound.objects.all()).get(pk=round_.pk)
        under_way.check_last(row, before)
        check_current(row)
        if row.state not in {State.MADE, State.STOPPED}:
            raise NotPossible(_("名单正在办理或者已经办完，不能再改。"))
        found = planning.whole(row)
        if not found.short:
            raise NotPossible(_("预算和名额都够，不用选择。"))
        row.way, row.order = way, order if way == Way.ORDER else ""
        row.seed = seed.strip()[:64] if row.order == Order.LOT else ""
        row.save(update_fields=["way", "order", "seed"])
        planning.plan(row, way, order, row.seed)
        give_up(before)  # those told that they wait hear what was chosen instead
        if row.state == State.MADE and way in {Way.WAIT, Way.MORE}:
            under_way.begin(row, by)
        if way == Way.MORE:
            _ask_for_more(row, found, by)
        write_log(room=ROOM, subject=row.reference, verb="choose-offers", by=by, reason=found.words(),
                  data={"way": way, "order": row.order, "seed": row.seed, "said": promise(row).seen})  # fmt: skip
    round_.refresh_from_db()
    return round_


def orders(round_: OfferRound) -> list[str]:
    """Orders a list may be given in; that of the programme only where it states one."""
    ranked = policies.states_a_rank(planning.version_of(round_))
    return [each for each in Order.values if each and (each != Order.RANK or ranked)]


def _ask_for_more(row: OfferRound, found: planning.Standing, by: Person) -> None:
    finance = bureau_named(settings.FINANCE_BUREAU)
    line = found.money.line if found.money else None
    if finance is None or found.money is None or not found.money.short:
        raise NotPossible(_("缺的不是钱，追加解决不了。"))
    with official():
        title = _("免申即享请追加预算：%(programme)s") % {"programme": row.programme.name}
        link = reverse("funds:line", args=[line.reference]) if line else reverse("funds:overview")
        post(to=officers_of(finance), title=title, body=_("名单 %(list)s：%(words)s。追加后由负责人放行。") % {
            "list": row.reference, "words": found.words()}, link=link, room=ROOM, subject=row.reference,
            needs_action=True, office=row.programme.office)  # fmt: skip


def release(*, round_: OfferRound, by: Person, seen: str) -> bool:
    """Let the pay list be granted, its money set aside as a whole; False when it is under way or done already.

    `seen` is the promise that was confirmed (`Promise.seen`). Raises Refused, NotPossible: too little money or places
    and nothing chosen, another total than was seen, the list still being made.
    """
    require(may_release(by, round_))
    before = under_way.last(round_)
    with transaction.atomic():
        keep_still(before)
        row = lock(OfferRound.objects.all()).get(pk=round_.pk)
        under_way.check_last(row, before)
        if row.state == State.MAKING:
            raise NotPossible(_("名单还在生成，完成后再放行。"))
        if row.state not in {State.RELEASING, State.RELEASED}:
            check_current(row)
        if row.state not in {State.MADE, State.STOPPED}:
            return False
        offers = list(planning.to_grant(row))
        if not offers:
            raise NotPossible(_("名单里没有可以直接给付的企业。"))
        if (found := planning.standing_of(row, offers)).short:
            raise NotPossible(_("不够：%(words)s。请经办人先选择办法。") % {"words": found.words()})
        if seen != promise(row).seen:
            raise NotPossible(_("名单有变化，请看清家数和总额后再放行。"))
        if wants_check(row):
            raise NotPossible(_("合计 %(yuan)s 元，先由另一个人复核名单，再由负责人放行。") % {
                "yuan": f"{found.total:,.2f}"})  # fmt: skip
        try:
            amounts = [planning.gives(each) for each in offers]
            funds.reserve(reference=row.reference, version=planning.version_of(row), amounts=amounts, by=by)
        except funds.NotPossible as short:
            raise NotPossible(str(short)) from short
        row.state, row.released_by, row.released_at, row.said = State.RELEASING, by, clock.now(), ""
        row.save()
        give_up(before)
        under_way.begin(row, by)
        write_log(room=ROOM, subject=row.reference, verb="release-offers", by=by, data={
            "offers": len(offers), "amount": f"{found.total:.2f}", "way": row.way, "order": row.order})  # fmt: skip
    round_.refresh_from_db()
    return True


def stop(*, round_: OfferRound, by: Person, why: str) -> bool:
    """Stop after the firm in hand; what is granted stays, what is set aside for the rest goes back. False: too late."""
    require(may_stop(by, round_))
    if not why.strip():
        raise NotPossible(_("请写明为什么停下。"))
    granting = under_way.last(round_)
    with transaction.atomic():
        keep_still(granting)
        row = lock(OfferRound.objects.all()).get(pk=round_.pk)
        stopped = row.state == State.RELEASING
        if stopped:
            give_up(granting)
            halt(row, why.strip(), by)
    round_.refresh_from_db()
    return stopped


def halt(row: OfferRound, why: str, by: Person | None) -> None:
    """The list stands still; in the caller's transaction, its row locked."""
    row.state, row.said = State.STOPPED, why[:200]
    row.save(update_fields=["state", "said"])
    back = funds.end(reference=row.reference, by=by)
    write_log(
        room=ROOM, subject=row.reference, verb="stop-offers", by=by, reason=row.said, data={"back": f"{back:.2f}"}
    )


def reopen(*, round_: OfferRound, by: Person) -> bool:
    """Take those up who wait for money, as a list to be released again. False when nobody waits."""
    require(may_offer(by, round_.programme))
    with transaction.atomic():
        row = lock(OfferRound.objects.all()).get(pk=round_.pk)
        if row.state != State.RELEASED or not planning.waiting_to_be_paid(row).exists():
            return False
        check_current(row)
        planning.waiting_to_be_paid(row).update(given=None, place=None)
        row.state, row.way, row.order, row.seed, row.released_by, row.released_at = State.MADE, "", "", "", None, None
        row.checked_by, row.checked_said = None, ""
        row.save()
        write_log(room=ROOM, subject=row.reference, verb="reopen-offers", by=by)
    round_.refresh_from_db()
    return True


def why_waiting(round_: OfferRound, offer: Offer) -> str:
    """What a firm is told that waits. In Chinese: it is official."""
    if round_.way == Way.ORDER:
        words = {"order": round_.get_order_display(), "place": offer.place}
        return _("符合条件。预算或名额不够，按“%(order)s”排在第 %(place)d 位，这次没有轮到；追加后接着办。") % words
    return _("符合条件。预算不够付给名单上的每一家，全部等候；预算追加后一起办理。")


def why_less(offer: Offer) -> str:
    """What a firm is told that gets a part."""
    words = {"due": f"{offer.amount or 0:,.2f}", "given": f"{planning.gives(offer):,.2f}"}
    return _("预算不够付给名单上的每一家，按同一比例分配：应得 %(due)s 元，给付 %(given)s 元。") % words
