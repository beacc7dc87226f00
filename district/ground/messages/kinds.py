"""Kinds of notices: rooms say which there are; some wait for a person to look at them before they leave the house."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.functional import Promise

from district.ground.bringing.registry import Registry


@dataclass(frozen=True)
class Kind:
    """One kind. `still` says of subjects for which of them such a notice still holds when it is about to leave; without
    it a notice always holds. `closed`: who cannot sign in any more is told too, where an address is known.
    """

    key: str
    label: str | Promise
    still: Callable[[Collection[str]], set[str]] | None = None
    closed: bool = False


kinds: Registry[Kind] = Registry("message kinds")


def words_of(kind: str) -> str | Promise:
    found = kinds.get(kind)
    return found.label if found else kind


def held_for(kind: str, recipients: int) -> str:
    """Why notices of this kind to so many wait for a person: `kind`, `bulk`, or empty when they do not."""
    if kind in settings.NOTICE_HOLD:
        return "kind"
    return "bulk" if recipients > settings.NOTICE_BULK else ""


@register()
def hold_rule_names_kinds(**_: Any) -> list[CheckMessage]:
    """HUIQI_NOTICE_HOLD names kinds there are; a misspelt one would let them leave unseen."""
    unknown = sorted(set(settings.NOTICE_HOLD) - set(kinds.keys))
    if not unknown:
        return []
    return [
        Error(
            f"HUIQI_NOTICE_HOLD: no such kind: {', '.join(unknown)}; known: {', '.join(kinds.keys)}", id="record.E001"
        )
    ]
