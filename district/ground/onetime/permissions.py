"""Who may issue and take back a link: whoever the purpose says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.onetime.models import Link
from district.ground.onetime.purposes import purposes
from district.ground.people.permissions import Answer, No
from district.ground.people.queries import Person


def may_issue(person: Person, purpose: str, thing: str) -> Answer:
    found = purposes.get(purpose)
    return found.may(person, thing) if found else No(_("没有这种用途的链接。"))


def may_revoke(person: Person, link: Link) -> Answer:
    if link.state in ("done", "revoked"):
        return No(_("这个链接已经不能用了。"))
    return may_issue(person, link.purpose, link.thing)


def may_renew(person: Person, link: Link) -> Answer:
    """Another link in its place, with what was typed."""
    if link.done_at:
        return No(_("这件事已经办完。"))
    return may_issue(person, link.purpose, link.thing)
