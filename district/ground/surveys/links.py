"""Personal links: signed, for one invitation; opening one changes nothing."""

from __future__ import annotations

import uuid

from django.core import signing
from django.urls import reverse

from district.ground.surveys.models import Invitation

SALT = "surveys.invitation"


def token_of(invitation: Invitation) -> str:
    return signing.Signer(salt=SALT).sign(invitation.reference.hex)


def link_of(invitation: Invitation) -> str:
    """The path; whoever sends it puts the site's address before."""
    return reverse("surveys:link", args=[token_of(invitation)])


def invitation_of(token: str) -> Invitation | None:
    """The invitation a link was made for, or None where it was made up."""
    try:
        reference = uuid.UUID(hex=signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    rows = Invitation.objects.select_related("questionnaire__office", "person")
    return rows.filter(reference=reference).first()
