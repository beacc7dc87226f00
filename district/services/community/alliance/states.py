"""States and moves of a membership."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn, having

ASKED, STANDING, REFUSED, ENDED = "asked", "standing", "refused", "ended"

STATES: dict[str, State] = {
    ASKED: State(ASKED, _("申请加入"), _("申请中"), tone=Tone.NEEDS),
    STANDING: State(STANDING, _("成员"), _("成员"), turn=Turn.OTHERS, timed=False, tone=Tone.DONE),
    REFUSED: State(REFUSED, _("未通过"), _("未通过"), final=True, tone=Tone.REFUSED),
    ENDED: State(ENDED, _("已结束"), _("已结束"), final=True),
}  # fmt: skip
CHOICES = [(key, state.staff) for key, state in STATES.items()]
OPEN = having(STATES)  # one of these an enterprise

MOVES: dict[str, Move] = {
    "admit": Move(frozenset({ASKED}), STANDING, _("同意加入"), _("从今天起一年，成员收到通知。")),
    "refuse": Move(frozenset({ASKED}), REFUSED, _("不同意"), _("申请人收到原因，可以再申请。")),
    "lapse": Move(frozenset({STANDING}), ENDED, _("到期"), _("期满自动结束。")),
    "leave": Move(having(STATES), ENDED, _("退出"), _("出借的资源同时停止。")),
}  # fmt: skip
