"""Conditions that can never hold, or never fail, whatever the facts are; and rules that nobody can ever meet.

Every comparison with a constant cuts its left side into stretches; all other questions (a boolean fact, a comparison of
two facts, a text function) may be answered both ways. What is true of every choice is certain; a search that grows too
long says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rulebook.catalogue.axes import Domain, shown
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.model import Clause, Condition, Derived, Parameter, Programme, Version, flat
from rulebook.catalogue.reduced import Reducer, settings
from rulebook.feel.nodes import NOWHERE
from rulebook.plan import nodes as p
from rulebook.plan.strips import ordered
from rulebook.plan.types import BOOLEAN
from rulebook.saying import Parts, Said, say

BUDGET = 20_000  # formulas looked at
FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
Domains = Callable[[p.Plan], Domain]
Choice = dict[p.Plan, int]


@dataclass(frozen=True)
class Question:
    """Something a formula asks: stretches of `cuts` for a value, yes and no for anything else."""

    plan: p.Plan
    cuts: tuple[Any, ...]
    answers: tuple[int, ...]


class TooLong(Exception):
    """The search was given up."""


class Truths:
    """Which truth values some formula can have."""

    def __init__(self, formula: p.Plan, domain: Domains) -> None:
        self.formula, self.work = formula, 0
        cuts: dict[p.Plan, set[Any]] = {}
        for each in _asked(formula):
            side = _side(each)
            if side is None:
                cuts.setdefault(each, set())
            else:
                cuts.setdefault(side[0], set()).add(ordered(side[2]))
        self.questions = {plan: _question(plan, tuple(sorted(found)), domain) for plan, found in cuts.items()}

    def found(self) -> set[bool]:
        """The truth values that some choice of answers gives. Raises TooLong."""
        found: set[bool] = set()
        self._search(list(self.questions.values()), {}, found)
        return found

    def _search(self, left: Sequence[Question], chosen: Choice, found: set[bool]) -> None:
        self.work += 1
        if self.work > BUDGET:
            raise TooLong
        value = self.value(self.formula, chosen)
        if value is not None:
            found.add(value)
        elif left:
            for answer in left[0].answers:
                self._search(left[1:], {**chosen, left[0].plan: answer}, found)
                if len(found) == 2:
                    return

    def value(self, plan: p.Plan, chosen: Choice) -> bool | None:
        """By Kleene, with what is chosen so far."""
        match plan:
            case p.Const():
                return bool(plan.value)
            case p.Not():
                inner = self.value(plan.term, chosen)
                return None if inner is None else not inner
            case p.Logic():
                values, decides = [self.value(each, chosen) for each in plan.terms], plan.op == "or"
                return decides if decides in values else None if None in values else not decides
        side = _side(plan)
        if side is None:
            answer = chosen.get(plan)
            return None if answer is None else bool(answer)
        place = chosen.get(side[0])
        if place is None:
            return None
        at = 2 * self.questions[side[0]].cuts.index(ordered(side[2])) + 1
        return {"=": place == at, "!=": place != at, "<": place < at, "<=": place <= at, ">": place > at,
                ">=": place >= at}[side[1]]  # fmt: skip


def _asked(plan: p.Plan) -> Iterator[p.Plan]:
    """The questions of a formula: everything that is no `and`, `or`, `not` or constant."""
    if isinstance(plan, p.Logic | p.Not):
        for each in p.children(plan):
            yield from _asked(each)
    elif not isinstance(plan, p.Const):
        yield plan


def _side(plan: p.Plan) -> tuple[p.Plan, str, Any] | None:
    """(what is compared, how, with which constant), or None for any other question."""
    if isinstance(plan, p.Ref) and plan.type == BOOLEAN:
        return plan, "=", True
    if not isinstance(plan, p.Compare):
        return None
    if isinstance(plan.right, p.Const) and not isinstance(plan.left, p.Const):
        return plan.left, plan.op, plan.right.value
    if isinstance(plan.left, p.Const) and not isinstance(plan.right, p.Const):
        return plan.right, FLIPPED[plan.op], plan.left.value
    return None


def _question(plan: p.Plan, cuts: tuple[Any, ...], domain: Domains) -> Question:
    if not cuts:
        return Question(plan, (), (0, 1))
    if plan.type == BOOLEAN:
        cuts = (False, True)
    known = domain(plan)
    places = [number for number in range(2 * len(cuts) + 1) if _stands(cuts, number, plan.type, known)]
    return Question(plan, cuts, tuple(places))


def _stands(cuts: tuple[Any, ...], number: int, type_: object, domain: Domain) -> bool:
    """Whether a value can stand there; below nought only what is no count can."""
    if isinstance(cuts[0], Decimal):
        place, on_cut = divmod(number, 2)
        highest = cuts[place] if place < len(cuts) else None
        if domain.least is not None and highest is not None:
            if highest < domain.least or (highest == domain.least and not on_cut):
                return False
        elif number == 0:
            return True
    return shown(list(cuts), number, type_, domain) is not None


def truth_faults(
    programmes: Sequence[Programme],
    domain: Domains,
    derived: Mapping[str, Derived],
    parameters: Mapping[str, Parameter],
) -> Iterator[Fault]:
    """A fault for conditions that can never hold, a hint for those that never fail, a fault for rules nobody meets.

    What is only so by what derived facts and parameters happen to say is a hint.
    """
    for programme in programmes:
        for version in programme.versions:
            asked = Asked(version, domain, derived, parameters)
            certain = {each.id: asked.always(each.plan) for each in flat(version.conditions) if each.plan is not None}
            for condition in flat(version.conditions):
                if found := certain.get(condition.id):
                    yield _condition(condition, found)
            if not any(found is not None and not found.value for found in certain.values()):
                yield from _rule(version, asked)


@dataclass(frozen=True)
class Always:
    """The one truth value a formula can have. `sure`: whatever derived facts and parameters say; `names`: the
    parameters whose values make it so."""

    value: bool
    sure: bool = True
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What can be asked of the formulas of one version."""

    version: Version
    domain: Domains
    derived: Mapping[str, Derived]
    parameters: Mapping[str, Parameter]

    def always(self, plan: p.Plan) -> Always | None:
        """Whether a formula can have one truth value only: as written, opened, with the parameters' values."""
        alone, opened = Reducer({}, {}).of(plan), Reducer(self.derived, {}).of(plan)
        looked: list[p.Plan] = []
        for each, sure in ((plan, True), (alone, True), (opened, False)):
            if each not in looked:
                looked.append(each)
                if len(found := _found(each, self.domain)) == 1:
                    return Always(found.pop(), sure)
        names = tuple(sorted(p.names(opened) & self.parameters.keys()))
        return self._by_parameters(plan, opened, names) if names else None

    def _by_parameters(self, plan: p.Plan, opened: p.Plan, names: tuple[str, ...]) -> Always | None:
        found: set[bool] = set()
        for values in settings(self.version, opened, self.parameters):
            found |= _found(Reducer(self.derived, values).of(plan), self.domain)
            if len(found) == 2:
                return None
        return Always(found.pop(), sure=False, names=names) if found else None


