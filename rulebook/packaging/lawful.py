"""From a catalogue and one enterprise's facts to the best lawful combination of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Programme, Version
from rulebook.catalogue.periods import YEAR
from rulebook.catalogue.services import is_service
from rulebook.judging.bench import bench
from rulebook.judging.given import Said
from rulebook.judging.judge import NoValueYet, judge, known_facts, named
from rulebook.judging.verdict import Verdict
from rulebook.packaging.best import Claim, Paid, Shared, best
from rulebook.plan.closures import Environment
from rulebook.plan.exact import as_decimal
from rulebook.plan.types import Facts

FEN = Decimal("0.01")


@dataclass(frozen=True)
class Before:
    """What a programme has given this enterprise already, in yuan: this year, and ever.

    `granted`: it was granted this year, be it without money.
    """

    year: Decimal = Decimal(0)
    life: Decimal = Decimal(0)
    granted: bool = False


@dataclass(frozen=True)
class Line:
    """One programme of the package. `unpaid`: (yuan, why, the programme taken instead or "")."""

    programme: str
    name: str
    entitled: Decimal
    paid: Decimal
    unpaid: tuple[tuple[Decimal, str, str], ...]
    illustrative: bool


@dataclass(frozen=True)
class Package:
    """`lines` in the catalogue's order; `unpriced` are eligible without a sum of money; `total` yuan in the year.

    `unknown`, of the unpriced, give money whose amount nobody knows yet: with any of them `total` is the least.
    """

    as_of: dt.date
    lines: tuple[Line, ...]
    unpriced: tuple[Verdict, ...]
    total: Decimal
    unknown: tuple[Verdict, ...] = ()

    @property
    def illustrative(self) -> Decimal:
        """Yuan of the total that rest on numbers no document confirms."""
        return sum((each.paid for each in self.lines if each.illustrative), Decimal(0))

    def as_json(self) -> dict[str, Any]:
        return {
            "as_of": str(self.as_of), "total": str(self.total), "at_least": bool(self.unknown),
            "illustrative": str(self.illustrative),
            "lines": [
                {"programme": each.programme, "name": each.name, "entitled": str(each.entitled), "paid": str(each.paid),
                 "illustrative": each.illustrative,
                 "unpaid": [{"amount": str(yuan), "why": why, "because": because}
                            for yuan, why, because in each.unpaid]}
                for each in self.lines
            ],
            "unpriced": [{"programme": each.programme, "name": each.name} for each in self.unpriced],
            "unknown": [{"programme": each.programme, "name": each.name, "missing": list(each.missing)}
                        for each in self.unknown],
        }  # fmt: skip


def package(
    catalogue: Catalogue,
    facts: Said,
    as_of: dt.date,
    *,
    before: Mapping[str, Before] | None = None,
    subject: str = "enterprise",
    checked: bool = False,
) -> Package:
    """The best lawful combination of what one subject is eligible for on a day, over twelve months' payments.

    Exclusions hold between programmes of one year, those paid already (`before`) included; ceilings per year and for
    life take off what was paid; sums that several may pay together are shared as is best. Optimal.
    Raises TooManyChoices, and FactsError as `judge` does.
    """
    paid_before = before or {}
    known = known_facts(catalogue, facts, as_of, checked)
    for slug in () if checked else paid_before.keys() - elsewhere(catalogue).keys():
        named(catalogue, slug)
    verdicts = dict(_eligible(catalogue, known, as_of, subject))
    versions = {slug: version for slug, (_, version, _) in verdicts.items()}
    env = bench(catalogue).environment(known, as_of)
    money = {slug: verdict for slug, (_, _, verdict) in verdicts.items() if verdict.amount is not None}
    claims = [_claim(versions[slug], verdict, paid_before.get(slug, Before())) for slug, verdict in money.items()]
    ties = pairs(catalogue, as_of)
    claims = [barred(claim, ties, paid_before, catalogue) for claim in claims]
    shared = list(shared_limits(catalogue, versions, env, paid_before))
    lines = [_line(catalogue, each, money[each.slug], versions[each.slug]) for each in best(claims, ties, shared)]
    unpriced = tuple(verdict for _, _, verdict in verdicts.values() if verdict.amount is None)
    unknown = tuple(each for each in unpriced if versions[each.programme].benefit.amount is not None)
    return Package(as_of, tuple(lines), unpriced, sum((each.paid for each in lines), Decimal(0)), unknown)


def _eligible(
    catalogue: Catalogue, facts: Facts, as_of: dt.date, subject: str
) -> Iterable[tuple[str, tuple[Programme, Version, Verdict]]]:
    for programme, version in catalogue.in_force(as_of):
        if programme.subject != subject or is_service(programme, version):
            continue
        try:
            verdict = judge(catalogue, programme.slug, facts, as_of, explain=False, checked=True)
        except NoValueYet:
            continue
        if verdict.eligible:
            yield programme.slug, (programme, version, verdict)


def _claim(version: Version, verdict: Verdict, before: Before) -> Claim:
    assert verdict.amount is not None
    return capped(version, fen(version.benefit.rhythm.each(verdict.amount).within(YEAR)), before)


def capped(version: Version, entitled: int, before: Before) -> Claim:
    """A claim to `entitled` fen, with what the programme's own ceiling leaves of it."""
    room, why = entitled, ""
    if (ceiling := version.ceiling) is not None:
        left = fen(ceiling.room(before.year, before.life))
        if left < room:
            room, why = left, "超过累计上限" if ceiling.life else "超过当年上限"
    return Claim(version.slug, entitled, room, why)


