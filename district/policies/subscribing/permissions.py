"""Who may subscribe to what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.permissions import is_member
from district.enterprises.queries import Enterprise
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person
from district.policies.models import Programme
from district.policies.subscribing.models import Subscription


def may_subscribe(person: Person, programme: Programme) -> Answer:
    """Anybody with an account, to what is still offered."""
    if programme.withdrawn:
        return No(_("“%(name)s”已不在目录里，不能订阅。") % {"name": programme.name})
    return Yes if person.is_active else No(_("账号已停用。"))


def may_follow(person: Person, enterprise: Enterprise) -> Answer:
    """What fits a firm is told by what is known of it: to its confirmed members alone."""
    if is_member(person, enterprise):
        return Yes
    return No(_("只有已确认的企业成员可以订阅适合这家企业的政策。"))


def may_stop(person: Person, subscription: Subscription) -> Answer:
    if subscription.person_id == person.pk:
        return Yes
    return No(_("这是别人的订阅。"))
