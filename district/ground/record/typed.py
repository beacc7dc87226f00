"""Numbers of people that somebody typed where they need not stand: told once, and taken when sent again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act
from district.ground.acts.forms import Cut, Once
from district.ground.acts.minding import or_again
from district.ground.record.id_numbers import BadIdNumber, read_id_number

IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z])")
ANYWAY = "numbers_ok"
FREE = (forms.CharField, Cut)  # and no kind of them: an address, a slug, a key
PLACES_FOR_NUMBERS = frozenset({"contact", "phone", "number", "username", "name", "uscc", "password", "code", "token"})


def is_identity(written: str) -> bool:
    """By its check digit and day of birth: a case's number or an amount is none."""
    try:
        read_id_number(written)
    except BadIdNumber:
        return False
    return True


def numbers_in(text: str) -> list[str]:
    """What of people's numbers stands in a text, in words: identity number, mobile number."""
    plain = unicodedata.normalize("NFKC", text)
    found = [_("身份证号")] if any(is_identity(each[0]) for each in IDENTITY.finditer(plain)) else []
    return [*found, _("手机号")] if PHONE.search(plain) else found


def free_texts(form: Any) -> list[str]:
    """What stands in the fields of a form where one writes as one likes; a form without fields says itself what was
    `written`."""
    if hasattr(form, "written"):
        return [text for name, text in form.written().items() if name not in PLACES_FOR_NUMBERS]
    return [
        form.data.get(form.add_prefix(name), "")
        for name, field in form.fields.items()
        if type(field) in FREE and name not in PLACES_FOR_NUMBERS and not field.widget.is_hidden
    ]


def numbers_before(act: Act[Any], by: Any, thing: Any, form: Any) -> tuple[str, str]:
    """What is said before an act whose texts hold such numbers, and of which texts. A form that minds them by itself
    has said it."""
    if isinstance(form, MindsNumbers):
        return "", ""
    texts = [str(text) for text in (*free_texts(form), *(act.texts(by, thing) if act.texts else ()))]
    held = {text: found for text in texts if (found := numbers_in(text))}
    return (_says({each for found in held.values() for each in found}), "\n".join(held)) if held else ("", "")


def _says(found: Iterable[str]) -> str:
    return _("您写了%(what)s，这里不需要，写了会有更多人看到。") % {"what": "、".join(sorted(found))}


def masked_numbers(text: str) -> str:
    """The same with such numbers made unreadable: for titles and subjects that more people read."""
    half = "".join(unicodedata.normalize("NFKC", sign)[:1] for sign in text)  # sign by sign: places stay
    spans = [each.span() for each in IDENTITY.finditer(half) if is_identity(each[0])]
    for first, last in [*spans, *(each.span() for each in PHONE.finditer(half))]:
        text = text[:first] + "*" * (last - first) + text[last:]
    return text


class MindsNumbers(Once):
    """A form whose `minds` are no places for such numbers. Sent with one it comes back once, as it was filled in and
    without any script, and says so; sent again it is taken.
    """

    minds: ClassVar[tuple[str, ...]] = ()
    numbers_ok = forms.BooleanField(required=False, widget=forms.HiddenInput, label=gettext_lazy("有个人号码也提交"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        found = {each for name in self.minds for each in numbers_in(str(said.get(name) or ""))}
        if found and not said.get(ANYWAY):
            self._have_said()
            raise forms.ValidationError(or_again(_says(found)))
        return said

    def _have_said(self) -> None:
        sent: Any = self.data
        self.data = sent = sent.copy()
        sent[self.add_prefix(ANYWAY)] = "on"

    @property
    def minded(self) -> bool:
        """It has been said; the next press goes on."""
        return self.is_bound and bool(self.data.get(self.add_prefix(ANYWAY)))

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in super().given().items() if name != ANYWAY}
