"""Signed links to calendars, without sign-in; a link made anew makes the earlier ones lead nowhere."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.db.models import F

from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import write_log
from district.ground.slots.models import CalendarLink, Resource
from district.ground.slots.permissions import may_enter_absence

SALT = "huiqi.calendar"
OF_RESOURCES = "huiqi.calendar.resource"


def _revision(**of: object) -> int:
    return CalendarLink.objects.filter(**of).values_list("revision", flat=True).first() or 0


def person_token(person: Person) -> str:
    """Whose calendar it is; a changed password, or a link made anew, makes old ones lead nowhere."""
    said = [person.pk, person.get_session_auth_hash()[:16], _revision(person=person.pk)]
    return signing.dumps(said, salt=SALT)


def person_of(token: str) -> Person | None:
    try:
        pk, print_, revision = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = get_user_model().objects.filter(pk=pk, is_active=True).first()
    good = found is not None and found.get_session_auth_hash()[:16] == print_ and _revision(person=pk) == revision
    return found if good else None


def resource_token(resource: Resource) -> str:
    return signing.dumps([resource.pk, _revision(resource=resource.pk)], salt=OF_RESOURCES)


def resource_of(token: str) -> Resource | None:
    try:
        pk, revision = signing.loads(token, salt=OF_RESOURCES)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Resource.objects.filter(pk=pk).first()
    return found if found is not None and _revision(resource=pk) == revision else None


def renew_link(*, by: Person, resource: Resource | None = None) -> None:
    """Make one's own link anew, or a resource's; whoever has the old one sees nothing any more. Raises Refused."""
    if resource is not None:
        require(may_enter_absence(by, resource))
    of = {"resource": resource} if resource is not None else {"person": by}
    with transaction.atomic():
        row, _made = CalendarLink.objects.get_or_create(**of)
        CalendarLink.objects.filter(pk=row.pk).update(revision=F("revision") + 1)
        write_log(room="slots", subject=resource.key if resource else by.username, verb="renew-link", by=by)
