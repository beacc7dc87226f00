"""Answers as they travel in an address, read and refused kindly."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from district.enterprises.actions import BadValue, parse, text_of
from district.enterprises.queries import FactKind, Value, fact_kinds
from district.record import clock

SKIP, FACT, VALUE = "skip", "fact", "value"
SCALES = {"万": 10_000, "亿": 100_000_000}
MOST = 30  # answers in one address


@dataclass(frozen=True)
class Said:
    """What a visitor has told: `texts` are canonical, by fact; `wrong` is why what was `typed` about the last one could
    not be taken.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    wrong: str = ""
    typed: str = ""
    about: str = ""

    @property
    def asked(self) -> int:
        return len(self.texts) + len(self.skipped)

    def pairs(self) -> list[tuple[str, str]]:
        """As the form and links carry them."""
        return [*self.texts.items(), *((SKIP, name) for name in self.skipped)]

    def query(self) -> str:
        return urlencode(self.pairs())


def said(request: HttpRequest) -> Said:
    """The answers in an address, with the one just typed; what nobody may suppose, or cannot be read, is left out."""
    kinds = {name: kind for name, kind in fact_kinds().items() if kind.supposed}
    texts: dict[str, str] = {}
    values: dict[str, Value] = {}
    for name in [each for each in request.GET if each in kinds][:MOST]:
        try:
            value = read(kinds[name], request.GET[name])
        except BadValue:
            continue
        texts[name], values[name] = text_of(kinds[name], value), value
    skipped = [name for name in request.GET.getlist(SKIP)[:MOST] if name in kinds and name not in texts]
    asked, typed = kinds.get(request.GET.get(FACT, "")), request.GET.get(VALUE, "")
    if asked is None or asked.name in skipped:
        return Said(texts, values, tuple(dict.fromkeys(skipped)))
    try:
        value = read(asked, typed)
    except BadValue as wrong:
        return Said(texts, values, tuple(dict.fromkeys(skipped)), str(wrong), typed[:100], asked.name)
    texts[asked.name], values[asked.name] = text_of(asked, value), value
    return Said(texts, values, tuple(dict.fromkeys(skipped)))


def read(kind: FactKind, written: str) -> Value:
    """A typed value out of 300万, 12人, 2024-3-1. Raises BadValue, also for what cannot be: less than nothing, a firm
    founded tomorrow.
    """
    text, scale = unicodedata.normalize("NFKC", written).strip()[:100], 1
    if kind.type == "number":
        text = text.removesuffix(kind.unit).strip() if kind.unit else text
        scale = SCALES.get(text[-1:], 1)
        text = text[:-1] if scale > 1 else text
    value = parse(kind, text, factor=Decimal(scale))
    if value is None:
        raise BadValue(_("请填一个答案，或者点“不清楚”"))
    if isinstance(value, Decimal) and value < 0:
        raise BadValue(_("不会少于 0，请再看一下"))
    if isinstance(value, dt.date) and value > clock.today():
        raise BadValue(_("这一天还没到，请再看一下"))
    return value
