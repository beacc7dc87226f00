"""Terms: told thirty days before their end, ended the day after their last."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.nightly import Piece
from district.ground.messages.posting import post
from district.ground.messages.queries import told_about
from district.ground.people.listed import ending, open_memberships, stewards_of
from district.ground.people.memberships import close_over
from district.ground.people.queries import OFFICES, OrganisationMembership, Person, Role, with_duty
from district.ground.record.actions import official

ROOM = "people"


def terms(today: dt.date) -> str:
    """Tell whoever is concerned of terms that end within AHEAD days, once a term; end those whose last day is past."""
    with transaction.atomic():
        over = close_over(open_memberships())
        for each in over:
            _tell(each, _("任期已满：%(organisation)s %(role)s"), key=f"over-{each.pk}")
    told = [each for each in ending(today) if not told_about(ROOM, f"term-{each.pk}")]
    for each in told:
        _tell(each, _("任期将满：%(organisation)s %(role)s"), key=f"term-{each.pk}")
    return _("任期已满 %(over)d 项，提前告知 %(told)d 项。") % {"over": len(over), "told": len(told)}


def _tell(row: OrganisationMembership, title: str, *, key: str) -> None:
    """The person, and who keeps the organisation's members."""
    with official():
        words = {"organisation": row.organisation.name, "role": row.get_role_display()}
        day = row.until or dt.date.max
        body = _("%(name)s的任期到%(y)d年%(m)d月%(d)d日为止。要续任，请在期满前办理；期满后相应的门就关上了。") % {
            "name": row.person.name, "y": day.year, "m": day.month, "d": day.day,
        }  # fmt: skip
        common = {"room": ROOM, "subject": key, "kind": "term", "title": title % words, "body": body}
        post(to=[row.person], link=reverse("organisations:mine"), **common)  # type: ignore[arg-type]
        keepers = _keepers(row)
        post(to=keepers, link=reverse("organisations:mine_one", args=[row.organisation_id]), **common)  # type: ignore[arg-type]


def _keepers(row: OrganisationMembership) -> list[Person]:
    rows = with_duty(Role.ADMINISTRATOR) if row.organisation.kind in OFFICES else stewards_of(row.organisation)
    return [each for each in rows if each.pk != row.person_id]


TERMS = Piece("terms", gettext_lazy("任期"), terms)
