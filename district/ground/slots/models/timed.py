"""What takes a span of time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from district.ground.slots.times import Span, here, when


class Timed(models.Model):
    """From `starts` up to, and without, `ends`; read in the district's time."""

    starts = models.DateTimeField(_("开始"))
    ends = models.DateTimeField(_("结束"))

    class Meta:
        abstract = True

    @property
    def span(self) -> Span:
        return Span(here(self.starts), here(self.ends))

    @property
    def when(self) -> str:
        return when(self.span)
