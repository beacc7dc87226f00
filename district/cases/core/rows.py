"""Rows that belong to a case: who may see them follows from whose case it is."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from district.enterprises.queries import sight
from district.ground.people.queries import Person, Role


class AfterRows(models.QuerySet[Any]):
    """Rows that belong to an application: who may see them follows from whose case it is."""

    def visible_to(self, person: Person) -> AfterRows:
        """Officers and leaders see their bureau's, auditors all, others those of their own enterprises."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(self._own(person) | self._on_desk(person)) if person.is_official else self.of_member(person)

    def of_member(self, person: Person) -> AfterRows:
        return self.filter(self._own(person))

    def on_desk_of(self, person: Person) -> AfterRows:
        return self.filter(self._on_desk(person))

    def _own(self, person: Person) -> Q:
        return sight(person, "application__enterprise")

    def _on_desk(self, person: Person) -> Q:
        if person.has_role(Role.AUDITOR):
            return Q(pk__isnull=False)
        return Q(application__programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))


CASE = "cases.Application"
