"""The money bar, and fen as yuan."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from district.funds import money
from district.funds.pages import VERBS
from district.funds.queries import Balances
from district.funds.views_lines import parts_of

register = template.Library()
WIDE = 1000


@register.inclusion_tag("funds/_bar.html")
def money_bar(balances: Balances, legend: bool = False) -> dict[str, Any]:
    """Where a line's money is, as one bar; with `legend`, the words and amounts beneath."""
    parts = parts_of(balances)
    total = sum((part[2] for part in parts), balances.available * 0)
    bars, x = [], 0.0
    for key, label, yuan in parts:
        width = float(yuan / total * WIDE) if total else 0.0
        bars.append({"key": key, "label": label, "yuan": yuan, "x": f"{x:.2f}", "width": f"{width:.2f}"})
        x += width
    return {"bars": bars, "legend": legend}


@register.filter
def from_fen(fen: int | None) -> Any:
    """Fen as Decimal yuan."""
    return None if fen is None else money.to_yuan(fen)


@register.filter
def exactly(yuan: Any) -> str:
    """A payment's sum to the fen, however large: it is compared with what the bank shows."""
    return _("%(yuan)s 元") % {"yuan": f"{yuan:,.2f}"}


@register.filter
def verb_words(verb: str) -> Any:
    """What an entry's verb says to a reader."""
    return VERBS.get(verb, verb)
