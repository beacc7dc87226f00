"""The national trade classification: whole, found by the words people use, and the only codes a fact may have."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

import pytest

from district.enterprises.actions import BadValue, parse
from district.enterprises.trades.queries import Trade, divisions, exists, find, name_of, nearest, trade_of
from district.enterprises.trades.table import everyday, trades
from district.web.demo.facts import SECTIONS
from district.web.demo.firms import TRADES

# 大类, 中类 and 小类 of each 门类, as the standard counts them
COUNTS = {
    "A": (5, 24, 72), "B": (7, 19, 39), "C": (31, 179, 609), "D": (3, 9, 18), "E": (4, 18, 44), "F": (2, 18, 128),
    "G": (8, 27, 67), "H": (2, 10, 16), "I": (3, 17, 34), "J": (4, 26, 48), "K": (1, 5, 5), "L": (2, 12, 58),
    "M": (3, 19, 48), "N": (4, 18, 33), "O": (3, 16, 32), "P": (1, 6, 17), "Q": (2, 6, 30), "R": (5, 27, 48),
    "S": (6, 16, 34), "T": (1, 1, 1),
}  # fmt: skip


def test_the_classification_is_whole() -> None:
    counted = Counter((each.section, each.level) for each in trades().values())
    assert {code: tuple(counted[code, level] for level in (2, 3, 4)) for code in COUNTS} == COUNTS
    assert Counter(each.level for each in trades().values()) == {1: 20, 2: 97, 3: 473, 4: 1381}
    assert [code for code in trades() if code.isalpha()] == list("ABCDEFGHIJKLMNOPQRST")


def test_every_entry_stands_under_its_parents() -> None:
    known = trades()
    for code, each in known.items():
        assert len(each.path) == each.level - 1, code
        assert each.path[1:] == tuple(known[code[:length]].name for length in range(2, each.level)), code
    groups = {code[:3] for code, each in known.items() if each.level == 4}
    assert groups == {code for code, each in known.items() if each.level == 3}  # every 中类 has its 小类
    numbers = [code for code, each in known.items() if each.level == 2]
    assert numbers == [f"{number:02}" for number in range(1, 98)]


def test_names_are_names() -> None:
    for each in trades().values():
        assert each.name == each.name.strip() and 2 <= len(each.name) <= 24, each
        assert all("一" <= char <= "鿿" or char in "、（）3D" for char in each.name), each
        assert each.name.count("（") == each.name.count("）"), each
        assert not each.name.endswith(("品制", "设备", "设备制", "仪器制", "用设", "器具", "专用", "、"))  # cut off


SAID = """
软件 6513 · 餐馆 6210 · 奶茶店 6239 · 理发 8040 · 快递 6020 · 外贸 5181
网店 5292 · 直播 6432 · 健身房 8930 · 民宿 6130 · 咨询 7243 · 设计 7492
芯片 3973 · 服装厂 1819 · 服装店 5232 · 服装批发 5132 · 做软件的 6513 · 我想开一家奶茶店 6239
幼儿园 8310 · 装修公司 5012 · 代账 7241 · 美容院 8040 · 修车 8111 · 火锅店 6210
物业公司 7020 · 集成电路设计 6520 · 锂电池 3841 · 模具 3525 · 养猪 0313 · 律师事务所 7231
会计师事务所 7241 · 汽车租赁 7111 · 家政 8010 · 猎头 7262 · 人工智能 6513 · ＡＩ 6513
电影院 8760 · 制造业 13 · 建筑业 47 · 3D打印 3493 · 应用软件 6513 · 快餐服务 6220
咖啡馆 6232 · 水果店 5223 · 药店 5251 · 旅行社 7291 · 印刷厂 2319 · ruanjian 6513
rj 6513 · kuaidi 6020 · lifa 8040 · naichadian 6239 · canguan 6210 · rjkf 651
6513 6513 · i6513 6513 · 65 65 · I 63 · 652 6520
"""


@pytest.mark.parametrize("said, code", [pair.split() for pair in SAID.strip().replace("\n", "·").split("·")])
def test_what_people_say_finds_their_trade(said: str, code: str) -> None:
    assert find(said)[0].code == code


def test_a_code_finds_what_begins_with_it_and_nothing_twice() -> None:
    assert [each.code for each in find("651")] == ["651", "6511", "6512", "6513", "6519"]
    assert len(find("制造", most=30)) == 30 and len({each.code for each in find("制造", most=30)}) == 30
    assert find("") == find("  ") == find("火星旅行的猫咪学") == find("9x") == []


def test_a_trade_says_where_it_stands() -> None:
    assert find("6513")[0] == Trade(
        "6513", "应用软件开发", ("信息传输、软件和信息技术服务业", "软件和信息技术服务业", "软件开发"), 4, "I"
    )
    assert name_of("6513") == "应用软件开发" and name_of("6510") == ""
    assert name_of("I") == "信息传输、软件和信息技术服务业"
    assert exists("6513") and exists("65") and not exists("6510") and not exists("")


@pytest.mark.parametrize(
    ("said", "division"),
    [
        ("修伞", "81"),
        ("汤包摊", "52"),
        ("老年舞蹈班", "83"),
        ("帆船租赁", "71"),
        ("香薰店", "52"),
        ("外卖代运营中介", "72"),
    ],
)
def test_a_word_nobody_wrote_down_finds_a_division(said: str, division: str) -> None:
    assert division in {each.code[:2] for each in find(said)}


def test_repairs_come_before_making() -> None:
    for said in ("修空调", "修电脑", "机床修理", "电梯维修"):
        assert find(said)[0].code[:2] in ("43", "81"), said


def test_every_division_can_be_chosen_without_a_word() -> None:
    found = divisions()
    assert len(found) == 20 and sum(len(below) for _top, below in found) == 97


def test_everyday_words_lead_to_codes_there_are() -> None:
    wrong = {word: code for word, codes in everyday().items() for code in codes if not exists(code)}
    assert not wrong and len(everyday()) > 250
    assert {word for word, codes in everyday().items() if find(word)[0].code != codes[0]} == set()


def test_a_search_is_quick() -> None:
    find("软件"), find("rj")  # read and spelt once
    for said in ("软件", "我想开一家奶茶店", "zhizao", "制造", "65", "qwertyuiop"):
        took = []
        for _n in range(5):
            began = time.process_time()
            find(said)
            took.append(time.process_time() - began)
        assert min(took) < 0.100, said  # of processor, ten times that of a slow machine: nothing is read anew


@dataclass
class Kind:
    name: str = "行业代码"
    type: str = "string"
    places: int | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()


@pytest.mark.parametrize(
    "written", ["6513", " ６５１３ ", "I6513", "i 6513", "6513 应用软件开发", "应用软件开发", "I6513 应用软件开发"]
)
def test_a_fact_takes_a_code_however_it_is_written(written: str) -> None:
    assert parse(Kind(), written) == "6513"


@pytest.mark.parametrize(
    "written, suggested",
    [("6510", "6511（基础软件开发）"), ("软件", "6513（应用软件开发）"), ("C6513", "6511"), ("9999", "例如 6513"),
     ("6513 餐饮", ""), ("I", "65（软件"), ("65133", "例如 6513"), ("abc", "例如 6513")],
)  # fmt: skip
def test_a_code_that_is_not_there_is_refused_with_the_nearest(written: str, suggested: str) -> None:
    with pytest.raises(BadValue) as refused:
        parse(Kind(), written)
    assert suggested in str(refused.value)


def test_two_to_four_digits_are_taken() -> None:
    assert [parse(Kind(), code) for code in ("62", "621", "6210")] == ["62", "621", "6210"]
    assert trade_of("其他农业") == trades()["0190"]  # 中类 and 小类 of one name are the 小类
    assert nearest("8190")[0].code == "8191"


def test_the_demonstration_has_trades_there_are() -> None:
    assert [each.code for each in TRADES if not exists(each.code)] == []
    for each in TRADES:
        assert name_of(each.section) == SECTIONS[each.section]
        assert trades()[each.code].section == each.section
