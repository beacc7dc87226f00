"""Who may issue and take back a link: whoever the purpose says, for as long as it says so."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.onetime.models import Link
from district.ground.onetime.purposes import purposes
from district.ground.people.permissions import Answer, No, Yes
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


def is_vouched(link: Link) -> Answer:
    """Whether who issued a link still may: a duty that ended, a membership that is over, ends what they vouched for."""
    by = link.made_by
    if by.is_active and may_issue(by, link.purpose, link.thing):
        return Yes
    return No(_("发出这个链接的人已不在相应岗位，请向%(name)s要一个新的。") % {"name": link.office.name})


def may_ask_anew(link: Link) -> Answer:
    """Whoever holds a link that opens nothing any more, and not because somebody closed it."""
    if link.state == "expired" or (link.state == "live" and not is_vouched(link)):
        return Yes
    return No(_("这个链接没有过期，不用重新要。"))
