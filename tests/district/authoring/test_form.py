"""The form of a file: every file of the real catalogue survives it to the byte; what is typed goes where it belongs."""

from __future__ import annotations

from pathlib import Path

import pytest

from district.authoring import document as doc
from district.authoring import fields, texts

HOME = Path(__file__).resolve().parents[3] / "catalogue"
FILES = {str(each.relative_to(HOME)): each.read_text(encoding="utf-8") for each in sorted(HOME.rglob("*.yaml"))}
GIANT = "yangpu/programmes/tech-little-giant/2017-02-01.yaml"
ENGLISH = 'en: {say: "Micro, small or medium-sized business (MSME)"}}'


def shown(path: str, text: str) -> dict[str, str]:
    """Every field as a browser sends it back untouched, blank rows included."""
    sheet = fields.sheet(path, text)
    values = {each.name: each.value for each in fields._every(sheet)}
    return values | {each.name: "" for blank in fields._blanks(sheet) for each in blank}


def changes(path: str, typed: dict[str, str], removed: tuple[str, ...] = ()) -> list[texts.Line]:
    text = FILES[path]
    new = fields.apply(path, text, shown(path, text) | typed, removed)
    return [each for each in texts.diff(text, new, 0) if each[0] != "hunk"]


@pytest.mark.parametrize("path", FILES)
def test_yaml_comes_back_to_the_byte(path: str) -> None:
    assert doc.dump(doc.load(FILES[path])) == FILES[path]


@pytest.mark.parametrize("path", [path for path in FILES if texts.may_be_drafted(path) and fields.has_form(path)])
def test_an_untouched_form_changes_nothing(path: str) -> None:
    assert fields.apply(path, FILES[path], shown(path, FILES[path])) == FILES[path]


def test_one_field_changes_one_line_and_keeps_its_quotes() -> None:
    assert changes(GIANT, {"conditions/2/when": '企业规模 in ("小型", "微型")'}) == [
        ("gone", "  - {id: size, say: 中小微企业, when: '企业规模 in (\"中型\", \"小型\", \"微型\")', "
                 "cite: 中小企业促进法第二条, status: official, " + ENGLISH),
        ("add", "  - {id: size, say: 中小微企业, when: '企业规模 in (\"小型\", \"微型\")', "
                "cite: 中小企业促进法第二条, status: official, " + ENGLISH),
    ]  # fmt: skip


def test_a_condition_within_a_group() -> None:
    assert changes(GIANT, {"conditions/3/any/1/say": "软件业"}) == [
        ("gone", "        say: 软件和技术服务业研发人员不少于从业人员的 30%"),
        ("add", "        say: 软件业"),
    ]


def test_a_new_condition_is_written_as_its_neighbours_are() -> None:
    typed = {
        "new/conditions/id": "more",
        "new/conditions/say": "另一条：# 也要",
        "new/conditions/when": "净利润 > 1, 2",
    }
    assert changes(GIANT, typed) == [
        ("add", "  - {id: more, say: 另一条：# 也要, when: '净利润 > 1, 2'}")]  # fmt: skip


def test_emptied_fields_and_removed_entries_go_and_comments_stay() -> None:
    found = changes(GIANT, {"budget": ""}, ("evidence/2", "conditions/0"))
    assert [kind for kind, _line in found] == ["gone"] * 3
    assert not any(line.lstrip().startswith("#") for _kind, line in found)


def test_a_list_and_a_value_on_one_line() -> None:
    found = changes(GIANT, {"excludes": "startup-little-giant, tech-sme", "ceiling": "{per: life, amount: 9}"})
    assert [line for kind, line in found if kind == "add"] == [
        "excludes: [startup-little-giant, tech-sme]", "ceiling: {per: life, amount: 9}"]  # fmt: skip


def test_a_comment_behind_the_last_entry_outlives_it() -> None:
    text = (
        "conditions:\n  - {id: a, say: 甲, when: x}\n  - {id: b, say: 乙, when: y}\n"
        "# 以下是金额\nbenefit: {amount: 1}\n"
    )
    path = "x/programmes/y/2022-01-01.yaml"
    new = fields.apply(path, text, {}, ["conditions/1"])
    assert new == "conditions:\n  - {id: a, say: 甲, when: x}\n# 以下是金额\nbenefit: {amount: 1}\n"


def test_a_parameters_new_value_from_a_day() -> None:
    path = "yangpu/parameters/start-up.yaml"
    typed = {"new/一次性开办费金额/values/day": "2023-01-01", "new/一次性开办费金额/values/value": "6000"}
    found = changes(path, typed)
    assert [kind for kind, _line in found] == ["gone", "add"]
    assert "values: {2020-01-01: 5000, 2023-01-01: 6000}" in found[1][1]


def test_what_the_form_has_no_field_for_is_named() -> None:
    assert {"joint", "rubric", "scoring"} <= set(fields.sheet(GIANT, FILES[GIANT]).beyond)


@pytest.mark.parametrize("text", ["a: [1\n", "- 1\n", "a: 1\n b: 2\n", "a: " + "[" * 800 + "]" * 800])
def test_what_is_no_yaml_is_refused(text: str) -> None:
    with pytest.raises(doc.NotYaml):
        fields.apply("x/programmes/y/2022-01-01.yaml", text, {})


def test_merging_keeps_both_and_marks_a_clash() -> None:
    base = "a\nb\nc\nd\ne\n"
    assert texts.merge(base, "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n") == ("A\nb\nc\nd\nE\n", False)
    assert texts.merge(base, base, "x\n") == ("x\n", False)
    assert texts.merge(base, "a\nd\ne\n", "a\nb\nc\nd\ne\nf\n") == ("a\nd\ne\nf\n", False)
    both, clash = texts.merge(base, "a\nX\nc\nd\ne\n", "a\nY\nc\nd\ne\n")
    assert clash
    assert both == f"a\n{texts.MINE}\nX\n{texts.MIDDLE}\nY\n{texts.THEIRS}\nc\nd\ne\n"
