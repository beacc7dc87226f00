"""Which scopes there are: each area of the API to read or to act in, and all of them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from district.ground.bringing.shown import areas

READ, ACT, ALL = "read", "act", "*"


def choices() -> list[tuple[str, str]]:
    """(scope, words), as a form offers them."""
    found = [(f"{ALL}:{READ}", _("全部，只读")), (f"{ALL}:{ACT}", _("全部，可办理"))]
    for each in areas:
        found += [
            (f"{each.key}:{READ}", _("%(area)s，只读") % {"area": each.label}),
            (f"{each.key}:{ACT}", _("%(area)s，可办理") % {"area": each.label}),
        ]
    return found


def words(scopes: Collection[str]) -> list[str]:
    """What a key's scopes are called; one that is no longer offered by its own name."""
    known = dict(choices())
    return [known.get(each, each) for each in scopes]
