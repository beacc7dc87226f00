"""The audit bundle: it derives again to the fen, and no byte of it can be changed unseen."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from rulebook import Catalogue, judge, read_files
from rulebook.bundle.format import (
    COMMENT_BYTES,
    MANIFEST,
    NO_SEAL,
    BundleError,
    Decided,
    Line,
    Subject,
    Texts,
    canonical,
    digest,
    sealed,
    sm3,
    spans,
)
from rulebook.bundle.reading import Bundle
from rulebook.bundle.verify import Report, verify
from rulebook.bundle.writing import Written, write_bundle
from rulebook.cli.main import main
from rulebook.cli.verify import summary
from tests.rulebook.small import SOCIAL, edited, files, small

AS_OF = dt.date(2022, 6, 24)
AT = dt.datetime(2022, 6, 24, 2, 0, tzinfo=dt.UTC)


def fact(value: object, type_: str, expired: bool = False) -> dict[str, Any]:
    return {"value": value, "type": type_, "unit": "", "grade": "register", "source": "示例登记",
            "valid_from": "2022-01-01", "expired": expired}  # fmt: skip


def decided(
    serial: int, founded: str, staff: str, *, slug: str = "social", under: Catalogue | None = None
) -> Decided:  # fmt: skip
    """One decision under the small catalogue, as a district would make it."""
    facts = {
        "成立日期": fact(founded, "date"), "参保人数": fact(staff, "number"),
        "从业人员": fact("99", "number", expired=True),
    }  # fmt: skip
    values = {"成立日期": dt.date.fromisoformat(founded), "参保人数": Decimal(staff)}
    catalogue = under or small()
    verdict = judge(catalogue, slug, values, AS_OF)
    return Decided(
        number=f"示例惠〔2022〕{serial}号", office="区人社局", serial=serial, reference=f"SB-{serial}",
        outcome="granted" if verdict.eligible else "refused", amount=verdict.amount if verdict.eligible else None,
        note="", at=AT, as_of=AS_OF, release=catalogue.hash, since=verdict.version, hash=verdict.hash, facts=facts,
        answers={}, verdict=verdict.as_json(),
    )  # fmt: skip


@dataclass
class Case:
    """A bundle about to be written; a forger may change what he likes before."""

    decisions: list[Decided] = field(
        default_factory=lambda: [
            decided(1, "2020-01-15", "9"), decided(2, "2017-01-15", "9"), decided(4, "2021-01-15", "1"),
        ]
    )  # fmt: skip
    said: list[list[Any]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=files)
    numbers: dict[str, list[int]] = field(default_factory=lambda: {"区人社局": [1, 2, 3, 4]})
    year: int = 2022

    def log(self) -> list[list[Any]]:
        """What the log says of these decisions, with other people's lines between."""
        said: list[list[Any]] = []

        def add(subject: str, verb: str, data: dict[str, Any]) -> None:
            said.append([len(said) + 1, AT.isoformat(), 7, "cases", subject, verb, "", "", "", data])

        for each in self.decisions:
            facts = digest(each.facts)
            add("SB-elsewhere", "submit", {"facts": "0"})
            add(each.reference, "submit", {"facts": facts})
            amount = None if each.amount is None else f"{each.amount:.2f}"
            add(each.reference, {"granted": "grant", "refused": "refuse"}[each.outcome],
                {"number": each.number, "amount": amount, "version": each.hash, "as_of": each.as_of.isoformat(),
                 "facts": facts, "answers": dict(each.answers)})  # fmt: skip
        add("SB-elsewhere", "withdraw", {})
        return said

    def lines(self) -> list[Line]:
        found, previous = [], NO_SEAL
        mine = {each.reference for each in self.decisions}
        for said in self.said or self.log():
            text = json.dumps(said, ensure_ascii=False)
            seal = sealed(previous, sm3(text.encode()))
            found.append(Line(said[0], text, previous, seal, said[4] in mine))
            previous = seal
        return found[1:]  # the first is before anything that concerns these decisions

    def write(self, path: Path) -> Written:
        with path.open("w+b") as file:
            return write_bundle(
                file, subject=Subject("social", self.year, self.numbers), decisions=self.decisions,
                lines=self.lines(), texts=lambda hash_: Texts(hash_, "town", self.texts),
            )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bundle.zip"


