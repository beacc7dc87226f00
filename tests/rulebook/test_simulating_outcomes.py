"""Who gains, loses, keeps, and of whom it is not known: held against every way the unknown facts may turn out."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import json
import tempfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulebook import Catalogue, judge, read_files
from rulebook.catalogue.periods import Ceiling, Rhythm
from rulebook.cli.main import main
from rulebook.simulating.report import simulate
from tests.rulebook.test_periods import counted

DAY = dt.date(2022, 6, 24)
VOCABULARY = "facts:\n  人数: {type: number, places: 0}\n  年数: {type: number, places: 0}\n"
DOMAIN = (None, 0, 1, 2, 3)
# what a rule may say; the amount of the last two rests on a fact that the condition does not look at
RULES = {
    "flat": ("人数 >= 1", "100", ""),
    "more": ("人数 >= 1", "150", ""),
    "none": ("人数 >= 1", "", ""),
    "later": ("人数 >= 2", "100", ""),
    "old": ("年数 >= 2", "100", ""),
    "heads": ("人数 >= 1", "年数 * 40", ""),
    "heads-capped": ("人数 >= 1", "年数 * 60", "cap: 100"),
    "monthly": ("人数 >= 1", "10", "per: month"),
    "year-of-months": ("人数 >= 1", "10", "per: month, times: 12"),
    "three-years": ("人数 >= 1", "10", "per: month, times: 36"),
    "quarters": ("人数 >= 1", "年数 * 30", "per: quarter, times: 6"),
    "halves": ("人数 >= 1", "60", "per: half-year"),
    "yearly": ("人数 >= 1", "120", "per: year, times: 3"),
}
CEILINGS: dict[str, dict[str, object] | None] = {
    "": None, "year": {"per": "year", "amount": 110}, "life": {"per": "life", "amount": 130},
}  # fmt: skip


def rule(name: str, ceiling: str) -> str:
    when, amount, rest = RULES[name]
    text = f"conditions:\n  - {{id: a, say: 甲, when: '{when}'}}\n"
    if amount:
        text += f"benefit: {{amount: '{amount}'{', ' if rest else ''}{rest}}}\n"
    limit = CEILINGS[ceiling]
    return text + (f"ceiling: {{per: {limit['per']}, amount: {limit['amount']}}}\n" if limit else "")


def catalogue(rules: Mapping[str, tuple[str, str]]) -> Catalogue:
    texts = {"t/layer.yaml": "name: 甲\n", "t/vocabulary.yaml": VOCABULARY}
    for slug, (name, ceiling) in rules.items():
        texts[f"t/programmes/{slug}/programme.yaml"] = f"name: 项目{slug}\noffice: 乙\n"
        texts[f"t/programmes/{slug}/2020-01-01.yaml"] = rule(name, ceiling)
    return read_files(texts, "t")


Given = Mapping[str, Decimal]
Rules = Mapping[str, tuple[str, str]]
Side = tuple[bool | None, Decimal | None, Decimal | None]  # eligible, yuan in a year, yuan in all


def side(made: Catalogue, rules: Rules, slug: str, facts: Given) -> Side:
    """What one catalogue brings one subject, judged by itself and counted month by month."""
    if slug not in rules:
        return False, Decimal(0), Decimal(0)
    verdict = judge(made, slug, facts, DAY)
    if verdict.eligible is None:
        return None, None, None
    if not verdict.eligible or made.programmes[slug].versions[0].benefit.amount is None:
        return verdict.eligible, Decimal(0), Decimal(0)
    if verdict.amount is None:
        return True, None, None
    limit = rules[slug][1]
    benefit = made.programmes[slug].versions[0].benefit
    rhythm = Rhythm(benefit.per, benefit.times)
    ceiling = Ceiling.of({"ceiling": CEILINGS[limit]})
    paid: dict[int, Decimal] = {}
    for month in counted(rhythm, 1200):
        ever, this_year = sum(paid.values(), Decimal(0)), paid.get(month // 12, Decimal(0))
        room = ceiling.room(this_year, ever) if ceiling else verdict.amount
        paid[month // 12] = this_year + min(verdict.amount, room)
    return True, paid.get(0, Decimal(0)), sum(paid.values(), Decimal(0))


def certain(before: Side, after: Side) -> str:
    """The outcome where everything is known."""
    assert None not in (*before, *after)
    if before[0] != after[0]:
        return "gains" if after[0] else "loses"
    if not after[0]:
        return "untouched"
    change = [(now or 0) - (then or 0) for then, now in zip(before[1:], after[1:], strict=True)]
    first = next((each for each in change if each), 0)
    return "gains" if first > 0 else "loses" if first < 0 else "same"


def completions(facts: Given) -> Iterator[Given]:
    unknown = [name for name in ("人数", "年数") if name not in facts]
    for values in itertools.product([each for each in DOMAIN if each is not None], repeat=len(unknown)):
        yield {**facts, **{name: Decimal(each) for name, each in zip(unknown, values, strict=True)}}


sides = st.dictionaries(
    st.sampled_from("ab"), st.tuples(st.sampled_from(sorted(RULES)), st.sampled_from(sorted(CEILINGS)))
)
registers = st.lists(st.tuples(st.sampled_from(DOMAIN), st.sampled_from(DOMAIN)), min_size=1, max_size=8)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(sides, sides, registers)
def test_every_subject_is_counted_once_and_rightly(
    base: Rules, reform: Rules, register: list[tuple[int | None, int | None]]
) -> None:
    made = catalogue(base), catalogue(reform)
    subjects: list[Given] = [
        {name: Decimal(value) for name, value in zip(("人数", "年数"), row, strict=True) if value is not None}
        for row in register
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "facts.csv", register)
        found = simulate(*made, folder / "facts.csv", folder / "out", DAY)
        rows = duckdb.execute(
            f"SELECT key, programme, outcome FROM read_parquet('{folder / 'out/changes.parquet'}')"
        ).fetchall()
    outcome = {(key, slug): word for key, slug, word in rows}
    for slug in {*base, *reform}:
        line = next((each for each in found["programmes"] if each["programme"] == slug), None)
        pairs = [(side(made[0], base, slug, facts), side(made[1], reform, slug, facts)) for facts in subjects]
        if line is None:
            assert all(before[0] is False and after[0] is False for before, after in pairs)
            continue
        five = [line[each] for each in ("gains", "loses", "same", "unknown", "untouched")]
        assert sum(five) == len(subjects)
        for place, end in ((0, "before"), (1, "after")):
            each_side = [pair[place] for pair in pairs]
            assert Decimal(line[f"cost_{end}"]) == sum((each[1] or Decimal(0) for each in each_side), Decimal(0))
            assert line[f"unpriced_{end}"] == sum(each[0] is True and each[1] is None for each in each_side)
            assert line[f"undecided_{end}"] == sum(each[0] is None for each in each_side)
        for number, facts in enumerate(subjects):
            told, (before, after) = outcome.get((f"S{number}", slug)), pairs[number]
            every = {
                certain(side(made[0], base, slug, whole), side(made[1], reform, slug, whole))
                for whole in completions(facts)
            }
            if told in ("gains", "loses"):
                assert every == {told}
            elif told == "unknown":
                assert None in (*before, *after)
                assert slug in found["changed"]
            else:
                assert every <= {"same", "untouched"}
    total = found["subjects"]
    assert sum(total.values()) == found["rows"] == len(subjects)
    for group in {each["group"] for each in found["groups"]}:
        assert sum(sum(each[name] for name in ("gains", "loses", "same", "unknown", "untouched"))
                   for each in found["groups"] if each["group"] == group) == len(subjects)  # fmt: skip


def write(path: Path, register: list[tuple[int | None, int | None]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["统一社会信用代码", "人数", "年数"])
        writer.writerows(
            [f"S{number}", *("" if each is None else each for each in row)] for number, row in enumerate(register)
        )


@pytest.mark.parametrize(("base", "reform"), [("flat", "heads"), ("heads", "flat")])
def test_an_unknown_amount_is_no_loss_and_no_zero(tmp_path: Path, base: str, reform: str) -> None:
    """Three subjects; of two nobody knows 年数, on which the amount of one side rests."""
    write(tmp_path / "facts.csv", [(1, 3), (1, None), (2, None), (0, 1)])
    found = simulate(
        catalogue({"a": (base, "")}), catalogue({"a": (reform, "")}), tmp_path / "facts.csv", tmp_path / "out", DAY
    )
    known = {"gain": int(base == "flat"), "lose": int(base == "heads")}
    assert found["subjects"] == {**known, "same": 0, "unknown": 2, "untouched": 1}
    end = "after" if reform == "heads" else "before"
    assert (found["cost"][end], found["cost"][f"unpriced_{end}"]) == ("120.00", 2)
    rows = duckdb.execute(
        f"SELECT {end}_amount FROM read_parquet('{tmp_path / 'out/changes.parquet'}') WHERE outcome = 'unknown'"
    )
    assert rows.fetchall() == [(None,), (None,)]


def test_the_report_says_at_least(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "facts.csv", [(1, 3), (1, None), (2, None), (0, 1)])
    for name, made in (("base", "flat"), ("reform", "heads")):
        texts = {"layer.yaml": "name: 甲\n", "vocabulary.yaml": VOCABULARY,
                 "programmes/a/2020-01-01.yaml": rule(made, ""),
                 "programmes/a/programme.yaml": "name: 甲\noffice: 乙\n"}  # fmt: skip
        for path, text in texts.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(text, encoding="utf-8")
    command = ["simulate", str(tmp_path / "base"), "--reform", str(tmp_path / "reform"), "--as-of", str(DAY)]
    command += ["--facts", str(tmp_path / "facts.csv"), "--out", str(tmp_path / "out"), "--budget", "a=60"]
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "a: 受益 1，受损 0，不变 0，未知 2，不涉及 1；一年支出 300.00 元 → 至少 120.00 元（2 个金额未知）" in out
    assert "2 个主体的金额未知" in out
    assert "主体：受益 1，受损 0，不变 0，未知 2，不涉及 1，共 4" in out
    with (tmp_path / "out/programmes.csv").open(encoding="utf-8-sig", newline="") as file:
        line = next(csv.DictReader(file))
    assert (line["gains"], line["unknown"], line["untouched"], line["unpriced_after"]) == ("1", "2", "1", "2")
    assert json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))["rows"] == 4


@pytest.mark.parametrize(
    ("base", "reform", "register", "subjects"),
    [
        ({"a": "flat", "b": "more"}, {"a": "more", "b": "none"}, (1, 1), "lose"),  # 50 more and 150 less
        ({"a": "flat", "b": "flat"}, {"a": "more", "b": "yearly"}, (1, 1), "gain"),
        ({"a": "flat", "b": "more"}, {"a": "more", "b": "flat"}, (1, 1), "same"),
        ({"a": "more"}, {"a": "flat", "b": "heads"}, (1, None), "unknown"),  # 50 less, and more by nobody knows what
        ({}, {"b": "heads"}, (1, None), "gain"),
        ({"a": "flat"}, {"a": "old"}, (1, None), "unknown"),
        ({"a": "flat"}, {"a": "more"}, (0, None), "untouched"),
    ],
)
def test_a_subject_is_counted_once_over_all_programmes(
    tmp_path: Path, base: dict[str, str], reform: dict[str, str], register: tuple[int | None, int | None], subjects: str
) -> None:
    write(tmp_path / "facts.csv", [register])
    made = [catalogue({slug: (name, "") for slug, name in each.items()}) for each in (base, reform)]
    found = simulate(made[0], made[1], tmp_path / "facts.csv", tmp_path / "out", DAY)["subjects"]
    assert found == {each: int(each == subjects) for each in ("gain", "lose", "same", "unknown", "untouched")}
