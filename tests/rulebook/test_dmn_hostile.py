"""`.dmn` files that mean harm, or are broken: no crash, soon over, and said with the file's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.cli.main import main

HEAD = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="http://camunda.org/schema/1.0/dmn">'
)
MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def table(cell: str, asked: str = "x", hit: str = "FIRST") -> str:
    rule = f"<rule><inputEntry><text>{cell}</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"
    inside = f"<input><inputExpression><text>{asked}</text></inputExpression></input><output name='o'/>{rule}"
    made = f'<decisionTable hitPolicy="{hit}">{inside}</decisionTable>'
    return f'{HEAD}<decision id="d" name="d">{made}</decision></definitions>'


def literal(identity: str, text: str, needs: str = "") -> str:
    need = f'<informationRequirement><requiredDecision href="#{needs}"/></informationRequirement>' if needs else ""
    body = f"<literalExpression><text>{text}</text></literalExpression>"
    return f'<decision id="{identity}" name="{identity}">{need}{body}</decision>'


CHAIN = "".join(literal(f"d{each}", f"d{each + 1} + 1", f"d{each + 1}") for each in range(2000))
REFUSED: dict[str, str | bytes] = {
    "entity bomb": '<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><definitions>&b;</definitions>',
    "external document type": '<!DOCTYPE d SYSTEM "file:///etc/hostname"><definitions/>',
    "external entity": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><definitions>&x;</definitions>',
    "deep elements": "<definitions>" + "<a>" * 100_000,
    "deep brackets": table("(" * 5000 + "1" + ")" * 5000),
    "deep lists": table("[" * 300 + "]" * 300),
    "a long expression": table("1", "+".join(["x"] * 50_000)),
    "a long number": table("9" * 100_000),
    "bytes": b"\xff\xfe\x00\x01",
    "an encoding nobody has": b'<?xml version="1.0" encoding="X-NONE"?><definitions/>',
    "nothing": "",
    "no XML": "\0",
    "no DMN": "<html/>",
    "no decision": f"{HEAD}</definitions>",
    "no logic": f'{HEAD}<decision id="d" name="d"/></definitions>',
    "a circle": HEAD + literal("a", "b", "b") + literal("b", "a", "a") + "</definitions>",
    "an id twice": HEAD + literal("d", "1") + literal("d", "2") + "</definitions>",
    "an import that is not there": f'{HEAD}<import name="a" namespace="urn:none" importType="{MODEL}"/></definitions>',
    "a row too short": table("1").replace("<inputEntry><text>1</text></inputEntry>", ""),
    "a hit policy nobody knows": table("1", hit="SOMETIMES"),
    "an expression that ends early": table("1 +"),
}
UNKNOWN = {
    "a number out of range": table("1e999999999"),
    "a regular expression without end": table('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a|aa|aaa)+$")'),
    "a loop without end": table("1", "count(for i in 1..100000000 return i)"),
    "a power without end": table("1", "(x + 8) ** 99999999"),
    "decisions without end": HEAD + CHAIN + literal("d2000", "1") + "</definitions>",
}


def ran(folder: Path, content: str | bytes) -> int:
    (folder / "bad.dmn").write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "facts.csv").write_text("x\n1\n", encoding="utf-8")
    given = ["--facts", str(folder / "facts.csv"), "--out", str(folder / "out.csv")]
    return main(["table", str(folder / "bad.dmn"), *given])


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(tmp_path, REFUSED[case]) == 1
    said = capsys.readouterr().err
    assert "bad.dmn" in said
    assert len(said) < 2000
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_would_not_end_is_unknown_and_said(tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(tmp_path, UNKNOWN[case]) == 0
    captured = capsys.readouterr()
    assert "第 1 行：" in captured.err
    assert "1 行没有结果" in captured.out


def test_encodings_of_xml_are_read(tmp_path: Path) -> None:
    assert ran(tmp_path, table("1").encode("utf-16")) == 0
    assert ran(tmp_path, b'<?xml version="1.0" encoding="ISO-8859-1"?>' + table("1").encode("latin-1")) == 0
