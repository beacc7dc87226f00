"""What every page knows: the district, the doors for this person, unread notices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from district.ground import clock
from district.ground.messages.queries import unread_count
from district.ground.people.queries import Person
from district.policies.naming import hotline_for_pages, name_for_pages
from district.web import beating, navigation
from district.web.demo_accounts import PASSWORD, SIGN_INS


def site(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    person = user if isinstance(user, Person) else None
    return {
        "district_name": SimpleLazyObject(name_for_pages),
        "demo": settings.DEMO,
        "demo_accounts": SIGN_INS if settings.DEMO else (),
        "demo_password": PASSWORD,
        "today": clock.today(),
        "hall_doors": SimpleLazyObject(lambda: navigation.open_doors(navigation.HALL, request)),
        "bottom_doors": SimpleLazyObject(lambda: navigation.open_doors(navigation.BOTTOM, request)),
        "desk_doors": SimpleLazyObject(lambda: navigation.open_doors(navigation.DESK, request)),
        "desk_menu": SimpleLazyObject(lambda: navigation.open_doors(navigation.DESK_MENU, request)),
        "hotline": SimpleLazyObject(hotline_for_pages),
        "worker_gone": SimpleLazyObject(beating.is_gone),
        "unread": SimpleLazyObject(lambda: unread_count(person) if person else 0),
    }
