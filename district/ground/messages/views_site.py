"""A person's messages in the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from district.ground.messages.columns import MESSAGES
from district.ground.people.doors import shell_of, signed_in
from district.ground.tables.pages import list_page


@signed_in
@require_GET
def messages(request: HttpRequest) -> HttpResponseBase:
    """`/messages/`: the person's notices, newest first; `?unread=1` leaves out what was read."""
    return list_page(request, MESSAGES, "messaging/messages.html", more={"shell": shell_of(request.user)})
