"""Facts and programmes of enterprises, persons and bases: read, kept apart, swept one kind at a time."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from rulebook import CatalogueError, read_files
from rulebook.catalogue.reader import read_catalogue
from rulebook.cli.main import main
from rulebook.comparing.catalogues import differences
from rulebook.explaining.questions import next_question
from rulebook.packaging.lawful import package
from rulebook.sweeping.sweep import sweep
from tests.rulebook.small import VOCABULARY, files, line_of

DAY = dt.date(2022, 6, 24)
YANGPU = Path(__file__).resolve().parents[2] / "catalogue/yangpu"
GRADUATE = {
    "本人身份": "在校学生", "毕业日期": "2022-06-30", "学校所在地": "本市", "本人困难情形": "残疾",
    "本人有求职创业意愿": True,
}  # fmt: skip
PROGRAMME = "town/programmes/allowance/programme.yaml"
RULE = "town/programmes/allowance/2020-01-01.yaml"


def _texts(subject: str = "person", when: str = "学生 = true", amount: str = "1000") -> dict[str, str]:
    texts = files()
    vocabulary = texts[VOCABULARY].replace(
        "facts:\n",
        "facts:\n  学生: {type: boolean, subject: person, source: 本人}\n"
        "  工位数: {type: number, subject: base, source: 基地}\n",
    )
    programme = f"name: 学生补贴\noffice: 区人社局\nkind: subsidy\nsubject: {subject}\n"
    rule = (
        f"conditions:\n  - {{id: a, say: 甲, when: '{when}', cite: 某号}}\nbenefit:\n  amount: {amount}\n"
        "examples:\n  - {name: 一, given: {}, expect: {eligible: unknown}}\n"
    )
    return {**texts, VOCABULARY: vocabulary, PROGRAMME: programme, RULE: rule}


def test_a_fact_has_the_subject_it_says_or_its_files() -> None:
    found = read_files(_texts(), "town")
    assert found.facts["学生"].subject == "person"
    assert found.facts["工位数"].subject == "base"
    assert found.facts["从业人员"].subject == "enterprise"
    assert found.programmes["allowance"].subject == "person"
    yangpu = read_catalogue(YANGPU)
    assert yangpu.facts["毕业日期"].subject == "person"  # the file's own


@pytest.mark.parametrize(
    ("subject", "when", "whose"),
    [("person", "学生 = true and 从业人员 > 1", "“从业人员”，它说的是企业；给个人的规则只能用个人的事实"),
     ("enterprise", "学生 = true", "“学生”，它说的是个人；给企业的规则只能用企业的事实"),
     ("person", "企业规模 = \"小型\"", "它说的是企业"),
     ("base", "学生 = true", "给基地的规则只能用基地、企业的事实")],
)  # fmt: skip
def test_a_rule_that_uses_facts_of_another_subject_is_a_fault_where_it_stands(
    subject: str, when: str, whose: str
) -> None:
    texts = _texts(subject, when)
    with pytest.raises(CatalogueError) as raised:
        read_files(texts, "town")
    (fault, *_) = [each for each in raised.value.faults if whose in each.message]
    assert (fault.file, fault.line) == (RULE, line_of(texts, RULE, "id: a"))


def test_an_amount_is_held_to_it_too() -> None:
    with pytest.raises(CatalogueError, match="从业人员"):
        read_files(_texts(amount="从业人员 * 1000"), "town")


def test_a_base_may_rest_on_what_is_known_of_the_enterprise_that_runs_it() -> None:
    read_files(_texts("base", "工位数 > 3 and 从业人员 > 1"), "town")


def test_the_subject_of_a_fact_is_a_difference_and_no_other_hash_moves() -> None:
    texts = _texts()
    other = {**texts, VOCABULARY: texts[VOCABULARY].replace("subject: base, ", "subject: person, ")}
    before, after = read_files(texts, "town"), read_files(other, "town")
    said = [each.say for each in differences(before, after)]
    assert any("工位数" in each and "说的是谁" in each for each in said), said
    plain = read_files(files(), "town").programmes["giant"].versions[-1].hash
    assert before.programmes["giant"].versions[-1].hash == plain


def _register(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["号", *{name: 0 for row in rows for name in row if name != "号"}])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("engine", ["duckdb", "python"])
def test_a_sweep_is_of_one_kind_and_says_how_many_are_for_others(tmp_path: Path, engine: str) -> None:
    found = read_files(_texts(), "town")
    register = _register(
        tmp_path / "people.csv",
        [{"号": "1", "学生": "true", "从业人员": "9"}, {"号": "2", "学生": "false", "从业人员": ""}],
    )
    lines: list[str] = []
    people = sweep(
        found, register, tmp_path / "out.parquet", DAY, key="号", subject="person", engine=engine, report=lines.append
    )
    assert [(each.programme, each.eligible) for each in people.totals] == [("allowance", 1)]
    assert "给企业" in people.elsewhere and "给个人" not in people.elsewhere
    assert any("列“从业人员”说的是企业" in line for line in lines)
    firms = sweep(found, register, tmp_path / "out.parquet", DAY, key="号", engine=engine)
    assert "allowance" not in [each.programme for each in firms.totals]
    assert "1 个给个人" in firms.elsewhere


def test_the_package_and_the_questions_are_of_one_kind() -> None:
    found = read_files(_texts(), "town")
    assert [each.programme for each in package(found, {"学生": True}, DAY, subject="person").lines] == ["allowance"]
    assert not package(found, {"学生": True}, DAY).lines
    asked = next_question(found, {}, DAY, subject="person")
    assert asked is not None and asked.fact == "学生"
    assert next_question(found, {}, DAY).fact != "学生"  # type: ignore[union-attr]


def test_commands_take_the_subject_from_the_facts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "one.json"
    facts.write_text(json.dumps(GRADUATE), encoding="utf-8")
    assert main(["explain", str(YANGPU), "--facts", str(facts), "--as-of", "2022-06-24", "--json"]) == 0
    out, err = capsys.readouterr()
    verdicts = {each["programme"]: each["eligible"] for each in json.loads(out)}
    assert verdicts["job-seeking-allowance"] is True and "startup-cost" not in verdicts
    assert "给企业" in err
    assert main(["package", str(YANGPU), "--facts", str(facts), "--as-of", "2022-06-24"]) == 0
    assert "1,000.00" in capsys.readouterr().out


def test_sweep_and_simulate_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = _register(
        tmp_path / "people.csv", [{"号": "1"} | {name: str(value) for name, value in GRADUATE.items()}]
    )
    base = ["--facts", str(register), "--key", "号", "--as-of", "2022-06-24", "--subject", "person"]
    assert main(["sweep", str(YANGPU), *base, "--totals"]) == 0
    out = capsys.readouterr().out
    assert "job-seeking-allowance 2020-01-01: 符合 1" in out and "这里判的是个人；另有项目" in out
    assert "startup-cost" not in out
    vary = ["--vary", "求职创业补贴金额=1000,2000", "--out", str(tmp_path / "made")]
    assert main(["simulate", str(YANGPU), *base, *vary]) == 0
    out = capsys.readouterr().out
    assert "这里判的是个人" in out and "2,000.00 元" in out
