"""What happened, in an order nobody can quietly change; and how days are counted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LogEntry(models.Model):
    """One line of the district's log. `seal` is SM3 over this line and the one before, so a change breaks the chain.

    Never updated, never deleted: triggers in the migration refuse both.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    room = models.CharField(max_length=40)
    subject = models.CharField(max_length=64, help_text=_("所记事项的公开编号"))
    verb = models.CharField(max_length=40)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        indexes: ClassVar = [models.Index(fields=("room", "subject", "number"), name="log_by_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.room} {self.subject} {self.verb}"

    @property
    def pairs(self) -> list[tuple[str, Any]]:
        """The data, name by name; a template would take a key named "items" for the method."""
        return list(self.data.items())

    @property
    def who(self) -> str:
        """Who did it; “X（受Y委托）” where an agent did it for a client; "" where the system did."""
        if self.by is None:
            return ""
        behalf = self.data.get("behalf")
        if not behalf:
            return self.by.name
        words = {"by": self.by.name, "agency": behalf["agency"], "client": behalf["client"]}
        return str(_("%(agency)s %(by)s（受%(client)s委托）") % words)


class ChainHead(models.Model):
    """The last line's number and seal; the one row that writers of the log queue for."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain_head")]


class Shared(models.Model):
    """What all processes know for a while, how often somebody tried among it: the table of Django's cache."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


class HolidayYear(models.Model):
    """One year's days off and make-up workdays, as the catalogue's holidays/<year>.yaml gives them."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    off = models.JSONField(help_text=_("日期 → 节日名称"))
    work = models.JSONField(help_text=_("调休上班的日期"))
    source = models.CharField(max_length=200)
