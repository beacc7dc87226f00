"""What a limit took, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _


def in_words(cut: dict[str, Any]) -> str:
    """One thing a limit took, as a decision keeps it."""
    said = {"year": cut["year"], "yuan": f"{Decimal(cut['amount']):,.2f}", "why": cut["why"], "other": cut["because"]}
    if cut["because"]:
        return _("%(year)d 年少给 %(yuan)s 元：%(why)s（已取“%(other)s”）") % said
    return _("%(year)d 年少给 %(yuan)s 元：%(why)s") % said
