"""Which facts a stored version reads: to judge, to rank, to limit beside other programmes, to watch what it asks."""

from __future__ import annotations

from functools import lru_cache

from district.policies import queries as policies
from district.policies.queries import ProgrammeVersion
from rulebook.catalogue.catalogue import rested_on
from rulebook.catalogue.obligations import THEN


def read_by(version: ProgrammeVersion) -> frozenset[str]:
    """The facts, by name, that anything a version says of a case rests on; nobody else's are a case's business."""
    slug, current = version.programme.slug, policies.current_release()
    today = _limited(current.hash, slug) if current else frozenset()
    return _read(version.release_hash, slug, version.hash) | today


def periodic(version: ProgrammeVersion) -> frozenset[str]:
    """The facts counted over a period (`per`): of another period each is another quantity."""
    return _periodic(version.release_hash)


@lru_cache(maxsize=64)
def _periodic(release: str) -> frozenset[str]:
    return frozenset(name for name, kind in policies.compiled(release).facts.items() if kind.per)


@lru_cache(maxsize=512)
def _read(release: str, slug: str, hash_: str) -> frozenset[str]:
    catalogue = policies.compiled(release)
    version = next(each for each in catalogue.programmes[slug].versions if each.hash == hash_)
    plans = [version.rank, *(each.at_most for each in version.together), *(each.plan for each in version.obligations)]
    named = version.uses | rested_on([plan for plan in plans if plan is not None], catalogue.derived)
    listed = frozenset((version.rest.get("items") or {}).get("gives") or {})
    base = {name.removeprefix(THEN) for name in named} | listed
    return frozenset(base & catalogue.facts.keys()) | _limited(release, slug)


@lru_cache(maxsize=512)
def _limited(release: str, slug: str) -> frozenset[str]:
    """What other programmes read to limit this one beside themselves."""
    catalogue = policies.compiled(release)
    plans = [
        each.at_most
        for programme in catalogue.programmes.values() for version in programme.versions for each in version.together
        if slug in each.slugs and each.at_most is not None
    ]  # fmt: skip
    return frozenset(rested_on(plans, catalogue.derived) & catalogue.facts.keys())
