"""What fits somebody who has told a few things, or an enterprise: got, one step away, not decided, not for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise, Value
from district.policies import library
from district.policies.english import in_english
from district.policies.fitting.answers import FOUNDED
from district.policies.fitting.kept import FOUNDER, OWNERS, PERSONS, SEEKER, STUDENT, TRADER, Kept
from district.policies.queries import Catalogue, FactKind, Question
from rulebook import Programme
from rulebook.catalogue.services import is_service
from rulebook.explaining.outlook import GET, NO, OPEN, STEP, Outlook, outlooks
from rulebook.explaining.questions import next_question, question_on
from rulebook.explaining.stakes import expected, presumed

PLANNED = 6  # questions after the first step: four to six
PLACE, KIND_OF_FIRM, SOLE_TRADER = "注册区", "企业类型", "个体工商户"
FIRST = {TRADER: (KIND_OF_FIRM, SOLE_TRADER), STUDENT: ("本人身份", "在校学生")}  # what the first step has said already
SERVED = {"firm": "enterprise"}  # who → the catalogue's word, where it is another
ENTERPRISE, PERSON, PERSON_ONLY = "enterprise", "person", ("person",)
DREAMS = 3  # programmes shown to a student of what a founder gets


@dataclass(frozen=True)
class Shown:
    """One programme as the page shows it."""

    look: Outlook
    todo: tuple[str, ...] = ()
    window: str = ""
    opens: dt.date | None = None
    closes: dt.date | None = None

    @property
    def illustrative(self) -> bool:
        return self.look.verdict.illustrative

    @cached_property
    def verdict(self) -> Mapping[str, Any]:
        """As the pages' components take it."""
        return self.look.verdict.as_json()


@dataclass(frozen=True)
class Result:
    """Everything the page of results shows. Yuan are of a year; `illustrative` is the part of `possible` that rests on
    numbers no document confirms, `sure` the part that is had already."""

    get: tuple[Shown, ...] = ()
    steps: tuple[Shown, ...] = ()
    open: tuple[Shown, ...] = ()
    no: tuple[Shown, ...] = ()
    services: tuple[Programme, ...] = ()
    possible: Decimal = Decimal(0)
    sure: Decimal = Decimal(0)
    illustrative: Decimal = Decimal(0)
    presumed: tuple[tuple[FactKind, Value], ...] = ()
    home: str = ""
    moving: tuple[Shown, ...] = ()

    @property
    def money(self) -> bool:
        return self.possible > 0


def home_of(found: Catalogue) -> str:
    """This district, as 注册区 names it; "" where the catalogue does not say."""
    kind = found.facts.get(PLACE)
    return kind.asking.suggest[0] if kind and kind.asking.suggest else ""


def who_context(found: Catalogue, kept: Kept | None = None) -> dict[str, Any]:
    """The first step, as the front page shows it too."""
    kind = found.facts.get(PLACE)
    return {
        "people": people(), "home": home_of(found),
        "places": [_typed(each) for each in kind.asking.suggest] if kind else (),
        "place": _typed((kept.answers.get(PLACE) if kept else "") or home_of(found)),
    }  # fmt: skip


def _typed(name: str) -> str:
    """As the reader would type it: what stands in a field is not told on its way out."""
    return (in_english(name) or name) if get_language() == "en" else name


def people() -> list[tuple[str, str, str]]:
    """Who somebody may be: key, words, icon."""
    return [
        ("founder", _("还没有企业，打算创业"), "bulb"), ("firm", _("有企业"), "building"),
        ("sole-trader", _("个体工商户"), "building-store"), ("student", _("在校学生"), "school"),
        ("job-seeker", _("正在找工作"), "briefcase"),
    ]  # fmt: skip


def serving(found: Catalogue, who: str, day: dt.date, *, services: bool = False) -> list[str]:
    """The programmes in force that serve somebody: those applied for, or the services."""
    word = SERVED.get(who, who)
    return [
        programme.slug for programme, version in found.in_force(day)
        if word in programme.serves and is_service(programme, version) is services
        and (services or programme.subject in subjects_of(who))
    ]  # fmt: skip


def subjects_of(who: str) -> tuple[str, ...]:
    """As whom somebody may apply: a founder as the enterprise to come, and as the person they are."""
    return PERSON_ONLY if who in PERSONS else (ENTERPRISE, PERSON) if who == FOUNDER else (ENTERPRISE,)


