"""States and moves of a clinic's number; what is said of several states at once stands here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn, having

BOOKED, WAITING, CALLED = "booked", "waiting", "called"
SERVED, MISSED, LEFT, UNSEEN, DROPPED = "served", "missed", "left", "unseen", "dropped"

STATES: dict[str, State] = {
    BOOKED: State(BOOKED, _("已约，未到"), _("已约"), turn=Turn.APPLICANT, timed=False, tone=Tone.DONE),
    WAITING: State(WAITING, _("在等"), _("排队中"), turn=Turn.DESK),
    CALLED: State(CALLED, _("已叫号"), _("叫到您了"), turn=Turn.DESK, tone=Tone.NEEDS),
    SERVED: State(SERVED, _("已接待"), _("已看过"), final=True, tone=Tone.DONE),
    MISSED: State(MISSED, _("未到"), _("没有到场"), final=True),
    LEFT: State(LEFT, _("自己退号"), _("已退号"), final=True),
    UNSEEN: State(UNSEEN, _("散场时没轮到"), _("今天没有轮到"), final=True, tone=Tone.REFUSED),
    DROPPED: State(DROPPED, _("门诊取消"), _("门诊已取消"), final=True, tone=Tone.REFUSED),
}  # fmt: skip
CHOICES = [(key, state.staff) for key, state in STATES.items()]

MOVES: dict[str, Move] = {
    "arrive": Move(frozenset({BOOKED}), WAITING, _("我到了"), _("开始排队，按约定的时间叫号。")),
    "call": Move(frozenset({WAITING}), CALLED, _("叫号"), _("这个号的手机页面会显示轮到了。")),
    "serve": Move(frozenset({CALLED}), SERVED, _("看完了"), _("记为已接待，进入这件需求的服务记录。")),
    "miss": Move(frozenset({CALLED, BOOKED}), MISSED, _("没来"), _("叫下一个号；来晚了可以重新排队。")),
    "again": Move(frozenset({MISSED}), WAITING, _("来晚了，重新排队"), _("排在现在等着的人后面。"), reopens=True),
    "leave": Move(frozenset({BOOKED, WAITING, CALLED}), LEFT, _("退号"), _("号让给后面的人。")),
    "close": Move(frozenset({WAITING, CALLED}), UNSEEN, _("散场")),
    "drop": Move(having(STATES), DROPPED, _("门诊取消")),
}  # fmt: skip

OPEN = having(STATES)  # something may still come of it
IN_LINE = frozenset({WAITING})
EXPECTED = frozenset({BOOKED, WAITING, CALLED, SERVED, MISSED})  # of a booked time: it is not given to somebody else
