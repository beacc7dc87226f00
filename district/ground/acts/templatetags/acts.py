"""Buttons of acts, and the key by which a form sent twice is done once."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from district.ground.acts.offering import offer
from district.ground.acts.once import FIELD
from district.ground.acts.registry import ACTS

register = template.Library()


@register.simple_tag
def request_key() -> SafeString:
    """`{% request_key %}`: the hidden field of a form that is done once however often it is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())


@register.inclusion_tag("acts/button.html", takes_context=True)
def act(
    context: dict[str, Any], key: str, thing: Any = None, look: str = "", says: Any = "", about: Any = ""
) -> dict[str, Any]:
    """`{% act "cases.accept" case look="btn-primary" %}`: its button, or the button greyed with why not. `about`: what
    it is about, for who does not see the row it stands in."""
    found = ACTS[key]
    request = context["request"]
    shown = offer(request.user if request.user.is_authenticated else None, thing, found)
    return {"offer": shown, "address": found.url(thing), "look": look, "words": says or shown.label,
            "about": about, "request": request, "csrf_token": context.get("csrf_token"),
            "id": f"why-{uuid.uuid4().hex[:8]}"}  # fmt: skip
