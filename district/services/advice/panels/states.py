"""States and moves of a panel; what is said of several states at once stands here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn, having

HELD, SEALED, CANCELLED = "held", "sealed", "cancelled"

STATES: dict[str, State] = {
    HELD: State(HELD, _("已约定"), _("已约定"), turn=Turn.OTHERS, tone=Tone.NEEDS),
    SEALED: State(SEALED, _("记录已签齐"), _("已完成"), final=True, tone=Tone.DONE),
    CANCELLED: State(CANCELLED, _("已取消"), _("已取消"), final=True),
}  # fmt: skip
CHOICES = [(key, state.staff) for key, state in STATES.items()]

MOVES: dict[str, Move] = {
    "seal": Move(frozenset({HELD}), SEALED, _("封存"), _("每位专家都签了自己的部分，记录不再改动。")),
    "cancel": Move(frozenset({HELD}), CANCELLED, _("取消这次安排"), _("专家的时间空出来，所有人收到通知。")),
}  # fmt: skip

OPEN = having(STATES)
