"""Taking an application back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.core.doors import my_act
from district.cases.core.permissions import may_withdraw
from district.cases.decisions import leaving
from district.ground.acts.acts import to
from district.ground.acts.forms import Reason

WITHDRAW = my_act(
    "cases.withdraw", _("撤回"), leaving.withdraw, may=may_withdraw, asks=Reason, then=to("cases:mine"),
    already=lambda _by, case, _data: case.state == "withdrawn", says=_("已撤回，可以重新申报。"),
)  # fmt: skip
