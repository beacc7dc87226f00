"""States and moves of what is published."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn, having

DRAFT, SUBMITTED, RETURNED = "draft", "submitted", "returned"
PUBLISHED, WITHDRAWN, DROPPED = "published", "withdrawn", "dropped"

STATES: dict[str, State] = {
    DRAFT: State(DRAFT, _("草稿"), _("草稿"), turn=Turn.APPLICANT, timed=False),
    SUBMITTED: State(SUBMITTED, _("待审核"), _("审核中"), tone=Tone.NEEDS),
    RETURNED: State(RETURNED, _("已退回修改"), _("请修改"), turn=Turn.APPLICANT, timed=False, tone=Tone.NEEDS),
    PUBLISHED: State(PUBLISHED, _("已发布"), _("已发布"), turn=Turn.OTHERS, timed=False, tone=Tone.DONE),
    WITHDRAWN: State(WITHDRAWN, _("已下线"), _("已下线"), turn=Turn.APPLICANT, timed=False, tone=Tone.REFUSED),
    DROPPED: State(DROPPED, _("已放弃"), _("已放弃"), final=True),
}  # fmt: skip
CHOICES = [(key, state.staff) for key, state in STATES.items()]
WRITABLE = having(STATES, turn={Turn.APPLICANT})  # the author may change it
SAYS_WHY = frozenset({RETURNED, WITHDRAWN})

MOVES: dict[str, Move] = {
    "submit": Move(WRITABLE, SUBMITTED, _("提交审核"), _("主办部门审核后发布，结果会通知您。")),
    "publish": Move(WRITABLE | {SUBMITTED}, PUBLISHED, _("发布"), _("所有人都能看到，作者收到通知。")),
    "return": Move(frozenset({SUBMITTED}), RETURNED, _("退回修改"), _("作者收到原因，改好再提交。")),
    "take_back": Move(frozenset({SUBMITTED}), DRAFT, _("撤回"), _("回到草稿，可以再改。")),
    "withdraw": Move(frozenset({PUBLISHED}), WITHDRAWN, _("下线"), _("不再公开，作者收到原因。")),
    "drop": Move(WRITABLE, DROPPED, _("不要了"), _("不再列出，里面的照片删除。")),
}  # fmt: skip
