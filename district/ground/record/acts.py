"""Walking the chain of the log now, to say whether it holds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Say, to
from district.ground.people.permissions import holds
from district.ground.people.queries import Role
from district.ground.record import actions


def _verify(*, by: Any) -> Say:
    try:
        count = actions.verify_chain()
    except actions.ChainBroken as broken:
        return Say(_("留痕链不完整：%(why)s") % {"why": broken}, "error")
    return Say(_("留痕链完整：%(n)d 行逐行核对无误。") % {"n": count})


VERIFY: Act[Any] = Act(
    "record.verify", gettext_lazy("核对留痕链"), _verify, door=holds(Role.AUDITOR), back=to("record:log"),
    says=lambda done: done.result,
)  # fmt: skip
