"""States and moves of cohorts, sign-ups, posts and internships."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn, having
from district.ground.slots import states as seats

DRAFT, CALLED, OVER, CANCELLED = "draft", "called", "over", "cancelled"
COHORTS: dict[str, State] = {
    DRAFT: State(DRAFT, _("筹备中"), _("筹备中")),
    CALLED: State(CALLED, _("已发布"), _("招生和开营"), timed=False, tone=Tone.NEEDS),
    OVER: State(OVER, _("已结营"), _("已结营"), final=True, tone=Tone.DONE),
    CANCELLED: State(CANCELLED, _("已取消"), _("已取消"), final=True, tone=Tone.REFUSED),
}
COHORT_MOVES: dict[str, Move] = {
    "call": Move(frozenset({DRAFT}), CALLED, _("发布招生"), _("公开页出现这一期，报名期内可以报名。")),
    "end": Move(frozenset({CALLED}), OVER, _("结营"), _("在营的学员记为结业，不再排课、不再报名。")),
    "cancel": Move(frozenset({DRAFT, CALLED}), CANCELLED, _("取消这一期"), _("课程一并取消，报名的人收到通知。")),
}

SIGNED, PLACED, REFUSED, WITHDRAWN, FINISHED, QUIT = "signed", "placed", "refused", "withdrawn", "finished", "quit"
SIGN_UPS: dict[str, State] = {
    SIGNED: State(SIGNED, _("待选拔"), _("已报名，等待选拔"), tone=Tone.NEEDS),
    PLACED: State(PLACED, _("按席位"), _("已排席位"), turn=Turn.OTHERS, timed=False),
    REFUSED: State(REFUSED, _("未录取"), _("未录取"), final=True, tone=Tone.REFUSED),
    WITHDRAWN: State(WITHDRAWN, _("已退出报名"), _("已退出报名"), final=True),
    FINISHED: State(FINISHED, _("结业"), _("已结业"), final=True, tone=Tone.DONE),
    QUIT: State(QUIT, _("中途退出"), _("中途退出"), final=True),
}
SIGN_UP_MOVES: dict[str, Move] = {
    "place": Move(frozenset({SIGNED}), PLACED, _("录取或候补"), _("按分数排席位，席位满了按分数候补。")),
    "refuse": Move(frozenset({SIGNED, PLACED}), REFUSED, _("不录取"), _("学员会看到原因，席位让给候补的人。")),
    "withdraw": Move(frozenset({SIGNED, PLACED}), WITHDRAWN, _("退出报名"), _("席位让给候补的人。")),
    "finish": Move(frozenset({PLACED}), FINISHED, _("结业")),
    "quit": Move(frozenset({PLACED}), QUIT, _("中途退出"), _("已有的签到和学时保留。")),
}
STANDING = having(SIGN_UPS)  # one of these a person and cohort
WENT = frozenset({FINISHED, QUIT})  # was a learner to the end, or for a time
SITS = seats.COMES  # of a seat: is a learner

WAITING, GIVEN, CLOSED, RETURNED, TAKEN_BACK = "waiting", "given", "closed", "returned", "taken-back"
POSTS: dict[str, State] = {
    WAITING: State(WAITING, _("待审核"), _("等待审核"), tone=Tone.NEEDS),
    GIVEN: State(GIVEN, _("招募中"), _("招募中"), turn=Turn.OTHERS, timed=False, tone=Tone.DONE),
    CLOSED: State(CLOSED, _("已结束"), _("已结束"), final=True),
    RETURNED: State(RETURNED, _("审核未通过"), _("审核未通过"), final=True, tone=Tone.REFUSED),
    TAKEN_BACK: State(TAKEN_BACK, _("已撤回"), _("已撤回"), final=True),
}
POST_MOVES: dict[str, Move] = {
    "approve": Move(frozenset({WAITING}), GIVEN, _("通过并发布"), _("岗位公开，学员可以报名。")),
    "return": Move(frozenset({WAITING}), RETURNED, _("不通过"), _("提供岗位的单位会看到原因。")),
    "take-back": Move(frozenset({WAITING}), TAKEN_BACK, _("撤回"), _("不再等待审核。")),
    "close": Move(frozenset({GIVEN}), CLOSED, _("结束招募"), _("不再接受报名；已录用的不受影响。")),
}

ASKED, TAKEN, ENDED, DECLINED, LEFT = "asked", "taken", "ended", "declined", "left"
INTERNSHIPS: dict[str, State] = {
    ASKED: State(ASKED, _("待答复"), _("等待单位答复"), turn=Turn.OTHERS, tone=Tone.NEEDS),
    TAKEN: State(TAKEN, _("已录用"), _("已录用"), turn=Turn.OTHERS, timed=False, tone=Tone.DONE),
    ENDED: State(ENDED, _("已结束"), _("已结束"), final=True),
    DECLINED: State(DECLINED, _("未录用"), _("未录用"), final=True, tone=Tone.REFUSED),
    LEFT: State(LEFT, _("本人撤回"), _("已撤回"), final=True),
}
INTERNSHIP_MOVES: dict[str, Move] = {
    "take": Move(frozenset({ASKED}), TAKEN, _("录用"), _("学员收到通知，其余报名仍可处理。")),
    "decline": Move(frozenset({ASKED}), DECLINED, _("不录用"), _("学员会看到原因。")),
    "leave": Move(frozenset({ASKED}), LEFT, _("撤回报名"), _("可以再报别的岗位。")),
    "end": Move(frozenset({TAKEN}), ENDED, _("结束并写结果"), _("结果计入统计。")),
}
RUNNING = having(INTERNSHIPS)  # one of these a learner and post
