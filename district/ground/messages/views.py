"""The outbox as officers see it; and each person's own page on how they want to be told."""

from __future__ import annotations

import json
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.refusing import first_error
from district.ground.messages import actions, channels, queries, rendering
from district.ground.messages.acts import VERBS, address_of, deliveries, told_by
from district.ground.messages.columns import OUTBOX
from district.ground.messages.forms import ChoiceForm
from district.ground.messages.kinds import words_of
from district.ground.messages.models import Channel
from district.ground.messages.permissions import may_review
from district.ground.people.doors import for_roles, shell_of
from district.ground.people.queries import Person, Role
from district.ground.record.queries import history
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page

PAGE = 25

seeing = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)

HELD_WORDS = {"kind": gettext_lazy("这类通知发出前要有人看过"), "bulk": gettext_lazy("收件人多，发出前要有人看过")}


@seeing
@require_GET
def outbox(request: HttpRequest) -> HttpResponseBase:
    """`/desk/outbox/`: what waits for somebody, what could not be sent, what will leave and has left."""

    def more(found: Listed[Any]) -> dict[str, Any]:
        return {"may": found.tab == "held" and any(row.may for row in found.rows), "printed": _printed()}

    return list_page(request, OUTBOX, "messaging/outbox.html", more=more)


@seeing
@require_GET
def delivery(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/outbox/<reference>/`: one, as its receiver gets it."""
    return delivery_page(request, reference)


def delivery_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """The page of a delivery; `form`: a change that was refused, with what was typed."""
    row = get_object_or_404(deliveries(cast(Person, request.user)), reference=reference)
    typed = {"subject": row.subject, "body": row.body}
    typed |= {name: form.data[name] for name in typed if form and name in form.data}
    lines = list(history(actions.ROOM, row.reference))
    may = bool(may_review(cast(Person, request.user), row))
    context: dict[str, Any] = {
        "row": row, "kind": words_of(row.kind), "error": first_error(form) if form else "",
        "held_for": HELD_WORDS.get(row.held_for, ""),
        "entries": [{"label": VERBS.get(line.verb, line.verb), "at": line.at, "by": line.by, "reason": line.reason}
                    for line in lines],
        "typed": typed, "items": row.items.order_by("at", "pk"),
        "may_change": may and row.state in actions.OPEN and not row.is_in_hand(clock.now()),
        "in_hand": row.is_in_hand(clock.now()), "may": may,
    }  # fmt: skip
    if row.channel == Channel.EMAIL:
        context |= {"letter": rendering.letter(row), "sender": rendering.sender(row)}
    elif row.channel == Channel.SMS:
        context["sms"] = rendering.sms_text(row)
    else:
        context["posted"] = json.dumps(rendering.payload(row), ensure_ascii=False, indent=2)
    return render(request, "messaging/delivery.html", context)


def _printed() -> bool:
    """No mail server: mail is printed to the log, and a page that says "sent" has to say so."""
    return bool(settings.EMAIL_BACKEND.endswith("console.EmailBackend"))


def notice_choices(request: HttpRequest, form: ChoiceForm | None = None) -> HttpResponse:
    """`/me/notices/`: by which channels the person wants to be told, and what is bundled."""
    person = cast(Person, request.user)
    opens, closes = settings.NOTICE_HOURS
    context = {
        "form": form or ChoiceForm(**told_by(person)), "choice": queries.choice_of(person),
        "address": address_of(person),
        "open_ways": channels.configured(), "opens": opens, "closes": closes, "digest": settings.NOTICE_DIGEST,
        "shell": shell_of(person),
    }  # fmt: skip
    return render(request, "messaging/choices.html", context)
