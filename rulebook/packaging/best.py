"""Claims with limits, exclusions and shared limits: which to take and how much of each, and why not the rest.

Pure arithmetic on whole fen; what the claims are is `lawful`'s business. Optimal, which the tests prove by brute force.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rulebook.packaging.simplex import most
from rulebook.saying import say

MOST_CHOICES = 200_000  # sets of claims looked at; a district's exclusions leave a few dozen


@dataclass(frozen=True)
class Claim:
    """`entitled` fen by the rule, of which `room` remain under the programme's own ceilings."""

    slug: str
    entitled: int
    room: int
    why_room: str = ""


@dataclass(frozen=True)
class Shared:
    """The sum of what these claims are paid is at most `limit` fen."""

    slugs: frozenset[str]
    limit: int
    why: str = ""


@dataclass(frozen=True)
class Unpaid:
    """`fen` that are not paid, and why; `because` names the programme that was taken instead."""

    fen: int
    why: str
    because: str = ""


@dataclass(frozen=True)
class Paid:
    slug: str
    entitled: int
    fen: int
    unpaid: tuple[Unpaid, ...] = field(default=())


class TooManyChoices(ValueError):
    """More ways to choose than could be looked at."""


def best(claims: Sequence[Claim], excluded: frozenset[frozenset[str]], shared: Sequence[Shared]) -> list[Paid]:
    """The combination with the greatest sum; `excluded` holds pairs of which only one may be taken.

    Of combinations with the same sum the one that keeps earlier claims. Raises TooManyChoices.
    """
    amounts: dict[str, int] = {}
    for part in parts(claims, excluded, shared):
        amounts |= _best_part(part, excluded, shared)
    return [_explained(claim, amounts, excluded, shared) for claim in claims]


def parts(
    claims: Sequence[Claim], excluded: frozenset[frozenset[str]], shared: Sequence[Shared]
) -> Iterator[list[Claim]]:
    """Claims that have to do with each other, directly or through others."""
    left = list(claims)
    ties = [*excluded, *(each.slugs for each in shared)]
    while left:
        group, names = [left.pop(0)], set()
        names.add(group[0].slug)
        grown = True
        while grown:
            near = set().union(*[tie for tie in ties if tie & names]) if ties else set()
            joined = [each for each in left if each.slug in near]
            left = [each for each in left if each.slug not in near]
            group += joined
            names |= {each.slug for each in joined} | near
            grown = bool(joined) or bool(near - names)
        yield [each for each in claims if each in group]


def _best_part(part: list[Claim], excluded: frozenset[frozenset[str]], shared: Sequence[Shared]) -> dict[str, int]:
    chosen: dict[str, int] = {each.slug: 0 for each in part}
    total = 0
    for looked_at, members in enumerate(_lawful_sets(part, excluded)):
        if looked_at >= MOST_CHOICES:
            raise TooManyChoices(say("{count} 个相互有关的项目，组合太多。", count=len(part)))
        if sum(each.room for each in members) <= total:
            continue
        places = {each.slug: place for place, each in enumerate(members)}
        limits = [(frozenset(places[slug] for slug in each.slugs & places.keys()), each.limit) for each in shared]
        paid = most([each.room for each in members], [limit for limit in limits if limit[0]])
        if sum(paid) > total:
            total = sum(paid)
            chosen = {each.slug: 0 for each in part} | {each.slug: fen for each, fen in zip(members, paid, strict=True)}
    return chosen


def _lawful_sets(part: list[Claim], excluded: frozenset[frozenset[str]]) -> Iterator[list[Claim]]:
    """Every set of claims to which none can be added without breaking an exclusion; those with earlier claims first."""
    foes = {each.slug: {slug for pair in excluded if each.slug in pair for slug in pair if slug != each.slug}
            for each in part}  # fmt: skip

    def grow(kept: list[Claim], rest: list[Claim]) -> Iterator[list[Claim]]:
        if not rest:
            names = {each.slug for each in kept}
            if all(each.slug in names or foes[each.slug] & names for each in part):
                yield kept
            return
        first, others = rest[0], rest[1:]
        yield from grow([*kept, first], [each for each in others if each.slug not in foes[first.slug]])
        if foes[first.slug] & {each.slug for each in others}:
            yield from grow(kept, others)

    yield from grow([], part)


def _explained(
    claim: Claim, amounts: dict[str, int], excluded: frozenset[frozenset[str]], shared: Sequence[Shared]
) -> Paid:
    """What is paid of a claim; every fen that is not has a reason, and the reasons add up."""
    paid = amounts[claim.slug]
    unpaid = []
    if claim.entitled > claim.room:
        unpaid.append(Unpaid(claim.entitled - claim.room, claim.why_room))
    left = claim.room - paid
    if left:
        rivals = [slug for pair in excluded if claim.slug in pair for slug in pair if slug != claim.slug]
        taken = next((slug for slug in sorted(rivals) if amounts.get(slug)), "")
        if not paid and taken:
            unpaid.append(Unpaid(left, "不能同享，就高不重复", taken))
        else:
            full = [each for each in shared if claim.slug in each.slugs
                    and sum(amounts.get(slug, 0) for slug in each.slugs) >= each.limit]  # fmt: skip
            unpaid.append(Unpaid(left, full[0].why if full else "合计不得超过上限"))
    return Paid(claim.slug, claim.entitled, paid, tuple(unpaid))
