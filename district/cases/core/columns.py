"""Where a row of the wing's lists leads."""

from __future__ import annotations

from django.urls import reverse


def row_link(name: str, reference: str) -> str:
    return reverse(f"cases:{name}", args=[reference])
