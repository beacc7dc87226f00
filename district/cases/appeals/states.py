"""States of an appeal (复核) and the moves between them."""

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, having

FILED, HEARD, INADMISSIBLE, UPHELD, DISMISSED, WITHDRAWN = (
    "filed", "heard", "inadmissible", "upheld", "dismissed", "withdrawn",
)  # fmt: skip

STATES = {
    FILED: State(FILED, _("待受理"), _("已提出，等待受理")),
    HEARD: State(HEARD, _("复核中"), _("正在复核")),
    INADMISSIBLE: State(INADMISSIBLE, _("不予受理"), _("不予受理"), final=True),
    UPHELD: State(UPHELD, _("已改变原决定"), _("原决定已改变"), final=True),
    DISMISSED: State(DISMISSED, _("维持原决定"), _("维持原决定"), final=True),
    WITHDRAWN: State(WITHDRAWN, _("已撤回"), _("您已撤回"), final=True),
}
OPEN = having(STATES)
RULED = having(STATES, final=True) - {WITHDRAWN}
MOVES = {
    "admit": Move(frozenset({FILED}), HEARD, _("受理复核"), _("由没有作出原决定的人复核，开始计时。")),
    "turn_away": Move(frozenset({FILED}), INADMISSIBLE, _("不予受理"), _("告知企业理由。")),
    "uphold": Move(frozenset({HEARD}), UPHELD, _("改变原决定"), _("作出新的决定，替代原决定。")),
    "dismiss": Move(frozenset({HEARD}), DISMISSED, _("维持原决定"), _("告知企业理由和下一步的救济办法。")),
    "withdraw_appeal": Move(OPEN, WITHDRAWN, _("撤回复核申请"), _("不再复核。")),
}
STEPS, WAITING, ABOVE, NEXT = "steps", "waiting", "above", "next"
TO_WAIT = (WAITING, NEXT)
WAYS = {
    STEPS: _("重新办理没有走完的步骤"), WAITING: _("列入候补，有名额时递补"), ABOVE: _("超名额办理"),
    NEXT: _("占用下一年的名额"),
}  # fmt: skip
"""How a case goes on whose refusal does not stand, where it cannot be granted at once."""
