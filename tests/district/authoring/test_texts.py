"""Texts of a catalogue's files: which may be drafted, differences, merging; YAML changed in one place alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from district.authoring import document as doc
from district.authoring import texts


@pytest.mark.parametrize(("path", "drafted", "slug", "day"), [
    ("yangpu/programmes/a-b/programme.yaml", True, "a-b", ""),
    ("yangpu/programmes/a-b/2022-01-01.yaml", True, "a-b", "2022-01-01"),
    ("yangpu/programmes/a-b/text.md", False, "a-b", "text"),
    ("yangpu/parameters/jobs.yaml", True, "", ""), ("yangpu/tables/sizes.yaml", True, "", ""),
    ("yangpu/tables/sizes.dmn", True, "", ""), ("yangpu/layer.yaml", True, "", ""),
    ("national/vocabulary.yaml", True, "", ""), ("yangpu/answers/wages.md", True, "", ""),
    ("yangpu/answers/wages.en.md", True, "", ""), ("yangpu/synonyms.yaml", False, "", ""),
    ("yangpu/ladders/srdi.yaml", False, "", ""), ("yangpu/holidays/2022.yaml", False, "", ""),
    ("yangpu/documents/x.md", False, "", ""), ("../layer.yaml", False, "", ""), ("/etc/layer.yaml", False, "", ""),
    ("yangpu/programmes/../layer.yaml", False, "..", "layer"), ("yangpu/parameters/a b.yaml", False, "", ""),
    ("yangpu/programmes/a/2022-01-01.yaml/x", False, "a", "x"), ("yangpu/parameters/jobs.yml", False, "", ""),
])  # fmt: skip
def test_which_files_may_be_drafted(path: str, drafted: bool, slug: str, day: str) -> None:
    assert texts.may_be_drafted(path) is drafted
    if drafted:
        assert texts.slug_of(path) == slug and texts.day_of(path) == day
        assert texts.shared([path]) == ([] if slug else [path])


@pytest.mark.parametrize(("path", "beside"), [
    ("t/answers/wages.md", "t/answers/wages.en.md"), ("t/answers/wages.en.md", ""), ("t/layer.yaml", ""),
    ("t/programmes/x/text.md", ""),
])  # fmt: skip
def test_only_an_answers_english_stands_in_a_file_of_its_own(path: str, beside: str) -> None:
    assert texts.english_beside(path) == beside


@pytest.mark.parametrize(("typed", "kept"), [
    ("a: 1", "a: 1\n"), ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"), ("a\rb", "a\nb\n"), ("\ufeffa: 1\n", "a: 1\n"),
    ("", ""), ("  ", "  "), ("a\n\n", "a\n\n"),
])  # fmt: skip
def test_a_text_has_one_form(typed: str, kept: str) -> None:
    assert texts.normal(typed) == kept
    assert texts.normal(kept) == kept


def test_a_mark_tells_texts_apart() -> None:
    assert texts.mark("a") == texts.mark("a") != texts.mark("a ")
    assert len(texts.mark("")) == 16


def test_what_a_draft_empties_is_gone_and_what_is_the_same_is_no_change() -> None:
    files = {"a": "1", "b": "2", "empty": ""}
    assert texts.overlay(files, {"a": "9", "b": ""}) == {"a": "9", "empty": ""}
    assert texts.different(files, {"a": "1", "b": "3", "new": "", "c": "4"}) == {"b": "3", "c": "4"}


def test_a_difference_is_lines_with_what_stands_around_them() -> None:
    old, new = "\n".join("abcdefghij"), "\n".join("abcdXfghij")
    found = texts.diff(old, new)
    assert [line for kind, line in found if kind == "gone"] == ["e"]
    assert [line for kind, line in found if kind == "add"] == ["X"]
    assert [line for kind, line in found if kind == "same"] == list("bcdfgh")
    assert texts.diff(old, old) == [] and texts.diff("", "") == []
    assert texts.diff("", "a") == [("hunk", "-0,0 +1"), ("add", "a")]


def test_lines_that_look_like_a_patch_are_lines() -> None:
    assert ("add", "++ x") in texts.diff("a", "a\n++ x") and ("gone", "-- y") in texts.diff("a\n-- y", "a")


LINES = st.lists(st.sampled_from("abcde"), max_size=7).map(lambda lines: "".join(f"{line}\n" for line in lines))


@settings(max_examples=200)
@given(LINES, LINES)
def test_one_side_alone_is_taken_whole(base: str, changed: str) -> None:
    assert texts.merge(base, changed, base) == (changed, False)
    assert texts.merge(base, base, changed) == (changed, False)
    assert texts.merge(base, changed, changed) == (changed, False)


@settings(max_examples=200)
@given(LINES, LINES, LINES)
def test_nothing_is_lost_when_both_changed(base: str, mine: str, theirs: str) -> None:
    merged, clashed = texts.merge(base, mine, theirs)
    again, also = texts.merge(base, theirs, mine)
    assert clashed is also
    assert bool(texts.MARKED.search(merged)) is clashed
    if not clashed:
        assert merged == again
    kept = set(merged.splitlines())
    for line in {*mine.splitlines(), *theirs.splitlines()} - set(base.splitlines()):
        assert line in kept  # what either side wrote new is there


YAML = """# 开头
name: 甲   # 名称
list:
  - {id: a, say: "引号"}
  - id: b
    say: >-
      折行的
      文字
