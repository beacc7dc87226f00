"""How courses and certificates stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone

DRAFT, OPEN, CLOSED = "draft", "open", "closed"
COURSE_STATES = {
    DRAFT: State(DRAFT, _("草稿"), _("还没有开放"), tone=Tone.NEEDS),
    OPEN: State(OPEN, _("开放"), _("可以学"), tone=Tone.DONE),
    CLOSED: State(CLOSED, _("停止报名"), _("停止报名")),
}
COURSE_MOVES = {
    "publish": Move(frozenset({DRAFT, CLOSED}), OPEN, _("开放"), _("所有人都能看到，可以报名学习。")),
    "close": Move(frozenset({OPEN}), CLOSED, _("停止报名"), _("学着的人可以学完，别人不能再报名。")),
}

VALID, REVOKED, WITHDRAWN = "valid", "revoked", "withdrawn"
CERTIFICATE_STATES = {
    VALID: State(VALID, _("有效"), _("有效"), tone=Tone.DONE),
    REVOKED: State(REVOKED, _("已撤销"), _("已撤销"), final=True, tone=Tone.REFUSED),
    WITHDRAWN: State(WITHDRAWN, _("本人收回"), _("持有人已收回"), final=True),
}
CERTIFICATE_MOVES = {
    "revoke": Move(frozenset({VALID}), REVOKED, _("撤销"), _("核验页会写明已撤销和理由，本人会收到通知。")),
    "withdraw": Move(frozenset({VALID}), WITHDRAWN, _("收回"), _("核验页不再显示您的姓名；收回以后不能恢复。")),
}
