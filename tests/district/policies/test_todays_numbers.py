"""Pages show the day's number and, apart, what comes; invented numbers never lead unmarked; figures say when."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.ground import clock
from district.ground.bringing.home import Scene
from district.ground.figures import home as figures
from district.policies import library, queries
from district.web import pages
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, District, enterprise, join, publish
from tests.district.cases.test_constraints import decided
from tests.district.ground.search.asking import published

DAY = dt.date(2022, 6, 24)
MONEY = """
每人金额: {unit: 元, values: {2022-01-01: 8000, 2027-01-01: 10000}, source: 示例规〔2022〕4号, status: official}
试用金额: {unit: 元, values: {2022-01-01: 900000}, source: 待确认, status: illustrative}
"""
HEAD = "name: {name}\noffice: 区人社局\nkind: subsidy\nsummary: {summary}\n"
RULE = """
conditions:
  - {{id: here, say: 在示例区注册, when: '注册区 = "示例区"', cite: 示例规〔2022〕4号}}
  - {{id: staff, say: 从业人员 2 人以上, when: 从业人员 >= 2, cite: 示例规〔2022〕4号}}
benefit: {{amount: {amount}, pay: once}}
"""
PLAIN = {
    "test/parameters/money.yaml": MONEY,
    "test/programmes/fixed/programme.yaml": HEAD.format(name="示例定额补贴", summary="每家 8000 元。"),
    "test/programmes/fixed/2022-01-01.yaml": RULE.format(amount="每人金额"),
    "test/programmes/invented/programme.yaml": HEAD.format(name="示例参数奖励", summary="奖励。"),
    "test/programmes/invented/2022-01-01.yaml": RULE.format(amount="试用金额"),
    "test/programmes/heads/programme.yaml": HEAD.format(name="示例按人补贴", summary="按人数补贴。"),
    "test/programmes/heads/2022-01-01.yaml": RULE.format(amount='"min(从业人员, 5) * 每人金额"') + """
evidence: [{name: 劳动合同, needed: true, proves: [从业人员]}, {name: 荣誉证书, needed: false}]
items:
  name: 职工名单
  columns: [{name: 姓名, required: true, personal: true}, {name: 月工资, type: number, unit: 元}]
  gives: {从业人员: count}
examples:
  - {name: 三人, given: {注册区: 示例区, 从业人员: 3}, expect: {eligible: yes, amount: 24000}}
