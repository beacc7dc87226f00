"""`vouched_by`: whose word about a fact is proof, and what is said where the subject's own is not."""

from __future__ import annotations

import datetime as dt

import pytest

import rulebook
from rulebook import CatalogueError, read_files

DAY = dt.date(2024, 6, 1)
LAYER = "name: 示例区\ncode: '310110'\noffices: [{name: 区人社局}]\n"
PROGRAMME = "name: 示例\noffice: 区人社局\nkind: subsidy\nfor: [企业]\nsummary: 示例。\n"
RULE = """
conditions:
  - {id: honest, say: 未失信, when: 失信 = false}
  - {id: high, say: 高新, when: 高新 = true}
  - {id: staff, say: 三人以上, when: 人数 >= 3}
benefit: {amount: 100 * 人数, pay: once}
"""
FACTS = """
subject: enterprise
facts:
  失信: {type: boolean, source: 信用平台, vouched_by: [register]}
  高新: {type: boolean, source: 科技部门, vouched_by: [register, certificate]}
  人数: {type: number, unit: 人, places: 0, source: 社保}
"""


def catalogue(facts: str = FACTS) -> rulebook.Catalogue:
    return read_files(
        {"t/layer.yaml": LAYER, "t/vocabulary.yaml": facts, "t/programmes/one/programme.yaml": PROGRAMME,
         "t/programmes/one/2024-01-01.yaml": RULE}, "t",
    )  # fmt: skip


def test_it_is_read_and_says_who_may_be_asked() -> None:
    facts = catalogue().facts
    assert facts["失信"].vouched_by == ("register",)
    assert [(each.asked, each.supposed) for each in facts.values()][:3] == [(False, False), (False, True), (True, True)]
    one = catalogue(FACTS.replace("vouched_by: [register]}", "vouched_by: register}"))
    assert one.facts["失信"].vouched_by == ("register",)


@pytest.mark.parametrize("written", ["[bureau]", "[]", "[register, register]"])
def test_other_words_are_a_fault(written: str) -> None:
    with pytest.raises(CatalogueError, match="vouched_by"):
        catalogue(FACTS.replace("vouched_by: [register]}", f"vouched_by: {written}}}"))


def test_only_what_the_subject_may_say_is_asked() -> None:
    found = catalogue()

    def asked(**options: bool) -> list[str]:
        skipped: list[str] = []
        while (question := rulebook.next_question(found, {}, DAY, skip=skipped, **options)) is not None:  # type: ignore[arg-type]
            skipped.append(question.fact)
        return skipped

    assert asked() == ["人数"]
    assert sorted(asked(supposing=True)) == ["人数", "高新"]


def test_a_verdict_says_who_verifies() -> None:
    found = catalogue()
    everything = rulebook.judge(found, "one", {}, DAY)
    assert everything.missing == ("失信", "高新", "人数")
    assert everything.asking == ("人数",)
    assert everything.next == "请补充“人数”。另外，“失信”由信用平台核验，“高新”由科技部门核验，不需要您提供。"
    held = rulebook.judge(found, "one", {"人数": 3, "高新": True}, DAY)
    assert held.next == "“失信”由信用平台核验，不需要您提供。"
    assert held.as_json()["verifying"] == {"失信": "信用平台"}
    assert "verifying" not in rulebook.judge(found, "one", {"人数": 3, "高新": True, "失信": False}, DAY).as_json()


def test_a_changed_key_is_a_difference() -> None:
    from rulebook.comparing.catalogues import differences

    before, after = (
        catalogue(),
        catalogue(FACTS.replace("vouched_by: [register]}", "vouched_by: [register, declared]}")),
    )
    assert any("哪些来历的值作数" in each.say for each in differences(before, after))
