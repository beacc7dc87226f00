"""What changed of a programme, and what will, on which day and by meaning: its rules, and the numbers they use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district.policies.page import saying
from district.policies.queries import compiled
from rulebook import Catalogue, Parameter, Programme, Version
from rulebook.catalogue.model import flat
from rulebook.comparing.difference import Difference
from rulebook.comparing.versions import versions
from rulebook.explaining.formulas import most, parameter_words
from rulebook.judging.verdict import plain

KEPT = 512  # programmes × languages


@dataclass(frozen=True)
class Line:
    """One thing that changed: what, how it was and how it is, in words also where there is none."""

    what: str
    before: str
    after: str
    status: str = ""


@dataclass(frozen=True)
class Change:
    """All that changes on a day. `rule`: a new rule begins; `first`: the programme begins with it.

    `most` are the yuan it gives from then on, where that differs from the eve.
    """

    on: dt.date
    lines: tuple[Line, ...] = ()
    rule: bool = False
    first: bool = False
    most: str | None = None


def changes(hash_: str, slug: str) -> tuple[Change, ...]:
    """Everything, past and to come, the latest first, in the release of this hash; in the page's language."""
    return _changes(hash_, slug, get_language() or "")


@lru_cache(maxsize=KEPT)
def _changes(hash_: str, slug: str, _language: str) -> tuple[Change, ...]:
    found = compiled(hash_)
    programme = found.programmes[slug]
    made = {each.on: each for each in _rules(found, programme)}
    for since, line in _numbers(found, programme):
        old = made.get(since, Change(since))
        if not old.first:
            made[since] = replace(old, lines=(*old.lines, line))
    ordered = sorted(made.values(), key=lambda each: each.on, reverse=True)
    return tuple(replace(each, most=_most(found, programme, each)) for each in ordered)


def same_for_readers(before: Version, after: Version, catalogue: Catalogue, earlier: Catalogue) -> bool:
    """Whether two rules, each of its own catalogue, say the same to who reads them."""
    return not list(_between(earlier, catalogue, before, after))


def _rules(found: Catalogue, programme: Programme) -> list[Change]:
    each = list(programme.versions)
    first = [Change(version.since, rule=True, first=True) for version in each[:1]]
    return first + [
        Change(after.since, tuple(_between(found, found, before, after)), rule=True)
        for before, after in pairwise(each)
    ]  # fmt: skip


def _between(earlier: Catalogue, found: Catalogue, before: Version, after: Version) -> Iterator[Line]:
    """In what two rules differ, each in its words; nothing of how they are written."""
    differ = list(versions(before, after))
    kinds = {each.kind for each in differ}
    yield from _conditions(before, after, differ)
    for key, label in saying.labels().items():
        if key not in kinds:
            continue
        if key == "benefit":
            was = saying.money(earlier, before, before.since)
            now = saying.money(found, after, after.since)
        elif key == "excludes":
            was, now = saying.excludes(earlier, before), saying.excludes(found, after)
        else:
            was, now = saying.SAYS[key](before), saying.SAYS[key](after)
        if was != now:
            none = saying.nothing(key)
            yield Line(label, was or none, now or none)


def _conditions(before: Version, after: Version, differ: list[Difference]) -> Iterator[Line]:
    was, now = ({each.id: each.say for each in flat(version.conditions)} for version in (before, after))
    judged = [each.part for each in differ if each.kind == "condition" and "." not in each.part]
    for part in dict.fromkeys(judged):
        if part in was and part in now:
            same = was[part] == now[part]
            new = _("%(say)s（判断办法变了）") % {"say": now[part]} if same else now[part]
            yield Line(_("条件"), was[part], new)
    gone = [say for part, say in was.items() if part in judged and part not in now]
    added = [say for part, say in now.items() if part in judged and part not in was]
    if gone:
        yield Line(_("不再要求的条件"), "；".join(gone), "—")
    if added:
        yield Line(_("新要求的条件"), "—", "；".join(added))


def _numbers(found: Catalogue, programme: Programme) -> list[tuple[dt.date, Line]]:
    """New values of numbers, each while a rule that reads it is in force."""
    named = sorted({name for version in programme.versions for name in version.uses} & found.parameters.keys())
    return [each for name in named for each in _values(found.parameters[name], programme)]


def _values(parameter: Parameter, programme: Programme) -> Iterator[tuple[dt.date, Line]]:
    name, unit = parameter.name, parameter.unit
    for (_since, was), (since, now) in pairwise(parameter.values):
        version = programme.version_on(since)
        if version is not None and name in version.uses and was != now:
            before, after = (parameter_words(name, value, unit) for value in (was, now))
            yield since, Line(name, before, after, parameter.status)


def _most(found: Catalogue, programme: Programme, each: Change) -> str | None:
    version, eve = programme.version_on(each.on), each.on - dt.timedelta(days=1)
    before = programme.version_on(eve)
    if version is None or each.first:
        return None
    now = most(found, version.benefit, each.on)
    was = most(found, before.benefit, eve) if before is not None else None
    return None if now is None or now == was else str(plain(now))
