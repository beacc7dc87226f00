"""Entries that promise a service and no money: an act fulfils them, so that nothing is applied for or granted."""

from __future__ import annotations

from rulebook.catalogue.model import Programme, Version, flat
from rulebook.catalogue.source import Faults, Item
from rulebook.saying import say

SERVICE_KINDS = frozenset(["service", "training", "place", "loan"])


def is_service(programme: Programme, version: Version) -> bool:
    """Whether a version promises a service, training, a place or a bank's loan, and no amount of money."""
    return programme.kind in SERVICE_KINDS and version.benefit.amount is None


def unentered(version: Version) -> bool:
    """Whether nobody has entered the rule itself: no condition, or one alone with nothing said of what is given."""
    clauses = len(list(flat(version.conditions)))
    given = version.benefit.amount is not None or bool(version.benefit.say)
    return clauses == 0 or (clauses == 1 and not given)


def check_act(programme: Programme, faults: Faults, at: Item) -> None:
    """A service says which act fulfils it; what pays or recognises is applied for, and has none."""
    for version in programme.versions:
        if programme.act and not is_service(programme, version):
            faults.add(
                at,
                say(
                    "“{name}”{since} 的规则不是服务（有金额或属认定、补贴等），不写 act。",
                    name=programme.name,
                    since=version.since,
                ),
            )
            return
        if is_service(programme, version) and not programme.act and at.get("kind") is not None:
            faults.add(
                at, say("“{name}”是服务，不经申报；请写 act（由哪个行动来办）。", name=programme.name), warning=True
            )
            return