def facts_to_judge(found: Catalogue, kept: Kept, day: dt.date) -> dict[str, Any]:
    """The answers, and what is taken for granted until somebody else verifies it; a founder begins on the day."""
    whose = subjects_of(kept.who)
    known: dict[str, Any] = {name: value for name, value in presumed(found).items()
                             if found.facts[name].subject in whose}  # fmt: skip
    name, value = FIRST.get(kept.who, ("", ""))
    if name in found.facts:
        known[name] = value
    known |= kept.facts(found.facts)
    if kept.who == FOUNDER and FOUNDED in found.facts:
        known[FOUNDED] = day
    return known


def askable(found: Catalogue, who: str) -> set[str]:
    """The facts somebody can tell now: a founder what one can know before there is a firm."""
    whose = subjects_of(who)
    return {name for name, each in found.facts.items()
            if each.supposed and each.subject in whose and (each.asking.founder or who != FOUNDER)}  # fmt: skip


def question(found: Catalogue, kept: Kept, day: dt.date) -> Question | None:
    """The question most worth asking now; None where nothing is left. A founder is asked about the enterprise first."""
    if not kept.who:
        return None
    facts = {**_likely(found, kept), **facts_to_judge(found, kept, day)}
    if kept.who == FOUNDER:
        facts.pop(FOUNDED, None)  # what only comes with time is no reason not to ask for the rest
    slugs = serving(found, kept.who, day)
    for subject in subjects_of(kept.who):
        asked = next_question(
            found, facts, day, slugs=slugs, skip=kept.skipped, subject=subject, checked=True, supposing=True,
            founder=kept.who == FOUNDER,
        )  # fmt: skip
        if asked is not None:
            return asked
    return None


def _likely(found: Catalogue, kept: Kept) -> dict[str, Any]:
    """What is usual of the facts somebody could not tell: who does not know of a seat in an incubator pays for none,
    and is not asked how much. For the next question alone, never for the answer."""
    kinds = [found.facts[name] for name in kept.skipped if name in found.facts]
    usual = {each.name: each.asking.usual for each in kinds}
    return {name: value for name, value in usual.items() if isinstance(value, Decimal | bool | dt.date | str)}


def question_about(found: Catalogue, name: str, who: str) -> Question | None:
    """The question about one fact, to answer it anew; None where it is not asked."""
    if name not in askable(found, who):
        return None
    return question_on(found, found.facts[name], founder=who == FOUNDER)


def results(found: Catalogue, kept: Kept, day: dt.date) -> Result:
    """What fits somebody by the answers so far."""
    facts, asked = facts_to_judge(found, kept, day), askable(found, kept.who)
    slugs = serving(found, kept.who, day)
    looks = outlooks(found, facts, day, slugs=slugs, askable=asked, checked=True)
    result = grouped(looks, found, day, founder=_begin(kept, facts))
    granted = presumed(found)
    used = {name for each in looks if each.kind in (GET, STEP) for name in _uses(found, each) if name in granted}
    services = _services(found, kept.who, day)
    return _with(result, services=services, home=home_of(found),
                 presumed=tuple((found.facts[name], granted[name]) for name in granted
                                if name in used and name not in kept.answers),
                 **_moving(found, kept, facts, looks, asked, day))  # fmt: skip


def _begin(kept: Kept, facts: Mapping[str, Value]) -> str:
    """What a founder has to do before anything else."""
    if kept.who != FOUNDER:
        return ""
    return _("在%(place)s登记注册") % {"place": facts[PLACE]} if PLACE in facts else _("登记注册企业")


def _uses(found: Catalogue, look: Outlook) -> Collection[str]:
    version = found.programmes[look.verdict.programme].version_on(look.verdict.as_of)
    return version.uses if version else ()


def _with(result: Result, **more: Any) -> Result:
    return Result(**{**result.__dict__, **more})


def for_enterprise(found: Catalogue, facts: Mapping[str, Value], day: dt.date, subject: str = ENTERPRISE) -> Result:
    """What fits an enterprise, or another subject, by everything known of it; nothing is taken for granted."""
    asked = {name for name, each in found.facts.items() if each.asked}
    slugs = [programme.slug for programme, _version in found.in_force(day) if programme.subject == subject]
    result = grouped(outlooks(found, facts, day, slugs=slugs, askable=asked, checked=True), found, day)
    who = TRADER if facts.get(KIND_OF_FIRM) == SOLE_TRADER else "firm" if subject != PERSON else SEEKER
    return _with(result, services=_services(found, who, day), home=home_of(found))


