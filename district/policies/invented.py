"""Which rows rest on numbers that no document confirms (示例参数), asked of the database with the rows."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import BooleanField, Case, QuerySet, Value, When

Rows = TypeVar("Rows", bound=QuerySet[Any])


def marking_invented(rows: Rows, version: str = "version") -> Rows:
    """Rows with `invented`: whether their rule, to which `version` leads, rests on such numbers."""
    invented = When(**{f"{version}__description__illustrative": True}, then=Value(True))
    return rows.annotate(invented=Case(invented, default=Value(False), output_field=BooleanField()))
