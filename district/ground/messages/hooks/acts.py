"""Acts on subscriptions of programs to messages."""

from __future__ import annotations

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
from district.ground.messages.hooks import actions
from district.ground.messages.hooks.forms import HookForm
from district.ground.messages.hooks.models import Hook
from district.ground.messages.hooks.permissions import may_subscribe
from district.ground.messages.models import Delivery
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role
from district.ground.tokens.permissions import may_manage_systems
from district.ground.tokens.queries import System, system_of, systems

seeing = holds(Role.ADMINISTRATOR, Role.AUDITOR, Role.LEADER)


@dataclass(frozen=True)
class Made:
    """A subscription with its secret; "" where it had been made before."""

    hook: Hook
    secret: str


def _subscribe(
    *, by: Person, address: str, chosen: Sequence[str], request_key: uuid.UUID, system: System | None = None
) -> Made:
    account = system.account if system else by
    return Made(*actions.subscribe(account=account, address=address, chosen=chosen, by=by, request_key=request_key))


def changeable(by: Person) -> QuerySet[Hook]:
    """Subscriptions this person may end: their own; an administrator's those of systems too."""
    rows = Hook.objects.select_related("person")
    if may_manage_systems(by):
        return rows.filter(person__in=[by.pk, *systems(by).values_list("account", flat=True)])
    return rows.of(by)


def posted(by: Person) -> QuerySet[Delivery]:
    """What was posted to such a subscription."""
    return Delivery.objects.filter(hook__in=changeable(by)).select_related("hook", "person")


def _where(outcome: Any) -> str:
    system = system_of(outcome.thing.person)
    return reverse("messaging:system_hooks", args=[system.pk]) if system else reverse("messaging:hooks")


class Why(forms.Form):
    reason = Cut(200)


MAKE: Act[Any] = Act(
    "messaging.hooks", _("建一个推送"), _subscribe, door=is_known, back=to("messaging:hooks"), asks=HookForm,
    own_key=True,
)  # fmt: skip
MAKE_FOR_SYSTEM: Act[System] = Act(
    "messaging.system_hooks", _("建一个推送"), _subscribe, door=seeing, back=to("messaging:system_hooks", "thing.pk"),
    on=systems, by="pk", named="system", asks=HookForm, own_key=True,
)  # fmt: skip
CLOSE: Act[Hook] = Act(
    "messaging.hook_close", _("停用"), actions.close, door=is_known, back=_where, on=changeable, named="hook",
    may=lambda by, hook: may_subscribe(by, hook.person), asks=Why, says=_("推送已停用。"),
)  # fmt: skip
AGAIN: Act[Delivery] = Act(
    "messaging.hook_again", _("重发"), actions.again, door=is_known, back=_where, on=posted, named="delivery",
    may=lambda by, row: may_subscribe(by, row.person), says=_("会再推送一次。"),
)  # fmt: skip
HOOK_ACTS = (MAKE, MAKE_FOR_SYSTEM, CLOSE, AGAIN)
