"""A stand-in for the room this one builds on, used only while it is not in the tree.

It answers under the names it promises, on the real rows and with the real rulebook.
"""

from __future__ import annotations

import importlib.util
import sys
import types
from functools import lru_cache
from typing import Any


def install() -> None:
    makers = {
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
