"""What every page knows: the district, the doors for this person, unread notices."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from district.ground import clock
from district.ground.bringing.menu import BOTTOM, DESK, HALL
from district.ground.bringing.waiting import Waiting
from district.ground.messages.queries import unread
from district.ground.people.queries import Person
from district.policies.naming import hotline_for_pages, name_for_pages
from district.web import beating, navigation
from district.web.demo_accounts import PASSWORD, SIGN_INS

log = logging.getLogger(__name__)


def _counted(person: Person | None) -> dict[str, int]:
    """What the header says: how much waits for the person, how many messages are unread; one query."""
    if person is None:
        return {"todo": 0, "unread": 0}
    try:
        found = Waiting(person, clock.today()).count(unread=unread(person))
    except Exception:  # what waits is said beside every page: no page goes down with it
        log.exception("what waits for %s", person)
        return {"todo": 0, "unread": unread(person).count()}
    news = found.pop("unread")
    return {"todo": sum(found.values()), "unread": news}


def site(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    person = user if isinstance(user, Person) else None
    counted = cache(lambda: _counted(person))
    return {
        "district_name": SimpleLazyObject(name_for_pages),
        "demo": settings.DEMO,
        "demo_accounts": SIGN_INS if settings.DEMO else (),
        "demo_password": PASSWORD,
        "today": clock.today(),
        "hall_menu": SimpleLazyObject(lambda: navigation.short(HALL, request)),
        "bottom_doors": SimpleLazyObject(lambda: navigation.doors(BOTTOM, request)),
        "desk_menu": SimpleLazyObject(lambda: navigation.short(DESK, request)),
        "hall_family": SimpleLazyObject(lambda: navigation.family(HALL, request)),
        "desk_family": SimpleLazyObject(lambda: navigation.family(DESK, request)),
        "hotline": SimpleLazyObject(hotline_for_pages),
        "worker_gone": SimpleLazyObject(beating.is_gone),
        "todo_count": SimpleLazyObject(lambda: counted()["todo"]),
        "unread": SimpleLazyObject(lambda: counted()["unread"]),
    }
