"""The names an expression over a catalogue may use."""

from __future__ import annotations

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.plan.build import Scope, Symbol
from rulebook.plan.types import DATE


def scope_of(catalogue: Catalogue) -> Scope:
    """Facts, derived facts, parameters and 核算日, as the rules of the catalogue see them."""
    symbols = {AS_OF: Symbol(AS_OF, "as-of", DATE)}
    symbols |= {
        name: Symbol(name, "fact", each.type, frozenset(each.choices)) for name, each in catalogue.facts.items()
    }
    symbols |= {
        name: Symbol(name, "derived", each.type, frozenset(each.choices)) for name, each in catalogue.derived.items()
    }
    symbols |= {name: Symbol(name, "parameter", each.type) for name, each in catalogue.parameters.items()}
    return Scope(symbols)
