"""What a page shows of a version on a day: its description with that day's numbers."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils.translation import get_language

from district.policies.describing import Described, describe
from district.policies.models import ProgrammeVersion
from district.policies.queries import catalogue, compiled
from rulebook import Catalogue, Parameter, Version
from rulebook.catalogue.services import is_service, unentered
from rulebook.explaining.formulas import formula, most, parameter_words, worked
from rulebook.explaining.formulas_english import english_formula
from rulebook.judging.verdict import plain

KEPT = 2048  # versions × days


def shown(version: ProgrammeVersion, day: dt.date, hash_: str = "") -> Described:
    """The description of a version of the catalogue in use, as it stands on a day. Raises NothingPublished.

    `hash_` spares a query: that of the release in use.

    Beside what `describe` gives: in `benefit` the `most`, the `formula` in words and a worked `example`; `value` of the
    day for each parameter; `service`, `act`, `unentered`.
    """
    return shown_of(version.programme.slug, version.in_force_from, day, hash_ or catalogue().hash)


def shown_of(slug: str, since: dt.date, day: dt.date, hash_: str) -> Described:
    """The same by the programme's slug and the first day of its version, without a query."""
    return _shown(hash_, slug, since, day, get_language() == "en")


@lru_cache(maxsize=KEPT)
def _shown(hash_: str, slug: str, since: dt.date, day: dt.date, english: bool) -> Described:
    found = compiled(hash_)
    programme = found.programmes[slug]
    version = next(each for each in programme.versions if each.since == since)
    described = describe(found, programme, version)
    largest = most(found, version.benefit, day)
    described["benefit"] |= {
        "most": None if largest is None else str(plain(largest)),
        "formula": (english_formula if english else formula)(found, version.benefit, day),
        "example": _example(found, version, day),
    }  # fmt: skip
    return described | {
        "summary": version.rest.get("summary") or programme.summary, "act": programme.act,
        "service": is_service(programme, version), "unentered": unentered(version),
        "parameters": [_today(found.parameters[name], day) for name in sorted(version.uses)
                       if name in found.parameters],
    }  # fmt: skip


def _today(parameter: Parameter, day: dt.date) -> Described:
    """A parameter as it is on the day; "" for its value before the first."""
    value = parameter.on(day)
    begun = [since for since, _value in parameter.values if since <= day]
    return {
        "name": parameter.name, "unit": parameter.unit, "status": parameter.status, "source": parameter.source,
        "value": "" if value is None else parameter_words(parameter.name, value, parameter.unit),
        "from": begun[-1].isoformat() if begun else None,
    }  # fmt: skip


def _example(found: Catalogue, version: Version, day: dt.date) -> Described | None:
    each = worked(found, version, day)
    if each is None:
        return None
    facts = [{"name": name, "value": value, "unit": unit} for name, value, unit in each.facts]
    return {"facts": facts, "amount": str(plain(each.amount)), "on": each.on}
