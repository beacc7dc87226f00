"""What was typed is kept: for whom the page was made, sealed, for an hour."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest

from district.ground import clock
from district.ground.people.queries import Person
from district.ground.record.secrets import CannotOpen, open_text, seal_text
from district.ground.unsent.models import Unsent

FOR = "typed_for"  # the hidden field that says for whom a page was made
NOBODY = "0"
MINUTES, MOST, LARGEST = 60, 20, 256 * 1024  # how long, forms of one person at once, bytes of one
SESSION, SHOW = "unsent", "unsent_show"  # keys of a stranger's; what the next page is filled with
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
UNKEPT = ("password", "oldpassword", "csrfmiddlewaretoken", FOR)
_signer = signing.Signer(salt="unsent")


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: where to, from which page, what stood in it, which files were chosen."""

    path: str
    page: str
    fields: Mapping[str, list[str]]
    files: list[str] = field(default_factory=list)


def mark_of(person: Any) -> str:
    """For whom a page was made, signed."""
    return _signer.sign(str(person.pk) if isinstance(person, Person) else NOBODY)


def keep(request: HttpRequest) -> str:
    """Keep what a form said that cannot be taken now; its key, "" where nothing was typed, or where no page of ours
    with this form was made for anybody.
    """
    whose = _whose(request)
    if whose is None or request.content_type not in FORMS or not _ours(request):
        return ""
    typed = Typed(
        request.get_full_path(), page_of(request),
        {name: values for name, values in dict(request.POST.lists()).items() if not name.startswith(UNKEPT)},
        [each.name for _name, files in request.FILES.lists() for each in files if each.name],
    )  # fmt: skip
    text = json.dumps(asdict(typed), ensure_ascii=False)
    if not any(value.strip() for values in typed.fields.values() for value in values) or len(text) > LARGEST:
        return ""
    person = int(whose) if whose != NOBODY else None
    return _kept(request, text, person)


def _kept(request: HttpRequest, text: str, person: int | None) -> str:
    key, now = secrets.token_urlsafe(16), clock.now()
    forget()
    if person is not None:
        old = Unsent.objects.filter(person=person).order_by("-kept_at").values_list("pk", flat=True)[MOST - 1 :]
        Unsent.objects.filter(pk__in=list(old)).delete()
    Unsent.objects.create(
        key=key, person_id=person, sealed=seal_text(text, purpose="unsent", about=key), kept_at=now,
        until=now + dt.timedelta(minutes=MINUTES),
    )  # fmt: skip
    if person is None:
        request.session[SESSION] = [*request.session.get(SESSION, [])[1 - MOST :], key]
    return key


def _whose(request: HttpRequest) -> str | None:
    """The key of whoever the page was made for, "0" for a stranger; None where no page of ours says it."""
    try:
        return _signer.unsign(getattr(request, FOR, "") or request.POST.get(FOR, ""))
    except signing.BadSignature:
        return None


def _ours(request: HttpRequest) -> bool:
    """What another site's page sends is nobody's typing: browsers say whose page it was."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return not said or (said != "null" and urlsplit(said).netloc == request.get_host())


def page_of(request: HttpRequest) -> str:
    """The page of ours on which the form stood, "" where the browser does not say."""
    parts = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if parts.netloc != request.get_host():
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def opened(request: HttpRequest, key: str) -> Typed | None:
    """What was typed, for whoever typed it."""
    row = Unsent.objects.filter(key=key, until__gt=clock.now()).first()
    if row is None:
        return None
    mine = row.person_id == request.user.pk if row.person_id else key in request.session.get(SESSION, ())
    if not mine:
        return None
    try:
        return Typed(**json.loads(open_text(row.sealed, purpose="unsent", about=row.key)))
    except CannotOpen:  # sealed before the key was changed
        return None


def forget() -> int:
    """What nobody came back for in its hour goes; how many."""
    return Unsent.objects.filter(until__lte=clock.now()).delete()[0]