# 末尾
map: {x: 04-01, y: yes, z: 0123}
"""


def test_texts_come_out_as_they_went_in() -> None:
    document = doc.load(YAML)
    assert doc.dump(document) == YAML
    assert [doc.at(document, ("map", key)) for key in "xyz"] == ["04-01", "yes", "0123"]


@pytest.mark.parametrize(("path", "value", "line"), [
    (("name",), "乙", "name: 乙   # 名称"), (("list", 0, "say"), "别的", '  - {id: a, say: "别的"}'),
    (("map", "x"), "05-01", "map: {x: 05-01, y: yes, z: 0123}"),
    (("list", 0, "more"), "新", '  - {id: a, say: "引号", more: 新}'),
    (("new",), "值: 有冒号", "new: '值: 有冒号'"), (("en", "name"), "A", "en: {name: A}"),
    (("map", "y"), None, "map: {x: 04-01, z: 0123}"),
])  # fmt: skip
def test_one_value_changes_its_own_line(path: doc.Path, value: str | None, line: str) -> None:
    document = doc.load(YAML)
    doc.put(document, path, value)
    new = doc.dump(document)
    assert line in new.splitlines()
    assert sum(kind == "gone" for kind, _line in texts.diff(YAML, new, 0)) <= 1


def test_comments_stay_when_what_is_before_them_goes() -> None:
    document = doc.load(YAML)
    doc.remove(document, ("list", 1))
    assert "# 末尾" in doc.dump(document) and "折行" not in doc.dump(document)
    doc.remove(document, ("nowhere", 3))
    doc.remove(document, ("list", 9))
    assert list(doc.comments(doc.dump(document))) == ["# 开头", "# 末尾"]


def test_the_last_english_takes_its_mapping_along() -> None:
    document = doc.load("name: 甲\nen: {name: A, say: B}\nlist: [{say: 乙, en: {say: C}}]\n")
    doc.put(document, ("en", "name"), None)
    doc.put(document, ("list", 0, "en", "say"), None)
    assert doc.dump(document) == "name: 甲\nen: {say: B}\nlist: [{say: 乙}]\n"
    doc.put(document, ("en", "say"), None)
    assert doc.dump(document) == "name: 甲\nlist: [{say: 乙}]\n"


@pytest.mark.parametrize(("typed", "shown"), [
    ("a, b", "a, b"), ("a，b\nc", "a, b, c"), (" a ,, ", "a"), ("", ""),
])  # fmt: skip
def test_words_are_a_list(typed: str, shown: str) -> None:
    made = doc.words(typed)
    assert doc.listed(made) == shown


def test_what_is_no_list_of_words_is_shown_as_it_is() -> None:
    assert doc.listed(doc.load("a: [b, {c: 1}]")["a"]) is None
    assert doc.listed(doc.load('a: ["b, c"]')["a"]) is None
    assert doc.shown(doc.load("a:\n  - b\n  - {c: 1}\n")["a"]) == "[b, {c: 1}]"
    assert doc.shown(None) == "" and doc.shown("x") == "x"


@pytest.mark.parametrize("text", ["- 1", "just words", "", "a: [", "a: 1\na: 2", "a: &x 1\nb: *y"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(doc.NotYaml):
        doc.load(text)


def test_ten_lines_of_aliases_are_not_a_billion_values() -> None:
    lines = [
        "a0: &a0 [x, x, x, x, x, x, x, x, x]",
        *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 11)),
    ]
    with pytest.raises(doc.NotYaml, match="第 2 行用了锚点"):
        doc.load("\n".join(lines))
    assert doc.load("a: '*b'")["a"] == "*b"
