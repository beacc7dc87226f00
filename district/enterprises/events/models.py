"""Events of the register: append-only, with the day it happened and the day it was known."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.enterprises.events import effects


class RegisterEvent(models.Model):
    """One thing that happened to an enterprise: `about` (its name, or a fact) was `before` and is `after`."""

    class Kind(models.TextChoices):
        RENAMED = effects.RENAMED, _("更名")
        MOVED = effects.MOVED, _("迁出")
        CLOSED = effects.CLOSED, _("注销")
        REVOKED = effects.REVOKED, _("吊销")
        LISTED = effects.LISTED, _("列为失信被执行人")
        DELISTED = effects.DELISTED, _("移出失信被执行人")
        RESTORED = effects.RESTORED, _("恢复")

    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=60)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200)
    on = models.DateField(help_text=_("发生之日；登记没有写明的，是数据截止日期"))
    known_at = models.DateTimeField()
    source = models.CharField(max_length=120)
    run = models.ForeignKey("ImportRun", models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ("-on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=effects.KINDS), name="register_event_kind_is_known"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="register_event_changes_something"),
            models.CheckConstraint(condition=~Q(about="") & ~Q(after=""), name="register_event_says_what"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("enterprise", "about", "-on"), name="register_event_by_firm"),
            models.Index(fields=("before",), name="register_event_before"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def words(self) -> str:
        """`注销：经营状态 存续 → 注销（2026年3月1日，区市场监管局）`."""
        said = {
            "kind": self.get_kind_display(), "about": self.about, "before": _plain(self.before) or _("不清楚"),
            "after": _plain(self.after), "y": self.on.year, "m": self.on.month, "d": self.on.day, "source": self.source,
        }  # fmt: skip
        return str(_("%(kind)s：%(about)s %(before)s → %(after)s（%(y)d年%(m)d月%(d)d日，%(source)s）") % said)


def _plain(text: str) -> str:
    return str({"true": _("是"), "false": _("否")}.get(text, text))
