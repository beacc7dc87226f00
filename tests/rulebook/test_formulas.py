"""A computed amount in words, with the day's numbers, and one example worked out; what a day's most is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from rulebook.catalogue.services import is_service, unentered
from rulebook.explaining.formulas import formula, most, worked
from tests.rulebook.test_summaries import RULE, catalogue
from tests.rulebook.test_yangpu import yangpu

DAY = dt.date(2026, 11, 26)


def said(amount: str, more: str = "", day: dt.date = DAY) -> str:
    found = catalogue(
        "补贴。", f"conditions: [{{id: some, say: 有人, when: 人数 >= 1}}]\nbenefit: {{amount: '{amount}'{more}}}\n"
    )
    return formula(found, found.programmes["work"].versions[0].benefit, day)


@pytest.mark.parametrize(("amount", "words"), [
    ("500", ""), ("每人金额", ""),
    ("人数 * 每人金额", "人数 × 每人金额（8000 元）"),
    ("人数 * (每人金额 + 每人金额)", "人数 × （每人金额（8000 元） ＋ 每人金额）"),
    ("(每人金额 - 1) / 2", "（每人金额（8000 元） － 1） ÷ 2"),
    ("每人金额 - (1 - 2)", "每人金额（8000 元） － （1 － 2）"),
    ("min(人数, 8) * 100", "（人数 和 8 中较小的） × 100"),
    ("if 人数 > 8 then 500 else if 人数 = 8 then 20000 else 每人金额",
     "人数 超过 8 的 500 元，人数 是 8 的 2.00 万元，其他 每人金额（8000 元）"),
    ("round half up(人数 * 0.5, 0)", "（人数 × 0.5）（四舍五入）"),
])  # fmt: skip
def test_an_amount_in_words(amount: str, words: str) -> None:
    assert said(amount) == words


def test_the_cap_and_the_day() -> None:
    assert said("人数 * 每人金额", ", cap: 50000") == "人数 × 每人金额（8000 元）；至多 5.00 万元"
    assert said("人数 * 每人金额", day=dt.date(2027, 1, 1)) == "人数 × 每人金额（1.00 万元）"


def test_the_most_is_of_the_day() -> None:
    found = catalogue("补贴。", RULE.replace('"min(人数, 8) * 每人金额", cap: 50000 * 1.2', "每人金额"))
    benefit = found.programmes["work"].versions[0].benefit
    assert most(found, benefit, DAY) == 8000
    assert most(found, benefit, dt.date(2027, 1, 1)) == 10000
    assert most(found, benefit, dt.date(2019, 1, 1)) is None


def test_an_example_is_worked_out_with_the_days_numbers() -> None:
    version = yangpu().programmes["early-stage-social-insurance"].versions[-1]
    then, now = (worked(yangpu(), version, day) for day in (dt.date(2022, 6, 24), dt.date(2023, 7, 31)))
    assert then is not None and now is not None
    assert (then.facts, then.amount) == ((("稳定用工人数", Decimal(1), "人"),), Decimal("806.63"))
    assert now.amount == Decimal("968.58")


def test_every_computed_amount_of_yangpu_has_words_and_an_example() -> None:
    """A formula in words, and an example, wherever facts make the amount."""
    for programme in yangpu().programmes.values():
        for version in programme.versions:
            day = max(version.since, dt.date(2022, 6, 24))
            if version.benefit.amount is None:
                continue
            example, words = worked(yangpu(), version, day), formula(yangpu(), version.benefit, day)
            fixed = most(yangpu(), version.benefit, day) is not None and version.benefit.cap is None and not words
            assert fixed or (words and example), (programme.slug, version.since)


def test_what_nobody_entered_is_told_from_what_somebody_did() -> None:
    versions = {slug: each.versions[-1] for slug, each in yangpu().programmes.items()}
    assert unentered(versions["boot-camp"])
    assert is_service(yangpu().programmes["boot-camp"], versions["boot-camp"])
    assert not any(unentered(versions[slug]) for slug in ("tech-little-giant", "first-venture", "tech-guarantee-loan"))
