"""What the messages bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.shown import areas, readings
from district.ground.bringing.todo import sources
from district.ground.messages.actions import NotPossible
from district.ground.messages.acts import MESSAGING
from district.ground.messages.columns import MESSAGES, OUTBOX
from district.ground.messages.hooks.actions import NotPossible as NotPosted
from district.ground.messages.hooks.acts import HOOK_ACTS
from district.ground.messages.kinds import Kind, kinds
from district.ground.messages.readings import AREA, READINGS
from district.ground.messages.todo import NOTICES
from district.ground.people.permissions import has_desk, is_known, works_for_the_district
from district.ground.tables.registry import TABLES

sources.register(NOTICES)
entries.register(
    Entry(_("消息"), "messaging:messages", "bell", "mine", 90, is_known, shell=HALL),
    Entry(_("发件箱"), "messaging:outbox", "mail-forward", "house", 10, works_for_the_district, words="通知 短信 邮件"),
    Entry(_("消息"), "messaging:messages", "bell", "desk_account", 10, has_desk),
)  # fmt: skip
kinds.register(
    Kind("notice", _("一般通知")), Kind("reminder", _("提醒")), Kind("digest", _("每日汇总")),
    Kind("code", _("验证码")),
)  # fmt: skip
areas.register(AREA)
readings.register(*READINGS)
refusals.register(NotPossible, NotPosted)
ACTS.register(*MESSAGING, *HOOK_ACTS)
TABLES.register(OUTBOX, MESSAGES)
