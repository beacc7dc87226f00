"""Verifying a bundle: digests, releases, seals, then every decision judged again, to the fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from rulebook.bundle.chain import Chain, compare, walk
from rulebook.bundle.format import CHAIN, DECISIONS, BundleError, Decided, bare, canonical, spans
from rulebook.bundle.reading import DAMAGE, Bundle, whole_digest
from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import CatalogueError
from rulebook.catalogue.periods import YEAR, Rhythm
from rulebook.catalogue.reader import read_files
from rulebook.judging.judge import judge_under
from rulebook.judging.verdict import Verdict
from rulebook.plan.types import Value

FEN = Decimal("0.01")
MOST_FAULTS = 1000


@dataclass
class Report:
    """What came out. `ok` when nothing differs; amounts in yuan; `met` is None when no known seal was given.

    `amount` adds up what the decisions say: of one payment each. `in_year` is what they come to in twelve months and
    `in_all` up to their last payment; `endless` of them have none, and of these only twelve months are in it.
    """

    sha256: str = ""
    programme: str = ""
    name: str = ""
    year: int = 0
    decisions: int = 0
    same: int = 0
    granted: int = 0
    refused: int = 0
    amount: Decimal = Decimal("0.00")
    running: int = 0
    in_year: Decimal = Decimal("0.00")
    in_all: Decimal = Decimal("0.00")
    endless: int = 0
    releases: int = 0
    lines: int = 0
    lines_shown: int = 0
    last: int = 0
    seal: str = ""
    met: bool | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults

    def wrong(self, fault: str) -> None:
        """Keep a fault; past a thousand the file is plainly another one and no more are kept."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


def verify(path: Path, *, known_seal: str = "") -> Report:
    """Derive a bundle again, needing nothing but the file. Never raises on what the file holds; OSError if unreadable.

    `known_seal` is a seal of the log known from elsewhere: it must be one of the chain's.
    """
    report = Report()
    with path.open("rb") as file:
        report.sha256, whole = whole_digest(file)
        if not whole:
            report.wrong("文件被改动过：末尾的 SHA-256 与全文不符。")
        try:
            bundle = Bundle(file)
            try:
                _verify(bundle, report, known_seal)
            finally:
                bundle.close()
        except DAMAGE as error:
            report.wrong(_unread(error))
    return report


def _verify(bundle: Bundle, report: Report, known_seal: str) -> None:
    damaged = list(bundle.damaged())
    for fault in damaged:
        report.wrong(fault)
    about = bundle.manifest
    report.programme, report.year = about["programme"], about["year"]
    if damaged or report.faults:
        return  # what was changed is said; deriving from it would say nothing more
    catalogues = dict(_releases(bundle, report))
    chain = walk(bundle.lines(CHAIN), about["chain"], report.wrong, known_seal)
    report.lines, report.lines_shown, report.last, report.seal = chain.lines, chain.shown, chain.last, chain.seal
    if known_seal:
        report.met = chain.met
        if not chain.met:
            report.wrong(f"已知的印记不在这段留痕（第 {about['chain']['first']}—{chain.last} 行）里：{known_seal}。")
    serials = _decisions(bundle, report, catalogues, chain)
    _numbers(about["numbers"], serials, report)
    _totals(about, report)


def _releases(bundle: Bundle, report: Report) -> Iterator[tuple[str, Catalogue]]:
    """Each release read from its texts; only those that come out with their own hash."""
    for hash_ in bundle.manifest["releases"]:
        texts = bundle.texts(hash_)
        try:
            found = read_files(texts.files, texts.layer)
        except CatalogueError as error:
            report.wrong(f"发布 {hash_[:12]} 的目录读不通：{error.faults[0]}")
            continue
        if found.hash != hash_:
            report.wrong(f"发布 {hash_[:12]} 的目录被改动过：算出来是 {found.hash[:12]}。")
            continue
        report.releases += 1
        report.name = found.programmes[report.programme].name if report.programme in found.programmes else report.name
        yield hash_, found


def _decisions(
    bundle: Bundle, report: Report, catalogues: Mapping[str, Catalogue], chain: Chain
) -> dict[str, set[int]]:
    """Every decision against the log and judged again; returns the serials by office."""
    serials: dict[str, set[int]] = {}
    seen: set[tuple[str, str]] = set()
    for line in bundle.lines(DECISIONS):
        report.decisions += 1
        try:
            decided = Decided.of(line)
            faults = [*compare(chain, decided, report.year), *_again(catalogues, report.programme, decided)]
        except DAMAGE as error:
            report.wrong(f"第 {report.decisions} 件：{error}")
            continue
        given = serials.setdefault(decided.office, set())
        if (decided.reference, decided.number) in seen or decided.serial in given:
            faults.append("同一件、同一文号出现两次")
        seen.add((decided.reference, decided.number))
        given.add(decided.serial)
        for fault in faults:
            report.wrong(f"{decided.number}（{decided.reference}）：{fault}。")
        report.same += not faults
        report.granted += decided.outcome == "granted"
        report.refused += decided.outcome == "refused"
        told = chain.told.get(decided.reference)
        if told is not None and told.in_force == decided.number:  # what a later decision replaced is not given
            _add(report, decided, _rhythm(catalogues, report.programme, decided))
    logged = {(reference, number) for reference, told in chain.told.items() for number, line in told.decisions.items()
              if line.year == report.year}  # fmt: skip
    for reference, number in sorted(logged - seen):
        report.wrong(f"{reference} {number}：留痕里有这一件，决定里没有。")
    return serials


