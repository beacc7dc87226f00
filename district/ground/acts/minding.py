"""A word before an act is done on a page: said once, and the next press of the same goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from district.ground.bringing.registry import Registry

SESSION, MOST = "words_said", 50

# What rooms have to say before: (act, by, thing, form) → the sentence and of what it is said, ("", "") for nothing.
words: Registry[Callable[[Any, Any, Any, Any], tuple[str, str]]] = Registry("words before an act")


class Minded(Exception):
    """It was said, and the page of the act draws no form: what was typed waits there (`ground.unsent`)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def word_before(request: HttpRequest, act: Any, by: Any, thing: Any, form: Any) -> str:
    """What is still to be said of this, "" where nothing is, or it was said in this session already."""
    if request.headers.get("HX-Request"):  # a part of a page that sends itself
        return ""
    for word in words:
        why, of = word(act, by, thing, form)
        if why and _is_new(request, f"{act.key} {request.path} {of}"):
            return or_again(why)
    return ""


def or_again(why: str) -> str:
    """A word with what one can do about it on a page."""
    return _("%(why)s可以删去；确实要写的，再按一次提交。") % {"why": why}


def hints(act: Any, by: Any, thing: Any, form: Any) -> list[str]:
    """The same words for a program, which presses nothing again: said with what was done."""
    return [why for word in words if (why := word(act, by, thing, form)[0])]


def _is_new(request: HttpRequest, said: str) -> bool:
    key, known = salted_hmac("words before", said).hexdigest()[:24], request.session.get(SESSION, [])
    if key in known:
        return False
    request.session[SESSION] = [*known[1 - MOST :], key]
    return True
