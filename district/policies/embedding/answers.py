"""Answers as they travel in an address, read and refused kindly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest

from district.enterprises.actions import BadValue, text_of
from district.enterprises.queries import FactKind, Subject, Value, fact_kinds
from district.ground import clock
from district.policies.fitting.answers import understand
from district.policies.queries import catalogue

SKIP, FACT, VALUE = "skip", "fact", "value"
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
    kinds = {name: kind for name, kind in fact_kinds(Subject.ENTERPRISE).items() if kind.supposed}
    texts: dict[str, str] = {}
    values: dict[str, Value] = {}
    for name in [each for each in request.GET if each in kinds][:MOST]:
        try:
            values[name] = read(kinds[name], request.GET[name])[name]
        except BadValue:
            continue
        texts[name] = text_of(kinds[name], values[name])
    skipped = [name for name in request.GET.getlist(SKIP)[:MOST] if name in kinds and name not in texts]
    asked, typed = kinds.get(request.GET.get(FACT, "")), request.GET.get(VALUE, "")
    if asked is None or asked.name in skipped:
        return Said(texts, values, tuple(dict.fromkeys(skipped)))
    try:
        found = read(asked, typed)
    except BadValue as wrong:
        return Said(texts, values, tuple(dict.fromkeys(skipped)), str(wrong), typed[:100], asked.name)
    values |= {name: value for name, value in found.items() if name in kinds}
    texts |= {name: text_of(kinds[name], value) for name, value in found.items() if name in kinds}
    return Said(texts, values, tuple(dict.fromkeys(skipped)))


def read(kind: FactKind, written: str) -> dict[str, Value]:
    """What a text means, and what follows from it (of a trade its section), by the parser of the whole check. Raises
    BadValue in a sentence.
    """
    meant = understand(catalogue().facts[kind.name], written[:100], clock.today())
    return {**dict(meant.also), kind.name: meant.value}
