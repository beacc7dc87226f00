"""The names an expression over a catalogue may use."""

from __future__ import annotations

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.plan.build import Scope, Symbol
from rulebook.plan.types import DATE


def scope_of(catalogue: Catalogue, *, words: bool = True) -> Scope:
    """Facts, derived facts, parameters and 核算日, as its rules see them; without `words` a fact may be any word."""
    symbols = {AS_OF: Symbol(AS_OF, "as-of", DATE)}
    for kind, named in (("fact", catalogue.facts), ("derived", catalogue.derived)):
        for each in named.values():
            choices = frozenset(each.choices if words else ())
            symbols[each.name] = Symbol(each.name, kind, each.type, choices, each.unit)
    for name, parameter in catalogue.parameters.items():
        symbols[name] = Symbol(name, "parameter", parameter.type, unit=parameter.unit)
    return Scope(symbols)
