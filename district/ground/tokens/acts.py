"""Acts on keys and systems. None of them is done by a key: whoever holds a narrow one would make a wide one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.acts.acts import Act, to
from district.ground.acts.forms import Cut
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role
from district.ground.tokens import actions, queries, scopes
from district.ground.tokens.forms import SystemForm, SystemTokenForm, TokenForm
from district.ground.tokens.models import System, Token
from district.ground.tokens.permissions import may_manage_systems, may_revoke

SYSTEM = to("tokens:system", "thing.pk")
seeing = holds(Role.ADMINISTRATOR, Role.AUDITOR, Role.LEADER)


@dataclass(frozen=True)
class Made:
    """A key with its secret; "" where it had been made before."""

    token: Token
    secret: str


def _issue(
    *, by: Person, name: str, scopes: Sequence[str], expires_on: dt.date, request_key: uuid.UUID,
    system: System | None = None, two_factors: bool, **quota: int,
) -> Made:  # fmt: skip
    return Made(*actions.issue(
        account=system.account if system else by, name=name, scopes=scopes, known=_known(), expires_on=expires_on,
        by=by, request_key=request_key, two_factors=two_factors, **quota,
    ))  # fmt: skip


def _known() -> list[str]:
    return [scope for scope, _words in scopes.choices()]


def _choices(_by: Any, _thing: Any) -> dict[str, Any]:
    return {"choices": scopes.choices()}


class Why(forms.Form):
    """Why; whether that has to be said is the action's."""

    reason = Cut(200)


def revocable(by: Person) -> QuerySet[Token]:
    """One's own keys and those of the systems one sees; to an administrator all."""
    if by.has_role(Role.ADMINISTRATOR):
        return Token.objects.select_related("person")
    seen = queries.systems(by).values("account") if seeing(by) else System.objects.none().values("account")
    return Token.objects.select_related("person").filter(person__in=[by.pk, *seen.values_list("account", flat=True)])


def _where(outcome: Any) -> str:
    """The page the key stands on."""
    system = System.objects.filter(account=outcome.thing.person_id).first()
    mine = outcome.thing.person_id == outcome.by.pk or system is None
    return reverse("tokens:mine") if mine else reverse("tokens:system", args=[system.pk])  # type: ignore[union-attr]


MAKE: Act[Any] = Act(
    "tokens.mine", _("建一个令牌"), _issue, door=is_known, back=to("tokens:mine"), asks=TokenForm, asks_with=_choices,
    own_key=True, fresh=True,
)  # fmt: skip
REVOKE: Act[Token] = Act(
    "tokens.revoke", _("吊销令牌"), actions.revoke, door=is_known, back=_where, on=revocable, named="token",
    may=may_revoke, asks=Why, says=_("令牌已吊销，立即失效。"),
)  # fmt: skip
MAKE_SYSTEM: Act[Any] = Act(
    "tokens.systems", _("登记一个系统"), actions.make_system, door=seeing, back=to("tokens:systems"), asks=SystemForm,
    may=lambda by, _thing: may_manage_systems(by), then=to("tokens:system", "result.pk"), own_key=True,
    says=_("已登记。给它岗位，再建令牌，它才能用接口。"), fresh=True,
)  # fmt: skip
MAKE_FOR_SYSTEM: Act[System] = Act(
    "tokens.system", _("建一个令牌"), _issue, door=seeing, back=SYSTEM, on=queries.systems, by="pk", named="system",
    asks=SystemTokenForm, asks_with=_choices, own_key=True, fresh=True,
)  # fmt: skip
CLOSE_SYSTEM: Act[System] = Act(
    "tokens.close_system", _("停用系统和它的令牌"), actions.close_system, door=seeing, back=SYSTEM, on=queries.systems,
    by="pk", named="system", may=lambda by, _system: may_manage_systems(by), asks=Why,
    says=_("系统已停用，它的令牌立即失效。"), fresh=True,
)  # fmt: skip
TOKEN_ACTS = (MAKE, REVOKE, MAKE_SYSTEM, MAKE_FOR_SYSTEM, CLOSE_SYSTEM)
