"""States after a decision: of an obligation, of a finding, of a sampling campaign; and the moves, as data."""

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, having

# An obligation

WATCHING, KEPT, BREACHED, RELEASED = "watching", "kept", "breached", "released"
OBLIGATION_STATES = {
    WATCHING: State(WATCHING, _("跟踪中"), _("履行中")),
    KEPT: State(KEPT, _("已履行"), _("已履行完毕"), final=True, tone=Tone.DONE),
    BREACHED: State(BREACHED, _("疑似违反"), _("正在核实"), tone=Tone.REFUSED),
    RELEASED: State(RELEASED, _("已解除"), _("已解除"), final=True),
}
OBLIGATION_MOVES = {
    "keep": Move(frozenset({WATCHING}), KEPT, _("期满履行"), _("到期那天仍然守住，义务结束。")),
    "breach": Move(frozenset({WATCHING}), BREACHED, _("发现违反"), _("立为线索，先听取企业意见，不自动追缴。")),
    "resume": Move(frozenset({BREACHED}), WATCHING, _("继续跟踪"), _("线索不成立或已提醒，义务继续。")),
    "release": Move(frozenset({WATCHING, BREACHED}), RELEASED, _("解除义务"), _("说明理由，企业会收到通知。")),
}

OBLIGATION_OPEN = having(OBLIGATION_STATES)

# A finding

OPENED, TOLD, UPHELD, DISMISSED, PROPOSED, APPROVED, CLOSED = (
    "opened", "told", "upheld", "dismissed", "proposed", "approved", "closed",
)  # fmt: skip
FINDING_STATES = {
    OPENED: State(OPENED, _("待告知"), _("正在核实"), tone=Tone.NEEDS),
    TOLD: State(TOLD, _("听取意见中"), _("请陈述意见"), tone=Tone.NEEDS),
    UPHELD: State(UPHELD, _("成立，待处理"), _("核实成立，正在研究处理")),
    DISMISSED: State(DISMISSED, _("不成立"), _("经核实不成立"), final=True),
    PROPOSED: State(PROPOSED, _("待批准"), _("处理意见审批中"), tone=Tone.NEEDS),
    APPROVED: State(APPROVED, _("已批准"), _("已作出处理"), final=True, tone=Tone.DONE),
    CLOSED: State(CLOSED, _("已了结"), _("已了结"), final=True),
}
FINDING_MOVES = {
    "tell": Move(frozenset({OPENED}), TOLD, _("告知企业"), _("企业收到事实、依据和陈述意见的期限。")),
    "recognise": Move(frozenset({OPENED}), UPHELD, _("确认少给"), _("对企业有利，不必听取意见，直接提出补发。")),
    "uphold": Move(frozenset({TOLD}), UPHELD, _("认定成立"), _("企业已陈述意见或期限已过；写明理由。")),
    "dismiss": Move(frozenset({OPENED, TOLD}), DISMISSED, _("认定不成立"), _("企业会收到通知，义务继续跟踪。")),
    "propose": Move(frozenset({UPHELD}), PROPOSED, _("提出金额"), _("算式一并列出，由另一人批准。")),
    "send_back": Move(frozenset({PROPOSED}), UPHELD, _("退回重提"), _("写明哪里不对。")),
    "approve": Move(frozenset({PROPOSED}), APPROVED, _("批准"), _("通知企业，并交资金办理。")),
    "close": Move(frozenset({OPENED, TOLD, UPHELD, PROPOSED}), CLOSED, _("了结"), _("不涉及金额，或事实已再次更正。")),
}
FINDING_OPEN = having(FINDING_STATES)
FINDING_RULED = having(FINDING_STATES, final=True)
FINDING_UPHELD = (UPHELD, PROPOSED, APPROVED)  # from the ruling on

# A sampling campaign

SEALED, DRAWN, DONE = "sealed", "drawn", "done"
CAMPAIGN_STATES = {
    SEALED: State(SEALED, _("名单已封存，待抽取"), _("待抽取"), tone=Tone.NEEDS),
    DRAWN: State(DRAWN, _("核查中"), _("核查中")),
    DONE: State(DONE, _("已结束"), _("已结束"), final=True, tone=Tone.DONE),
}
CAMPAIGN_MOVES = {
    "draw": Move(frozenset({SEALED}), DRAWN, _("公布种子并抽取"), _("名单和分数已封存，同一种子总是抽出同样的件。")),
    "finish": Move(frozenset({DRAWN}), DONE, _("结束抽查"), _("每一件都有了结果。")),
}
