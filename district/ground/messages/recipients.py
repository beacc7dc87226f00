"""Who wants to be told outside the site, and where."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from district.ground.messages.models import Channel, Choice
from district.ground.people.queries import Person, with_address
from district.ground.record.secrets import CannotOpen

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recipient:
    """A person's address by channel, for the channels they want and the site has; and what may be bundled."""

    addresses: dict[str, str]
    bundle: str


def recipients(
    people: Iterable[int], open_ways: Iterable[str], *, closed: Iterable[int] = ()
) -> dict[int, Recipient]:  # fmt: skip
    """Those of these people, by key, who are told by one of the channels; one query. `closed`: those of them who are
    told though their account is closed."""
    told = Q(is_active=True) | Q(pk__in=set(closed), anonymised_at=None)
    rows = with_address(Person.objects.filter(told, pk__in=set(people))).values_list(
        "pk", "username", "address", "notice_choice__email", "notice_choice__sms", "notice_choice__webhook",
        "notice_choice__phone", "notice_choice__bundle",
    )  # fmt: skip
    found = {}
    for pk, username, address, email, sms, webhook, phone, bundle in rows:
        wanted = {
            Channel.EMAIL.value: (address or "") if email is not False else "",
            Channel.SMS.value: _number(phone, pk) if sms and Channel.SMS in open_ways else "",
            Channel.WEBHOOK.value: username if webhook else "",
        }
        if addresses := {channel: where for channel, where in wanted.items() if where and channel in open_ways}:
            found[pk] = Recipient(addresses, bundle or Choice.Bundle.PLAIN)
    return found


def _number(sealed: str, person: int) -> str:
    """The telephone number; nothing where it was sealed under another key: whoever tells people must not fail of it."""
    try:
        return Choice(person_id=person, phone=sealed).phone
    except CannotOpen:
        logger.warning("the telephone number of person %d does not open", person)
        return ""
