"""States of awards, batches and clawback cases, and the moves between them, as data."""

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, having

HELD, COMMITTED, SETTLED, RELEASED, EXPIRED = "held", "committed", "settled", "released", "expired"
AWARD_STATES = {
    HELD: State(HELD, _("占用中"), _("审核中，资金已预留")),
    COMMITTED: State(COMMITTED, _("待付"), _("已决定，等待拨付")),
    SETTLED: State(SETTLED, _("已付清"), _("已拨付"), tone=Tone.DONE),
    RELEASED: State(RELEASED, _("已释放"), _("不再拨付"), final=True),
    EXPIRED: State(EXPIRED, _("占用到期"), _("审核中")),
}
AWARD_MOVES = {
    "hold": Move(frozenset({HELD}), HELD, _("占用"), _("从可用指标中预留，审核期间不会被别人用掉。")),
    "commit": Move(frozenset({HELD, EXPIRED}), COMMITTED, _("列入待付"), _("按决定金额列入待付，并排出拨付计划。")),
    "adjust-hold": Move(frozenset({HELD}), HELD, _("调整占用"), _("占用金额改为新的金额。")),
    "adjust": Move(frozenset({COMMITTED, SETTLED}), COMMITTED, _("调整金额"), _("未付部分改为新的金额。")),
    "extend": Move(frozenset({HELD}), HELD, _("延长占用"), _("占用期限从今天起重新计算。")),
    "hold-again": Move(frozenset({EXPIRED}), HELD, _("重新占用"), _("从可用指标中再次占用。")),
    "release": Move(frozenset({HELD, COMMITTED, EXPIRED}), RELEASED, _("释放"), _("钱退回可用指标。")),
    "stop": Move(frozenset({COMMITTED}), SETTLED, _("停止后续拨付"), _("已付的不动，未付的退回可用指标。")),
    "expire": Move(frozenset({HELD}), EXPIRED, _("占用到期"), _("超过占用期限，钱退回可用指标。")),
    "settle": Move(frozenset({COMMITTED}), SETTLED, _("付清"), _("各期都已支付。")),
    "reopen": Move(frozenset({SETTLED}), COMMITTED, _("退汇重付"), _("银行退回已付的款，重新列入待付。")),
}
UNDECIDED = AWARD_MOVES["commit"].sources
DECIDED = (COMMITTED, SETTLED)
SET_ASIDE = (HELD, COMMITTED)
"""States of an award that has money."""
TAKEN_BACK = (RELEASED, SETTLED)
"""States of an award that nothing more is paid of."""

MADE, CHECKED, FIRST, RELEASING, SENT, CLOSED, CANCELLED = (
    "made", "checked", "first", "releasing", "sent", "closed", "cancelled",
)  # fmt: skip
UNRELEASED = (MADE, CHECKED, FIRST)
BATCH_STATES = {
    MADE: State(MADE, _("待复核"), _("拨付准备中"), tone=Tone.NEEDS),
    CHECKED: State(CHECKED, _("待一级放行"), _("拨付准备中"), tone=Tone.NEEDS),
    FIRST: State(FIRST, _("待二级放行"), _("拨付准备中"), tone=Tone.NEEDS),
    RELEASING: State(RELEASING, _("放行中"), _("拨付中")),
    SENT: State(SENT, _("已送国库，待回单"), _("拨付中")),
    CLOSED: State(CLOSED, _("已对清"), _("已拨付"), final=True, tone=Tone.DONE),
    CANCELLED: State(CANCELLED, _("已撤销"), _("已撤销"), final=True),
}
ON_THE_WAY = tuple(key for key in BATCH_STATES if key in having(BATCH_STATES) - {*UNRELEASED})
RELEASED_BATCH = (*ON_THE_WAY, CLOSED)
BATCH_MOVES = {
    "check": Move(frozenset({MADE}), CHECKED, _("复核"), _("收款人、金额、依据无误，交放行。")),
    "first-release": Move(frozenset({CHECKED}), FIRST, _("一级放行"), _("还须另一人二级放行。")),
    "second-release": Move(frozenset({FIRST}), RELEASING, _("二级放行"), _("逐笔转为在途，之后可以下载送盘文件。")),
    "sent": Move(frozenset({RELEASING}), SENT, _("放行完毕"), _("送盘文件可以下载。")),
    "close": Move(frozenset({SENT}), CLOSED, _("对清"), _("每一笔都有了结果。")),
    "cancel": Move(frozenset(UNRELEASED), CANCELLED, _("撤销"), _("各笔回到待付清单。")),
}

OPEN, RECOVERED, ASKED, WRITTEN_OFF, BOOKED, VOID = "open", "recovered", "asked", "written-off", "booked", "void"
CLAWBACK_STATES = {
    BOOKED: State(BOOKED, _("多付，待认定"), _("正在核实")),
    OPEN: State(OPEN, _("追缴中"), _("请按计划退回")),
    ASKED: State(ASKED, _("申请核销"), _("请按计划退回"), tone=Tone.NEEDS),
    RECOVERED: State(RECOVERED, _("已收回"), _("已退回"), final=True, tone=Tone.DONE),
    WRITTEN_OFF: State(WRITTEN_OFF, _("已核销"), _("已了结"), final=True, tone=Tone.REFUSED),
    VOID: State(VOID, _("不成立"), _("不成立"), final=True),
}
CLAWBACK_MOVES = {
    "demand": Move(frozenset({BOOKED}), OPEN, _("决定追缴"), _("线索听取意见、认定并经另一人批准之后。")),
    "void": Move(frozenset({BOOKED}), VOID, _("不成立"), _("查明没有重复付出，账上冲回。")),
    "come-back": Move(frozenset({BOOKED, OPEN}), RECOVERED, _("银行退回"), _("重复付出的款由银行整笔退回。")),
    "receive": Move(frozenset({OPEN, ASKED}), OPEN, _("记收回"), _("收到的钱记回原指标。")),
    "recovered": Move(frozenset({OPEN}), RECOVERED, _("收齐"), _("应收的已全部收回。")),
    "ask-write-off": Move(frozenset({OPEN}), ASKED, _("申请核销"), _("由财政部门另一位负责人批准。")),
    "decline-write-off": Move(frozenset({ASKED}), OPEN, _("不同意核销"), _("继续追缴。")),
    "write-off": Move(frozenset({ASKED}), WRITTEN_OFF, _("批准核销"), _("不再追缴，记入核销。")),
}
UNHEARD = (BOOKED, VOID)
"""States of a clawback that nobody was asked for: it is no claim yet, or none any more."""
CLAIMED = CLAWBACK_MOVES["receive"].sources
TOLD = frozenset(CLAWBACK_STATES) - {*UNHEARD}
