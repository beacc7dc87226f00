"""`synonyms.yaml`: words of all layers together, one way or both, and what a wrong file is told."""

from __future__ import annotations

import pytest

from rulebook import CatalogueError, read_files
from rulebook.catalogue.reference import reference, whole_schema
from rulebook.comparing.catalogues import differences
from tests.rulebook.test_yangpu import yangpu

LAYERS = {
    "city/layer.yaml": 'name: 市\ncode: "310000"\n',
    "city/vocabulary.yaml": "facts:\n  从业人员: {type: number, unit: 人}\n",
    "city/synonyms.yaml": "same:\n  - [个体工商户, 个体户]\nmeans:\n  高企: [高新技术企业]\n",
    "town/layer.yaml": 'name: 区\ncode: "310110"\nparent: city\n',
    "town/synonyms.yaml": "means:\n  高企: 高企奖励\n  开店: [开办费, 创业]\n",
}


def test_the_words_of_all_layers_count_together() -> None:
    found = read_files(LAYERS, "town").synonyms
    assert found.same == (("个体工商户", "个体户"),)
    assert found.means == {"高企": ("高新技术企业", "高企奖励"), "开店": ("开办费", "创业")}


def test_the_shipped_catalogue_knows_what_people_say() -> None:
    found = yangpu().synonyms
    assert "高新技术企业" in next(group for group in found.same if "高企" in group)
    assert "租金减免" in found.means["免租"]
    assert "首席创业指导师工作室" in found.means["一师一团"]  # the district's own


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("means:\n  高企: [高企]\n", "不能是它自己"),
        ("same:\n  - [高企]\n", "至少要有 2 项"),
        ("same:\n  - [高企, 高企]\n", "写了两次"),
        ("means:\n  高企: []\n", "至少要有 1 项"),
        ("mean:\n  高企: [高新技术企业]\n", "mean"),
        ("- 高企\n", "对照"),
    ],
)
def test_a_wrong_file_is_told_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(CatalogueError) as wrong:
        read_files(LAYERS | {"town/synonyms.yaml": text}, "town")
    assert said in str(wrong.value)
    assert "town/synonyms.yaml:" in str(wrong.value)


def test_what_changed_is_told_by_word() -> None:
    before = read_files(LAYERS, "town")
    changed = LAYERS | {"town/synonyms.yaml": "means:\n  开店: [创业]\n  开公司: [创业]\n"}
    said = "\n".join(str(each.say) for each in differences(before, read_files(changed, "town")))
    assert "新增近义词“开公司”" in said
    assert "开办费" in said
    assert before.hash != read_files(changed, "town").hash


def test_the_format_describes_it() -> None:
    assert "synonyms" in str(whole_schema())
    assert "## `synonyms.yaml`" in reference()
