"""One subject, one version, one day → a verdict. Versions are compiled when first judged, and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Benefit, Clause, Condition, Group, Programme, Version
from rulebook.catalogue.services import is_service
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.judging.bench import Bench, Ready, bench
from rulebook.judging.gaps import find_gap
from rulebook.judging.given import Said, checked_answers, checked_facts
from rulebook.judging.verdict import Judged, Verdict
from rulebook.plan.closures import Environment
from rulebook.plan.exact import as_decimal, rounded
from rulebook.plan.near import near
from rulebook.plan.types import Facts
from rulebook.saying import say

BELOW_NOUGHT = "金额算出来小于零，请检查金额公式和事实"


class NotInForce(LookupError):
    """The programme has no version on that day, or there is no such programme."""


class NoValueYet(LookupError):
    """A parameter has no value on the as-of date: it is before its first."""


def judge(
    catalogue: Catalogue,
    slug: str,
    facts: Said,
    as_of: dt.date,
    answers: Mapping[str, bool] | None = None,
    *,
    explain: bool = True,
    checked: bool = False,
) -> Verdict:
    """The verdict on one subject under the version in force on `as_of`.

    `facts`: name → str, bool, Decimal or int, date; an absent name is unknown. `answers`: person's condition id → bool.
    Raises FactsError for what the vocabulary does not know or that is not as it says (not where the facts were
    `checked` when they were taken in), NotInForce, NoValueYet. Without `explain` gaps are left out.
    """
    known = known_facts(catalogue, facts, as_of, checked)
    programme = named(catalogue, slug)
    version = programme.version_on(as_of)
    if version is None:
        raise NotInForce(say("{as_of} 没有生效的项目“{slug}”。", as_of=as_of, slug=slug))
    ready = bench(catalogue)
    said = (answers or {}) if checked else checked_answers(version, answers)
    return judge_version(ready, programme, version, ready.environment(known, as_of), said, explain=explain)


def known_facts(catalogue: Catalogue, facts: Said, as_of: dt.date, checked: bool) -> Facts:
    """Facts fit to judge: those checked before as they are, all others held against the vocabulary."""
    return cast("Facts", facts) if checked else checked_facts(catalogue, facts, as_of)


def named(catalogue: Catalogue, slug: str) -> Programme:
    """The programme of that name. Raises NotInForce, with what was probably meant."""
    if slug not in catalogue.programmes:
        raise NotInForce(say("没有生效的项目“{slug}”{near}", slug=slug, near=near(str(slug), catalogue.programmes)))
    return catalogue.programmes[slug]


def begun(catalogue: Catalogue, slug: str, since: dt.date) -> tuple[Programme, Version]:
    """A programme and its version that began on `since`. Raises NotInForce."""
    programme = named(catalogue, slug)
    version = next((each for each in programme.versions if each.since == since), None)
    if version is None:
        raise NotInForce(say("项目“{slug}”没有从 {since} 起的版本。", slug=slug, since=since))
    return programme, version


def judge_under(
    catalogue: Catalogue,
    slug: str,
    since: dt.date,
    facts: Said,
    as_of: dt.date,
    answers: Mapping[str, bool] | None = None,
    *,
    checked: bool = False,
) -> Verdict:
    """As `judge`, under the version that began on `since`, in force on `as_of` or not: an old decision replayed."""
    known = known_facts(catalogue, facts, as_of, checked)
    programme, version = begun(catalogue, slug, since)
    ready = bench(catalogue)
    said = (answers or {}) if checked else checked_answers(version, answers)
    return judge_version(ready, programme, version, ready.environment(known, as_of), said)


def rank_under(
    catalogue: Catalogue, slug: str, since: dt.date, facts: Said, as_of: dt.date, *, checked: bool = False
) -> Decimal | None:
    """What a version's `rank` gives on these facts, the higher the sooner; None where it has none or it is unknown."""
    known = known_facts(catalogue, facts, as_of, checked)
    _, version = begun(catalogue, slug, since)
    if version.rank is None:
        return None
    ready = bench(catalogue)
    value = ready.closures.of(version.rank)(ready.environment(known, as_of))
    return value if isinstance(value, Decimal) else None


def judge_all(
    catalogue: Catalogue,
    facts: Said,
    as_of: dt.date,
    *,
    subject: str | None = None,
    explain: bool = True,
    checked: bool = False,
) -> list[Verdict]:
    """All programmes in force on a day, one shared environment; those for another `subject` left out.

    Raises FactsError as `judge` does.
    """
    ready = bench(catalogue)
    env = ready.environment(known_facts(catalogue, facts, as_of, checked), as_of)
    return [
        judge_version(ready, programme, version, env, {}, explain=explain)
        for programme, version in catalogue.in_force(as_of)
        if subject is None or programme.subject == subject
    ]


