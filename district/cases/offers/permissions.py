"""Who may make a round, release its pay list, answer an offer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.approving.levels import LEADER, REVIEWER
from district.cases.approving.permissions import duty_at
from district.cases.offers.models import Offer, OfferRound
from district.enterprises.permissions import is_member
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.policies.queries import Programme


def may_offer(person: Person, programme: Programme) -> Answer:
    if programme.office_id in person.bureau_ids(Role.OFFICER):
        return Yes
    return No(_("只有牵头部门的经办人可以发出免申即享通知。"))


def may_check(person: Person, round_: OfferRound) -> Answer:
    """Another person of the programme's office than who made the round."""
    if round_.programme.office_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("直接给付名单由牵头部门复核。"))
    if person.pk == round_.by_id or duty_at(person, round_.programme.office_id, REVIEWER, {round_.by_id}) is None:
        return No(_("发出的人不能自己复核。"))
    return Yes


def may_release(person: Person, round_: OfferRound) -> Answer:
    """The leader of the programme's office, and not who made the round."""
    if round_.programme.office_id not in person.bureau_ids(Role.LEADER):
        return No(_("直接给付名单由牵头部门负责人放行。"))
    if round_.checked_by_id == person.pk:
        return No(_("复核的人不能自己放行。"))
    if person.pk == round_.by_id:
        return No(_("发出的人不能自己放行。"))
    done = {pk for pk in (round_.by_id, round_.checked_by_id) if pk is not None}
    if duty_at(person, round_.programme.office_id, LEADER, done) is None:
        return No(_("您代理的同事已签过这份名单，由另一位负责人放行。"))
    return Yes


def may_stop(person: Person, round_: OfferRound) -> Answer:
    """Officers and leaders of the programme's office: stopping is nobody's alone."""
    if round_.programme.office_id in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有牵头部门的经办人和负责人可以停下。"))


def may_answer(person: Person, offer: Offer) -> Answer:
    if is_member(person, offer.enterprise):
        return Yes
    return No(_("只有已确认的企业成员可以代表企业确认。"))
