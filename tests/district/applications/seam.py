"""Stand-ins for the two rooms this one builds on, used only while those rooms are not in the tree.

They answer under the names the rooms promise, on the real rows and with the real rulebook.
"""

from __future__ import annotations

import importlib.util
import sys
import types
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

BEST = ["register", "certificate", "decision", "declared"]


def install() -> None:
    makers = {
        "district.enterprises.queries": _enterprise_queries,
        "district.enterprises.actions": _enterprise_actions,
        "district.policies.queries": _policy_queries,
    }
    for name, make in makers.items():
        if name not in sys.modules and importlib.util.find_spec(name) is None:
            module = types.ModuleType(name)
            for key, value in make().items():
                setattr(module, key, value)
            sys.modules[name] = module
            package, _, leaf = name.rpartition(".")
            setattr(importlib.import_module(package), leaf, module)


@dataclass(frozen=True)
class KnownFact:
    value: Any
    grade: str
    source: str
    valid_from: Any
    expired: bool
    unit: str
    kind: Any


def _typed(text: str, type_: str) -> Any:
    import datetime as dt

    if type_ == "boolean":
        return text == "true"
    return Decimal(text) if type_ == "number" else dt.date.fromisoformat(text) if type_ == "date" else text


def _enterprise_queries() -> dict[str, Any]:
    from district.enterprises.models import Enterprise, FactKind, Membership

    def facts_of(enterprise: Any, as_of: Any, known_at: Any = None) -> dict[str, KnownFact]:
        rows = enterprise.facts.filter(known_until=None, valid_from__lte=as_of).select_related("kind")
        found: dict[str, KnownFact] = {}
        for row in sorted(rows, key=lambda each: BEST.index(each.grade)):
            kind = row.kind
            value = _typed(row.value, kind.type)
            known = KnownFact(value, row.grade, row.source, row.valid_from, False, kind.unit, kind)
            found.setdefault(row.kind_id, known)
        return found

    def fact_kinds(names: Any) -> dict[str, Any]:
        return FactKind.objects.in_bulk(list(names))

    def enterprises_of(person: Any) -> Any:
        return Enterprise.objects.visible_to(person)

    return {
        "Enterprise": Enterprise, "FactKind": FactKind, "Membership": Membership, "KnownFact": KnownFact,
        "facts_of": facts_of, "fact_kinds": fact_kinds, "enterprises_of": enterprises_of,
    }  # fmt: skip


def _enterprise_actions() -> dict[str, Any]:
    from district.enterprises.models import Fact
    from district.record import clock

    def declare_fact(*, enterprise: Any, name: str, value: Any, by: Any, note: str = "") -> Any:
        text = f"{value:f}" if isinstance(value, Decimal) else {True: "true", False: "false"}.get(value, str(value))
        now = clock.now()
        Fact.objects.filter(enterprise=enterprise, kind_id=name, grade="declared", known_until=None).update(
            known_until=now
        )
        return Fact.objects.create(
            enterprise=enterprise, kind_id=name, value=text, grade="declared", source="企业申报",
            valid_from=clock.today(), known_from=now, by=by, note=note,
        )  # fmt: skip

    return {"declare_fact": declare_fact}


def _policy_queries() -> dict[str, Any]:
    import rulebook
    from district.policies.models import Programme, ProgrammeVersion, Release

    @lru_cache(maxsize=8)
    def compiled(hash_: str) -> Any:
        release = Release.objects.get(hash=hash_)
        return rulebook.read_files(release.files, release.layer)

    def catalogue_of(release: Any) -> Any:
        return compiled(release.hash)

    def version_on(programme: Any, day: Any) -> Any:
        rows = programme.versions.filter(in_force_from__lte=day).exclude(in_force_until__lt=day)
        return rows.order_by("-in_force_from", "-published_at", "-pk").first()

    def judge(version: Any, facts: Any, as_of: Any, answers: Any = None) -> Any:
        return rulebook.judge(catalogue_of(version.release), version.programme.slug, facts, as_of, answers or {})

    return {
        "Programme": Programme, "ProgrammeVersion": ProgrammeVersion, "Release": Release,
        "catalogue_of": catalogue_of, "version_on": version_on, "judge": judge,
    }  # fmt: skip
