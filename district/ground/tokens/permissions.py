"""Who may make keys and systems, and take them away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.ground.tokens.models import System, Token


def may_see_systems(person: Person) -> Answer:
    if person.has_role(Role.ADMINISTRATOR, Role.AUDITOR, Role.LEADER):
        return Yes
    return No(_("接入系统只对系统管理员、审计和部门负责人开放。"))


def may_manage_systems(person: Person) -> Answer:
    """Make a system, close it."""
    return Yes if person.has_role(Role.ADMINISTRATOR) else No(_("只有系统管理员可以登记和停用接入系统。"))


def may_make_token(person: Person, account: Person) -> Answer:
    """For oneself; for a system, an administrator."""
    system = System.objects.filter(account=account).first()
    if system is None:
        return Yes if person.pk == account.pk else No(_("令牌只能由本人给自己建立。"))
    if system.closed_at is not None:
        return No(_("这个系统已停用。"))
    return may_manage_systems(person)


def may_revoke(person: Person, token: Token) -> Answer:
    """One's own; an administrator any; of a system also who leads the bureau that answers for it."""
    if person.pk == token.person_id or person.has_role(Role.ADMINISTRATOR):
        return Yes
    if System.objects.filter(account=token.person_id, bureau__in=person.bureau_ids(Role.LEADER)).exists():
        return Yes
    return No(_("只有本人、系统管理员和责任部门的负责人可以吊销令牌。"))
