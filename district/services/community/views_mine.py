"""One's own pages: what one wrote, what one signed up for, the ticket that is shown at the door."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground.acts.views import tell
from district.ground.marked.html import rendered
from district.ground.papers.pdf import qr_svg
from district.ground.people.doors import known, me, open_to_all, signed_in
from district.ground.slots import states as seats
from district.ground.slots.queries import my_seats, seat_by
from district.ground.tables.pages import list_page
from district.services.community import door, posting, queries
from district.services.community.columns import MINE
from district.services.community.forms import ChangeForm, PictureForm, WhoForm, WriteForm
from district.services.community.meeting import CALENDAR
from district.services.community.models import Activity, Post


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """`/my/community/`: what one wrote, and what one comes to."""
    rows = my_seats(me(request)).filter(state__in=seats.STANDING, session__calendar=CALENDAR)
    return list_page(request, MINE, "community/mine.html", more={"seats": rows.order_by("-session__starts")[:20]})


def write(request: HttpRequest, form: WriteForm | None = None) -> HttpResponse:
    """`/my/community/new/`: a draft; `?kind=showcase` for an enterprise."""
    kind = request.GET.get("kind", "")
    firms = queries.firms_of(me(request))
    first = {"kind": kind if kind in Post.Kind.values else Post.Kind.NEWS, "request_key": uuid.uuid4(),
             "enterprise": firms[0] if kind == Post.Kind.SHOWCASE and firms else None}  # fmt: skip
    form = form or WriteForm(person=me(request), initial=first)
    return render(request, "community/write.html", {"form": form, "firms": firms})


@signed_in
@require_GET
def mine_one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/community/posts/<reference>/`: where one works on it."""
    return one_page(request, reference)


def one_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """A post of one's own; `form` is what of it could not be done, with what was typed."""
    post = get_object_or_404(queries.my_posts(me(request)), reference=reference)
    forms = {"change": ChangeForm(post=post), "picture": PictureForm(), "who": WhoForm()}
    for name, made in forms.items():
        if type(form) is type(made):
            forms[name] = form
    if form is not None and form not in forms.values():
        tell(request, form)
    context = {
        "post": post, "forms": forms, "pictures": post.pictures.there().prefetch_related("consents"),
        "named": post.consents.filter(picture=None), "unanswered": posting.unanswered(post),
        "body": rendered(post.text),
    }  # fmt: skip
    return render(request, "community/mine_one.html", context)


@open_to_all
@never_cache
@require_GET
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """`/community/tickets/<token>/`: what is shown at the door, by the seat's own link; looking changes nothing."""
    seat = seat_by(token)
    activity = Activity.objects.select_related("session").filter(session=seat.session_id).first() if seat else None
    if seat is None or activity is None:
        raise Http404
    person = known(request.user)
    context = {
        "seat": seat, "session": seat.session, "activity": activity, "code": door.code_of(seat),
        "picture": SafeString(qr_svg(door.ticket_of(seat), fits=True)) if seat.state == seats.TAKEN else "",
        "here": hasattr(seat, "check_in"),
        "ties": queries.ties_at(activity, person) if person and seat.person_id == person.pk else [],
    }  # fmt: skip
    answer = render(request, "community/ticket.html", context)
    answer["Referrer-Policy"], answer["X-Robots-Tag"] = "same-origin", "noindex"
    return answer
