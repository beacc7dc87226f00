"""Whose signatures a case needs: read from its version's `approval`, by amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.people.queries import Role

OFFICER, REVIEWER, LEADER = "officer", "reviewer", "leader"
WORDS = {OFFICER: _("经办"), REVIEWER: pgettext_lazy("level", "复核"), LEADER: _("审批")}
SIGNS = {OFFICER: (Role.OFFICER, Role.LEADER), REVIEWER: (Role.OFFICER, Role.LEADER), LEADER: (Role.LEADER,)}
"""Level → the duties of the lead bureau that sign it."""


@dataclass(frozen=True)
class Level:
    """One signature; `above`: only for more than so many yuan, None for every case."""

    role: str
    above: Decimal | None = None


SILENT = (Level(OFFICER), Level(REVIEWER))  # where a rule says nothing: nobody decides alone


def levels_of(description: Mapping[str, Any]) -> tuple[Level, ...]:
    """The levels of a version's description, in their order. What `rulebook check` refuses does not occur here."""
    said = description.get("approval") or []
    found = (Level(each["role"], Decimal(str(each["above"])) if each.get("above") else None) for each in said)
    return tuple(found) or SILENT


def needed(levels: tuple[Level, ...], yuan: Decimal) -> list[str]:
    """The roles that sign a grant of so many yuan, a refusal (0) among them: officer first, two at least."""
    return [each.role for each in levels if each.above is None or yuan > each.above]
