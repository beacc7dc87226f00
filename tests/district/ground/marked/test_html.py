"""Markdown comes out as HTML that runs nothing, asks no other server, and keeps the page's outline."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.ground.marked.html import plain, rendered


def test_what_people_write_reads_as_they_meant_it() -> None:
    said = rendered("# 标题\n\n一段 **要紧** 的话。\n\n- 甲\n- 乙\n\n| 项 | 数 |\n|---|---|\n| 甲 | 1 |\n")
    assert "<h2>标题</h2>" in said and "<strong>要紧</strong>" in said
    assert said.count("<li>") == 2 and "<td>甲</td>" in said


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[点我](javascript:alert(1))",
        "[点我](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        "<a href='/x' style='position:fixed'>x</a>",
        "<svg><script>alert(1)</script></svg>",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_that_runs_comes_through(text: str) -> None:
    said = str(rendered(text)).lower()
    tags = re.findall(r"<[^>]*>", said)
    assert not any(re.search(r"script|on\w+=|style=|data:|<svg", tag) for tag in tags), said


@pytest.mark.parametrize(
    "address, kept",
    [
        ("/files/a/?show=1", True),
        ("https://example.org/a.png", False),
        ("//example.org/a.png", False),
        ("a.png", False),
    ],
)
def test_pictures_come_from_here_alone(address: str, kept: bool) -> None:
    assert ("src=" in rendered(f"![图]({address})")) is kept


def test_links_elsewhere_say_nothing_of_the_reader() -> None:
    assert 'rel="nofollow noopener noreferrer"' in rendered("[那边](https://example.org/)")


def test_headings_leave_no_level_out() -> None:
    said = rendered("### 三\n\n###### 六\n\n# 一\n\n## 二", top=3)
    assert re.findall(r"<h(\d)>", said) == ["3", "4", "3", "4"]


def test_words_alone_are_cut_where_asked() -> None:
    assert plain("# 题\n\n一 <b>二</b> & [三](/x)") == "题 一 <b>二</b> & 三"
    assert plain("甲" * 50, most=10) == "甲" * 9 + "…"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("企业**做**东西", "企业做东西"),
        ("看[办法](/x)第~~三~~条，`码`在此", "看办法第三条，码在此"),
        ("第一行\n第二行，\n第三行", "第一行第二行，第三行"),
        ("one\ntwo, **bold**er", "one two, bolder"),
        ("用 Python\n写", "用 Python 写"),
        ("## 我们做什么\n\n给仓库盘点。\n\n- 甲\n- 乙", "我们做什么 给仓库盘点。 甲 乙"),
        ("|甲|乙|\n|-|-|\n|丙|丁|", "甲 乙 丙 丁"),
    ],
)
def test_marks_leave_no_blanks_inside_words(text: str, words: str) -> None:
    assert plain(text) == words


@given(st.text(alphabet=st.sampled_from("#*-_[]()<>!`|\n\\&ab:/ \"'="), max_size=200))
def test_whatever_is_typed_is_shown(text: str) -> None:
    said = str(rendered(text))
    assert "<script" not in said and not re.search(r"<[^>]*\son\w+=", said)
    plain(text, most=40)
