"""For what rows about people and firms leave: whoever takes them along by their duty says so first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 2, 200  # letters
LAST = "purpose"  # what was said last, in the session: offered again


class Unsaid(Exception):
    """Rows are taken along and nobody said for what."""


def demanded_of(user: Any) -> bool:
    """Whether somebody reads others' data by their duty; one's own rows go without a word."""
    return bool(getattr(user, "has_desk", False))


def says_something(purpose: str) -> bool:
    return sum(each.isalpha() for each in purpose) >= SHORTEST


def purpose_of(request: HttpRequest) -> str:
    """What the address or the form says; "" where that is no purpose."""
    asked = request.POST if request.method == "POST" else request.GET
    said = plain(asked.get("for_what", ""))
    return said if says_something(said) else ""


def plain(said: str) -> str:
    return " ".join(said.split())[:LONGEST]


class TakeForm(forms.Form):
    """What an act asks by which a file about people and firms leaves."""

    for_what = forms.CharField(
        label=_("拿去做什么"), required=False, widget=forms.TextInput({"maxlength": LONGEST}),
    )  # fmt: skip

    def clean_for_what(self) -> str:
        said = plain(self.cleaned_data["for_what"])
        if not says_something(said):
            raise forms.ValidationError(_("请用几个字写明用途。"))
        return said


def demand(request: HttpRequest) -> str:
    """The purpose, "" where none is needed. Raises Unsaid: the site asks (`asking`) and comes back."""
    if not demanded_of(request.user):
        return ""
    said = purpose_of(request)
    if not said:
        raise Unsaid
    request.session[LAST] = said
    return said


def asking(request: HttpRequest) -> HttpResponse:
    """The page that asks for what, and leads on to the same file."""
    carried = [(key, value) for key, value in request.GET.items() if key != "for_what"]
    context = {"carried": carried, "tried": "for_what" in request.GET}
    return render(request, "tables/purpose.html", context, status=422)
