"""The signed heads, for auditors, and the public key for everybody."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from district.ground.anchors import signing
from district.ground.anchors.columns import ANCHORS
from district.ground.people.doors import for_roles, open_to_all
from district.ground.people.queries import Role
from district.ground.tables.pages import list_page


@for_roles(Role.AUDITOR)
@require_GET
def anchors(request: HttpRequest) -> HttpResponseBase:
    """`/desk/log/anchors/`: a head a day."""
    return list_page(request, ANCHORS, "anchors/anchors.html", more={"places": len(settings.ANCHOR_PLACES)})


@open_to_all
@require_GET
def public_key(request: HttpRequest) -> HttpResponse:
    """`/log/anchor.pem`: by which anybody checks a signed head."""
    return HttpResponse(signing.public_pem(), content_type="application/x-pem-file")
