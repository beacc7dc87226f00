"""A link's page for whoever holds it; the links of a bureau for its people."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground.acts.acts import Done
from district.ground.acts.views import tell
from district.ground.clients import too_many
from district.ground.onetime import actions, queries
from district.ground.onetime.acts import SEES, UseForm
from district.ground.onetime.columns import LINKS
from district.ground.onetime.handing import issued
from district.ground.onetime.models import Link
from district.ground.onetime.permissions import is_vouched
from district.ground.onetime.purposes import purposes
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page

desk = for_roles(*SEES)
OVER = {"done": 200, "revoked": 410, "expired": 410, "unvouched": 410, "gone": 410}
View = Callable[..., HttpResponse]
MISSES, TRIES, WINDOW = 30, 40, 3600  # wrong tokens from one address, posts by one link, in an hour


def of_known_links(view: View) -> View:
    """For whoever holds a link that we issued; others are counted, and told no more than that."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        if (link := queries.with_token(token)) is None:
            crowded = too_many(request, "once", most=MISSES, within=WINDOW)
            return _page(request, "none", status=429 if crowded else 404)
        often = request.method == "POST" and too_many(
            request, "once-link", most=TRIES, within=WINDOW, about=str(link.pk)
        )
        if often:
            messages.error(request, _("这个链接一小时内提交得太多，请稍后再试。您填写的内容还在。"))
            return _shown(request, link, actions.bounded(actions.written(request.POST)), status=429)
        return view(request, token=token)

    return opened


def opened(request: HttpRequest, token: str, form: UseForm | None = None) -> HttpResponse:
    """`/once/<token>/`: says who asks and for what. Opening it changes nothing, for mail is read by machines first."""
    link = queries.with_token(token)
    assert link is not None
    typed = actions.bounded(form.written()) if form is not None else link.typed
    error = getattr(form, "refused", None)
    if error is not None and not isinstance(error, actions.Over):
        messages.error(request, str(error))
    if form is not None:
        tell(request, form)
    return _shown(request, link, typed, status=200)


def _shown(request: HttpRequest, link: Link, typed: dict[str, str], status: int) -> HttpResponse:
    purpose, state = purposes[link.purpose], link.state
    if state == "live" and not is_vouched(link):
        state = "unvouched"
    shown = purpose.shown(link, typed) if state == "live" else None
    if shown is None:
        state = "gone" if state == "live" else state
        values = {"uses": link.uses.all(), "typed": {k: v for k, v in typed.items() if v.strip()}}
        return _page(request, state, link, values, status=OVER[state] if status == 200 else status)
    live: dict[str, Any] = {
        "part": shown.template, "values": shown.values, "seen": actions.digest_of(shown),
        "must_sign_in": purpose.needs_account and not request.user.is_authenticated, "back": bool(link.typed),
    }  # fmt: skip
    return _page(request, "live", link, live, status=status)


def _page(
    request: HttpRequest, state: str, link: Link | None = None, values: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    label = purposes[link.purpose].label if link else ""
    answer = render(
        request, "onetime/open.html", {"state": state, "link": link, "label": label, **(values or {})}, status=status
    )
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer" if link is None else "same-origin"
    return answer


@desk
@require_GET
def links(request: HttpRequest) -> HttpResponseBase:
    """`/desk/links/`: the links of one's bureau: for whom, for what, whether used."""
    return list_page(request, LINKS, "tables/page.html")


@desk
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/links/<reference>/`: what was seen and signed by it."""
    found = get_object_or_404(queries.links_seen_by(cast(Person, request.user)), reference=reference)
    purpose = purposes[found.purpose]
    context = {
        "link": found, "label": purpose.label,
        "uses": [{"use": each, "signed": purpose.said(each.signed), "seen": purpose.said(each.seen)}
                 for each in found.uses.all()],
    }  # fmt: skip
    return render(request, "onetime/link.html", context)


def renewed(request: HttpRequest, done: Done[Link]) -> HttpResponse:
    assert done.thing is not None
    return issued(request, [done.result], back=reverse("onetime:link", args=[done.thing.reference]))
