"""States of a contest and of an entry, and the moves between them."""

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn

DRAFT, CALLED, JUDGING, DECIDED, PUBLISHED, CANCELLED = (
    "draft", "called", "judging", "decided", "published", "cancelled",
)  # fmt: skip
STATES = {
    DRAFT: State(DRAFT, _("起草"), _("起草"), timed=False),
    CALLED: State(CALLED, _("征集中"), _("征集中"), turn=Turn.OTHERS, tone=Tone.NEEDS),
    JUDGING: State(JUDGING, _("评审中"), _("评审中"), turn=Turn.OTHERS),
    DECIDED: State(DECIDED, _("结果已定，待公布"), _("评审中"), timed=False),
    PUBLISHED: State(PUBLISHED, _("已公布结果"), _("已公布结果"), final=True, tone=Tone.DONE),
    CANCELLED: State(CANCELLED, _("已取消"), _("已取消"), final=True),
}
UNSEATED = frozenset({DRAFT, CALLED})  # nobody has sheets
JURY_GROWS = UNSEATED | {JUDGING}  # judges may be asked
SETTLED = frozenset({DECIDED, PUBLISHED})  # places stand
WITH_SHEETS = SETTLED | {JUDGING}
MOVES = {
    "call": Move(frozenset({DRAFT}), CALLED, _("发布征集"), _("征集页面公开，规则从此不再改。")),
    "seat": Move(frozenset({CALLED}), JUDGING, _("分派评审"), _("每位评委收到要评的作品，先申报有无利益关系。")),
    "decide": Move(frozenset({JUDGING}), DECIDED, _("按规则定名次"), _("按公布的规则算出名次，公布日之前不公开。")),
    "publish": Move(frozenset({DECIDED}), PUBLISHED, _("公布结果"), _("结果公开，获奖记入事实，参赛者收到通知。")),
    "cancel": Move(
        frozenset({DRAFT, CALLED, JUDGING, DECIDED}), CANCELLED, _("取消大赛"), _("不再进行，参赛者收到原因。")
    ),
}

HANDED_IN, WITHDRAWN = "handed-in", "withdrawn"
ENTRY_STATES = {
    DRAFT: State(DRAFT, _("填写中"), _("填写中"), turn=Turn.APPLICANT, tone=Tone.NEEDS),
    HANDED_IN: State(HANDED_IN, _("已参赛"), _("已参赛"), final=True, tone=Tone.DONE),
    WITHDRAWN: State(WITHDRAWN, _("已退出"), _("已退出"), final=True),
}
ENTRY_MOVES = {
    "hand-in": Move(frozenset({DRAFT}), HANDED_IN, _("提交参赛"), _("作品交给组织单位，截止以前可以撤回再改。")),
    "take-back": Move(frozenset({HANDED_IN}), DRAFT, _("撤回修改"), _("回到填写中，截止以前再提交。"), reopens=True),
    "withdraw": Move(frozenset({DRAFT}), WITHDRAWN, _("退出"), _("不参加了，这份作品不再评审。")),
    "pull-out": Move(frozenset({HANDED_IN}), WITHDRAWN, _("退出比赛"), _("不参加了，这份作品不再评审。"), reopens=True),
}