""",
}  # fmt: skip


@pytest.fixture
def money(here: District, settings: Any) -> District:
    settings.DEMO = True  # what no document confirms decides in a demonstration only
    here.programmes = publish(FILES | PLAIN)
    return here


def text_of(client: Client, address: str) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", client.get(address).content.decode())


def test_the_page_says_todays_number_and_apart_what_comes(money: District, client: Client) -> None:
    page = client.get("/policies/fixed/").content.decode()
    figure = re.search(r"hq-figure num.*?</div>", page, re.S)
    assert figure is not None
    assert "8,000.00 元" in figure[0]
    assert "1.00 万元" not in figure[0]
    assert "将要变化" in page
    assert re.search(r"2027年1月1日\s*起.*?1\.00 万元", page, re.S)
    card = next(card for card in library.cards(DAY) if card.slug == "fixed")
    assert card.most == "8000"
    table = page[page.index("用到的数字") :]
    assert "8000 元" in table
    assert "10000" not in table


def test_on_a_later_day_it_says_that_days_number(money: District, client: Client) -> None:
    page = client.get("/policies/fixed/?on=2027-03-01").content.decode()
    assert "1.00 万元" in page
    assert "将要变化" not in page
    assert next(card for card in library.cards(dt.date(2027, 1, 1)) if card.slug == "fixed").most == "10000"


def test_search_finds_the_rule_of_today_not_of_the_future(here: District) -> None:
    later = FILES["test/programmes/award/2023-01-01.yaml"].replace("营业收入 200 万元以上", "未来条件一二三")
    publish(FILES | {"test/programmes/award/2023-01-01.yaml": later})
    assert not any(each.startswith("programme/") for each in published("未来条件一二三"))
    assert published("三年内不迁出")


def test_the_next_rule_is_announced_with_its_most(here: District, client: Client) -> None:
    page = text_of(client, "/policies/award/")
    assert "5.00 万元" in page
    assert re.search(r"2023年1月1日 起 ?： ?施行新的规则 ?， ?最高 8\.00 万元", page)


def test_formula_example_papers_and_list_stand_on_the_page(money: District, client: Client) -> None:
    page = text_of(client, "/policies/heads/")
    assert "（从业人员 和 5 中较小的） × 每人金额（8000 元）" in page
    assert re.search(r"举例：从业人员 3 人 →\s+2\.40 万元", page)
    assert re.search(r"劳动合同\s+必需", page)
    assert re.search(r"荣誉证书\s+有就交", page)
    for words in ("职工名单", "姓名", "月工资（元）", "逐行填写"):
        assert words in page


def test_an_invented_number_neither_leads_nor_ranks(money: District, client: Client) -> None:
    cards = library.cards(DAY)
    first = [card.slug for card in pages.common(cards, DAY)]
    assert first.index("fixed") < first.index("invented")  # 900,000 that nobody confirmed do not rank
    page = client.get("/").content.decode()
    assert not re.search(r'hq-upto">[^<]*90\.00 万元', page)
    assert re.search(r'hq-upto">[^<]*8,000\.00 元', page)


def test_what_is_applied_for_is_common(money: District, client: Client) -> None:
    case = money.started("invented")
    intake_actions.submit(application=case, by=money.founder, declared={}, request_key=uuid.uuid4(), evidence={})
    assert pages.common(library.cards(DAY), DAY)[0].slug == "invented"


def test_totals_say_how_much_of_them_is_invented(money: District, as_: Any) -> None:
    facts = queries.facts_for_judging(money.firm, DAY)
    found, package = queries.fits(facts, DAY), queries.best_package(money.firm, facts, DAY)
    assert package.illustrative == found.illustrative == 900_000
    assert found.total > found.illustrative
    assert [each.programme for each in found.eligible][-1] == "invented"  # sorted after what is confirmed
    client = as_(money.founder)
    for address in (reverse("policies:fits"), reverse("my")):
        assert "其中示例 90.00 万元" in text_of(client, address), address


def grant(here: District, slug: str, firm: Any = None) -> None:
    case = here.started(slug, firm)
    intake_actions.submit(application=case, by=here.founder, declared={}, request_key=uuid.uuid4(), evidence={})
    review_actions.accept(application=case, by=here.officer)
    deciding.decide(application=case, by=here.leader, outcome="granted")


PACKAGE = """
name: 示例措施包
status: seed
source: 示例规〔2022〕9号
from: 2022-04-01
until: 2022-12-31
summary: 示例。
parts: [{name: 一, members: [fixed, invented]}]
"""


def test_a_package_counts_by_decision_year_marks_the_invented_and_says_when_it_is_over(
    money: District, client: Client
) -> None:
    publish(FILES | PLAIN | {"test/packages/help.yaml": PACKAGE})
    grant(money, "fixed")
    second = enterprise("91310110MA00000001", "示例乙", 注册区="示例区", 从业人员=Decimal(3))
    join(money.founder, second)
    case = money.started("invented", second)
    intake_actions.submit(application=case, by=money.founder, declared={}, request_key=uuid.uuid4(), evidence={})
    assert "已结束" not in text_of(client, "/policies/packages/help/")
    with clock.at(dt.date(2023, 1, 10)):
        review_actions.accept(application=case, by=money.officer)
        deciding.decide(application=case, by=money.leader, outcome="granted")
        cache.clear()
        page = text_of(client, "/policies/packages/help/")
    assert "已结束" in page
    assert "按作出决定的年份" in page
    assert re.search(r"2022\s+1\s+8,000\.00 元\s+—", page)
    assert re.search(r"2023\s+1\s+90\.00 万元\s+90\.00 万元", page)
    assert "其中示例 90.00 万元" in page
    with clock.at(dt.date(2023, 1, 10)):
        found = queries.outcomes(["invented"], dt.date(2022, 4, 1), dt.date(2022, 12, 31))["invented"]
    assert [(each.year, each.decided) for each in found.years] == [(2023, Decimal(900_000))]


def test_public_and_desk_figures_mark_what_is_invented(money: District, client: Client, as_: Any) -> None:
    grant(money, "invented")
    desk = figures.desk(Scene(money.leader, DAY))
    assert desk is not None
    for shown in (figures.front(), desk["figures"]):
        assert {each.key: each.invented for each in shown}["cases.granted_yuan"] == 900_000
    assert "其中示例 90.00 万元" in text_of(client, "/")
    assert "其中示例 90.00 万元" in text_of(as_(money.leader), "/desk/")


def test_figures_of_confirmed_numbers_carry_no_mark(here: District) -> None:
    decided(here)
    assert not any(each.invented for each in figures.front())


def test_a_rule_nobody_entered_is_said_to_be_so(here: District, client: Client) -> None:
    publish(FILES | {
        "test/programmes/empty/programme.yaml": HEAD.format(name="示例未录入", summary="说明。"),
        "test/programmes/empty/2022-01-01.yaml": "conditions: [{id: here, say: 本区, when: '注册区 = \"示例区\"'}]\n",
    })  # fmt: skip
    page = text_of(client, "/policies/empty/")
    assert "规则未录入" in page
    assert "1 条中 1 条自动核验" not in page
    assert "规则未录入" in text_of(client, "/policies/")
    assert "4 条中 3 条自动核验" in text_of(client, "/policies/hiring/")


ANSWER = "---\ntitle: 示例问题\noffice: 区人社局\ncite: 示例法\n{checked}---\n示例回答。\n"


@pytest.mark.parametrize(("checked", "day", "words", "old"), [
    ("checked_on: 2022-06-24\n", dt.date(2022, 7, 1), "不到一个月", False),
    ("checked_on: 2022-06-24\n", dt.date(2022, 12, 24), "已过 6 个月", False),
    ("checked_on: 2022-06-24\n", dt.date(2026, 11, 26), "已过 53 个月", True),
    ("", dt.date(2022, 7, 1), "没有核对记录", True),
])  # fmt: skip
def test_an_answer_says_how_old_its_check_is(
    here: District, client: Client, checked: str, day: dt.date, words: str, old: bool
) -> None:
    publish(FILES | {"test/answers/one.md": ANSWER.format(checked=checked)})
    with clock.at(day):
        page = text_of(client, "/answers/one/")
    assert words in page
    assert ("规定可能已有变化" in page) is old


def test_a_page_of_another_day_offers_nothing_to_submit(money: District, as_: Any) -> None:
    client = as_(money.founder)
    address = reverse("cases:new", args=["fixed"])
    assert address in client.get("/policies/fixed/").content.decode()
    for on in ("2022-02-01", "2027-03-01", "2021-01-01"):
        page = client.get(f"/policies/fixed/?on={on}").content.decode()
        assert address not in page, on
        assert reverse("policies:fits") not in page.partition("<main")[2].partition("</main")[0], on
