"""A file somebody handed in: what it is by its content, whose it is, where its bytes are."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

TYPES = {
    "pdf": ("application/pdf", _("PDF 文件")),
    "png": ("image/png", _("PNG 图片")),
    "jpeg": ("image/jpeg", _("JPEG 图片")),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _("Word 文档")),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _("Excel 工作簿")),
    "ofd": ("application/ofd", _("OFD 版式文件")),
}
"""What may be kept: type → (media type, words). The type is told by the content, never by the name."""
FILMS = {"mp4": ("video/mp4", _("MP4 视频")), "webm": ("video/webm", _("WebM 视频"))}
"""Only where a room asks for them (`store(film=True)`)."""
KEPT = {**TYPES, **FILMS}
SHOWN = frozenset({"pdf", "png", "jpeg", *FILMS})  # what a browser may show by itself


class StoredFile(models.Model):
    """One file of one room's subject. The bytes lie under their digest, once, however often they were handed in."""

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, help_text=_("内容的 SHA-256"))
    size = models.PositiveBigIntegerField(help_text=_("字节"))
    type = models.CharField(max_length=8, choices=[(key, words) for key, (_mime, words) in KEPT.items()])
    name = models.CharField(max_length=200, help_text=_("上传时的文件名，仅供显示"))
    room = models.CharField(max_length=40)
    subject = models.CharField(max_length=64, help_text=_("所属事项的公开编号"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("room", "subject", "digest"), name="a_subject_keeps_a_file_once"),
            models.CheckConstraint(condition=Q(type__in=sorted(KEPT)), name="stored_file_type_is_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty"),
        ]
        indexes: ClassVar = [models.Index(fields=("digest",), name="stored_file_by_digest")]

    def __str__(self) -> str:
        return self.name

    @property
    def media_type(self) -> str:
        return KEPT[self.type][0]

    @property
    def is_film(self) -> bool:
        return self.type in FILMS

    @property
    def is_shown(self) -> bool:
        """A browser may show it; the rest is only downloaded."""
        return self.type in SHOWN


class HandingIn(models.Model):
    """Files came with one request; kept for the minutes in which they are counted against whoever sent them."""

    sender = models.CharField(max_length=64)
    at = models.DateTimeField()
    files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=("sender", "at"), name="handed_in_lately")]

    def __str__(self) -> str:
        return f"{self.sender} {self.files}"
