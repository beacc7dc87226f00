"""`groups:` of a vocabulary: under which heading a fact stands on a page."""

from __future__ import annotations

import pytest

from rulebook import CatalogueError, read_files
from rulebook.comparing.catalogues import differences
from tests.rulebook.small import VOCABULARY, edited, small

GROUPS = """subject: enterprise
groups:
  - {name: 人员, en: {name: People}, facts: [参保人数, 从业人员]}
  - {name: 金额, facts: [营业收入]}
"""


def test_a_fact_stands_in_the_group_that_lists_it() -> None:
    facts = read_files(edited(VOCABULARY, "subject: enterprise\n", GROUPS), "town").facts
    assert {name: facts[name].group for name in ("从业人员", "参保人数", "营业收入", "注册区")} == {
        "从业人员": "人员", "参保人数": "人员", "营业收入": "金额", "注册区": "",
    }  # fmt: skip
    assert (facts["从业人员"].group_english, facts["营业收入"].group_english) == ("People", "")
    assert list(facts) == list(small().facts)  # the order stays the vocabulary's


def test_a_facts_own_group_goes_before() -> None:
    texts = edited(VOCABULARY, "subject: enterprise\n", GROUPS)
    texts[VOCABULARY] = texts[VOCABULARY].replace("places: 0, source: 社保, fresh: P3M}", "group: 用工, places: 0}")
    assert read_files(texts, "town").facts["从业人员"].group == "用工"


def test_a_change_of_groups_is_a_difference() -> None:
    after = read_files(edited(VOCABULARY, "subject: enterprise\n", GROUPS), "town")
    found = {each.part: each.after for each in differences(small(), after) if each.kind == "fact"}
    assert found == {"从业人员.group": "人员", "参保人数.group": "人员", "营业收入.group": "金额"}


def test_a_group_of_a_fact_that_is_not_there_is_a_fault() -> None:
    texts = edited(VOCABULARY, "subject: enterprise\n", GROUPS.replace("参保人数", "参保数"))
    with pytest.raises(CatalogueError, match=r"没有名为“参保数”的事实.*参保人数") as caught:
        read_files(texts, "town")
    assert f"{VOCABULARY}:3" in str(caught.value)
