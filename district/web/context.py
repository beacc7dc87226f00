"""What every page knows: the district, the doors for this person, unread notices."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from district.ground import clock
from district.ground.bringing.menu import BOTTOM, DESK, HALL
from district.ground.bringing.waiting import Waiting
from district.ground.messages.queries import unread
from district.ground.people.queries import Expert, Person, experts_for
from district.policies.naming import hotline_for_pages, name_for_pages
from district.web import beating, navigation
from district.web.demo_accounts import PASSWORD, SIGN_INS

log = logging.getLogger(__name__)


def _advises(person: Person) -> QuerySet[Expert]:
    return experts_for().filter(person=person)


BESIDE = {"unread": unread, "expert": _advises}


def _counted(person: Person | None) -> dict[str, int]:
    """What the header says: how much waits for the person, how many messages are unread; one query. It tells as well
    whether they are an expert, so that the menu need not ask.
    """
    if person is None:
        return {"todo": 0, "unread": 0}
    try:
        found = Waiting(person, clock.today()).count(BESIDE)
    except Exception:  # what waits is said beside every page: no page goes down with it
        log.exception("what waits for %s", person)
        return {"todo": 0, "unread": unread(person).count()}
    news, person.advises = found.pop("unread"), bool(found.pop("expert"))
    return {"todo": sum(found.values()), "unread": news}


def site(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    person = user if isinstance(user, Person) else None
    counted = cache(lambda: _counted(person))

    def told(shown: Callable[[str, HttpRequest], Any], shell: str) -> Any:
        return SimpleLazyObject(lambda: (counted(), shown(shell, request))[1])

    return {
        "district_name": SimpleLazyObject(name_for_pages),
        "demo": settings.DEMO,
        "demo_accounts": SIGN_INS if settings.DEMO else (),
        "demo_password": PASSWORD,
        "today": clock.today(),
        "hall_menu": told(navigation.short, HALL),
        "bottom_doors": told(navigation.doors, BOTTOM),
        "desk_menu": told(navigation.short, DESK),
        "hall_family": told(navigation.family, HALL),
        "desk_family": told(navigation.family, DESK),
        "hotline": SimpleLazyObject(hotline_for_pages),
        "worker_gone": SimpleLazyObject(beating.is_gone),
        "todo_count": SimpleLazyObject(lambda: counted()["todo"]),
        "unread": SimpleLazyObject(lambda: counted()["unread"]),
    }
