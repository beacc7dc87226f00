"""What real people type, and whether the right answer is among the first three."""

from __future__ import annotations

import datetime as dt
import random
import time
from pathlib import Path

import pytest
import yaml

import rulebook
from district.enterprises.trades.queries import spoken_of
from district.ground import clock
from district.ground.search.ranking import Index, held
from district.ground.search.things import Thing
from district.policies.searching.collecting import things, words
from tests.district.ground.search.asking import DAY, ROOT, keys, keys_of, published, yangpu_index
from tests.district.whole import publish_yangpu

HERE = Path(__file__).parent
RIGHT = 0.95
SETS = {"queries-120.yaml": 120, "queries-60.yaml": 60, "queries-42.yaml": 42, "queries-237.yaml": 237,
        "queries-60-more.yaml": 60, "queries-40.yaml": 40}  # fmt: skip
LIMIT = 0.1  # seconds, of a process that has searched before


def asked(name: str) -> dict[str, list[str]]:
    """Query → what is right."""
    whole = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return {str(query): right.split() for queries in whole.values() for query, right in queries.items()}


@pytest.mark.database
@pytest.mark.parametrize(("name", "count"), SETS.items())
def test_the_right_answer_is_among_the_first_three(db: None, name: str, count: int) -> None:
    queries = asked(name)
    assert len(queries) == count
    with clock.at(DAY):
        publish_yangpu()
        found = {query: published(query) for query in queries}
    missed = {query: found[query][:3] for query, right in queries.items() if not {*right} & {*found[query][:3]}}
    assert len(missed) <= count * (1 - RIGHT), missed
    assert found == {query: keys(query) for query in queries}  # whatever the database


@pytest.mark.parametrize("text", [
    "我的补贴到账没有", "补贴到账了没有", "我的钱到了吗", "补贴款到没到", "补贴什么时候打到账上",
    "我申请的补贴发了吗", "款到账了吗", "奖励资金到账没有", "社保补贴到账没有", "我的奖励怎么还没到",
    "补贴怎么还没发", "拨款到了没", "when do I get my money", "has my subsidy been paid", "has the money arrived",
    "is my grant paid yet", "where is my subsidy", "when will I be paid", "when will the money come",
    "have I received my subsidy", "has the payment been transferred", "补贴发了没有",
])  # fmt: skip
def test_who_asks_whether_money_came_is_led_to_their_cases(db: None, text: str) -> None:
    assert "page/cases:mine" in keys(text)[:3]


def test_every_right_answer_exists() -> None:
    there = {f"{each.thing.kind}/{each.thing.key}" for each in yangpu_index().held}
    for name in SETS:
        assert {each for right in asked(name).values() for each in right} <= there


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "的",
        "你好",
        "asdfgh",
        "qwe",
        "红烧肉",
        "比特币挖矿",
        "今天天气怎么样",
        "!!!",
        "😀",
        "zzzzzzzz",
        "离婚",
        "股票",
    ],
)
def test_what_means_nothing_finds_nothing(text: str) -> None:
    assert keys(text) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kaibanfei", "开办费"), ("kbf", "开办费"), ("kai ban fei", "开办费"), ("kaiban费", "开办费"),
        ("KaiBanFei", "开办费"),
        ("开班费", "开办费"), ("開辦費", "开办费"), ("ＫＢＦ", "开办费"), ("kaibanfie", "开办费"),
        ("小具人", "小巨人"), ("小ju人", "小巨人"), ("xjr", "小巨人"), ("专精持新", "专精特新"),
        ("zhuanjintexin", "专精特新"),
        ("zjtx", "专精特新"), ("gaoqi", "高企"), ("sehui baoxian", "社会保险"),
        ("高薪技术企业", "高新技术企业"),
        ("銀行貸款", "银行贷款"),
    ],
)  # fmt: skip
def test_sound_and_slips_are_understood_and_said(typed: str, meant: str) -> None:
    found = yangpu_index().rank(typed)
    assert meant in found.reading.text.replace(" ", "")
    assert found.reading.instead
    assert keys(typed) == keys(meant)


