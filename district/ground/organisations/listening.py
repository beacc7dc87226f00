"""Who is told when somebody asks to join, and when they are vouched for."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from district.ground.messages.posting import mark_done, post
from district.ground.people.listed import stewards_of
from district.ground.people.memberships import membership_changed
from district.ground.people.queries import OrganisationMembership, Role, with_duty
from district.ground.record.actions import official

ROOM = "people"


@receiver(membership_changed, dispatch_uid="organisations.memberships")
def members_are_told(sender: Any, *, membership: OrganisationMembership, verb: str, **_more: Any) -> None:
    """Stewards hear who waits, an organisation without one makes the administrators hear it; then whoever asked."""
    subject = f"member-{membership.pk}"
    words = {"name": membership.person.name, "organisation": membership.organisation.name}
    with official():
        if verb == "ask-to-join":
            stewards = stewards_of(membership.organisation)
            to = stewards if stewards.exists() else with_duty(Role.ADMINISTRATOR)
            post(to=[each for each in to if each.pk != membership.person_id], room=ROOM, subject=subject, kind="member",
                 needs_action=True, title=_("%(name)s说自己属于%(organisation)s，请确认") % words,
                 link=reverse("organisations:mine_one", args=[membership.organisation_id]))  # fmt: skip
        elif verb == "vouch":
            mark_done(room=ROOM, subject=subject)
            post(to=[membership.person], room=ROOM, subject=subject, kind="member",
                 title=_("您在%(organisation)s的身份已确认") % words, link=reverse("organisations:mine"))  # fmt: skip
        elif verb in ("end-membership", "revoke-duty"):
            mark_done(room=ROOM, subject=subject)
