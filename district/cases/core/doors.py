"""Who comes to a case's pages, which case they find there, and acts on a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, QuerySet
from django.shortcuts import get_object_or_404

from district.cases.core.models import Application
from district.enterprises import queries as enterprises
from district.ground.acts.acts import Act, Text, to
from district.ground.people.doors import for_roles
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role

SEES, DECIDES = (Role.OFFICER, Role.LEADER, Role.AUDITOR), (Role.OFFICER, Role.LEADER)
officials, deciders = for_roles(*SEES), for_roles(*DECIDES)
deciding = holds(*DECIDES)
CASE, MINE = to("cases:case", "thing.reference"), to("cases:mine_one", "thing.reference")


def desk_act(key: str, label: Text, do: Callable[..., Any], **more: Any) -> Act[Application]:
    """An act of the desk on a case; what stops it is said on the case's page."""
    return Act(key, label, do, **{"door": deciding, "back": CASE, "on": desk_cases, "named": "application", **more})


def my_act(key: str, label: Text, do: Callable[..., Any], **more: Any) -> Act[Application]:
    """An act of the enterprise on its own case."""
    return Act(
        key, label, do, **{"door": is_known, "back": MINE, "on": my_applications, "named": "application", **more}
    )


def desk_cases(person: Person) -> QuerySet[Application]:
    """Cases at this person's desk, with what their pages need."""
    rows = Application.objects.on_desk_of(person)
    return rows.select_related("programme__office", "enterprise", "version__release", "officer", "applicant")


def desk_case(person: Person, reference: str) -> Application:
    return get_object_or_404(desk_cases(person), reference=reference)


def my_applications(person: Person) -> QuerySet[Application]:
    """Cases of the enterprises this person acts for, with what their pages need."""
    rows = Application.objects.of_member(person).annotate(own=Exists(enterprises.own_place(person)))
    return rows.select_related("programme__office", "enterprise", "version__release", "officer")


def my_application(person: Person, reference: str) -> Application:
    return get_object_or_404(my_applications(person), reference=reference)
