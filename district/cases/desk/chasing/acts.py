"""What the enterprise can do about a case that is late, and the bureau about a correction that does not come."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.core.doors import desk_act, my_act
from district.cases.core.states import LAPSED
from district.cases.desk import lapsing
from district.cases.desk.chasing import actions
from district.ground.acts.forms import Reason

HURRY = my_act("cases.hurry", _("催办"), actions.hurry, says=_("已催办，经办人和部门负责人已收到。"))
END_CORRECTION = desk_act(
    "cases.end_correction", _("终止办理"), lapsing.end_correction, asks=Reason,
    already=lambda _by, case, _data: case.state == LAPSED,
    says=_("已终止办理，企业已收到通知，可以重新申报。"),
)  # fmt: skip
CHASING = (HURRY, END_CORRECTION)