def _rhythm(catalogues: Mapping[str, Catalogue], slug: str, decided: Decided) -> Rhythm:
    """How often the decided amount is paid, by the version the decision names."""
    programme = catalogues[decided.release].programmes.get(slug) if decided.release in catalogues else None
    versions = programme.versions if programme else ()
    return next((each.benefit.rhythm for each in versions if each.since == decided.since), Rhythm())


def _add(report: Report, decided: Decided, rhythm: Rhythm) -> None:
    if decided.amount is None:
        return
    award = rhythm.each(decided.amount)
    report.amount += decided.amount
    report.running += rhythm.runs
    of_year = sum((Decimal(each["amount"]) for each in decided.cuts if each["year"] == decided.at.year), Decimal(0))
    report.in_year += award.within(YEAR) - (of_year if rhythm.runs else decided.cut)
    report.in_all += (award.within(YEAR) if award.in_all is None else award.in_all) - decided.cut
    report.endless += award.in_all is None


def _again(catalogues: Mapping[str, Catalogue], slug: str, decided: Decided) -> Iterator[str]:
    """What comes out otherwise when a decision is judged again."""
    catalogue = catalogues.get(decided.release)
    if catalogue is None:
        yield "所依据的发布不在包里，或读不通"
        return
    if clash := sorted(set(decided.facts) & set(catalogue.parameters)):
        yield f"事实里混进了参数：{'、'.join(clash)}"
    facts = {name: _value(fact) for name, fact in decided.facts.items() if not fact.get("expired")}
    try:
        verdict = judge_under(catalogue, slug, decided.since, facts, decided.as_of, decided.answers, checked=True)
    except LookupError as error:
        yield f"判不出来：{error}"
        return
    if verdict.hash != decided.hash:
        yield f"规则版本不符：写 {decided.hash[:12]}，算出来是 {verdict.hash[:12]}"
    yield from _outcome(verdict, decided)
    yield from _differences(decided.verdict, bare(verdict.as_json()))


def _value(fact: Mapping[str, Any]) -> Value:
    """A frozen fact as a rule's value."""
    value, type_ = fact["value"], fact["type"]
    if type_ == "boolean":
        return value if isinstance(value, bool) else value == "true"
    if type_ == "number":
        return Decimal(value)
    return dt.date.fromisoformat(value) if type_ == "date" else str(value)


def _outcome(verdict: Verdict, decided: Decided) -> Iterator[str]:
    """The decision against the verdict: granted only on yes and for that amount; refused for a reason."""
    if decided.outcome == "granted":
        amount = None if verdict.amount is None else verdict.amount.quantize(FEN, ROUND_HALF_UP)
        if amount is not None and decided.share is not None:
            amount = min(amount, decided.share)
        if verdict.eligible is not True:
            yield "同意了，重新判定却不是“符合”"
        if amount != decided.amount:
            yield f"金额写 {_yuan(decided.amount)}，重新判定是 {_yuan(amount)}"
    elif decided.outcome != "refused" or decided.amount is not None:
        yield "结论应是同意，或不给金额的不予同意"
    elif verdict.eligible is not False and not decided.note:
        yield "不予同意，重新判定没有不符合的条件，也没有写理由"


def _unread(error: Exception) -> str:
    if isinstance(error, BadZipFile):
        return "不是审计包：不是压缩文件，或已损坏。"
    return str(error) if isinstance(error, BundleError) else f"读不下去：{error!r}"


def _yuan(amount: Decimal | None) -> str:
    return "没有金额" if amount is None else f"{amount:,.2f} 元"


WORDS = {"eligible": "是否符合", "amount": "判定金额", "hash": "规则版本", "conditions": "条件", "missing": "缺的事实"}


def _differences(stored: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[str]:
    """Part by part, and condition by condition."""
    for name in sorted({*stored, *again} - {"conditions"}):
        if canonical(stored.get(name)) != canonical(again.get(name)):  # in Python 1 is True
            yield f"判定的“{WORDS.get(name, name)}”写 {stored.get(name)}，重新判定是 {again.get(name)}"
    if canonical(stored["conditions"]) == canonical(again["conditions"]):
        return
    was, now = (dict(_flat(each["conditions"])) for each in (stored, again))
    differing = [name for name in dict.fromkeys([*was, *now]) if canonical(was.get(name)) != canonical(now.get(name))]
    for name in differing:
        values = [each.get(name, {}).get("value") for each in (was, now)]
        yield (
            f"条件 {name} 写 {values[0]}，重新判定是 {values[1]}"
            if values[0] != values[1]
            else f"条件 {name} 的内容不同"
        )
    if not differing:
        yield "条件的分组不同"


def _flat(clauses: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for clause in clauses:
        if clause.get("children"):
            yield from _flat(clause["children"])
        else:
            yield clause["id"], clause


def _numbers(told: Mapping[str, Mapping[str, Any]], serials: Mapping[str, set[int]], report: Report) -> None:
    """Serials here and those of the offices' other programmes make 1 … last, each once: none was left out."""
    for office in sorted({*told, *serials}):
        about = told.get(office, {"last": 0, "elsewhere": []})
        together = sorted([*spans(serials.get(office, ())), *about["elsewhere"]])
        ends = [0, *(last for _, last in together)]
        if any(span != [end + 1, max(end + 1, span[1])] for end, span in zip(ends, together, strict=False)) or (
            ends[-1] != about["last"]
        ):
            report.wrong(f"{office}当年的决定书号连不上：有缺号或重号。")


def _totals(about: Mapping[str, Any], report: Report) -> None:
    counted = {
        "decisions": report.decisions, "granted": report.granted, "refused": report.refused,
        "amount": f"{report.amount:.2f}", "lines": report.lines, "lines_shown": report.lines_shown,
    }  # fmt: skip
    if about["counts"] != counted:
        report.wrong(f"清单里的合计写 {about['counts']}，数出来是 {counted}。")
