"""What people are told in advice; in Chinese, as is official."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.queries import told_of
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.people.queries import Person, leaders_of, officers_of
from district.ground.record.actions import official
from district.ground.slots.times import when
from district.services.advice.models import AskedExpert, Encounter, Need, Pairing

ROOM = "advice"
OFFERED, TOLD, WAKES, LADDER, RATE = "advice_offer", "advice", "advice_wake", "advice_reminder", "advice_rate"


def whose(need: Need) -> list[Person]:
    """Who asked, and whoever is told what concerns the enterprise."""
    people = {need.asker.pk: need.asker} if need.asker else {}
    if need.enterprise is not None:
        people |= {each.pk: each for each in told_of(need.enterprise)}
    return list(people.values())


def coordinators(need: Need) -> list[Person]:
    return list(officers_of(need.office) or leaders_of(need.office))


def mine(need: Need) -> str:
    return reverse("advice:mine_one", args=[need.reference])


def work(need: Need) -> str:
    return reverse("advice:work_one", args=[need.reference])


def desk(need: Need) -> str:
    return reverse("advice:desk_one", args=[need.reference])


def _say(need: Need, to: Iterable[Person], title: str, body: str, link: str, *, kind: str = TOLD,
         action: bool = False) -> None:  # fmt: skip
    post(to=list(to), title=title, body=body, link=link, room=ROOM, subject=need.reference, kind=kind,
         needs_action=action, office=need.office)  # fmt: skip


def offered(offers: Sequence[AskedExpert], need: Need) -> None:
    """Experts with an account; of those without one the bureau, which passes a link on."""
    people = [each.expert.person for each in offers if each.expert.person is not None]
    without = [each.expert.name for each in offers if each.expert.person is None]
    with official():
        if without:
            title = _("请把接单链接发给%(names)s") % {"names": "、".join(without)}
            _say(need, coordinators(need), title, need.subject.name, desk(need), kind=OFFERED, action=True)
        values = {"whom": need.whom, "subject": need.subject.name}
        _say(need, people, _("请您接单：%(whom)s咨询“%(subject)s”") % values,
             _("请在 %(day)s 前答复：接单，或者选一个接不了的理由。") % {"day": clock.said(need.due_on)},
             work(need), kind=OFFERED, action=True)  # fmt: skip


def taken(need: Need) -> None:
    assert need.expert is not None
    with official():
        values = {"name": need.expert.name, "subject": need.subject.name}
        _say(need, whose(need), _("%(name)s接了您的咨询“%(subject)s”") % values,
             _("可以选一个时间见面，也可以等专家在网上先答复。"), mine(need))  # fmt: skip


def woken(need: Need, why: str) -> None:
    with official():
        values = {"whom": need.whom, "subject": need.subject.name}
        _say(need, coordinators(need), _("请协调：%(whom)s咨询“%(subject)s”没有专家接") % values,
             why, desk(need), kind=WAKES, action=True)  # fmt: skip


def nobody(need: Need) -> None:
    with official():
        _say(need, whose(need), _("您咨询的“%(subject)s”这次没有专家承接") % {"subject": need.subject.name},
             _("原因：%(why)s。您可以改期再提，或者打区人社局电话、12345 咨询。需求和材料都保留着。")
             % {"why": need.why}, mine(need))  # fmt: skip


def given_back(need: Need, by: str, why: str) -> None:
    with official():
        _say(need, whose(need), _("您的咨询“%(subject)s”正在换专家") % {"subject": need.subject.name},
             _("原来的专家这次不能继续，协调员正在另找，已有的记录都保留。"), mine(need))  # fmt: skip
        woken(need, _("%(name)s交回：%(why)s") % {"name": by, "why": why})


def ended(need: Need, unpaired: Sequence[Pairing]) -> None:
    """With the pairings that ended with it, if any."""
    with official():
        says = [_("和%(name)s的结对一并结束。") % {"name": each.expert.name} for each in unpaired]
        says.append(_("还没解决可以点“继续”，由原来的专家接着服务；十天以后请您评价。"))
        _say(need, whose(need), _("您的咨询“%(subject)s”已办结") % {"subject": need.subject.name}, "".join(says),
             mine(need))  # fmt: skip


def woken_expert(need: Need) -> None:
    """The adviser of a need that is gone on with."""
    if need.expert is None or need.expert.person is None:
        return
    with official():
        values = {"whom": need.whom, "subject": need.subject.name}
        _say(need, [need.expert.person], _("%(whom)s说“%(subject)s”还没解决，请继续") % values,
             str(need.stands.tells), work(need), action=True)  # fmt: skip


def withdrawn(need: Need, offers: Sequence[AskedExpert]) -> None:
    people = [each.expert.person for each in offers if each.expert.person is not None]
    with official():
        values = {"whom": need.whom, "subject": need.subject.name}
        _say(need, people, _("%(whom)s撤回了咨询“%(subject)s”") % values, _("不用再答复。"),
             reverse("advice:work"))  # fmt: skip


def planned(encounter: Encounter, by: Person | None) -> None:
    """Both sides, but not who did it: `slots` tells of a booked hold itself; this tells of the rest."""
    need = encounter.need
    if need is None or encounter.hold is not None:
        return
    with official():
        span = encounter.span
        values = {"mode": encounter.get_mode_display(), "subject": need.subject.name}
        title = _("已安排%(mode)s：%(subject)s") % values
        body = when(span) if span else _("专家会在网上答复。")
        _say(need, [each for each in whose(need) if each != by], title, body, mine(need))


def recorded(encounter: Encounter) -> None:
    need = encounter.need
    if need is None:
        return
    with official():
        values = {"mode": encounter.get_mode_display(), "subject": need.subject.name}
        _say(need, whose(need), _("%(mode)s有了记录：%(subject)s") % values,
             _("看一看专家写的要点；还有问题可以再约。"), mine(need))  # fmt: skip


def missed(encounter: Encounter) -> None:
    need = encounter.need
    if need is None:
        return
    with official():
        values = {"mode": encounter.get_mode_display(), "subject": need.subject.name}
        _say(need, whose(need), _("%(mode)s没有见成：%(subject)s") % values, _("可以另约时间。"), mine(need))


def cancelled(encounter: Encounter, by: Person | None) -> None:
    need = encounter.need
    if need is None or encounter.hold is not None:
        return
    people = [*whose(need), *(each.expert.person for each in encounter.advisers.select_related("expert__person")
                              if each.expert.person is not None)]  # fmt: skip
    with official():
        title = _("%(mode)s取消了：%(subject)s") % {"mode": encounter.get_mode_display(), "subject": need.subject.name}
        _say(need, [each for each in people if each != by], title, encounter.why, mine(need))


def paired(pairing: Pairing) -> None:
    need = pairing.need
    with official():
        values = {"name": pairing.expert.name}
        _say(need, whose(need), _("%(name)s和您结对了") % values, pairing.goals[:200], mine(need))


def unpaired(pairing: Pairing) -> None:
    """The expert is there no longer; who gave a need back is told of in that."""
    need = pairing.need
    with official():
        values = {"name": pairing.expert.name}
        _say(need, whose(need), _("和%(name)s的结对结束了") % values, pairing.why, mine(need))


def pairing_over(pairing: Pairing) -> None:
    """Its time is over: both sides."""
    unpaired(pairing)
    need, person = pairing.need, pairing.expert.person
    if person is not None:
        with official():
            _say(need, [person], _("和%(name)s的结对结束了") % {"name": need.whom}, pairing.why, work(need))


def rate(need: Need, last: dt.date) -> None:
    """Who asked is to rate it, until the last day it can be."""
    with official():
        _say(need, whose(need), _("请评价：%(subject)s") % {"subject": need.subject.name},
             _("问题解决了吗？请在 %(day)s 以前打个分。") % {"day": clock.said(last)},
             mine(need), kind=RATE, action=True)  # fmt: skip


def reminded(need: Need, to: Sequence[Person], days: int, link: str) -> None:
    with official():
        values = {"whom": need.whom, "subject": need.subject.name, "days": days}
        _say(need, to, _("已等 %(days)d 天：%(whom)s咨询“%(subject)s”") % values,
             str(need.stands.tells), link, kind=LADDER, action=True)  # fmt: skip
