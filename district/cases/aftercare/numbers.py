"""Public numbers of this part: YW an obligation, HC a finding, CC a sampling campaign; of rooms above, theirs."""

from __future__ import annotations

from django.db.models import Model
from django.utils.crypto import get_random_string

from district.cases.core.numbers import LETTERS
from district.ground import clock


def new_reference(model: type[Model], prefix: str) -> str:
    """As HC2026-7KQ4-M2XP: neither the row's id nor in order."""
    while True:
        drawn = get_random_string(8, LETTERS)
        reference = f"{prefix}{clock.today().year}-{drawn[:4]}-{drawn[4:]}"
        if not model._default_manager.filter(reference=reference).exists():
            return reference
