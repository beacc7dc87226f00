"""Who may join, admit, lend, borrow."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.enterprises.permissions import is_member, tied
from district.enterprises.queries import Enterprise
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person
from district.services.community.alliance import states
from district.services.community.alliance.models import KEEPERS, Lending, Member, SharedThing

RENEWABLE = dt.timedelta(days=60)  # before its last day that a term may be asked to go on


def keeps(person: Person, office_id: int) -> bool:
    return office_id in person.bureau_ids(*KEEPERS)


def may_ask(person: Person, enterprise: Enterprise) -> Answer:
    if is_member(person, enterprise):
        return Yes
    return No(_("只有企业自己的人可以替它申请加入。"))


def may_decide(person: Person, member: Member) -> Answer:
    """Admit, refuse, renew: the office that keeps the alliance, of no firm one acts for oneself."""
    if not keeps(person, member.office_id):
        return No(_("只有负责创联公社的部门的经办人和负责人可以这样做。"))
    if tied(person, member.enterprise):
        return No(_("这是您自己的企业，请同事办理。"))
    return Yes


def may_act_for(person: Person, member: Member) -> Answer:
    """Ask to go on, lend, borrow, leave: the firm's own people."""
    if is_member(person, member.enterprise):
        return Yes
    return No(_("只有这家企业自己的人可以这样做。"))


def may_leave(person: Person, member: Member) -> Answer:
    return Yes if keeps(person, member.office_id) else may_act_for(person, member)


def may_lend(person: Person, member: Member) -> Answer:
    if member.state != states.STANDING:
        return No(_("成为成员以后才能出借。"))
    return may_act_for(person, member)


def may_keep(person: Person, shared: SharedThing) -> Answer:
    """Open it at other times, lend it no more: the lender's people and the office."""
    return Yes if keeps(person, shared.member.office_id) else may_act_for(person, shared.member)


def may_borrow(person: Person, shared: SharedThing, borrower: Member) -> Answer:
    """For a member one acts for, of what another lends."""
    if borrower.state != states.STANDING:
        return No(_("成员才能借用，请先申请加入创联公社。"))
    if borrower.pk == shared.member_id:
        return No(_("这是自己出借的，不用借。"))
    return may_act_for(person, borrower)


def may_settle(person: Person, lending: Lending) -> Answer:
    """Give back, cancel: who borrowed, who lends, the office."""
    if keeps(person, lending.shared.member.office_id):
        return Yes
    own = may_act_for(person, lending.borrower)
    return own if own else may_act_for(person, lending.shared.member)
