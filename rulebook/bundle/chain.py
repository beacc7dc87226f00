"""The log within a bundle: every seal computed anew, and what the shown lines say of each decision."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rulebook.bundle.format import FROZEN_BY, NO_SEAL, VERBS, BundleError, Decided, digest, sealed, sm3

ROOM = "cases"
FIRST = frozenset({"grant", "refuse"})
DECIDING = frozenset(verb for verbs in VERBS.values() for verb in verbs)
CHINA = dt.timezone(dt.timedelta(hours=8))  # one time zone, no summer time


@dataclass(frozen=True)
class Deciding:
    """A line of the log that decided: a first decision or one that replaces it. `facts` are those frozen by then."""

    at: str
    verb: str
    reason: str
    data: Mapping[str, Any]
    facts: str

    @property
    def year(self) -> int:
        return dt.datetime.fromisoformat(self.at).astimezone(CHINA).year


@dataclass
class Told:
    """What the log tells of one application: the digest of the facts frozen last, and its decisions by number."""

    facts: str = ""
    decisions: dict[str, Deciding] = field(default_factory=dict)

    @property
    def in_force(self) -> str:
        """The number of the decision that no later one replaced."""
        return next(reversed(self.decisions), "")


@dataclass
class Chain:
    """The chain as computed. `seals` are looked for, not kept."""

    told: dict[str, Told] = field(default_factory=dict)
    lines: int = 0
    shown: int = 0
    last: int = 0
    seal: str = ""
    met: bool = False


def walk(lines: Iterable[Any], about: Mapping[str, Any], wrong: Callable[[str], object], known_seal: str = "") -> Chain:
    """Compute every seal from the one before the first line; say through `wrong` where it does not come out.

    `about` is the manifest's {first, previous, last, seal}. `met` says whether `known_seal` is one of the seals.
    """
    chain = Chain(last=about["first"] - 1, seal=about["previous"])
    if about["first"] == 1 and chain.seal != NO_SEAL:
        wrong("留痕第 1 行之前不应有印记。")
    chain.met = chain.seal == known_seal
    for line in lines:
        number = line["number"]
        if number != chain.last + 1:
            raise BundleError(f"留痕第 {chain.last + 1} 行缺失。")
        text = line.get("text")
        chain.seal = sealed(chain.seal, line["digest"] if text is None else sm3(text.encode()))
        chain.last, chain.lines, chain.shown = number, chain.lines + 1, chain.shown + (text is not None)
        chain.met = chain.met or chain.seal == known_seal
        if text is not None:
            if line["seal"] != chain.seal:
                wrong(f"留痕第 {number} 行的 SM3 印记不对：该行或之前有改动。")
            _listen(chain, number, text, wrong)
    if (chain.last, chain.seal) != (about["last"], about["seal"]):
        wrong(f"留痕末行对不上：清单写第 {about['last']} 行，算到第 {chain.last} 行，印记{_same(chain, about)}。")
    return chain


def _same(chain: Chain, about: Mapping[str, Any]) -> str:
    return "相同" if chain.seal == about["seal"] else "不同"


def _listen(chain: Chain, number: int, text: str, wrong: Callable[[str], object]) -> None:
    inner, at, _by, room, subject, verb, _before, _after, reason, data = json.loads(text)
    if inner != number:
        wrong(f"留痕第 {number} 行写的行号是 {inner}。")
    if room != ROOM:
        return
    told = chain.told.setdefault(subject, Told())
    if verb in FROZEN_BY:
        told.facts = data["facts"]
    elif verb in DECIDING:
        again = told.decisions and verb in FIRST  # a case taken up again says what it replaces
        if again and data.get("replaces") != told.in_force:
            wrong(f"{subject} 在留痕里决定了两次。")
        told.decisions[str(data.get("number"))] = Deciding(at, verb, reason, data, told.facts)


def decided_by(text: str) -> tuple[str, str] | None:
    """(reference, number) where a line of the log decides; else None."""
    _number, _at, _by, room, subject, verb, _before, _after, _reason, data = json.loads(text)
    return (subject, str(data.get("number"))) if room == ROOM and verb in DECIDING else None


def compare(chain: Chain, decided: Decided, year: int) -> Iterable[str]:
    """What a decision says otherwise than the log, or than a decision of that year."""
    about = chain.told.get(decided.reference)
    told = about.decisions.get(decided.number) if about else None
    if told is None:
        yield "留痕里没有作出这件决定的记录"
        return
    at = dt.datetime.fromisoformat(told.at)
    if at.astimezone(CHINA).year != year or abs(at - decided.at) > dt.timedelta(hours=1):
        yield f"时间与留痕或年度不符：留痕记 {at}，这里写 {decided.at}"
    facts = digest(decided.facts)
    said = {
        "结论": (told.verb in VERBS.get(decided.outcome, ()), True), "理由": (told.reason, decided.note),
        "决定书号": (told.data.get("number"), decided.number),
        "金额": (told.data.get("amount"), None if decided.amount is None else f"{decided.amount:.2f}"),
        "份额": (told.data.get("share"), None if decided.share is None else f"{decided.share:.2f}"),
        "少给": (told.data.get("cuts") or [], [dict(each) for each in decided.cuts]),
        "规则版本": (told.data.get("version"), decided.hash),
        "核算日": (told.data.get("as_of"), decided.as_of.isoformat()),
        "事实": (told.data.get("facts"), facts), "冻结的事实": (told.facts, facts),
        "人工判断": (told.data.get("answers"), decided.answers),
    }  # fmt: skip
    for what, (logged, written) in said.items():
        if logged != written:
            yield f"{what}与留痕不符：留痕记 {logged}，这里写 {written}"
