"""Regular expressions: one dialect, in every engine, and nothing else."""

from __future__ import annotations

import duckdb
import pytest

import rulebook
from rulebook import CatalogueError
from rulebook.feel.portable import portable
from rulebook.plan.functions import matches
from tests.rulebook.test_columns import catalogue_of

NASTY = ["", "甲", "甲\n", "甲\r\n", "甲乙", "12", "１２", "٣", "ab12", "甲 乙", "甲\u3000乙", "a\u00a0b", "é",
         "e\u0301", "_", "K", "\u212a", "ſ", "😀", "a😀b", "\u2028", "a.b", "AB", "a_b@x", "xx", "甲\n乙"]  # fmt: skip


@pytest.mark.parametrize(
    "pattern",
    [r"^\w+$", r"\d", r"\s", r"甲$", r"^甲.乙$", r"[^甲]", r"\W", r"[a-z-[aeiou]]", r"\p{Lu}", r"^(甲|乙){1,2}$", r"\.",
     r"甲|^乙", r"[\d\s]", r"\i\c*", r"a.*?b", r"k", "^$",
     r"\.()", "(?:)b", "^b()", "()$", "a(())b", "(|a)b", "[&&]", "[a&&b]", "b{0}a", "#&~ "],
)  # fmt: skip
def test_a_pattern_means_one_thing(pattern: str) -> None:
    """The closures' dialect and RE2 with the pattern translated."""
    with duckdb.connect() as connection:
        for text in NASTY:
            found = connection.execute("SELECT regexp_matches(?, ?)", [text, portable(pattern)]).fetchone()
            assert found == (matches(text, pattern),), (pattern, text)


@pytest.mark.parametrize(
    "pattern",
    ["(a{999}){999}", "((a{999}){999}){999}", "(((((a{9}){9}){9}){9}){9}){9}", r"\\bx", "(?=a)", "(?i)a", "[", "a**"],
)  # fmt: skip
def test_a_pattern_that_is_none_is_refused_where_it_stands(pattern: str) -> None:
    with pytest.raises(CatalogueError) as said:
        catalogue_of(f'matches(字, "{pattern}")', "1", "true")
    assert [(each.file, each.line) for each in said.value.faults] == [("t/programmes/p/2020-01-01.yaml", 2)]


def test_a_pattern_worked_out_at_run_time_is_refused() -> None:
    with pytest.raises(CatalogueError, match="直接写明"):
        catalogue_of("matches(字, 词)", "1", "true")


@pytest.mark.parametrize(
    "expression",
    [r'matches("a²", "a\\²")', r'matches("aa²", "(a)\\1²")', r'replace("a", "(a)", "$²")',
     r'replace("a", "(a)", "$1²")', r'matches("a", "(a)\\１")'],
)  # fmt: skip
def test_a_sign_that_stands_for_no_number_is_none(expression: str) -> None:
    """Neither a group nor a fault of ours: the signs themselves, or null with a word on why."""
    answer = rulebook.evaluate(expression, {})
    assert answer.value in (True, "a²") or (answer.value is None and answer.diagnostics)
