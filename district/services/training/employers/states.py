"""States and moves as data: of a filing, of a shared course, of an audit and of one learner drawn for it."""

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn, having

# A filing

FILED, ASKED, KNOWN, FINISHED, WITHDRAWN = "filed", "asked", "known", "finished", "withdrawn"
STATES = {
    FILED: State(FILED, _("待确认"), _("已提交，等待确认"), tone=Tone.NEEDS),
    ASKED: State(ASKED, _("待企业补充"), _("请补充"), turn=Turn.APPLICANT, tone=Tone.NEEDS),
    KNOWN: State(KNOWN, _("已备案"), _("已备案"), turn=Turn.APPLICANT),
    FINISHED: State(FINISHED, _("已结班"), _("已结班"), final=True, tone=Tone.DONE),
    WITHDRAWN: State(WITHDRAWN, _("已撤回"), _("已撤回"), final=True),
}
MOVES = {
    "acknowledge": Move(
        frozenset({FILED}), KNOWN, _("确认备案"), _("企业会收到通知和跟踪专员的姓名；备案从提交那天起算。")
    ),
    "ask": Move(frozenset({FILED}), ASKED, _("请企业补充"), _("一次写清要补什么，企业会收到通知；备案日期不变。")),
    "answer": Move(frozenset({ASKED}), FILED, _("补充后提交"), _("交回给经办人确认，备案日期不变。")),
    "finish": Move(frozenset({KNOWN}), FINISHED, _("结班"), _("名单和学习记录不能再加，之后就可以申报。")),
    "withdraw": Move(frozenset({FILED, ASKED, KNOWN}), WITHDRAWN, _("撤回备案"), _("这次培训不再计算学时。")),
}
OPEN = having(STATES)  # learners and records come in

# A shared course

PROPOSED, OPENED, DECLINED, CLOSED = "proposed", "open", "declined", "closed"
COURSE_STATES = {
    PROPOSED: State(PROPOSED, _("待审核"), _("待审核"), tone=Tone.NEEDS),
    OPENED: State(OPENED, _("已公开"), _("可以使用"), turn=Turn.APPLICANT, tone=Tone.DONE, timed=False),
    DECLINED: State(DECLINED, _("未通过"), _("没有公开"), final=True, tone=Tone.REFUSED),
    CLOSED: State(CLOSED, _("已停用"), _("不再提供"), final=True),
}
COURSE_MOVES = {
    "publish": Move(frozenset({PROPOSED}), OPENED, _("公开"), _("出现在共享课程里，别的企业可以用它备案。")),
    "decline": Move(frozenset({PROPOSED}), DECLINED, _("不公开"), _("写明原因，企业会收到通知。")),
    "close": Move(frozenset({OPENED}), CLOSED, _("停用"), _("不能再用它备案；已备案的照常。")),
}

# An audit

SEALED, SEEDED, DRAWN, DONE = "sealed", "seeded", "drawn", "done"
AUDIT_STATES = {
    SEALED: State(SEALED, _("名单已封存"), _("名单已封存"), tone=Tone.NEEDS),
    SEEDED: State(SEEDED, _("种子已记录，待抽取"), _("待抽取"), tone=Tone.NEEDS),
    DRAWN: State(DRAWN, _("核查中"), _("核查中")),
    DONE: State(DONE, _("已结束"), _("已结束"), final=True, tone=Tone.DONE),
}
AUDIT_MOVES = {
    "seed": Move(frozenset({SEALED}), SEEDED, _("记录种子"), _("记录后不能再改，抽签只由名单和种子算出。")),
    "draw": Move(frozenset({SEEDED}), DRAWN, _("抽取"), _("同样的名单和种子，谁来算都抽到同样的人。")),
    "end": Move(frozenset({DRAWN}), DONE, _("结束抽查"), _("每一人都有结论之后。")),
}

# One learner drawn

PICKED, FINE, TOLD, UPHELD, DROPPED = "drawn", "fine", "told", "upheld", "dropped"
ITEM_STATES = {
    PICKED: State(PICKED, _("待核查"), _("正在核查"), tone=Tone.NEEDS),
    FINE: State(FINE, _("没有问题"), _("没有问题"), final=True, tone=Tone.DONE),
    TOLD: State(TOLD, _("听取意见中"), _("请陈述意见"), turn=Turn.APPLICANT, tone=Tone.NEEDS),
    UPHELD: State(UPHELD, _("问题成立"), _("这人的学时不计"), final=True, tone=Tone.REFUSED),
    DROPPED: State(DROPPED, _("问题不成立"), _("经核实没有问题"), final=True, tone=Tone.DONE),
}
ITEM_MOVES = {
    "clear": Move(frozenset({PICKED}), FINE, _("没有问题"), _("这人的学时照算。")),
    "doubt": Move(frozenset({PICKED}), TOLD, _("有疑点"), _("企业收到疑点和陈述期限，之前不作结论。")),
    "uphold": Move(frozenset({TOLD}), UPHELD, _("认定成立"), _("企业陈述之后或期限已过；已决定的转为线索处理。")),
    "drop": Move(frozenset({TOLD}), DROPPED, _("认定不成立"), _("学时照算，企业会收到通知。")),
}
TELLS = frozenset(ITEM_STATES) - {PICKED} - {ITEM_MOVES["clear"].target}  # the enterprise reads of it
RULED = TELLS - {TOLD}
UNRULED = having(ITEM_STATES)
