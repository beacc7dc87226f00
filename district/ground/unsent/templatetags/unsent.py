"""`{% csrf_token %}` as ever, and with it for whom the page was made."""

from __future__ import annotations

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from district.ground.unsent.actions import FOR, mark_of

register = template.Library()


class FormToken(CsrfTokenNode):
    """Django's own, which the page's form sends back; and beside it the mark."""

    def render(self, context: Context) -> SafeString:
        token = super().render(context)
        if not token:
            return SafeString()
        request = context.get("request")
        mark = mark_of(getattr(request, "user", None))
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, FOR, mark)


@register.tag("csrf_token")
def form_token(_parser: Parser, _token: Token) -> FormToken:
    return FormToken()
