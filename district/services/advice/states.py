"""States and moves of needs, offers, encounters and pairings: a need ends apart from its encounters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn, having

ASKED, UNPLACED, TAKEN, ENDED, NOBODY, WITHDRAWN = "asked", "unplaced", "taken", "ended", "nobody", "withdrawn"

STATES: dict[str, State] = {
    ASKED: State(ASKED, _("待专家接单"), _("等待专家接单"), turn=Turn.OTHERS,
                 tells=_("已请合适的专家接单，有人接单会马上通知您。")),
    UNPLACED: State(UNPLACED, _("待协调"), _("正在协调专家"), tone=Tone.NEEDS,
                    tells=_("请到的专家这次接不了，协调员正在另找合适的人。")),
    TAKEN: State(TAKEN, _("服务中"), _("服务中"), turn=Turn.OTHERS, timed=False,
                 tells=_("专家已接单，可以约时间见面，也可以在网上先答复。")),
    ENDED: State(ENDED, _("已办结"), _("已办结"), final=True, tone=Tone.DONE),
    NOBODY: State(NOBODY, _("无人承接"), _("这次没有找到合适的专家"), final=True, tone=Tone.REFUSED),
    WITHDRAWN: State(WITHDRAWN, _("已撤回"), _("已撤回"), final=True),
}  # fmt: skip
CHOICES = [(key, state.staff) for key, state in STATES.items()]
OPEN = having(STATES)
LOOKING = having(STATES, timed=True)  # nobody has taken it yet

MOVES: dict[str, Move] = {
    "accept": Move(frozenset({ASKED, UNPLACED}), TAKEN, _("接单"), _("对方会收到通知；其他专家的邀请随之结束。")),
    "exhaust": Move(frozenset({ASKED}), UNPLACED, _("转协调"), _("没有专家能接，请协调员处理。")),
    "offer": Move(frozenset({UNPLACED}), ASKED, _("再请专家"), _("请一位专家接单。")),
    "give_back": Move(frozenset({TAKEN}), UNPLACED, _("交回"), _("协调员另找专家，记录都保留。")),
    "end": Move(frozenset({TAKEN}), ENDED, _("办结"), _("十天以后请对方评价。")),
    "give_up": Move(frozenset({ASKED, UNPLACED}), NOBODY, _("告知无人承接"), _("对方会收到书面说明和其他途径。")),
    "withdraw": Move(OPEN, WITHDRAWN, _("撤回"), _("约好的时间会一并取消。")),
    "again": Move(frozenset({ENDED}), TAKEN, _("还没解决，继续"), _("由原来的专家继续服务。"), reopens=True),
}  # fmt: skip

WAITING, ACCEPTED, REFUSED, PASSED = "waiting", "accepted", "refused", "passed"

OFFERS: dict[str, State] = {
    WAITING: State(WAITING, _("待答复"), _("待答复"), turn=Turn.OTHERS, tone=Tone.NEEDS),
    ACCEPTED: State(ACCEPTED, _("已接单"), _("已接单"), final=True, tone=Tone.DONE),
    REFUSED: State(REFUSED, _("接不了"), _("接不了"), final=True, tone=Tone.REFUSED),
    PASSED: State(PASSED, _("不再需要"), _("不再需要"), final=True),
}  # fmt: skip
OFFERED = having(OFFERS) | {ACCEPTED}  # whose need an expert may read
OFFER_CHOICES = [(key, state.staff) for key, state in OFFERS.items()]
OFFER_MOVES: dict[str, Move] = {
    "accept-offer": Move(frozenset({WAITING}), ACCEPTED, _("接单"), _("对方会收到通知，您可以约时间。")),
    "refuse-offer": Move(frozenset({WAITING}), REFUSED, _("接不了"), _("请选一个理由，对方看不到。")),
    "pass-offer": Move(frozenset({WAITING}), PASSED, _("不再需要")),
    "give-offer-back": Move(frozenset({ACCEPTED}), REFUSED, _("交回"), reopens=True),
}  # fmt: skip

PLANNED, DONE, MISSED, CANCELLED, TURNED = "planned", "done", "missed", "called-off", "turned"

ENCOUNTERS: dict[str, State] = {
    PLANNED: State(PLANNED, _("待进行"), _("已安排"), turn=Turn.OTHERS, timed=False),
    DONE: State(DONE, _("已完成"), _("已完成"), final=True, tone=Tone.DONE),
    MISSED: State(MISSED, _("未到场"), _("没有见成"), final=True),
    CANCELLED: State(CANCELLED, _("已取消"), _("已取消"), final=True),
    TURNED: State(TURNED, _("已转换方式"), _("已换一种方式"), final=True),
}  # fmt: skip
ENCOUNTER_CHOICES = [(key, state.staff) for key, state in ENCOUNTERS.items()]
ENCOUNTER_MOVES: dict[str, Move] = {
    "record": Move(frozenset({PLANNED}), DONE, _("记录"), _("写下谈了什么、用了多久；需求还可以继续。")),
    "miss": Move(frozenset({PLANNED}), MISSED, _("对方没来"), _("不计入专家的服务时长。")),
    "cancel": Move(frozenset({PLANNED}), CANCELLED, _("取消"), _("时间会空出来，双方收到通知。")),
    "turn": Move(frozenset({PLANNED}), TURNED, _("换一种方式")),
}  # fmt: skip

RUNNING, OVER = "running", "over"

PAIRINGS: dict[str, State] = {
    RUNNING: State(RUNNING, _("结对中"), _("结对中"), turn=Turn.OTHERS, timed=False),
    OVER: State(OVER, _("已结束"), _("已结束"), final=True, tone=Tone.DONE),
}
PAIRING_CHOICES = [(key, state.staff) for key, state in PAIRINGS.items()]
PAIRING_MOVES: dict[str, Move] = {
    "end-pairing": Move(frozenset({RUNNING}), OVER, _("结束结对"), _("目标和里程碑都保留。")),
}
