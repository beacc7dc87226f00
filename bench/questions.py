"""How many questions until a firm knows its best three programmes: by money at stake and ease, beside by number of
rules, the order before.

Firms are the demonstration's, with every fact it knows of them; asked for a fact the firm does not have, it says so,
and the question counts. Best: what under all its facts gives most in a year. Decided: nothing that could be asked is
missing any more, the amount included. Firms that get nothing are counted and left out. Both orders start from nothing,
with the same presumptions on what only bureaus vouch for, and may ask the same facts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from district.web.demo import facts as known
from district.web.demo.firms import make_firms
from rulebook import Catalogue, Programme, Value, Version, judge_all, next_question, read_catalogue
from rulebook.explaining.stakes import in_a_year, presumed
from rulebook.judging.bench import bench
from rulebook.judging.judge import judge_version
from rulebook.judging.verdict import Verdict

BEST = 3
Facts = dict[str, Value]


def firms(count: int, of: int, today: dt.date) -> Iterator[Facts]:
    """Every n-th of the register's firms that are in business, with all that is known of them."""
    for place, firm in enumerate(make_firms(of, today=today)):
        if place % max(1, of // count) == 0 and firm.status == "存续":
            yield {**known.register_facts(firm), **known.social_facts(firm), **known.tax_facts(firm),
                   **known.other_facts(firm)}  # fmt: skip


@dataclass
class Asked:
    """A catalogue on a day, and what was found out: questions by firm, what was asked first, milliseconds."""

    catalogue: Catalogue
    day: dt.date
    may_ask: frozenset[str]
    counts: list[int] = field(default_factory=list)
    early: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)

    def verdicts(self, facts: Facts) -> list[Verdict]:
        found = judge_all(self.catalogue, facts, self.day, subject="enterprise", explain=False, checked=True)
        return [each for each in found if not each.service]

    def best(self, truth: Facts) -> set[str]:
        """The three that give most in a year under everything that is known."""
        versions = {programme.slug: version for programme, version in self.catalogue.in_force(self.day)}
        paid = [(in_a_year(versions[each.programme], each.amount), each.programme)
                for each in self.verdicts(truth) if each.eligible and each.amount]  # fmt: skip
        return {slug for _yuan, slug in sorted(paid, key=lambda pair: (-pair[0], pair[1]))[:BEST]}

    def questions(self, truth: Facts, ask: Callable[[Facts, set[str]], str | None]) -> None:
        """Ask until the best three are decided."""
        usual = presumed(self.catalogue)
        best, told, unknown = self.best(truth), dict(usual), set[str]()
        open_ = [(each, version) for each, version in self.catalogue.in_force(self.day) if each.slug in best]
        asked = 0
        while self.open(open_, told, unknown):
            started = time.perf_counter()
            name = ask(told, unknown)
            self.took.append((time.perf_counter() - started) * 1000)
            if name is None:
                break
            asked += 1
            if asked <= 6:
                self.early[name] += 1
            if name in truth:
                told[name] = truth[name]
            else:
                unknown.add(name)
        self.counts.append(asked)

    def open(self, wanted: list[tuple[Programme, Version]], told: Facts, unknown: set[str]) -> bool:
        ready = bench(self.catalogue)
        env = ready.environment(told, self.day)  # type: ignore[arg-type]
        left = self.may_ask - unknown
        return any(left & set(judge_version(ready, programme, version, env, {}, explain=False).missing)
                   for programme, version in wanted)  # fmt: skip


def by_rules(asked: Asked) -> Callable[[Facts, set[str]], str | None]:
    """The order before: the fact on which most programmes hang, one that alone holds a programme up counted double."""
    order = {name: place for place, name in enumerate(asked.catalogue.facts)}

    def ask(facts: Facts, skip: set[str]) -> str | None:
        weights: Counter[str] = Counter()
        for verdict in asked.verdicts(facts):
            for name in (each for each in verdict.missing if each in asked.may_ask):
                weights[name] += 1200 // (len(verdict.missing) + (0 if len(verdict.missing) == 1 else 1))
        return min((name for name in weights if name not in skip), key=lambda each: (-weights[each], order[each]),
                   default=None)  # fmt: skip

    return ask


def by_stake(asked: Asked) -> Callable[[Facts, set[str]], str | None]:
    """The order now."""

    def ask(facts: Facts, skip: set[str]) -> str | None:
        found = next_question(asked.catalogue, facts, asked.day, skip=skip, checked=True, supposing=True)
        return found.fact if found else None

    return ask


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--firms", type=int, default=500, help="how many of the register, evenly spread")
    wanted.add_argument("--register", type=int, default=5004)
    wanted.add_argument("--on", type=dt.date.fromisoformat, default=dt.date(2026, 11, 26))
    wanted.add_argument("--verbose", action="store_true")
    said = wanted.parse_args()
    catalogue = read_catalogue(ROOT / "catalogue" / "yangpu")
    may_ask = frozenset(name for name, each in catalogue.facts.items() if each.supposed)
    found = {name: Asked(catalogue, said.on, may_ask) for name in ("by number of rules", "by stake and ease")}
    left_out = 0
    for truth in firms(said.firms, said.register, said.on):
        if not found["by number of rules"].best(truth):
            left_out += 1
            continue
        for name, order in (("by number of rules", by_rules), ("by stake and ease", by_stake)):
            found[name].questions(truth, order(found[name]))
    for name, each in found.items():
        quarters = statistics.quantiles(each.counts, n=4)
        print(f"{name:20} {len(each.counts)} firms (and {left_out} that get nothing): median "
              f"{statistics.median(each.counts):g}, quarters {quarters[0]:g}–{quarters[2]:g}, most {max(each.counts)}; "
              f"{statistics.median(each.took):.1f} ms a question")  # fmt: skip
        if said.verbose:
            print("   ", each.early.most_common(12))
    before, now = (statistics.median(each.counts) for each in found.values())
    print(f"ratio of medians: {Decimal(before) / Decimal(now):.2f}")


if __name__ == "__main__":
    main()
