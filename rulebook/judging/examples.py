"""Running the examples a version carries, and saying which conditions no example decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.model import Condition, Example, Place, Programme, Version, flat
from rulebook.judging.bench import Bench, bench
from rulebook.judging.judge import NoValueYet, judge_version
from rulebook.judging.obligations import run_obligation_examples
from rulebook.judging.verdict import Verdict, plain
from rulebook.plan import nodes as p

WORDS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Outcome:
    """One example run: the verdict (None where a parameter has no value yet) and where it disagrees."""

    example: Example
    verdict: Verdict | None
    faults: tuple[Fault, ...]


def run_examples(catalogue: Catalogue) -> list[Fault]:
    """Every example of every version: a fault where it disagrees, a warning for conditions not reached both ways."""
    ready, found = bench(catalogue), list[Fault]()
    for programme in catalogue.programmes.values():
        for version in programme.versions:
            outcomes = list(run_version(ready, programme, version))
            found += [fault for outcome in outcomes for fault in outcome.faults]
            found += unreached(version, outcomes)
    return [*found, *run_obligation_examples(catalogue)]


def run_version(ready: Bench, programme: Programme, version: Version) -> Iterator[Outcome]:
    """The examples of one version, in order."""
    for example in version.examples:
        try:
            verdict = _judge(ready, programme, version, example)
        except NoValueYet as error:
            yield Outcome(example, None, (_fault(example.place, f"例子“{example.name}”：{error}"),))
            continue
        yield Outcome(example, verdict, tuple(disagreements(ready, version, example, verdict)))


def _judge(ready: Bench, programme: Programme, version: Version, example: Example) -> Verdict:
    env = ready.environment(example.given, example.as_of)
    return judge_version(ready, programme, version, env, example.answers)


def disagreements(ready: Bench, version: Version, example: Example, verdict: Verdict) -> Iterator[Fault]:
    """Where an example expects something else than the rule gives."""
    expect, at = example.expect, example.places
    if "eligible" in expect and expect["eligible"] is not verdict.eligible:
        words = (
            f"例子“{example.name}”写 {WORDS[expect['eligible']]}，判出来是 {WORDS[verdict.eligible]}。{_why(verdict)}"
        )
        yield _fault(at["eligible"], words)
    if "amount" in expect and _money(expect["amount"]) != _money(verdict.amount):
        yield _fault(
            at["amount"], f"例子“{example.name}”写金额 {_say(expect['amount'])}，算出来是 {_say(verdict.amount)}。"
        )
    if "missing" in expect:
        known = set(verdict.missing) | _unknown_names(ready, version, example)
        wrong = [name for name in expect["missing"] if name not in known]
        if wrong:
            words = f"例子“{example.name}”说缺 {'、'.join(wrong)}，判出来缺的是 {'、'.join(verdict.missing) or '无'}。"
            yield _fault(at["missing"], words)
    if "because" in expect and set(expect["because"]) != set(verdict.because):
        expected, found = "、".join(expect["because"]), "、".join(verdict.because) or "无"
        words = f"例子“{example.name}”说因为 {expected}，判出来因为 {found}。"
        yield _fault(at["because"], words)


def _unknown_names(ready: Bench, version: Version, example: Example) -> set[str]:
    """Derived facts that are unknown count as missing too: an example may name them instead of what they rest on."""
    env = ready.environment(example.given, example.as_of)
    return {name for name in version.uses if name in ready.derived_plans and env[name] is None}


def _why(verdict: Verdict) -> str:
    if verdict.because:
        return f"不符合的是 {'、'.join(verdict.because)}。"
    lacking = [*verdict.missing, *verdict.waiting]
    return f"未定的是 {'、'.join(lacking)}。" if lacking else ""


def _money(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize()


def _say(value: Decimal | None) -> str:
    return "（无）" if value is None else str(plain(value))


def unreached(version: Version, outcomes: Iterable[Outcome]) -> Iterator[Fault]:
    """Conditions that no example makes hold, or none makes fail."""
    reached: dict[str, set[bool]] = {each.id: set() for each in flat(version.conditions)}
    for outcome in outcomes:
        for judged in outcome.verdict.conditions() if outcome.verdict else ():
            if judged.value is not None:
                reached[judged.id].add(judged.value)
    for condition in flat(version.conditions):
        lacking = {True, False} - reached[condition.id]
        if lacking:
            ways = "、".join("成立" if each else "不成立" for each in sorted(lacking, reverse=True))
            yield _fault(condition.place, f"没有例子让条件“{condition.id}”{ways}。", warning=True)


def _fault(place: Place, message: str, *, warning: bool = False) -> Fault:
    return Fault(place.file, place.line, place.column, message, warning)


LOCAL, TAXES = ("注册区", "登记机关", "注册地"), ("纳税", "税收", "税收贡献", "实缴税额")


def fair_competition(catalogue: Catalogue) -> Iterator[Fault]:
    """What the Fair Competition Review Regulation (国务院令第783号, 2024) makes an officer justify."""
    for programme in catalogue.programmes.values():
        if not programme.basis:
            yield _fault(
                programme.place,
                f"“{programme.name}”没有写依据（basis）：对特定经营者的优惠要有法律、法规或国务院依据。",
            )
        for version in programme.versions:
            for condition in flat(version.conditions):
                yield from _unfair(condition)
            if version.benefit.amount is not None:
                named = p.names(version.benefit.amount)
                if any(word in name for name in named for word in TAXES):
                    yield _fault(version.place, f"“{programme.name}”的金额与纳税挂钩，要说明理由（第十条）。")


def _unfair(condition: Condition) -> Iterator[Fault]:
    if condition.plan is None:
        return
    names = p.names(condition.plan)
    if any(word in name for name in names for word in LOCAL):
        yield _fault(condition.place, f"条件“{condition.id}”要求在本地注册，要说明理由（第九条）。")
    if any(word in name for name in names for word in TAXES):
        yield _fault(condition.place, f"条件“{condition.id}”与纳税额挂钩，要说明理由（第十条）。")
    if any("企业名称" in name or "统一社会信用代码" in name for name in names):
        yield _fault(condition.place, f"条件“{condition.id}”指名特定企业，要说明理由（第八条）。")


def coverage(version: Version) -> tuple[int, int]:
    """(clauses a machine judges, all clauses)."""
    return version.coverage
