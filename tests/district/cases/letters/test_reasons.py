"""The reasons of a letter held against the verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from district.cases.core.models import Application, Decision, Submission
from district.cases.core.reasoning import fact_in_words, reasons
from district.cases.letters import writing
from district.enterprises.models import Enterprise
from district.ground.papers.letter import Letter, official_date
from district.ground.people.models import Bureau
from district.policies.describing import describe
from district.policies.models import Programme, ProgrammeVersion
from district.policies.queries import Reach
from rulebook import judge
from tests.rulebook.test_yangpu import yangpu

NOTE = "评审组认为计划不可行"


def cases() -> Iterator[Any]:
    for slug, programme in yangpu().programmes.items():
        for version in programme.versions:
            for example in version.examples:
                yield pytest.param(slug, version, example, id=f"{slug}-{version.since}-{example.name}")


def decision(slug: str, version: Any, verdict: dict[str, Any], outcome: str, note: str = "") -> Decision:
    """A decision with what its letter reads, kept nowhere."""
    description = describe(yangpu(), yangpu().programmes[slug], version)
    office = Bureau(name="区人社局", full="上海市示例区人力资源和社会保障局")
    stored = ProgrammeVersion(description=description, in_force_from=version.since)
    frozen = {
        name: {"value": "x", "type": "string", "unit": "", "source": "示例登记", "valid_from": "2022-01-01"}
        for each in _leaves(verdict) for name in each["facts"]
    }  # fmt: skip
    case = Application(
        programme=Programme(slug=slug, name=yangpu().programmes[slug].name), version=stored, reference="YP-1",
        enterprise=Enterprise(name="示例甲科技有限公司"),
    )  # fmt: skip
    at = timezone.make_aware(dt.datetime(2026, 3, 2, 10))
    amount = (
        Decimal(verdict["amount"]).quantize(Decimal("0.01")) if verdict["amount"] and outcome == "granted" else None
    )
    submission = Submission(application=case, at=at, as_of=dt.date.fromisoformat(verdict["as_of"]), version=stored)
    return Decision(
        application=case, office=office, number="示人社惠〔2026〕7号", submission=submission, outcome=outcome,
        note=note, amount=amount, total=amount, verdict=verdict, at=at, reasons=reasons(verdict, outcome, frozen, {}),
    )  # fmt: skip


def _leaves(verdict: dict[str, Any]) -> list[dict[str, Any]]:
    def walk(clauses: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for each in clauses:
            yield from walk(each["children"]) if each.get("children") else (each,)

    return list(walk(verdict["conditions"]))


def letter(made: Decision) -> Letter:
    return writing.decision_letter(made)


@pytest.fixture(autouse=True)
def _reached(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Reach("区人社局", "上海市示例区人力资源和社会保障局", phone="12333", reconsideration="上海市示例区人民政府")
    monkeypatch.setattr(writing.policies, "reach", lambda _office: known)


@pytest.mark.parametrize(("slug", "version", "example"), list(cases()))
def test_no_reason_contradicts_what_is_decided(slug: str, version: Any, example: Any) -> None:
    verdict = judge(yangpu(), slug, example.given, example.as_of, example.answers).as_json()
    if not verdict["conditions"] or not (verdict["amount"] or verdict["conditions"]):
        return
    if verdict["eligible"] is True:
        _check_granted(letter(decision(slug, version, verdict, "granted")), verdict)
    if verdict["eligible"] is False:
        _check_refused(letter(decision(slug, version, verdict, "refused")), verdict)
    else:
        _check_refused_by_a_person(letter(decision(slug, version, verdict, "refused", NOTE)))


def _check_granted(paper: Letter, verdict: dict[str, Any]) -> None:
    text = "\n".join(paper.lines())
    items = [item for part in paper.parts for item in part.items]
    assert "不符合" not in text.replace("违反", "") and "未定" not in text
    said = [item for item in items if "：符合" in item]
    assert len(said) >= len(
        [each for each in verdict["conditions"] if each["value"] is True and not each.get("children")]
    )
    for each in verdict["conditions"]:  # an alternative is carried by one that holds
        if each["kind"] == "any":
            assert any(
                child["say"].rstrip("。；") in item for child in _leaves({"conditions": [each]}) for item in said
            )
    assert not verdict["amount"] or "大写" in text
    _check_sentences(paper)


def _check_refused(paper: Letter, verdict: dict[str, Any]) -> None:
    grounds = next(part for part in paper.parts if part.items)
    assert grounds.text == "下列条件不符合："
    assert all("：不符合" in item for item in grounds.items)
    failing = [each for each in verdict["conditions"] if each["value"] is False]
    assert len(grounds.items) >= len(failing) > 0
    assert "未定" not in "\n".join(paper.lines())
    _check_sentences(paper)


def _check_refused_by_a_person(paper: Letter) -> None:
    text = "\n".join(paper.lines())
    assert f"不予同意的理由：{NOTE}。" in text
    assert "：符合" not in text and "：不符合" not in text and "未定" not in text
    _check_sentences(paper)


def _check_sentences(paper: Letter) -> None:
    for part in paper.parts:
        ends = [*([part.text] if not part.level else []), *part.items]
        assert all(each[-1] in "。！？：；" for each in ends if each), ends
        assert not any(word in each for each in ends for word in ("True", "False", "None", "。。", "依据：待")), ends
    text = "".join(paper.lines())
    assert "向上海市示例区人民政府申请行政复议" in text and "12333" in text
    assert paper.sample == ("样张" in text)


def test_the_sample_mark_follows_what_no_document_confirms() -> None:
    slug = "startup-cost"
    version = yangpu().programmes[slug].versions[-1]
    example = next(each for each in version.examples if each.expect.get("eligible") is True or "amount" in each.expect)
    verdict = judge(yangpu(), slug, example.given, example.as_of, example.answers).as_json()
    paper = letter(decision(slug, version, verdict, "granted"))
    assert paper.sample and any("样张" in note for note in paper.notes)
    assert "一年内不迁出杨浦区（至2027年3月2日）。违反的" in "".join(
        item for part in paper.parts for item in part.items
    )


def clause(kind: str, *children: dict[str, Any], value: bool | None = None) -> dict[str, Any]:
    return {"kind": kind, "id": kind, "say": "", "value": value, "children": list(children)}


def leaf(name: str, value: bool | None) -> dict[str, Any]:
    return {"kind": "condition", "id": name, "say": name, "value": value, "facts": {}, "gap": {"words": f"{name}还差"}}


@pytest.mark.parametrize(
    ("tree", "outcome", "said"),
    [
        (clause("any", leaf("甲", False), leaf("乙", True), leaf("丙", True), value=True), "granted", [("乙", True)]),
        (clause("any", leaf("甲", False), leaf("乙", False), value=False), "refused", [("甲", False), ("乙", False)]),
        (clause("all", leaf("甲", True), leaf("乙", False), value=False), "refused", [("乙", False)]),
        (clause("none", leaf("甲", False), leaf("乙", False), value=True), "granted",
         [("没有“甲”的情形", True), ("没有“乙”的情形", True)]),
        (clause("none", leaf("甲", False), leaf("乙", True), value=False), "refused", [("没有“乙”的情形", False)]),
        (clause("any", clause("all", leaf("甲", True), leaf("乙", False), value=False), leaf("丙", True), value=True),
         "granted", [("丙", True)]),
        (clause("none", clause("all", leaf("甲", True), leaf("乙", False), value=False), value=True), "granted",
         [("没有“乙”的情形", True)]),
    ],
)  # fmt: skip
def test_of_a_group_only_what_carries_it_is_said(
    tree: dict[str, Any], outcome: str, said: list[tuple[str, bool]]
) -> None:
    verdict = {"conditions": [tree], "eligible": outcome == "granted"}
    assert [(each["say"], each["value"]) for each in reasons(verdict, outcome, {}, {})] == said


def test_a_person_who_says_no_gives_the_words() -> None:
    plan = {**leaf("用工计划可行", False), "person": "评审组"}
    [said] = reasons({"conditions": [plan], "eligible": False}, "refused", {}, {"用工计划可行": "无场地"})
    assert (said["words"], said["person"]) == ("无场地", "评审组")


@pytest.mark.parametrize(
    ("fact", "words"),
    [({"value": "0.2075", "unit": "%"}, "甲0.21%"), ({"value": "20.7499999999", "unit": "%"}, "甲20.75%"),
     ({"value": "12600", "unit": "元"}, "甲12,600.00元"), ({"value": "100", "unit": "人"}, "甲100人"),
     ({"value": True, "unit": ""}, "“甲”为是"), ({"value": "2022-03-01", "unit": ""}, "甲为2022年3月1日"),
     ({"value": "8", "unit": "人", "source": "社保", "valid_from": "2022-01-01"}, "甲8人（社保，2022年1月1日起）")],
)  # fmt: skip
def test_a_fact_reads_as_a_person_writes_it(fact: dict[str, Any], words: str) -> None:
    assert fact_in_words("甲", fact) == words


def test_days_read_as_days() -> None:
    assert official_date(dt.date(2026, 3, 2)) == "2026年3月2日"


def test_a_code_is_no_number() -> None:
    assert fact_in_words("行业代码", {"value": "7590", "type": "string", "unit": ""}) == "行业代码为7590"
    assert fact_in_words("从业人员", {"value": "7590", "type": "number", "unit": "人"}) == "从业人员7,590人"
