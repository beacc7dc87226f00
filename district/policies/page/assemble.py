"""Everything a programme's page shows, put together for who is looking."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise
from district.ground.files import queries as files
from district.ground.people.queries import Person
from district.policies import queries
from district.policies.models import Programme, ProgrammeVersion
from district.policies.naming import short
from district.policies.page import acting, contact, documents, history, neighbours, opening, steps
from district.policies.showing import shown
from district.policies.subscribing.queries import is_subscribed
from rulebook.catalogue.services import SERVICE_KINDS

MINE = 5  # enterprises offered to choose from


@dataclass(frozen=True)
class Asked:
    """Which programme, on which day, by whom, for which of their enterprises (its code, "" for the first)."""

    programme: Programme
    day: dt.date
    today: dt.date
    user: Person | AnonymousUser
    enterprise: str = ""

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def person(self) -> Person | None:
        return self.user if self.user.is_authenticated else None


def page(asked: Asked) -> dict[str, Any]:
    """The template's context."""
    release = queries.current_release()
    hash_ = release.hash if release else ""
    version = queries.version_on(asked.programme, asked.day)
    described = shown(version, asked.day, hash_) if version else {}
    every: list[Any] = list(queries.versions_in_use().filter(programme=asked.programme).order_by("-in_force_from"))
    begins = next((each for each in reversed(every) if each.in_force_from > asked.day), None)
    ended = next((each for each in every if each.in_force_from <= asked.day), None) if version is None else None
    until = next((each.until for each in every if version and each.pk == version.pk), None)
    at = opening.opening(version, begins.in_force_from if begins else None, asked.day, until)
    context: dict[str, Any] = {
        "programme": asked.programme, "version": version, "described": described, "day": asked.day, "until": until,
        "is_today": asked.is_today, "begins": begins, "ended": ended, "opening": at,
        "service": described.get("service", asked.programme.kind in SERVICE_KINDS),
        "reach": contact.reached(asked.programme.office.name, queries.compiled(hash_)) if hash_ else None,
        "funding": queries.funding(asked.programme, asked.today.year) if version and asked.is_today else None,
    }  # fmt: skip
    if version is not None:
        context |= _told(hash_, asked, described)
    context |= _mine(asked, version, described)
    context["action"] = _action(asked, context)
    return context


def _told(hash_: str, asked: Asked, described: dict[str, Any]) -> dict[str, Any]:
    """What the catalogue says around a version: steps, papers, documents, what changes, what stands beside it."""
    found, slug = queries.compiled(hash_), asked.programme.slug
    programme = found.programmes[slug]
    every = history.changes(hash_, slug)
    past = [each for each in every if each.on <= asked.day]
    apart = neighbours.apart(found, programme, asked.day)
    together = neighbours.together(found, programme, asked.day)
    besides = {each.slug for each in (*apart, *together)}
    return {
        "steps": steps.steps(described, programme.subject), "remedies": steps.remedies(described),
        "papers": list(steps.papers(described)),
        "file_kinds": "、".join(files.TYPES).upper(), "most_megabytes": files.most_megabytes(),
        "basis": documents.basis(hash_, described, short(found)),
        "past": past if len(past) > 1 else [], "coming": [each for each in reversed(every) if each.on > asked.day],
        "apart": apart, "together": together, "packages": neighbours.packages(found, programme, asked.day),
        "similar": neighbours.similar(found, programme, asked.day, besides),
        "answers": neighbours.answers(found, programme),
    }  # fmt: skip


def _mine(asked: Asked, version: ProgrammeVersion | None, described: dict[str, Any]) -> dict[str, Any]:
    """Of the person's enterprise: its verdict, what would have to change, its case; nothing on another day."""
    if asked.person is None or not asked.is_today:
        return {}
    mine = list(enterprises.acted_for(asked.person, subjects=(asked.programme.subject,))[:MINE])
    chosen = next((each for each in mine if each.uscc == asked.enterprise), mine[0] if mine else None)
    found: dict[str, Any] = {"mine": mine, "subscribed": is_subscribed(asked.person, asked.programme)}
    if chosen is None or version is None or described["service"]:
        return found
    return found | _verdict(asked, version, chosen)


def _verdict(asked: Asked, version: ProgrammeVersion, chosen: Enterprise) -> dict[str, Any]:
    known = enterprises.facts_of(chosen, asked.today)
    facts = {name: each.value for name, each in known.items() if not each.expired}
    verdict = queries.judge(version, facts, asked.today).as_json()
    needed = acting.changes_needed(verdict) if verdict["eligible"] is False else []
    return {
        "enterprise": chosen, "sources": known, "verdict": verdict, "needed": needed,
        "soonest": acting.soonest(needed), "standing": queries.standing(chosen, asked.programme, asked.today),
    }  # fmt: skip


def _action(asked: Asked, context: dict[str, Any]) -> acting.Action:
    verdict = context.get("verdict") or {}
    return acting.action(acting.Looking(
        asked.programme, context["opening"], asked.is_today, context["version"] is not None, bool(context["service"]),
        context["reach"], asked.person is not None, context.get("enterprise"), verdict.get("eligible"),
        context.get("standing") or queries.Standing(), bool(context.get("subscribed")),
        str(context["described"].get("act") or ""), context["version"].description if context["version"] else {},
    ))  # fmt: skip