def judge_version(
    ready: Bench,
    programme: Programme,
    version: Version,
    env: Environment,
    answers: Mapping[str, bool],
    *,
    explain: bool = True,
) -> Verdict:
    """The verdict in an environment made by `Bench.environment`."""
    compiled = ready.version(version)
    check_parameters(ready, version, env)
    judging = Judging(ready, compiled, env, answers, explain)
    clauses = tuple(judging.clause(each) for each in version.conditions)
    eligible = kleene_all(each.value for each in clauses)
    amount, lacking, unpriced = judging.amount(version.benefit) if eligible is not False else (None, [], ())
    undecided = [each for each in clauses if each.value is None] if eligible is None else []
    missing_facts = [name for each in undecided for name in each.missing] + (lacking if eligible else [])
    notes = [note for clause in undecided for each in clause.conditions() for note in each.notes]
    lacking_names = tuple(dict.fromkeys(missing_facts))
    waiting = [each.id for clause in undecided for each in clause.conditions() if each.value is None and each.person]
    return Verdict(
        programme=programme.slug, name=programme.name, version=version.since, hash=version.hash, as_of=env[AS_OF],  # type: ignore[arg-type]
        eligible=eligible, amount=amount, clauses=clauses, missing=lacking_names,
        waiting=tuple(waiting), because=tuple(_because(clauses)), illustrative=version.illustrative,
        benefit=benefit_json(version.benefit), units=ready.units, service=is_service(programme, version),
        notes=tuple(dict.fromkeys([*notes, *(unpriced if eligible else ())])),
        verifying=tuple((name, ready.catalogue.facts[name].source) for name in lacking_names if name in ready.unasked),
    )  # fmt: skip


def check_parameters(ready: Bench, version: Version, env: Environment) -> None:
    """Raise NoValueYet when a parameter the version names has no value on the as-of date."""
    for name in ready.version(version).parameters:
        if env[name] is None:
            first = ready.catalogue.parameters[name].values[0][0]
            raise NoValueYet(say("参数“{name}”从 {day} 起才有值，核算日是 {as_of}。", name=name, day=first,
                                 as_of=env[AS_OF]))  # fmt: skip


def benefit_json(benefit: Benefit) -> dict[str, Any]:
    return {
        "amount": benefit.amount_text, "cap": benefit.cap_text, "pay": benefit.pay, "per": benefit.per,
        "times": benefit.times, "say": benefit.say, "status": benefit.status,
    }  # fmt: skip


def kleene_all(values: Iterator[bool | None]) -> bool | None:
    """and over yes / no / unknown."""
    found = list(values)
    return False if False in found else None if None in found else True


def _because(clauses: tuple[Judged, ...]) -> Iterator[str]:
    """Ids of what fails: of a failed `any` its failed terms, of a failed `none` the terms that hold."""
    for clause in clauses:
        if clause.value is not False:
            continue
        if clause.kind == "condition":
            yield clause.id
        elif clause.kind == "none":
            yield from (each.id for child in clause.children if child.value for each in child.conditions())
        else:
            yield from _because(clause.children)


@dataclass(frozen=True)
class Judging:
    """One judging under way."""

    ready: Bench
    compiled: Ready
    env: Environment
    answers: Mapping[str, bool]
    explain: bool

    def clause(self, clause: Clause) -> Judged:
        return self.group(clause) if isinstance(clause, Group) else self.condition(clause)

    def group(self, group: Group) -> Judged:
        children = tuple(self.clause(each) for each in group.terms)
        values = [each.value for each in children]
        if group.kind == "all":
            value = kleene_all(iter(values))
        else:
            held = True if True in values else None if None in values else False
            value = held if group.kind == "any" or held is None else not held
        lacking = [name for each in children if each.value is None for name in each.missing] if value is None else []
        return Judged(group.kind, value, missing=tuple(dict.fromkeys(lacking)), children=children)

    def condition(self, condition: Condition) -> Judged:
        plan = condition.plan
        if plan is None:
            value = self.answers.get(condition.id)
            return Judged("condition", value, condition.id, condition.say, condition.cite, condition.person,
                          condition.status)  # fmt: skip
        test, names = self.compiled.conditions[condition.id]
        env = self.env
        value = test(env)
        return Judged(
            "condition", value, condition.id, condition.say, condition.cite, "", condition.status,
            facts={name: env[name] for name in names},
            missing=self.ready.lacking(plan, env) if value is None else (),
            gap=find_gap(self.ready, plan, env) if value is False and self.explain else None,
            notes=self.ready.reasons(plan, env, condition.say or condition.id) if value is None else (),
        )  # fmt: skip

    def amount(self, benefit: Benefit) -> tuple[Decimal | None, list[str], tuple[str, ...]]:
        """What is paid, in yuan, what is lacking to know it, and why it cannot be known. Rounded half up, to the fen
        unless said otherwise. Nobody is paid less than nothing: then the formula or a fact is wrong.
        """
        if self.compiled.amount is None or benefit.amount is None:
            return None, [], ()
        amount = paid(self.compiled, benefit, self.env)
        if amount is not None and rounded(amount, 2, ROUND_HALF_UP) < 0:
            return None, [], (BELOW_NOUGHT,)
        if amount is not None:
            return max(amount, Decimal(0)).copy_abs(), [], ()
        lacking = [name for plan in benefit.plans for name in self.ready.lacking(plan, self.env)]
        notes = [note for plan in benefit.plans for note in self.ready.reasons(plan, self.env, "金额")]
        return None, list(dict.fromkeys(lacking)), tuple(notes)


def paid(compiled: Ready, benefit: Benefit, env: Environment) -> Decimal | None:
    """A benefit's amount in an environment, capped and rounded; None where there is none or it is unknown."""
    if compiled.amount is None:
        return None
    amount = compiled.amount(env)
    if amount is not None and compiled.cap is not None:
        cap = compiled.cap(env)
        amount = None if cap is None else min(amount, cap)
    if amount is None:
        return None
    if benefit.round == "":
        return as_decimal(amount)
    return rounded(amount, 0 if benefit.round == "yuan" else 2, ROUND_HALF_UP)
