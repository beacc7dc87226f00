"""Subscribing from a programme's page, the list of one's subscriptions, and the page a letter's link leads to."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.enterprises import queries as enterprises
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.queries import Person
from district.policies.models import Programme
from district.policies.subscribing import actions, queries


@signed_in
@require_POST
def subscribe(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug, withdrawn=False)
    actions.subscribe(person=cast(Person, request.user), programme=programme)
    messages.success(request, _("已订阅。开放申报或规则有变化、而您有机会享受时，会发消息给您。"))
    return redirect("policies:programme", slug)


@signed_in
@require_GET
def subscriptions(request: HttpRequest) -> HttpResponse:
    """`/my/subscriptions/`: what I am told of, and the firms of which I may be told what fits."""
    person = cast(Person, request.user)
    rows = queries.mine(person)
    followed = {each.enterprise_id for each in rows if each.enterprise_id}
    others = [each for each in enterprises.my_enterprises(person) if each.pk not in followed]
    return render(request, "policies/subscribing/mine.html", {"rows": rows, "others": others})


@signed_in
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Be told of whatever fits one of my firms."""
    person = cast(Person, request.user)
    enterprise = enterprises.enterprise_of(person, request.POST.get("enterprise", ""))
    if enterprise is None:
        raise Http404
    actions.follow(person=person, enterprise=enterprise)
    messages.success(request, _("已订阅。有适合%(name)s的政策开放或变化时，会发消息给您。") % {"name": enterprise.name})
    return redirect("policies:subscriptions")


@signed_in
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    person = cast(Person, request.user)
    row = get_object_or_404(queries.Subscription.objects.visible_to(person), pk=pk)
    actions.stop(subscription=row, by=person)
    messages.success(request, _("已退订。"))
    return redirect("policies:subscriptions")


@open_to_all
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """Where a letter's link leads: a button, for scanners of mail follow links; whoever holds the key may press it."""
    row = queries.by_key(key)
    if row is None:
        raise Http404
    if request.method == "POST":
        actions.stop(subscription=row, by=None)
        return redirect("policies:unsubscribe", key)
    return render(request, "policies/subscribing/stop.html", {"subscription": row})
