"""The act on bases: an owner registers one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.enterprises.bases.actions import register_base
from district.enterprises.bases.forms import BaseForm
from district.enterprises.models import Enterprise, Membership
from district.ground.acts.acts import Act, to
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person


def _register(*, by: Person, operator: Enterprise, base_name: str, sort: str) -> Membership:
    return register_base(operator=operator, name=base_name, by=by, sort=sort)


NEW: Act[Any] = Act(
    "enterprises.base", _("登记一个基地"), _register, door=is_known, back=to("enterprises:mine"), asks=BaseForm,
    asks_with=lambda by, _thing: {"person": by}, says=_("已提交，经办人确认后即可填写基地信息、申报。"),
)  # fmt: skip
BASES: tuple[Act[Any], ...] = (NEW,)
