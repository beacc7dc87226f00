"""What reading a programme needs of the catalogue around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.catalogue.model import FactKind
from rulebook.plan.build import Scope


@dataclass(frozen=True)
class Known:
    """The names a rule may use, the vocabulary, the types of derived facts."""

    scope: Scope
    facts: Mapping[str, FactKind]
    derived_types: Mapping[str, str]
