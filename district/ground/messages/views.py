"""The outbox as officers see it; and each person's own page on how they want to be told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground import clock
from district.ground.messages import actions, channels, queries, rendering
from district.ground.messages.columns import OUTBOX
from district.ground.messages.forms import ChoiceForm
from district.ground.messages.kinds import words_of
from district.ground.messages.models import Channel, Delivery
from district.ground.messages.permissions import may_review
from district.ground.people.doors import for_roles, signed_in
from district.ground.people.queries import Person, Role, with_address
from district.ground.record.queries import history
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page

PAGE = 25
seeing = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)
HELD_WORDS = {"kind": gettext_lazy("这类通知发出前要有人看过"), "bulk": gettext_lazy("收件人多，发出前要有人看过")}
VERBS = {
    "release": gettext_lazy("放行"),
    "edit": gettext_lazy("修改"),
    "drop": gettext_lazy("撤下"),
    "retry": gettext_lazy("重发"),
}


@seeing
@require_GET
def outbox(request: HttpRequest) -> HttpResponseBase:
    """`/desk/outbox/`: what waits for somebody, what could not be sent, what will leave and has left."""

    def more(found: Listed[Any]) -> dict[str, Any]:
        return {"may": found.tab == "held" and any(row.may for row in found.rows), "printed": _printed()}

    return list_page(request, OUTBOX, "messaging/outbox.html", more=more)


@seeing
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """`/desk/outbox/release/`: let the chosen ones leave."""
    person = cast(Person, request.user)
    chosen = Delivery.objects.visible_to(person).filter(reference__in=request.POST.getlist("reference")[: PAGE * 2])
    count = actions.release(deliveries=chosen, by=person)
    if count:
        flash.success(request, ngettext("已放行 %(n)d 条。", "已放行 %(n)d 条。", count) % {"n": count})
    else:
        flash.info(request, _("没有要放行的：请先勾选。"))
    return redirect("messaging:outbox")


@seeing
@require_GET
def delivery(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/outbox/<reference>/`: one, as its receiver gets it."""
    row = _found(request, reference)
    return _page(request, row)


def _found(request: HttpRequest, reference: str) -> Delivery:
    rows = Delivery.objects.visible_to(cast(Person, request.user)).select_related("person", "office", "bundle")
    return get_object_or_404(rows, reference=reference)


def _page(request: HttpRequest, row: Delivery, *, error: str = "", typed: dict[str, str] | None = None) -> HttpResponse:
    lines = list(history(actions.ROOM, row.reference))
    may = bool(may_review(cast(Person, request.user), row))
    context: dict[str, Any] = {
        "row": row, "kind": words_of(row.kind), "error": error, "held_for": HELD_WORDS.get(row.held_for, ""),
        "entries": [{"label": VERBS.get(line.verb, line.verb), "at": line.at, "by": line.by, "reason": line.reason}
                    for line in lines],
        "typed": typed or {"subject": row.subject, "body": row.body}, "items": row.items.order_by("at", "pk"),
        "may_change": may and row.state in actions.OPEN and not row.is_in_hand(clock.now()),
        "in_hand": row.is_in_hand(clock.now()), "may": may,
    }  # fmt: skip
    if row.channel == Channel.EMAIL:
        context |= {"letter": rendering.letter(row), "sender": rendering.sender(row)}
    elif row.channel == Channel.SMS:
        context["sms"] = rendering.sms_text(row)
    else:
        context["posted"] = json.dumps(rendering.payload(row), ensure_ascii=False, indent=2)
    return render(request, "messaging/delivery.html", context, status=422 if error else 200)


@seeing
@require_POST
def change(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """`/desk/outbox/<reference>/<verb>/`: release, edit, drop, retry."""
    row, person, asked = _found(request, reference), cast(Person, request.user), request.POST
    does: dict[str, Callable[[], object]] = {
        "release": lambda: actions.release(deliveries=[row], by=person),
        "edit": lambda: actions.edit(
            delivery=row, subject=asked.get("subject", row.subject), body=asked.get("body", ""), by=person
        ),
        "drop": lambda: actions.drop(delivery=row, reason=asked.get("reason", ""), by=person),
        "retry": lambda: actions.retry(delivery=row, by=person),
    }
    try:
        does[verb]()
    except actions.NotPossible as refused:
        typed = {"subject": asked.get("subject", row.subject), "body": asked.get("body", row.body)}
        return _page(request, row, error=str(refused), typed=typed)
    flash.success(request, _("已%(verb)s。") % {"verb": VERBS[verb]})
    return redirect("messaging:delivery", reference)


def _printed() -> bool:
    """No mail server: mail is printed to the log, and a page that says "sent" has to say so."""
    return bool(settings.EMAIL_BACKEND.endswith("console.EmailBackend"))


@signed_in
@require_http_methods(["GET", "POST"])
def notice_choices(request: HttpRequest) -> HttpResponse:
    """`/me/notices/`: by which channels the person wants to be told, and what is bundled."""
    person = cast(Person, request.user)
    row, open_ways = queries.choice_of(person), channels.configured()
    address = with_address(Person.objects.filter(pk=person.pk)).values_list("address", flat=True).get()
    confirmed = row.phone_confirmed_at is not None
    form = ChoiceForm(
        request.POST or None, open_ways=open_ways, has_address=bool(address), has_phone=confirmed,
        initial={name: getattr(row, name) for name in ("email", "sms", "webhook", "bundle", "language")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.chosen() | ({} if address else {"email": row.email})
            actions.choose(person=person, **chosen)
        except actions.NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            flash.success(request, _("已保存。"))
            return redirect("messaging:notice_choices")
    return _choices_page(request, form, row, address or "")


def _choices_page(request: HttpRequest, form: ChoiceForm, row: queries.Choice, address: str) -> HttpResponse:
    opens, closes = settings.NOTICE_HOURS
    context = {
        "form": form, "choice": row, "address": address, "open_ways": channels.configured(), "opens": opens,
        "closes": closes, "digest": settings.NOTICE_DIGEST,
        "shell": "web/desk.html" if cast(Person, request.user).has_desk else "web/hall.html",
    }  # fmt: skip
    return render(request, "messaging/choices.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def phone(request: HttpRequest, verb: str) -> HttpResponse:
    """`/me/notices/phone/<verb>/`: send a code, confirm the number with it, remove the number."""
    person, asked = cast(Person, request.user), request.POST
    does: dict[str, tuple[Callable[[], object], str]] = {
        "send": (lambda: actions.send_code(person=person, number=asked.get("phone", "")), _("验证码已发出。")),
        "confirm": (
            lambda: actions.confirm_phone(person=person, code=asked.get("code", "")), _("手机号码已验证，短信已打开。"),
        ),
        "remove": (lambda: actions.remove_phone(person=person), _("手机号码已删除。")),
    }  # fmt: skip
    work, words = does[verb]
    try:
        work()
    except actions.NotPossible as refused:
        flash.error(request, str(refused))
    else:
        flash.success(request, words)
    return redirect("messaging:notice_choices")