def _condition(condition: Condition, found: Always) -> Fault:
    given = {"id": condition.id, "names": _quoted(found.names)}
    if found.value:
        said = say("按参数{names}的取值，条件“{id}”永远成立。", **given) if found.names else \
            say("条件“{id}”永远成立：没有一种情形能让它不成立。", id=condition.id)  # fmt: skip
    else:
        said = say("按参数{names}的取值，条件“{id}”永远不成立。", **given) if found.names else \
            say("条件“{id}”永远不成立：没有一种情形能满足它。", id=condition.id)  # fmt: skip
    return _fault(condition, said, warning=found.value or not found.sure)


def _rule(version: Version, asked: Asked) -> Iterator[Fault]:
    plans = [plan for each in version.conditions if (plan := _formula(each)) is not None]
    found = asked.always(p.Logic(BOOLEAN, "and", tuple(plans), span=NOWHERE)) if len(plans) > 1 else None
    if found is not None and not found.value:
        said = say("各条条件不能同时成立：谁都不可能符合。")
        if found.names:
            said = say("按参数{names}的取值，各条条件不能同时成立：谁都不可能符合。", names=_quoted(found.names))
        yield Fault(version.place.file, version.conditions[0].place.line, 1, said, not found.sure)


def _quoted(names: tuple[str, ...]) -> Parts:
    return Parts("、", [f"“{each}”" for each in names])


def _formula(clause: Clause) -> p.Plan | None:
    """A clause as one formula; None where it rests on a person alone."""
    if isinstance(clause, Condition):
        return clause.plan
    terms = [plan for each in clause.terms if (plan := _formula(each)) is not None]
    if not terms or (len(terms) < len(clause.terms) and clause.kind == "any"):
        return None
    if clause.kind == "all":
        return p.both(tuple(terms), NOWHERE)
    joined = p.either(tuple(terms), NOWHERE)
    return p.Not(BOOLEAN, joined, span=NOWHERE) if clause.kind == "none" else joined


def _found(plan: p.Plan, domain: Domains) -> set[bool]:
    try:
        return Truths(plan, domain).found()
    except (TooLong, TypeError):
        return {True, False}


def _fault(condition: Condition, said: Said, *, warning: bool) -> Fault:
    at = condition.place
    return Fault(at.file, at.line, at.column, said, warning)
