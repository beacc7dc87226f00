"""States of an application and the moves between them, as data."""

from django.utils.translation import gettext_lazy as _

from district.record.moves import Move, State

DRAFT, SUBMITTED, RETURNED, ACCEPTED, GRANTED, REFUSED, WITHDRAWN = (
    "draft", "submitted", "returned", "accepted", "granted", "refused", "withdrawn",
)  # fmt: skip

STATES = {
    DRAFT: State(DRAFT, _("草稿"), _("草稿，尚未提交")),
    SUBMITTED: State(SUBMITTED, _("待受理"), _("已提交，等待受理")),
    RETURNED: State(RETURNED, _("补正中"), _("请补齐材料")),
    ACCEPTED: State(ACCEPTED, _("审核中"), _("已受理，正在审核")),
    GRANTED: State(GRANTED, _("已同意"), _("已同意"), final=True),
    REFUSED: State(REFUSED, _("不予同意"), _("未获同意"), final=True),
    WITHDRAWN: State(WITHDRAWN, _("已撤回"), _("您已撤回"), final=True),
}

MOVES = {
    "submit": Move(frozenset({DRAFT}), SUBMITTED, _("提交申报"), _("提交后由牵头部门受理，期间不能修改。")),
    "return": Move(frozenset({SUBMITTED}), RETURNED, _("退回补正"), _("企业将一次收到全部需补清单。")),
    "resubmit": Move(frozenset({RETURNED}), SUBMITTED, _("补正后提交"), _("经办人会看到您改了什么。")),
    "accept": Move(frozenset({SUBMITTED}), ACCEPTED, _("受理"), _("开始计算办理期限，并告知企业。")),
    "grant": Move(frozenset({ACCEPTED}), GRANTED, _("同意"), _("企业将收到决定和理由。")),
    "refuse": Move(frozenset({ACCEPTED}), REFUSED, _("不予同意"), _("企业将收到理由、依据和申请复核的办法。")),
    "withdraw": Move(
        frozenset({DRAFT, SUBMITTED, RETURNED, ACCEPTED}),
        WITHDRAWN,
        _("撤回"),
        _("此件不再办理，可重新申报。"),
    ),
}

OPEN_STATES = frozenset(key for key, state in STATES.items() if not state.final)