def test_it_derives_again_to_the_fen(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = Case().write(path)
    report = verify(path)
    assert report.faults == []
    assert (report.decisions, report.same, report.granted, report.refused) == (3, 3, 2, 1)
    assert report.amount == Decimal("6453.00") + Decimal("806.63")
    assert report.sha256 == written.sha256
    assert (report.lines, report.lines_shown, report.last) == (9, 6, 10)
    assert main(["verify", str(path)]) == 0
    out = capsys.readouterr().out
    assert "决定 3 件：同意 2 件，合计 7,259.63 元；不予同意 1 件" in out
    assert "核对无误" in out
    assert main(["verify", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["amount"] == "7259.63"


@pytest.mark.parametrize(
    ("per", "times", "in_year", "in_all", "endless"),
    [
        ("month", 36, 12, 36, 0), ("month", 5, 5, 5, 0), ("quarter", None, 4, 4, 2), ("quarter", 12, 4, 12, 0),
        ("half-year", 3, 2, 3, 0), ("year", 3, 1, 3, 0), (None, None, 1, 1, 0),
    ],
)  # fmt: skip
def test_awards_by_period_are_added_up_to_their_end(
    path: Path, per: str | None, times: int | None, in_year: int, in_all: int, endless: int
) -> None:
    written = f"  per: {per}\n" if per else ""
    written += f"  times: {times}\n" if times else ""
    texts = edited(SOCIAL, "  per: month\n  times: 36\n", written)
    catalogue = read_files(texts, "town")
    decisions = [decided(1, "2020-01-15", "9", under=catalogue), decided(2, "2021-01-15", "1", under=catalogue)]
    Case(decisions=decisions, texts=texts, numbers={"区人社局": [1, 2]}).write(path)
    report, each = verify(path), Decimal("6453.00") + Decimal("806.63")
    assert report.faults == []
    assert (report.amount, report.in_year, report.in_all) == (each, each * in_year, each * in_all)
    assert (report.endless, report.running) == (endless, 2 if per else 0)
    said = summary(report)
    assert any("十二个月内" in line and f"{report.in_year:,.2f}" in line for line in said) == bool(per)


def test_the_same_again_is_the_same_bytes(path: Path, tmp_path: Path) -> None:
    Case().write(path)
    Case().write(tmp_path / "again.zip")
    assert path.read_bytes() == (tmp_path / "again.zip").read_bytes()


def test_what_is_not_its_business_stays_out(path: Path) -> None:
    Case().write(path)
    with Bundle(path).archive as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    assert "SB-1" in inside.decode()
    assert "SB-elsewhere" not in inside.decode()


def test_every_byte_counts(path: Path, tmp_path: Path) -> None:
    """Bits flipped all over the file, every byte of its end and of its first header among them."""
    Case().write(path)
    whole = path.read_bytes()
    chance = random.Random(20220624)
    places = {*range(80), *range(len(whole) - COMMENT_BYTES - 80, len(whole)), *chance.sample(range(len(whole)), 300)}
    changed = tmp_path / "changed.zip"
    unseen = []
    for place in sorted(places):
        data = bytearray(whole)
        data[place] ^= 1 << chance.randrange(8)
        changed.write_bytes(data)
        if verify(changed).ok:
            unseen.append(place)
    assert len(places) >= 400
    assert unseen == []


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b"x", lambda data: b"",
                                    lambda data: data[:200], lambda data: b"PK" * 500])  # fmt: skip
def test_a_file_cut_or_grown_or_other(path: Path, change: Callable[[bytes], bytes]) -> None:
    Case().write(path)
    path.write_bytes(change(path.read_bytes()))
    assert not verify(path).ok


def test_it_says_which_member_was_changed(path: Path) -> None:
    Case().write(path)
    data = path.read_bytes()
    with Bundle(path).archive as archive:
        name = f"releases/{small().hash}/{SOCIAL}"
        start = archive.getinfo(name).header_offset + 30 + len(name) + 20 + 9  # past the local header
    path.write_bytes(data[:start] + bytes([data[start] ^ 255]) + data[start + 1 :])
    faults = verify(path).faults
    assert any("SHA-256" in fault for fault in faults)
    assert any(SOCIAL in fault for fault in faults)


# A forger who can compute every digest and every seal anew: what was decided must still follow from the facts.


def forged(case: Case, place: int = 0, **changes: Any) -> Case:
    case.decisions[place] = replace(case.decisions[place], **changes)
    return case


def other_amount() -> Case:
    case = Case()
    verdict = {**case.decisions[0].verdict, "amount": "6453.01"}
    return forged(case, amount=Decimal("6453.01"), verdict=verdict)


def other_fact() -> Case:
    case = Case()
    return forged(case, facts={**case.decisions[0].facts, "参保人数": fact("7", "number")})


def expired_no_more() -> Case:
    case = Case()
    return forged(case, 1, facts={**case.decisions[1].facts, "成立日期": fact("2017-01-15", "date", expired=True)})


def granted_against_the_rule() -> Case:
    return forged(Case(), 1, outcome="granted", amount=Decimal("6453.00"))


def other_rule() -> Case:
    case = Case()
    case.texts[SOCIAL] = case.texts[SOCIAL].replace("0.5", "0.6")
    return case


def parameter_as_fact() -> Case:
    case = Case()
    return forged(case, facts={**case.decisions[0].facts, "单位缴费比例": fact("0.27", "number")})


def other_condition() -> Case:
    case = Case()
    verdict = json.loads(json.dumps(case.decisions[0].verdict))
    verdict["conditions"][1]["value"] = None
    return forged(case, verdict=verdict)


def one_left_out() -> Case:
    case = Case(numbers={"区人社局": [1, 3, 4]})
    del case.decisions[1]
    return case


def one_twice() -> Case:
    case = Case()
    case.decisions.append(case.decisions[0])
    return case


def other_year() -> Case:
    return Case(year=2021)


FORGED = {
    other_amount: "金额写 6,453.01 元，重新判定是 6,453.00 元",
    other_fact: "金额写 6,453.00 元，重新判定是 5,646.38 元",
    expired_no_more: "“是否符合”写 False，重新判定是 None", granted_against_the_rule: "重新判定却不是“符合”",
    other_rule: "的目录被改动过", parameter_as_fact: "混进了参数：单位缴费比例",
    other_condition: "条件 settled 写 None，重新判定是 True", one_left_out: "有缺号或重号", one_twice: "出现两次",
    other_year: "时间与留痕或年度不符",
}  # fmt: skip


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_new_digests_do_not_make_it_true(path: Path, forge: Callable[[], Case]) -> None:
    forge().write(path)
    report = verify(path)
    assert any(FORGED[forge] in fault for fault in report.faults), report.faults
    assert not any("SHA-256" in fault or "SM3" in fault for fault in report.faults)
    assert main(["verify", str(path)]) == 1


# The log


LOGGED = {
    "number": "另一号", "amount": "6453.01", "version": "0" * 64, "as_of": "2022-06-25", "facts": "0" * 64,
    "answers": {"x": True},
}  # fmt: skip


@pytest.mark.parametrize("name", LOGGED)
def test_a_decision_says_what_the_log_says(path: Path, name: str) -> None:
    case = Case()
    case.said = case.log()
    case.said[2][9][name] = LOGGED[name]
    case.write(path)
    faults = verify(path).faults
    # another number in the log is a decision the bundle lacks, and the one it has is then in no log
    assert len(faults) == (2 if name == "number" else 1)
    assert any("与留痕不符" in fault or "留痕里没有" in fault for fault in faults)


def test_a_line_of_ones_own_seal(path: Path) -> None:
    """A line changed without sealing all that follows anew."""

    class Forger(Case):
        def lines(self) -> list[Line]:
            found = super().lines()
            found[2] = replace(found[2], text=found[2].text.replace("elsewhere", "else"))
            return found

    Forger().write(path)
    faults = verify(path).faults
    assert any("SM3 印记不对" in fault for fault in faults)
    assert any("末行对不上" in fault for fault in faults)


def test_a_line_taken_out(path: Path) -> None:
    class Forger(Case):
        def lines(self) -> list[Line]:
            found = super().lines()
            return found[:2] + found[3:]

    Forger().write(path)
    assert any("行缺失" in fault for fault in verify(path).faults)


def test_a_seal_known_from_elsewhere(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = Case()
    case.write(path)
    for line in case.lines():
        assert verify(path, known_seal=line.seal).met
    assert verify(path, known_seal="0" * 64).met is False
    assert main(["verify", str(path), "--seal", "f" * 64]) == 1
    assert "已知的印记不在这段留痕（第 2—10 行）里" in capsys.readouterr().err
    # whoever seals everything anew cannot meet it
    known = case.lines()[-1].seal
    case.said = case.log()
    case.said[2][1] = "2022-06-24T02:00:01+00:00"
    case.write(path)
    assert verify(path).ok
    assert not verify(path, known_seal=known).ok


# Small things


def test_without_decisions_there_is_no_bundle(path: Path) -> None:
    with pytest.raises(BundleError):
        Case(decisions=[]).write(path)


MALFORMED: dict[str, dict[str, Any]] = {
    "a word for a number": {"serial": "one"},
    "not a number": {"facts": {"参保人数": {"value": "many", "type": "number"}}},
    "nothing of a number": {"facts": {"参保人数": {"value": "NaN", "type": "number"}}},
    "no type": {"facts": {"参保人数": {"value": "1"}}},
    "no conditions": {"verdict": {**judge(small(), "social", {}, AS_OF).as_json(), "conditions": []}},
    "no such version": {"since": dt.date(1999, 1, 1)},
    "before any parameter": {"as_of": dt.date(1999, 1, 1)},
    "answers that are none": {"answers": {"young": "yes"}},
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_decision_is_said_not_raised(path: Path, what: str) -> None:
    forged(Case(), **MALFORMED[what]).write(path)
    report = verify(path)
    assert report.faults
    assert (report.decisions, report.same) == (3, 2)


def rebuilt(path: Path, **changed: Callable[[bytes], bytes]) -> Report:
    """The bundle with whole members written otherwise, all digests computed anew."""
    with Bundle(path).archive as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changed.items():
        held[name.replace("_", ".")] = change(held.get(name.replace("_", "."), b""))
    told = json.loads(held[MANIFEST]) if "manifest_json" not in changed else None
    if told is not None:
        told["members"] = {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in held.items() if name != MANIFEST
        }  # fmt: skip
        held[MANIFEST] = canonical(told).encode()
    with ZipFile(path, "w") as archive:
        archive.comment = b"0" * COMMENT_BYTES
        for name, data in held.items():
            archive.writestr(name, data)
    body = path.read_bytes()[:-COMMENT_BYTES]
    path.write_bytes(body + f"sha256:{hashlib.sha256(body).hexdigest()}".encode())
    return verify(path)


@pytest.mark.parametrize("member", ["decisions_jsonl", "chain_jsonl", "manifest_json"])
@pytest.mark.parametrize("data", [
    b"", b"[]\n", b"{}\n", b"1\n", b"null\n", b'"\xff"\n', b"{\n", b"[" * 100_000 + b"\n", b'{"a": 1}\n', b'{"a":1}',
    b'{"number":1}\n', b'{"number":2,"digest":7}\n', b'{"number":2,"seal":"","text":"[]"}\n',
])  # fmt: skip
def test_nonsense_with_the_right_digests(path: Path, member: str, data: bytes) -> None:
    Case().write(path)
    report = rebuilt(path, **{member: lambda _: data})
    assert report.faults
    assert not any("SHA-256" in fault for fault in report.faults)


def test_rebuilding_alone_changes_nothing(path: Path) -> None:
    """The tests above fail for what they change, not for being rebuilt."""
    Case().write(path)
    assert rebuilt(path).faults == []


@pytest.mark.parametrize("old, new", [(b'"serial":1', b'"serial": 1'), (b'"note":""', b'"extra":0,"note":""')])
def test_a_line_has_one_way_of_being_written(path: Path, old: bytes, new: bytes) -> None:
    Case().write(path)
    assert rebuilt(path, decisions_jsonl=lambda data: data.replace(old, new, 1)).faults


def test_a_member_nobody_named(path: Path) -> None:
    Case().write(path)
    with Bundle(path).archive as archive:
        held = archive.read(MANIFEST)
    report = rebuilt(path, extra_txt=lambda _: b"x", manifest_json=lambda _: held)
    assert "多出 extra.txt。" in report.faults


def test_no_such_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path / "none.zip")]) == 1
    assert "打不开" in capsys.readouterr().err


def test_the_manifest_names_all_there_is(path: Path) -> None:
    Case().write(path)
    with Bundle(path).archive as archive:
        manifest = json.loads(archive.read(MANIFEST))
        assert set(archive.namelist()) == {*manifest["members"], MANIFEST}
    assert manifest["numbers"] == {"区人社局": {"last": 4, "elsewhere": [[3, 3]]}}
    assert manifest["programme"] == "social"


def test_spans() -> None:
    assert spans([5, 1, 2, 3, 9, 8]) == [[1, 3], [5, 5], [8, 9]]
    assert spans([]) == []
