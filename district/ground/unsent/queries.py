"""What was typed, under the names its fields have on the page."""

from __future__ import annotations

from typing import Any

from django.urls import Resolver404, resolve

from district.ground.unsent.actions import Typed
from district.ground.unsent.filling import WRITTEN

__all__ = ["named"]


def named(typed: Typed) -> list[tuple[str, str]]:
    """(label, text) of everything people wrote; what only the page put there is left out."""
    labels = _labels(typed.path)
    return [
        (str(labels.get(name, name)), "\n".join(values))
        for name, values in typed.fields.items()
        if any(each.strip() for each in values)
        and not (labels and name not in labels and len("".join(values)) < WRITTEN)
    ]


def _labels(path: str) -> dict[str, Any]:
    """Name → label of the fields an address's act asks for."""
    try:
        view = resolve(path.partition("?")[0]).func
    except Resolver404:
        return {}
    forms = [each.asks for each in getattr(view, "acts", ()) if each.asks is not None]
    return {name: field.label or name for form in forms for name, field in getattr(form, "base_fields", {}).items()}
