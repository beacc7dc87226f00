"""A person's messages in the site."""

from __future__ import annotations

from typing import cast

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.ground.messages import posting
from district.ground.messages import queries as messages_queries
from district.ground.messages.columns import MESSAGES
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.record.views import shell_of
from district.ground.tables.pages import list_page


@signed_in
@require_GET
def messages(request: HttpRequest) -> HttpResponseBase:
    """`/messages/`: the person's notices, newest first; `?unread=1` leaves out what was read."""
    return list_page(request, MESSAGES, "messaging/messages.html", more={"shell": shell_of(request.user)})


@signed_in
@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice read and go where it points."""
    person = cast(Person, request.user)
    notice = get_object_or_404(messages_queries.messages_for(person), pk=pk)
    posting.mark_read(person=person, message_ids=[notice.pk])
    inside = notice.link and url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if inside else "messaging:messages")


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    unread = messages_queries.messages_for(person).filter(read_at=None).values_list("pk", flat=True)
    count = posting.mark_read(person=person, message_ids=unread)
    if count:
        flash.success(request, _("%(n)d 条消息已标为已读。") % {"n": count})
    return redirect("messaging:messages")
