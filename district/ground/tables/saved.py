"""Saved views: whose one sees, and the writing of them; who may is asked by people, who stand above."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from district.ground import clock
from district.ground.tables.models import SavedView


def saved_views(user: Any, table: str = "") -> QuerySet[SavedView]:
    """One's own saved views and those shared in one's bureaus, of one list or of all."""
    if not getattr(user, "is_authenticated", False):
        return SavedView.objects.none()
    shared = Q(office__in=user.bureau_ids("officer", "leader"))
    rows = SavedView.objects.filter(Q(person=user.pk) | shared).select_related("person")
    return rows.filter(table=table) if table else rows


class Full(Exception):
    """One keeps as many views of a list as one may."""


def put(*, person: Any, table: str, name: str, query: str, office: Any, most: int) -> SavedView:
    """A view under a name, or the one of that name with other filters. Raises Full."""
    with transaction.atomic():
        mine = SavedView.objects.filter(person=person, table=table)
        if not mine.filter(name=name).exists() and mine.count() >= most:
            raise Full
        view, _created = SavedView.objects.update_or_create(
            person=person, table=table, name=name, defaults={"query": query, "office": office},
            create_defaults={"query": query, "office": office, "created_at": clock.now()},
        )  # fmt: skip
    return view
