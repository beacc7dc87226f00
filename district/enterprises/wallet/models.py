"""The evidence wallet (材料库): papers of an enterprise by document type, each with the days it is good for."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

SOON = dt.timedelta(days=30)  # before a paper expires its owner is told


class EvidenceRows(models.QuerySet["Evidence"]):
    def current(self) -> EvidenceRows:
        """Those that no later paper replaced, expired ones included."""
        return self.filter(replaced_by=None)

    def good_on(self, day: dt.date) -> EvidenceRows:
        """Current, and good on a day."""
        return self.current().filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class Evidence(models.Model):
    """One paper of one enterprise, of one document type (`kind`). Its file never changes; another one replaces it."""

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="papers")
    kind = models.CharField(_("材料类型"), max_length=60)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    valid_from = models.DateField(_("生效日期"))
    valid_until = models.DateField(_("有效期至"), null=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaces")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_key = models.UUIDField(unique=True, help_text=_("表单的唯一键：重复提交只生成一份"))
    reminded_at = models.DateTimeField(null=True, help_text=_("何时提醒过快要到期"))

    objects = EvidenceRows.as_manager()

    class Meta:
        ordering = ("kind", "-at", "-pk")
        verbose_name = _("材料")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("enterprise", "kind", "file"), condition=Q(replaced_by=None), name="one_current_paper_per_file"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="paper_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")), name="paper_does_not_replace_itself"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("valid_until",), name="paper_by_expiry")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.file.name}"

    def state_on(self, day: dt.date) -> str:
        """replaced, later (not good yet), expired, expiring (within 30 days) or valid."""
        if self.replaced_by_id:
            return "replaced"
        if self.valid_from > day:
            return "later"
        if self.valid_until is None:
            return "valid"
        if self.valid_until < day:
            return "expired"
        return "expiring" if self.valid_until <= day + SOON else "valid"
