"""States and moves of a seat; what is said of several states at once stands here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn, having

WAITING, OFFERED, TAKEN, ATTENDED, ABSENT = "waiting", "offered", "taken", "attended", "absent"
DECLINED, LAPSED, LEFT, CANCELLED, DROPPED = "declined", "lapsed", "left", "cancelled", "dropped"

STATES: dict[str, State] = {
    WAITING: State(WAITING, _("候补"), _("候补中"), turn=Turn.OTHERS, timed=False),
    OFFERED: State(OFFERED, _("已递补，等本人确认"), _("有席位了，请确认"), turn=Turn.APPLICANT, tone=Tone.NEEDS),
    TAKEN: State(TAKEN, _("已报名"), _("已报名"), turn=Turn.OTHERS, timed=False, tone=Tone.DONE),
    ATTENDED: State(ATTENDED, _("到场"), _("已参加"), final=True, tone=Tone.DONE),
    ABSENT: State(ABSENT, _("未到"), _("未到场"), final=True),
    DECLINED: State(DECLINED, _("放弃递补"), _("已放弃"), final=True),
    LAPSED: State(LAPSED, _("递补过期"), _("没有按时确认"), final=True),
    LEFT: State(LEFT, _("退出候补"), _("已退出候补"), final=True),
    CANCELLED: State(CANCELLED, _("已取消"), _("已取消"), final=True),
    DROPPED: State(DROPPED, _("活动取消"), _("活动已取消"), final=True, tone=Tone.REFUSED),
}  # fmt: skip
CHOICES = [(key, state.staff) for key, state in STATES.items()]

MOVES: dict[str, Move] = {
    "offer": Move(frozenset({WAITING}), OFFERED, _("递补"), _("候补的人收到通知，在期限内确认。")),
    "accept": Move(frozenset({OFFERED}), TAKEN, _("确认参加"), _("席位就是您的了。")),
    "decline": Move(frozenset({OFFERED}), DECLINED, _("放弃"), _("席位让给下一位。")),
    "lapse": Move(frozenset({OFFERED}), LAPSED, _("过期"), _("席位让给下一位。")),
    "leave": Move(frozenset({WAITING}), LEFT, _("退出候补"), _("不再等候，随时可以重新报名。")),
    "cancel": Move(frozenset({TAKEN}), CANCELLED, _("取消报名"), _("席位让给候补的人；活动照常。")),
    "attend": Move(frozenset({TAKEN, ABSENT}), ATTENDED, _("到场"), reopens=True),
    "miss": Move(frozenset({TAKEN, ATTENDED}), ABSENT, _("未到"), reopens=True),
    "drop": Move(having(STATES), DROPPED, _("活动取消")),
}  # fmt: skip

OPEN = having(STATES)  # something may still come of it
OCCUPIES = frozenset({OFFERED, TAKEN, ATTENDED, ABSENT})  # counted against the capacity
STANDING = OPEN | OCCUPIES  # one of these a person and session
COMES = frozenset({TAKEN, ATTENDED, ABSENT})  # on the list at the door
