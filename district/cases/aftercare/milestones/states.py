"""States of a request to accept a milestone (验收) and the moves between them."""

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, having

ASKED, CHECKED, CONFIRMED, RETURNED = "asked", "checked", "confirmed", "returned"

STATES = {
    ASKED: State(ASKED, _("待核验"), _("已申请，等待核验")),
    CHECKED: State(CHECKED, _("待确认"), _("已核验，等待确认")),
    CONFIRMED: State(CONFIRMED, _("验收合格"), _("验收合格"), final=True, tone=Tone.DONE),
    RETURNED: State(RETURNED, _("已退回"), _("已退回，请补充后再申请"), final=True, tone=Tone.NEEDS),
}
OPEN = having(STATES)
MOVES = {
    "check": Move(frozenset({ASKED}), CHECKED, _("核验"), _("写明看了什么，由另一个人确认。")),
    "confirm": Move(frozenset({CHECKED}), CONFIRMED, _("确认合格"), _("等它的各期今天到期，可以拨付。")),
    "turn_back": Move(OPEN, RETURNED, _("退回补充"), _("企业会看到理由，补充后再申请。")),
}
STANDING = OPEN | {CONFIRMED}
