"""The register as an enterprise sees it: its own facts, to confirm, contest or complete."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from district.enterprises import actions, queries, saying
from district.enterprises.bases.forms import base_form
from district.enterprises.forms import ClaimForm
from district.enterprises.mandates.queries import is_agent
from district.enterprises.models import Enterprise, Membership
from district.enterprises.values import BadValue
from district.ground import clock
from district.ground.people.doors import signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The enterprises I act for, and the form to claim one."""
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.claim_enterprise(uscc=form.cleaned_data["uscc"], name=form.cleaned_data["name"], by=request.user)  # type: ignore[arg-type]
            return redirect("enterprises:mine")
        except BadValue as error:
            form.add_error(None, str(error))
    memberships = queries.memberships_of(request.user)  # type: ignore[arg-type]
    if not memberships:
        form.fields["uscc"].widget.attrs["autofocus"] = True  # what people come here for first
    waiting = [each for each in memberships if each.state == Membership.State.REQUESTED]
    context = {
        "form": form, "memberships": memberships, "waiting": waiting, "is_agent": is_agent(request.user),  # type: ignore[arg-type]
        "to_settle": queries.claims_to_settle(request.user),  # type: ignore[arg-type]
        "base_form": base_form(request.user),  # type: ignore[arg-type]
    }  # fmt: skip
    return render(request, "enterprises/mine.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, uscc: str) -> Enterprise:
    """The firm's own people vouch for what is known of it; an agent sees facts where a verdict rests on them."""
    return get_object_or_404(queries.my_subjects(request.user), uscc=uscc)  # type: ignore[arg-type]


@signed_in
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, uscc: str) -> HttpResponse:
    """What is known, expired and unknown, by group; a POST saves everything that was changed, each by itself."""
    own = queries.myself(request.user)  # type: ignore[arg-type]
    if own is not None and own.uscc == uscc:
        return redirect("enterprises:myself")
    found = _own(request, uscc)
    kinds, known = queries.kinds_of(found), queries.facts_of(found, clock.today())
    failed: dict[str, saying.Row] = {}
    if request.method == "POST":
        saved, failed = saying.save(found, saying.entered(kinds, known, request.POST.dict()), request.user)  # type: ignore[arg-type]
        if saved:
            messages.success(request, _("已保存 %(n)d 项：%(names)s。") % {"n": len(saved), "names": "、".join(saved)})
        if not failed:
            if not saved:
                messages.info(request, _("没有改动。"))
            return redirect("enterprises:facts", uscc)
        messages.error(request, _("有 %(n)d 项没有保存，原因写在旁边，填的内容还在。") % {"n": len(failed)})
        known = queries.facts_of(found, clock.today())
    text = request.GET.get("q", "").strip() or request.GET.get("fact", "").strip()
    context = {
        "enterprise": found, "groups": saying.groups(kinds, known, text=text, failed=failed), "q": text,
    }  # fmt: skip
    return render(request, "enterprises/facts.html", context, status=422 if failed else 200)


@signed_in
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """An owner confirms or refuses who asks to act for the enterprise."""
    membership = get_object_or_404(queries.claims_to_settle(request.user), pk=pk)  # type: ignore[arg-type]
    confirm = request.POST.get("confirm") == "yes"
    actions.settle_membership(membership=membership, confirm=confirm, by=request.user)  # type: ignore[arg-type]
    words = _("%(name)s 可以代表企业办事了。") if confirm else _("没有同意 %(name)s 的认领。")
    messages.success(request, words % {"name": membership.person})
    return redirect("enterprises:mine")
