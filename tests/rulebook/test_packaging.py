"""The best lawful combination: as good as brute force finds, lawful, and every fen not paid has a reason."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook import example, read_files
from rulebook.cli.main import main
from rulebook.cli.package import as_text
from rulebook.packaging.best import Claim, Shared, best
from rulebook.packaging.lawful import Before, package
from rulebook.packaging.simplex import most

DAY = dt.date(2022, 6, 24)
SLUGS = "abcde"


def lawful(amounts: dict[str, int], excluded: frozenset[frozenset[str]], shared: list[Shared]) -> bool:
    return all(sum(amounts.get(slug, 0) for slug in each.slugs) <= each.limit for each in shared) and not any(
        all(amounts.get(slug, 0) > 0 for slug in pair) for pair in excluded
    )


def brute(claims: list[Claim], excluded: frozenset[frozenset[str]], shared: list[Shared]) -> int:
    """Every way to pay whole fen."""
    ways = itertools.product(*[range(each.room + 1) for each in claims])
    names = [each.slug for each in claims]
    return max(sum(way) for way in ways if lawful(dict(zip(names, way, strict=True)), excluded, shared))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Claim], frozenset[frozenset[str]], list[Shared]]:
    slugs = SLUGS[: draw(st.integers(1, 5))]
    claims = []
    for slug in slugs:
        entitled = draw(st.integers(0, 6))
        room = min(entitled, draw(st.integers(0, 6)))
        claims.append(Claim(slug, entitled, room, "上限" if room < entitled else ""))
    pairs = [frozenset(pair) for pair in itertools.combinations(slugs, 2)]
    excluded = frozenset(draw(st.lists(st.sampled_from(pairs), max_size=4))) if pairs else frozenset()
    sets = st.frozensets(st.sampled_from(slugs), min_size=1)
    shared = draw(st.lists(st.builds(Shared, sets, st.integers(0, 12), st.just("合计")), max_size=3))
    return claims, excluded, shared


@settings(deadline=None, max_examples=250)
@given(cases())
def test_nothing_lawful_is_better(case: tuple[list[Claim], frozenset[frozenset[str]], list[Shared]]) -> None:
    claims, excluded, shared = case
    found = best(claims, excluded, shared)
    amounts = {each.slug: each.fen for each in found}
    assert lawful(amounts, excluded, shared)
    assert all(0 <= each.fen <= claim.room for each, claim in zip(found, claims, strict=True))
    assert sum(amounts.values()) == brute(claims, excluded, shared)
    for each in found:
        assert sum(part.fen for part in each.unpaid) == each.entitled - each.fen
        assert all(part.fen > 0 and part.why for part in each.unpaid)


def test_three_limits_that_overlap_are_shared_to_the_half() -> None:
    """Any two of three may pay 101 fen together: some 50 each is best; one after the other finds only 101."""
    limits = [(frozenset(pair), 101) for pair in itertools.combinations(range(3), 2)]
    assert sum(most([101, 101, 101], limits)) == 151


VOCABULARY = "facts:\n  实付利息: {type: number, unit: 元, places: 2}\n  从业人员: {type: number, places: 0}\n"


def programme(amount: str, rest: str = "") -> str:
    condition = "conditions:\n  - {id: a, say: 有人, when: 从业人员 >= 1}\n"
    return condition + f"benefit: {{amount: '{amount}', pay: once}}\n{rest}"


def catalogue(**programmes: str):  # type: ignore[no-untyped-def]
    files = {"t/layer.yaml": "name: 甲\n", "t/vocabulary.yaml": VOCABULARY}
    for slug, text in programmes.items():
        files[f"t/programmes/{slug}/programme.yaml"] = f"name: 项目{slug}\noffice: 乙\n"
        files[f"t/programmes/{slug}/2020-01-01.yaml"] = text
    return read_files(files, "t")


FACTS = {"从业人员": Decimal(5), "实付利息": Decimal("1000.00")}


def test_the_higher_of_two_that_exclude_each_other() -> None:
    found = package(catalogue(small=programme("300", "excludes: [big]\n"), big=programme("500")), FACTS, DAY)
    assert found.total == Decimal("500.00")
    lines = {each.programme: each for each in found.lines}
    assert lines["small"].paid == 0
    assert lines["small"].unpaid == ((Decimal("300.00"), "不能同享，就高不重复", "项目big"),)


def test_two_small_ones_beat_a_big_one() -> None:
    exclude = "excludes: [big]\n"
    found = package(
        catalogue(a=programme("300", exclude), b=programme("300", exclude), big=programme("500")), FACTS, DAY
    )
    assert found.total == Decimal("600.00")


def test_all_levels_together_at_most_the_real_cost() -> None:
    together = "together: [{with: [city], at_most: 实付利息}]\n"
    found = package(catalogue(city=programme("800"), district=programme("600", together)), FACTS, DAY)
    assert found.total == Decimal("1000.00")
    unpaid = [part for each in found.lines for part in each.unpaid]
    assert [(part[0], part[1]) for part in unpaid] == [(Decimal("400.00"), "各级合计不得超过实付利息")]


def test_an_unknown_real_cost_pays_nothing() -> None:
    together = "together: [{with: [city], at_most: 实付利息}]\n"
    made = catalogue(city=programme("800"), district=programme("600", together))
    assert package(made, {"从业人员": Decimal(5)}, DAY).total == 0


def test_ceilings_take_off_what_was_paid() -> None:
    made = catalogue(
        a=programme("300", "ceiling: {per: year, amount: 400}\n"),
        b=programme("300", "ceiling: {per: life, amount: 400}\n"),
    )
    before = {"a": Before(Decimal(250), Decimal(900)), "b": Before(Decimal(0), Decimal(350))}
    found = {each.programme: each for each in package(made, FACTS, DAY, before=before).lines}
    assert (found["a"].paid, found["b"].paid) == (Decimal("150.00"), Decimal("50.00"))
    assert found["b"].unpaid == ((Decimal("250.00"), "超过累计上限", ""),)


def test_what_was_paid_this_year_excludes() -> None:
    made = catalogue(
        small=programme("300", "excludes: [big]\n"), big=programme("500", "ceiling: {per: year, amount: 500}\n")
    )
    found = package(made, FACTS, DAY, before={"big": Before(Decimal(500), Decimal(500))})
    assert found.total == 0
    assert "项目big" in found.lines[-1].unpaid[0][1] or "项目big" in found.lines[0].unpaid[0][1]


def test_a_running_subsidy_counts_twelve_months() -> None:
    made = catalogue(run=programme("100").replace("pay: once", "pay: per period, per: month, times: 36"))
    assert package(made, FACTS, DAY).total == Decimal("1200.00")


def test_an_amount_nobody_knows_makes_the_total_the_least() -> None:
    """Of three that fit one is a service, which no package holds; one whose amount nobody knows is named."""
    nothing = programme("1").split("benefit:")[0] + "benefit: {say: 授牌}\n"
    made = catalogue(a=programme("300"), b=programme("实付利息 * 2"), c=nothing)
    found = package(made, {"从业人员": Decimal(5)}, DAY)
    assert (found.total, [each.programme for each in found.unknown]) == (Decimal("300.00"), ["b"])
    assert [each.programme for each in found.unpriced] == ["b"]
    assert (found.as_json()["at_least"], found.as_json()["unknown"][0]["missing"]) == (True, ["实付利息"])
    text = as_text(found, made)
    assert "合计 至少 300.00 元" in text
    assert "项目b（b）：符合，金额未知，还不知道实付利息" in text
    assert "至少" not in as_text(package(made, FACTS, DAY), made)


def test_the_command_over_yangpu(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.rulebook.test_yangpu import yangpu

    version = yangpu().programmes["startup-cost"].version_on(DAY)
    assert version is not None
    example = next(each for each in version.examples if each.expect.get("eligible") is True)
    facts = tmp_path / "one.json"
    plain = {name: value if isinstance(value, bool) else str(value) for name, value in example.given.items()}
    facts.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    folder = Path(__file__).resolve().parents[2] / "catalogue" / "yangpu"
    assert main(["package", str(folder), "--facts", str(facts), "--as-of", "2022-06-24", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert Decimal(told["total"]) == sum(Decimal(each["paid"]) for each in told["lines"])
    assert next(each for each in told["lines"] if each["programme"] == "startup-cost")["paid"] == "5000.00"
    assert main(["package", str(folder), "--facts", str(facts), "--as-of", "2022-06-24"]) == 0
    assert "一次性开办费补贴" in capsys.readouterr().out


def test_a_limit_that_is_no_expression_is_a_fault() -> None:
    from rulebook import CatalogueError

    with pytest.raises(CatalogueError, match="实付利钱"):
        catalogue(a=programme("300", "together: [{with: [a], at_most: 实付利钱}]\n"))


@pytest.mark.parametrize(("paid", "chinese", "english"), [
    ({"start-up": {"year": -5000}}, "“start-up”的 year应是不小于 0 的数字（元），写的是“-5000”", "not below 0"),
    ({"start-up": {"year": True}}, "写的是“True”", "it is “True”"),
    ({"start-up": {"year": float("nan")}}, "写的是“nan”", "it is “nan”"),
    ({"start-up": {"year": 1e30}}, "写的是“1E+30”", "a number of yuan"),
    ({"start-up": {"yaer": 1}}, "“start-up”应写成 {\"year\": 当年元", "write of “start-up”"),
    ({"start-up": {}}, "“start-up”应写成", "write of “start-up”"),
    ({"start-up": 5}, "“start-up”应写成", "write of “start-up”"),
    ({"start-up": {"year": 100, "life": 50}}, "累计（life）50 元，少于当年（year）100 元", "paid 50 yuan ever"),
    ({"start-upp": {"year": 1}}, "没有生效的项目“start-upp”，是不是“start-up”？", "did you mean “start-up”"),
])  # fmt: skip
def test_what_was_paid_is_money_of_a_programme_or_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], paid: dict[str, object], chinese: str, english: str
) -> None:
    path, town = tmp_path / "paid.json", example()
    path.write_text(json.dumps(paid), encoding="utf-8")
    command = ["package", str(town), "--facts", str(town.parent / "firm.json"), "--as-of", "2024-06-01"]
    for language, said in (("zh", chinese), ("en", english)):
        assert main(["--lang", language, *command, "--paid", str(path)]) == 1
        out = capsys.readouterr()
        assert said in out.err and not out.out


def test_what_others_paid_counts_under_its_name() -> None:
    files = {
        "t/layer.yaml": "name: 甲\noffices: [乙]\noutside: [{slug: city, name: 市级补贴}]\n",
        "t/vocabulary.yaml": "facts:\n  人数: {type: number}\n",
        "t/programmes/p/programme.yaml": "name: 项目\noffice: 乙\nkind: subsidy\n",
        "t/programmes/p/2020-01-01.yaml": "conditions: [{id: a, say: 甲, when: 人数 > 0}]\nbenefit: {amount: 100}\n"
        "excludes: [city]\n",
    }
    found = package(read_files(files, "t"), {"人数": Decimal(1)}, DAY, before={"city": Before(Decimal(5), Decimal(5))})
    assert found.total == 0
    assert [why for line in found.lines for _, why, _ in line.unpaid] == ["当年已享受“市级补贴”，不能同享"]