def grouped(looks: Iterable[Outlook], found: Catalogue, day: dt.date, *, founder: str = "") -> Result:
    """Outlooks by group, in each confirmed money first, the most first; with what they may come to in a year."""
    groups: dict[str, list[Shown]] = {GET: [], STEP: [], OPEN: [], NO: []}
    for look in looks:
        begin = founder if found.programmes[look.verdict.programme].subject == ENTERPRISE else ""
        later = begin and look.kind == GET
        first = begin if look.kind in (GET, STEP) else ""
        groups[STEP if later else look.kind].append(_shown(look, found, day, first))
    for each in groups.values():
        each.sort(key=_place)
    taken = together(found, [*groups[GET], *groups[STEP]], day)
    sure = together(found, groups[GET], day)
    return Result(
        get=tuple(groups[GET]), steps=tuple(groups[STEP]), open=tuple(groups[OPEN]), no=tuple(groups[NO]),
        possible=_sum(taken), sure=_sum(sure), illustrative=_sum(each for each in taken if each.illustrative),
    )  # fmt: skip


def _place(each: Shown) -> tuple[bool, Decimal, int, str]:
    return each.illustrative, -(each.look.yuan or Decimal(0)), len(each.look.ask), each.look.verdict.name


def _sum(shown: Iterable[Shown]) -> Decimal:
    return sum((each.look.yuan or Decimal(0) for each in shown), Decimal(0))


def together(found: Catalogue, shown: Iterable[Shown], day: dt.date) -> list[Shown]:
    """Those that may be had in one year: of programmes that exclude each other the one that gives more."""
    taken: list[Shown] = []
    barred: set[str] = set()
    for each in sorted(shown, key=lambda one: (-(one.look.yuan or Decimal(0)), one.look.verdict.programme)):
        slug = each.look.verdict.programme
        version = found.programmes[slug].version_on(day)
        excludes = set(version.rest.get("excludes") or ()) if version else set()
        if slug in barred or excludes & {one.look.verdict.programme for one in taken}:
            continue
        taken.append(each)
        barred |= excludes
    return taken


def _shown(look: Outlook, found: Catalogue, day: dt.date, founder: str) -> Shown:
    version = found.programmes[look.verdict.programme].version_on(day)
    intake = dict(version.rest.get("intake") or {}) if version else {}
    opens, closes = library.window(intake, day)
    todo = ((founder,) if founder else ()) + look.todo
    words = library.window_today(intake, opens, closes, day)
    return Shown(look, todo, words, opens, closes)


def _services(found: Catalogue, who: str, day: dt.date) -> tuple[Programme, ...]:
    return tuple(found.programmes[slug] for slug in serving(found, who, day, services=True))


@dataclass(frozen=True)
class Dream:
    """A programme a founder may get, with what it usually gives in a year."""

    programme: Programme
    yuan: Decimal | None
    illustrative: bool


def dreams(found: Catalogue, day: dt.date) -> list[Dream]:
    """What a founder may get, for somebody who thinks of it: confirmed money first."""
    made = []
    for slug in serving(found, FOUNDER, day):
        if found.programmes[slug].subject != ENTERPRISE:
            continue
        version = found.programmes[slug].version_on(day)
        if version and (yuan := expected(found, version, day)):
            made.append(Dream(found.programmes[slug], yuan, version.illustrative))
    return sorted(made, key=lambda each: (each.illustrative, -(each.yuan or 0)))[:DREAMS]


def _moving(
    found: Catalogue, kept: Kept, facts: dict[str, Value], looks: list[Outlook], asked: set[str], day: dt.date
) -> dict[str, Any]:
    """What a firm of another district would get besides if it were registered here."""
    home = home_of(found)
    if not home or kept.who not in (*OWNERS, FOUNDER) or facts.get(PLACE, home) == home:
        return {}
    slugs = [each.verdict.programme for each in looks if each.kind == NO]
    there = outlooks(found, {**facts, PLACE: home}, day, slugs=slugs, askable=asked, checked=True)
    better = sorted((_shown(each, found, day, "") for each in there if each.kind != NO), key=_place)
    return {"moving": tuple(better)}


@dataclass(frozen=True)
class Public:
    """What the public register says of an enterprise; nothing else is told to who types its code."""

    name: str
    facts: dict[str, Value] = field(default_factory=dict)


def public_facts(found: Catalogue, code: str, day: dt.date) -> Public | None:
    """By 统一社会信用代码: facts the vocabulary calls `public`, brought by the register; None where it is not known."""
    enterprise = Enterprise.objects.filter(uscc=code).first()
    if enterprise is None:
        return None
    open_ = {name for name, each in found.facts.items() if each.asking.public}
    known = enterprises.facts_of(enterprise, day)
    return Public(enterprise.name, {name: each.value for name, each in known.items()
                                    if name in open_ and each.grade == "register" and not each.expired})  # fmt: skip
