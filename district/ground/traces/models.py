"""Who came in, who took what along, who looked at whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    """What left a trace."""

    ENTERED = "entered", _("登录")
    REFUSED = "refused", _("登录失败")
    LEFT = "left", _("退出")
    TAKEN = "taken", _("导出")
    CALLED = "called", _("接口读取")
    FILE = "file", _("查看文件")
    FACTS = "facts", _("查看信息")


class Trace(models.Model):
    """One reading, kept until `until`. Never changed; deleted by the night's work once its term is over (triggers)."""

    at = models.DateTimeField(_("时间"))
    what = models.CharField(_("事项"), max_length=8, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="traces")
    name = models.CharField(_("账号"), max_length=150, blank=True)
    address = models.CharField(_("来源地址"), max_length=64, blank=True)
    page = models.CharField(_("页面"), max_length=120, blank=True)
    subject = models.CharField(_("对象"), max_length=120, blank=True)
    filters = models.CharField(_("条件"), max_length=500, blank=True)
    rows = models.PositiveIntegerField(_("行数"), null=True)
    purpose = models.CharField(_("目的"), max_length=200, blank=True)
    until = models.DateField(_("保存到"))

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=What.values), name="trace_is_of_a_known_kind"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("by", "at"), name="traces_of_a_person"),
            models.Index(fields=("subject", "at"), name="traces_of_a_subject"),
            models.Index(fields=("until",), name="traces_over"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.name} {self.subject}"
