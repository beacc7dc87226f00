"""States of a draft and the moves between them, as data."""

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, having

DRAFT, PROPOSED, APPROVED, PUBLISHED, DROPPED = "draft", "proposed", "approved", "published", "dropped"

STATES = {
    DRAFT: State(DRAFT, _("起草中"), _("起草中")),
    PROPOSED: State(PROPOSED, _("待审签"), _("待审签"), tone=Tone.NEEDS),
    APPROVED: State(APPROVED, _("已审签，待发布"), _("已审签，待发布"), tone=Tone.NEEDS),
    PUBLISHED: State(PUBLISHED, _("已发布"), _("已发布"), final=True, tone=Tone.DONE),
    DROPPED: State(DROPPED, _("已作废"), _("已作废"), final=True),
}

OPEN_STATES = having(STATES)
SIGNED = (APPROVED, PUBLISHED)
MOVES = {
    "propose": Move(frozenset({DRAFT}), PROPOSED, _("送审签"), _("由另一位同事核对。送审后不能再改。")),
    "return": Move(frozenset({PROPOSED, APPROVED}), DRAFT, _("退回修改"), _("写明要改什么，起草人会收到。")),
    "approve": Move(frozenset({PROPOSED}), APPROVED, _("审签同意"), _("同意后由负责人发布。")),
    "publish": Move(frozenset({APPROVED}), PUBLISHED, _("发布"), _("新规则从所写的日期起适用，此前的判定不变。")),
    "rebase": Move(
        OPEN_STATES,
        DRAFT,
        _("合并已发布的改动"),
        _("把别人后来发布的改动并进草案；并进以后重新送审。"),
    ),
    "drop": Move(OPEN_STATES, DROPPED, _("作废草案"), _("草案不再办理，文字留存可查。")),
}
