"""What becomes of hours that looked odd."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone

OPEN, CLEARED, STRUCK = "open", "cleared", "struck"
STATES = {
    OPEN: State(OPEN, _("待核实"), _("核实中"), tone=Tone.NEEDS),
    CLEARED: State(CLEARED, _("没有问题"), _("没有问题"), final=True, tone=Tone.DONE),
    STRUCK: State(STRUCK, _("学时已划去"), _("学时已划去"), final=True, tone=Tone.REFUSED),
}
MOVES = {
    "clear": Move(frozenset({OPEN}), CLEARED, _("没有问题"), _("学时照算，写明核实了什么。")),
    "strike": Move(frozenset({OPEN}), STRUCK, _("划去学时"), _("这些学时不再计算，本人会收到通知。")),
}
