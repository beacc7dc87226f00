"""States of a response and the moves between them."""

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn

DRAFT, HANDED_IN, WITHDRAWN = "draft", "handed-in", "withdrawn"
STATES = {
    DRAFT: State(DRAFT, _("填写中"), _("填写中"), turn=Turn.APPLICANT, tone=Tone.NEEDS),
    HANDED_IN: State(HANDED_IN, _("已提交"), _("已提交"), final=True, tone=Tone.DONE),
    WITHDRAWN: State(WITHDRAWN, _("已撤回"), _("已撤回"), final=True),
}
STANDING = frozenset({DRAFT, HANDED_IN})  # begun, and not withdrawn
MOVES = {
    "hand-in": Move(frozenset({DRAFT}), HANDED_IN, _("提交"), _("答案交给发问卷的部门，之后不能再改。")),
    "withdraw": Move(frozenset({DRAFT}), WITHDRAWN, _("不填了"), _("这一份不再填写，已填的内容会删掉。")),
    "take-back": Move(
        frozenset({HANDED_IN}), WITHDRAWN, _("撤回"), _("已交的这一份不再计入，可以重新填一份。"), reopens=True
    ),
}
