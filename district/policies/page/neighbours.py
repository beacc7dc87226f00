"""What stands beside a programme: what it excludes and goes with, similar ones, questions and answers of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district.policies import plain_text
from rulebook import Catalogue, Programme
from rulebook.explaining.formulas import plan_words
from rulebook.explaining.formulas_english import english_plan_words

SIMILAR, ANSWERS = 4, 5


@dataclass(frozen=True)
class Beside:
    """Another programme and why it is named; `slug` is "" for what others give."""

    slug: str
    name: str
    why: str


def apart(found: Catalogue, programme: Programme, day: dt.date) -> list[Beside]:
    """What cannot be had in the same year, whichever of the two rules says so."""
    version = programme.version_on(day)
    names = _names(found)
    mine = [str(slug) for slug in (version.rest.get("excludes") or [] if version else [])]
    theirs = [
        other.slug for other, rule in found.in_force(day)
        if programme.slug in (rule.rest.get("excludes") or []) and other.slug not in mine
    ]  # fmt: skip
    why = _("同一年里只能享受一项，两项都符合时取高的。")
    return [Beside(slug if slug in found.programmes else "", names.get(slug, slug), why) for slug in [*mine, *theirs]]


def together(found: Catalogue, programme: Programme, day: dt.date) -> list[Beside]:
    """What may be had at the same time: under a common ceiling, or announced in one package."""
    names, made = _names(found), dict[str, Beside]()
    for other, version in found.in_force(day):
        for each in version.together:
            slugs = [slug for slug in (other.slug, *each.slugs) if slug != programme.slug]
            if programme.slug not in (other.slug, *each.slugs):
                continue
            words = english_plan_words if get_language() == "en" else plan_words
            most = words(found, each.at_most, day)
            why = _("可以同时享受，合计至多：%(most)s") % {"most": most} if most else _("可以同时享受")
            made |= {slug: Beside(slug if slug in found.programmes else "", names.get(slug, slug), why)
                     for slug in slugs}  # fmt: skip
    return list(made.values())


def packages(found: Catalogue, programme: Programme, day: dt.date) -> list[tuple[str, str]]:
    """(slug, name) of packages that announce it and are not over."""
    return [
        (slug, str(each["name"])) for slug, each in found.packages.items()
        if any(programme.slug in (part.get("members") or []) for part in each.get("parts") or [])
        and not (isinstance(each.get("until"), dt.date) and each["until"] < day)
    ]  # fmt: skip


def similar(found: Catalogue, programme: Programme, day: dt.date, besides: set[str]) -> list[Beside]:
    """The nearest by topic, kind and for whom, with what they share; none of `besides`."""
    ranked = []
    for other, _version in found.in_force(day):
        if other.slug == programme.slug or other.slug in besides or other.subject != programme.subject:
            continue
        shared = [each for each in other.for_whom if each in programme.for_whom]
        topics = set(other.topics) & set(programme.topics)
        points = 2 * len(shared) + 2 * len(topics) + (other.kind == programme.kind)
        if shared or (topics and other.kind == programme.kind):
            ranked.append((-points, other.name, Beside(other.slug, other.name, _shared(shared, other, programme))))
    return [each for _points, _name, each in sorted(ranked, key=lambda one: one[:2])[:SIMILAR]]


def _shared(shared: list[str], other: Programme, programme: Programme) -> str:
    if shared:
        return _("也给：%(whom)s") % {"whom": "、".join(shared)}
    return _("同一主题，同类") if other.kind == programme.kind else _("同一主题")


@dataclass(frozen=True)
class Answers:
    """Questions somebody may have: (slug, question). `own`: they name the programme, else they share its topics."""

    own: bool
    titles: tuple[tuple[str, str], ...]


def answers(found: Catalogue, programme: Programme) -> Answers:
    """Those that name the programme, else those of its topics."""
    heads = {slug: plain_text.answer_parts(text)[0] for slug, text in found.answers.items()}
    named = [slug for slug, head in heads.items() if programme.slug in (head.get("programmes") or [])]
    topical = [slug for slug, head in heads.items() if set(head.get("topics") or []) & set(programme.topics)]
    slugs = (named or topical)[:ANSWERS]
    return Answers(bool(named), tuple((slug, str(heads[slug].get("title") or slug)) for slug in slugs))


def _names(found: Catalogue) -> dict[str, str]:
    return dict(_named(found))


def _named(found: Catalogue) -> Iterator[tuple[str, str]]:
    for layer in found.layers:
        for each in layer.rest.get("outside") or []:
            yield str(each["slug"]), str(each.get("name") or each["slug"])
    for slug, programme in found.programmes.items():
        yield slug, programme.name
