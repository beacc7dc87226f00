"""What a package is told: who learns (a drawn name), in what, by which rules. Nothing of the person leaves."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from district.ground import clock
from district.services.training.courses.foreign import verbs
from district.services.training.courses.models import Launch, Package, Registration

NOWHERE = "https://huiqi.invalid"  # where no address of the site is set: a name, never opened
TYPE_OF_COURSE = "https://w3id.org/xapi/cmi5/activitytype/course"


def home() -> str:
    return f"{settings.SITE_ADDRESS or NOWHERE}/"


def account_of(registration: Registration) -> dict[str, str]:
    return {"homePage": home(), "name": registration.name}


def actor_of(registration: Registration) -> dict[str, Any]:
    return {"objectType": "Agent", "account": account_of(registration)}


def activity_of(package: Package, unit: int) -> str:
    """What this site calls a unit, never its publisher's own id."""
    return f"{home()}foreign/activities/{package.reference}/{unit + 1}"


def course_of(package: Package) -> str:
    return f"{home()}foreign/activities/{package.reference}"


def template_of(row: Launch) -> dict[str, Any]:
    """The context every statement of this launch bears."""
    unit = row.described
    return {
        "contextActivities": {"grouping": [{"objectType": "Activity", "id": unit["id"]}]},
        "extensions": {verbs.SESSION: str(row.session)},
    }


def launch_data(row: Launch) -> dict[str, Any]:
    """`LMS.LaunchData`, as cmi5 names it. No `returnURL`: a frame without that right leads nobody anywhere."""
    unit = row.described
    data = {
        "contextTemplate": template_of(row), "launchMode": row.mode, "launchMethod": unit["launchMethod"],
        "moveOn": unit["moveOn"],
    }  # fmt: skip
    if unit["masteryScore"]:
        data["masteryScore"] = float(unit["masteryScore"])
    if unit["launchParameters"]:
        data["launchParameters"] = unit["launchParameters"]
    if unit["entitlementKey"]:
        data["entitlementKey"] = {"courseStructure": unit["entitlementKey"]}
    return data


def mastery_of(row: Launch) -> Decimal | None:
    said = row.described["masteryScore"]
    return Decimal(said) if said else None


def said_by_us(row: Launch, verb: str, key: uuid.UUID, *, result: dict[str, Any] | None, of: str) -> dict[str, Any]:
    """A statement of the site about a launch."""
    package, now = row.registration.package, clock.now()
    activity: dict[str, Any] = {"objectType": "Activity", "id": of or activity_of(package, row.unit)}
    if of:
        activity["definition"] = {"type": TYPE_OF_COURSE}
    context = template_of(row) | {"registration": str(row.registration.reference)}
    context["contextActivities"]["category"] = [{"objectType": "Activity", "id": verbs.CATEGORY}]
    if verb == verbs.LAUNCHED:
        unit = row.described
        told = {"launchmode": row.mode, "moveon": unit["moveOn"]}
        if unit["masteryScore"]:
            told["masteryscore"] = float(unit["masteryScore"])
        context["extensions"] |= {verbs.EXTENSIONS + name: value for name, value in told.items()}
    said = {
        "id": str(key), "actor": actor_of(row.registration), "object": activity, "context": context,
        "verb": {"id": verb, "display": {"en": verb.rsplit("/", 1)[-1]}},
        "timestamp": timezone.localtime(now, dt.UTC).isoformat(), "version": "1.0.3",
    }  # fmt: skip
    return said | ({"result": result} if result else {})