@pytest.mark.parametrize("text", ["住房补贴", "社保补贴", "上海", "startup subsidy", "小微企业贷款"])
def test_words_of_their_own_are_not_put_right(text: str) -> None:
    assert yangpu_index().rank(text).reading.instead == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("job seeker", "job seeking"), ("recruiting", "recruitment"), ("listed", "listing"), ("trainers", "training")],
)
def test_english_endings_do_not_matter(one: str, other: str) -> None:
    assert keys(one)
    assert {*keys(one)[:3]} & {*keys(other)[:3]}


@pytest.mark.parametrize("text", ["开美甲店", "宠物医院补贴", "开琴行", "剧本杀", "开咖啡店", "开网店", "办旅行社"])
def test_a_trade_nothing_here_names_leads_to_starting_one(text: str) -> None:
    assert {"programme/startup-cost", "programme/first-venture"} & {*keys(text)[:3]}


def test_a_page_with_many_names_comes_behind_what_bears_the_name() -> None:
    assert keys("孵化器运营补贴")[0] == "programme/incubator-grade"
    assert "page/organisations:public" in keys("孵化器在哪里")[:3]
    assert not [each for each in keys("办公室租金") if each.startswith("office/")]  # 投资促进办公室 lets no rooms


def test_many_rows_of_one_list_stand_behind_what_the_district_gives() -> None:
    rows = [
        held(Thing("organisation", str(n), f"示例孵化器{n}", f"/organisations/?row={n}", tags=("孵化器",)))
        for n in range(6)
    ]
    found = keys_of(yangpu_index().rank("孵化器", rows))
    first = [each for each in found if each.startswith("organisation/")]
    assert len(first) == 6 and found[-5:] == first[1:]
    assert keys_of(yangpu_index().rank("示例孵化器3", rows))[:2] == ["organisation/3", "page/organisations:public"]


@pytest.mark.parametrize("text", ["想找个投资人", "贷款还不出能缓吗"])
def test_words_are_not_put_right_into_trades_nobody_here_names(text: str) -> None:
    assert not {term for _typed, term in yangpu_index().rank(text).reading.instead} & {*spoken_of()}


def test_one_way_is_not_the_other() -> None:
    assert keys("免租")[0] == "programme/rent-waiver"
    assert "page/policies:fits" not in keys("开办费")  # what one may get leads to the check, not the check to all


def test_the_title_comes_before_the_text_and_the_open_before_the_closed() -> None:
    assert keys("双创小巨人")[0] == "programme/startup-little-giant"
    assert keys("担保费")[0] == "programme/guarantee-fee-subsidy"
    award, recognition = "programme/high-tech-award", "programme/high-tech-recognition"
    assert keys("高新技术企业")[:2] == [award, recognition]  # its window is closed in November
    assert keys("高新技术企业", dt.date(2026, 5, 4))[:2] == [recognition, award]


def test_the_order_rests_on_nothing_but_what_is_found() -> None:
    found = rulebook.read_catalogue(ROOT / "catalogue" / "yangpu")
    mixed = list(things(found, DAY))
    random.Random(16).shuffle(mixed)
    other = Index(words(found), mixed)
    for query in asked("queries-120.yaml"):
        assert keys(query) == keys_of(other.rank(query)), query


@pytest.mark.parametrize(
    "text",
    ["补贴" * 500, "kaibanfei" * 200, "a" * 5000, "小具人 " * 300, "qwertyuiop " * 200, "ｋ" * 3000, "行重长" * 999],
)
def test_nothing_typed_costs_much(text: str) -> None:
    keys("社保补贴")
    begun = time.process_time()
    found = yangpu_index().rank(text)
    assert time.process_time() - begun < LIMIT
    assert len(found.reading.text) <= 240
    assert len(found.reading.wanted) <= 16


def test_real_queries_are_fast() -> None:
    keys("社保补贴")
    took = []
    for query in asked("queries-120.yaml"):
        begun = time.process_time()
        yangpu_index().rank(query)
        took.append(time.process_time() - begun)
    assert max(took) < LIMIT
