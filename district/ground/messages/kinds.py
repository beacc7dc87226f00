"""Kinds of notices, and which of them a person looks at before they leave the house."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "notice": _("一般通知"),
    "granted": _("同意"),
    "refused": _("不予同意"),
    "recovery": _("追缴退款"),
    "reminder": _("提醒"),
    "overdue": _("逾期提醒"),
    "digest": _("每日汇总"),
    "code": _("验证码"),
}


def held_for(kind: str, recipients: int) -> str:
    """Why notices of this kind to so many wait for a person: `kind`, `bulk`, or empty when they do not."""
    if kind in settings.NOTICE_HOLD:
        return "kind"
    return "bulk" if recipients > settings.NOTICE_BULK else ""


@register()
def hold_rule_names_kinds(**_: Any) -> list[CheckMessage]:
    """HUIQI_NOTICE_HOLD names kinds there are; a misspelt one would let them leave unseen."""
    unknown = sorted(set(settings.NOTICE_HOLD) - set(KINDS))
    if not unknown:
        return []
    return [
        Error(f"HUIQI_NOTICE_HOLD: no such kind: {', '.join(unknown)}; known: {', '.join(KINDS)}", id="record.E001")
    ]
