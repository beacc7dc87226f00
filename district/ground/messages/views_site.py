"""A person's messages in the site."""

from __future__ import annotations

from typing import cast

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.ground.messages import posting
from district.ground.messages import queries as messages_queries
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.record.views import PAGE, _shell


@signed_in
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """`/messages/`: the person's notices, newest first; `?unread=1` leaves out what was read."""
    person = cast(Person, request.user)
    rows = messages_queries.messages_for(person)
    only_unread = request.GET.get("unread") == "1"
    if only_unread:
        rows = rows.filter(read_at=None)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "only_unread": only_unread, "shell": _shell(person)}
    return render(request, "messaging/messages.html", context)


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