def pairs(catalogue: Catalogue, as_of: dt.date) -> frozenset[frozenset[str]]:
    """Pairs of programmes that may not be taken in one year; said by either is said by both."""
    return frozenset(
        frozenset((programme.slug, str(other)))
        for programme, version in catalogue.in_force(as_of)
        for other in version.rest.get("excludes") or []
        if other != programme.slug
    )


def elsewhere(catalogue: Catalogue) -> dict[str, str]:
    """What others give and the catalogue knows of: slug → name."""
    return {str(each["slug"]): str(each["name"]) for layer in catalogue.layers
            for each in layer.rest.get("outside") or ()}  # fmt: skip


def barred(claim: Claim, ties: frozenset[frozenset[str]], before: Mapping[str, Before], catalogue: Catalogue) -> Claim:
    """A claim that something paid this year excludes has no room."""
    for slug, paid in before.items():
        if (paid.year > 0 or paid.granted) and frozenset((slug, claim.slug)) in ties:
            names = elsewhere(catalogue) | {each.slug: each.name for each in catalogue.programmes.values()}
            name = names.get(slug, slug)
            return Claim(claim.slug, claim.entitled, 0, f"当年已享受“{name}”，不能同享")
    return claim


def shared_limits(
    catalogue: Catalogue, versions: Mapping[str, Version], env: Environment, before: Mapping[str, Before]
) -> Iterable[Shared]:
    """Limits over several programmes, less what they paid this year. An unknown limit leaves nothing to share."""
    closures = bench(catalogue).closures
    for slug, version in versions.items():
        for each in version.together:
            value = closures.of(each.at_most)(env) if each.at_most is not None else None
            limit = as_decimal(value) if value is not None else Decimal(0)
            names = frozenset((slug, *each.slugs))
            used = sum((before[name].year for name in names if name in before), Decimal(0))
            words = f"各级合计不得超过{each.text}" + ("" if value is not None else "（未知）")
            yield Shared(names, max(0, fen(limit - used)), words)


def _line(catalogue: Catalogue, paid: Paid, verdict: Verdict, version: Version) -> Line:
    names = {slug: programme.name for slug, programme in catalogue.programmes.items()}
    unpaid = tuple((yuan(each.fen), each.why, names.get(each.because, "")) for each in paid.unpaid)
    return Line(paid.slug, verdict.name, yuan(paid.entitled), yuan(paid.fen), unpaid, version.illustrative)


def fen(amount: Decimal) -> int:
    """Yuan as whole fen, half up."""
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))


def yuan(amount: int) -> Decimal:
    return (Decimal(amount) / 100).quantize(FEN)
