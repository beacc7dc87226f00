"""What people keep of a list: its filters under a name (常用清单)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list's filters under a name, one's own or shared in a bureau. `table`: the list's key."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    table = models.CharField(max_length=60)
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(max_length=500)
    office = models.ForeignKey("people.Bureau", models.PROTECT, null=True, related_name="+")  # whose people see it
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("person", "table", "name"), name="one_saved_view_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
