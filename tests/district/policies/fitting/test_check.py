"""The guided check as a visitor meets it: questions, results, refusals, links, and nobody's secrets."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.enterprises.models import Fact
from district.ground import clock
from district.policies import queries as policies
from tests.district.cases.factories import enterprise, join, know, person
from tests.district.whole import publish_yangpu

ROOT = Path(__file__).resolve().parents[4]
DAY = dt.date(2026, 11, 27)
THREE = {  # a firm of three, eight months old
    "注册区": "杨浦区", "成立日期": "2026年3月", "从业人员": "3人", "行业代码": "6513", "负责人身份": "本市户籍",
    "最长连续参保月数": "7个月", "稳定用工人数": "没有", "营业收入": "约30万",
}  # fmt: skip
OF_PERSONS = {"desk-fee", "job-seeking-allowance"}
CHECK = "policies:fits_check"


@pytest.fixture(autouse=True)
def yangpu(db: None) -> Iterator[None]:
    with clock.at(DAY):
        publish_yangpu()
        yield


def begin(client: Client, who: str, place: str = "杨浦区") -> Any:
    return client.post(reverse("policies:fits_who"), {"who": who, "place": place}, follow=True)


def tell(client: Client, fact: str, value: str) -> Any:
    return client.post(reverse("policies:fits_answer"), {"fact": fact, "value": value}, follow=True)


def walk(client: Client, who: str, answers: dict[str, str], place: str = "杨浦区") -> tuple[list[str], Any]:
    """(the facts asked for, the results), saying 不清楚 to what is not among the answers."""
    page, asked = begin(client, who, place), []
    while "number" in page.context:
        name = page.context["question"].fact
        asked.append(name)
        said = {"value": answers[name]} if name in answers else {"skip": "1"}
        page = client.post(reverse("policies:fits_answer"), {"fact": name, **said}, follow=True)
        assert len(asked) < 10
    return asked, page


def slugs(shown: Any) -> list[str]:
    return [each.look.verdict.programme for each in shown]


def test_a_firm_of_three_is_asked_few_questions_and_the_one_that_frees_5000_is_among_them(client: Client) -> None:
    asked, page = walk(client, "firm", THREE)
    assert 4 <= len(asked) <= 6
    assert "最长连续参保月数" in asked
    result = page.context["result"]
    got = {each.look.verdict.programme: each for each in result.get}
    assert got["startup-cost"].look.yuan == 5000
    assert got["startup-cost"].look.latest == dt.date(2027, 2, 28)
    assert result.possible >= result.sure >= 5000
    text = page.content.decode()
    assert "可能最多" in text
    assert re.search(r"其中示例 [\d.,]+ ", text)


def test_confirmed_money_comes_before_invented_money(client: Client) -> None:
    _asked, page = walk(client, "firm", THREE)
    for group in ("get", "steps", "open"):
        marks = [each.illustrative for each in getattr(page.context["result"], group)]
        assert marks == sorted(marks), group
    assert not re.search(r"</b><span class=\"text-secondary\">/ 年</span></span></div>", page.content.decode())


def test_one_step_away_says_what_and_by_when(client: Client) -> None:
    _asked, page = walk(client, "firm", {**THREE, "最长连续参保月数": "4"})
    step = next(e for e in page.context["result"].steps if e.look.verdict.programme == "startup-cost")
    assert step.look.yuan == 5000
    assert step.todo == ("至少一名员工已连续参保 6 个月（再满 2 个月）",)
    assert "最晚 2027年2月28日" in page.content.decode()


def test_progress_is_shown_and_the_results_are_there_at_any_time(client: Client) -> None:
    page = begin(client, "firm")
    assert "第 1 题，约 6 题" in page.content.decode()
    page = tell(client, page.context["question"].fact, "本市户籍")
    assert "第 2 题，约 6 题" in page.content.decode()
    assert reverse("policies:fits_results") in page.content.decode()
    assert "result" in client.get(reverse("policies:fits_results")).context


def test_after_the_planned_questions_one_may_go_on(client: Client) -> None:
    _asked, page = walk(client, "firm", THREE)
    assert page.context["question"] is not None
    name = page.context["question"].fact
    page = client.post(reverse("policies:fits_answer"), {"fact": name, "skip": "1"}, follow=True)
    assert "result" in page.context
    assert page.context["question"].fact != name


@pytest.mark.parametrize(
    ("fact", "typed", "why"),
    [
        ("从业人员", "-5", "不会少于 0 人"),
        ("从业人员", "1e30", "不会超过"),
        ("从业人员", "2.5个人", "是整数"),
        ("从业人员", "负五", "不会少于"),
        ("成立日期", "明天", "还没有到"),
        ("成立日期", "1066年", "不会早于"),
        ("从业人员", "许多", "没看懂“许多”"),
        ("成立日期", "2030", "还没有到"),
        ("成立日期", "1700-01-01", "不会早于"),
        ("成立日期", "某天", "没看懂“某天”"),
        ("营业收入", "1e30", "是不是多打了几位"),
        ("营业收入", "-1", "不会少于"),
        ("高新收入占比", "300%", "不会超过 100 %"),
        ("行业代码", "9999", "没有找到"),
        ("行业代码", "吃喝拉撒xyz", "没有找到"),
        ("从业人员", "", "请填一填"),
        ("上市板块", "火星板", "应是"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_stays_in_the_field(
    client: Client, fact: str, typed: str, why: str
) -> None:
    begin(client, "firm")
    page = tell(client, fact, typed)
    text = page.content.decode()
    assert why in text.replace("&quot;", '"'), text[-3000:]
    assert fact not in client.session["fitting"]["answers"]
    if typed and not page.context["question"].choices:
        assert f'value="{typed}"' in text


def test_a_part_is_no_more_than_its_whole(client: Client) -> None:
    """Whichever of the two is answered last; a range is no contradiction."""
    begin(client, "firm")
    tell(client, "从业人员", "8")
    page = tell(client, "稳定用工人数", "12")
    said = page.content.decode()
    assert "稳定用工人数 12 人，从业人员 8 人" in said and "请改其中一个" in said
    assert "稳定用工人数" not in client.session["fitting"]["answers"]
    tell(client, "稳定用工人数", "8")
    assert "不会比它多" in tell(client, "从业人员", "5").content.decode()
    assert client.session["fitting"]["answers"]["从业人员"] == "8"
    begin(client, "firm")
    tell(client, "从业人员", "10-20人")
    assert "请改其中一个" not in tell(client, "稳定用工人数", "15").content.decode()


def test_every_bound_of_the_vocabulary_is_held() -> None:
    from district.enterprises.actions import BadValue
    from district.policies import queries
    from district.policies.fitting.answers import refuse_impossible

    facts = queries.catalogue().facts.values()
    numbers = [each for each in facts if each.type == "number" and each.supposed]
    assert numbers
    for kind in numbers:
        assert kind.asking.least is not None, kind.name
        assert kind.asking.most is not None, kind.name
        for wrong in (kind.asking.least - 1, kind.asking.most + 1):  # type: ignore[operator]
            with pytest.raises(BadValue):
                refuse_impossible(kind, wrong, DAY)


def test_a_rough_answer_is_taken_and_said_back(client: Client) -> None:
    begin(client, "firm")
    page = tell(client, "从业人员", "10-20人")
    assert client.session["fitting"]["answers"]["从业人员"] == "10"
    assert "您写的是“10-20人”" in page.content.decode()
    page = client.get(reverse(CHECK), {"ask": "从业人员"})
    assert 'value="10-20人"' in page.content.decode()


def test_a_trade_is_found_by_name_without_script_and_with(client: Client) -> None:
    begin(client, "firm")
    page = tell(client, "行业代码", "电子元件制造")
    found = [each.code for each, *_ in page.context["trades"]]
    assert any(code.startswith("39") for code in found)
    assert f'value="{found[0]}"' in page.content.decode()
    part = client.get(reverse("policies:fits_trades"), {"value": "canyin"}).content.decode()
    assert re.search(r'name="value" value="62\d\d"', part)
    assert "<button" not in client.get(reverse("policies:fits_trades"), {"value": "qwxvqq"}).content.decode()
    tell(client, "行业代码", found[0])
    answers = client.session["fitting"]["answers"]
    assert answers["行业代码"] == found[0]
    assert answers["行业门类"] == "制造业"


def test_a_firm_of_another_district_is_told_what_it_gets_and_what_moving_would_change(client: Client) -> None:
    _asked, page = walk(client, "firm", THREE, place="虹口")
    result, text = page.context["result"], page.content.decode()
    assert client.session["fitting"]["answers"]["注册区"] == "虹口区"
    assert "startup-cost" not in slugs((*result.get, *result.steps))
    assert "startup-cost" in slugs(result.moving)
    assert "您的企业在虹口区" in text
    assert "如果注册在杨浦区" in text
    begin(client, "firm", place="苏州市")
    assert client.session["fitting"]["answers"]["注册区"] == "苏州市"


@pytest.mark.parametrize(
    ("fact", "typed", "why"),
    [
        ("从业人员", "-3", "cannot be less than 0 people; you wrote -3 people"),
        ("从业人员", "lots", "for example 12, 10 to 20, about twenty"),
        ("成立日期", "tomorrow", "28 November 2026 is still to come"),
        ("成立日期", "1066", "before 1 October 1949"),
    ],
)
def test_an_english_reader_is_refused_in_english(client: Client, fact: str, typed: str, why: str) -> None:
    begin(client, "firm")
    told = {"fact": fact, "value": typed}
    page = client.post(reverse("policies:fits_answer"), told, headers={"accept-language": "en"})
    assert why in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("杨普区", "杨浦区"),
        ("yangpu qu", "杨浦区"),
        ("浦東新區", "浦东新区"),
        ("Minhang", "闵行区"),
        ("陆家嘴", "陆家嘴"),
    ],
)
def test_a_district_is_understood_by_its_sound(client: Client, typed: str, meant: str) -> None:
    begin(client, "firm", typed)
    assert client.session["fitting"]["answers"]["注册区"] == meant


def test_a_place_wider_than_a_district_is_asked_again(client: Client) -> None:
    page = begin(client, "founder", "上海市")
    assert "people" in page.context and "请写到区" in page.content.decode()
    assert "注册区" not in client.session.get("fitting", {}).get("answers", {})
    begin(client, "firm")
    assert "请写到区" in tell(client, "注册区", "Shanghai").content.decode()
    assert client.session["fitting"]["answers"]["注册区"] == "杨浦区"


def test_what_was_said_at_the_first_step_is_not_asked_again(client: Client) -> None:
    asked, _page = walk(client, "student", {})
    assert "本人身份" not in asked
    assert "学校所在地" in asked


def test_who_knows_of_no_seat_in_an_incubator_is_not_asked_what_it_costs(client: Client) -> None:
    for who in ("student", "job-seeker"):
        asked, page = walk(client, who, {})
        assert not {"实付场地费", "场地费月数"} & {*asked}, who
        assert "desk-fee" not in slugs(page.context["result"].no)  # what they could not tell is not held against them
        client.post(reverse("policies:fits_forget"))


def test_a_trade_can_be_chosen_without_a_word_for_it(client: Client) -> None:
    begin(client, "firm")
    text = tell(client, "行业代码", "吃喝拉撒xyz").content.decode()
    assert text.count("<optgroup") == 20 and '<option value="62">' in text
    tell(client, "行业代码", "62")
    assert client.session["fitting"]["answers"]["行业代码"] == "62"


def test_a_student_and_a_job_seeker_are_led_to_what_there_is_for_them(client: Client) -> None:
    asked, page = walk(client, "student", {"本人身份": "在校学生"})
    assert asked and set(asked) <= {
        name for name, each in policies.catalogue().facts.items() if each.subject == "person"
    }
    names = {each.slug for each in page.context["result"].services}
    assert {"boot-camp", "cloud-classroom", "hiring-matching"} <= names
    assert "batch-loan" not in names
    assert "首次创业一次性补贴" in page.content.decode()
    client.post(reverse("policies:fits_forget"))
    _asked, page = walk(client, "job-seeker", {})
    assert "hiring-matching" in {each.slug for each in page.context["result"].services}
    assert "talent-support" in {each.slug for each in page.context["result"].services}


def test_a_founder_is_asked_what_one_can_know_and_everything_begins_with_registering(client: Client) -> None:
    answers = {
        "从业人员": "2",
        "负责人身份": "本市户籍",
        "负责人毕业年数": "1",
        "首次创业": "是",
        "负责人就业困难": "否",
        "行业代码": "6513",
        "孵化基地培育": "否",
    }
    asked, page = walk(client, "founder", answers)
    assert len(asked) <= 6
    assert not {"成立日期", "营业收入", "最长连续参保月数", "稳定用工人数"} & set(asked)
    result = page.context["result"]
    assert not result.get
    steps = {each.look.verdict.programme: each for each in result.steps}
    assert all(each.todo[0] == "在杨浦区登记注册" for slug, each in steps.items() if slug not in OF_PERSONS)
    assert "至少一名员工已连续参保 6 个月" in steps["startup-cost"].todo
    assert steps["startup-cost"].look.latest == dt.date(2027, 11, 26)
    assert steps["first-venture"].look.yuan == 8000
    assert steps["first-venture"].look.earliest == dt.date(2027, 11, 27)
    assert result.possible >= 13_000


def test_a_code_fills_in_what_the_register_publishes_and_nothing_else(client: Client) -> None:
    firm = enterprise(
        "91310110MA00000079",
        "示例甲科技有限公司",
        注册区="杨浦区",
        成立日期=dt.date(2025, 3, 1),
        从业人员=Decimal(7),
        最长连续参保月数=Decimal(9),
        营业收入=Decimal(123456),
        失信被执行=True,
    )
    know(firm, "所属街道", "四平路街道", grade="declared")
    page = client.post(reverse("policies:fits_code"), {"code": "9131 0110ma00000079"}, follow=True)
    kept = client.session["fitting"]
    assert set(kept["answers"]) == {"注册区", "成立日期"}  # not what it declared, not staff, insurance, money, credit
    assert set(kept["source"].values()) == {"register"}
    text = page.content.decode()
    assert "登记公示" in text
    for secret in ("123,456", "12.35", "四平路街道"):
        assert secret not in text
    for wrong, why in (("123", "不是有效的"), ("", "请填写"), ("91310000MA1FL6JK7A", "不是有效的")):
        assert why in client.post(reverse("policies:fits_code"), {"code": wrong}).content.decode()


def test_a_member_who_types_the_code_gets_everything(client: Client) -> None:
    firm, owner = enterprise(注册区="杨浦区", 从业人员=Decimal(7)), person("owner")
    join(owner, firm)
    client.force_login(owner)
    page = client.post(reverse("policies:fits_code"), {"code": firm.uscc}, follow=True)
    assert page.context["enterprise"] == firm


def test_only_what_the_register_publishes_is_public() -> None:
    from district.policies import queries

    public = {name for name, each in queries.catalogue().facts.items() if each.asking.public}
    assert public
    assert {queries.catalogue().facts[name].source for name in public} == {"市场监管登记"}


def test_a_link_shows_the_results_and_changes_nothing(client: Client) -> None:
    _asked, page = walk(client, "firm", THREE)
    link = page.context["link"]
    other = Client()
    begin(other, "student")
    before = dict(other.session["fitting"])
    shared = other.get(link)
    assert slugs(shared.context["result"].get) == slugs(page.context["result"].get)
    assert other.session["fitting"] == before
    assert 'name="fact"' not in shared.content.decode()
    assert other.get(link[:-3] + "zz/").status_code == 404
    other.post(reverse("policies:fits_go_on", args=[shared.context["shared"]]))
    assert other.session["fitting"]["answers"]["从业人员"] == "3"


def test_nothing_is_stored_and_everything_can_be_taken_back(client: Client) -> None:
    before = Fact.objects.count()
    _asked, page = walk(client, "firm", THREE)
    assert Fact.objects.count() == before
    assert page.context["result"].get
    client.post(reverse("policies:fits_forget"), {"fact": ""})
    assert client.session["fitting"]["answers"] == {}


def test_what_was_told_is_offered_to_the_enterprise_and_taken_only_when_ticked(client: Client) -> None:
    walk(client, "firm", THREE)
    firm, owner = enterprise(注册区="杨浦区", 成立日期=dt.date(2026, 3, 9)), person("owner")
    join(owner, firm)
    client.force_login(owner)
    page = client.get(reverse("policies:fits"))
    offered = {each.kind.name for each in page.context["offered"]}
    assert {"从业人员", "最长连续参保月数"} <= offered
    assert not {"成立日期", "注册区"} & offered  # the register has them
    address = reverse("policies:fits_take", args=[firm.uscc])
    assert address in page.content.decode()
    text = client.get(address).content.decode()
    assert "checked" not in text.partition("<main")[2].partition("</main")[0]
    assert not Fact.objects.filter(enterprise=firm, grade="declared").exists()
    nothing = client.post(address, follow=True)
    assert nothing.redirect_chain == [(address, 302)] and "一项也没有勾选" in nothing.content.decode()
    assert not Fact.objects.filter(enterprise=firm, grade="declared").exists()
    client.post(address, {"fact": ["从业人员", "失信被执行", "成立日期"]})
    taken = Fact.objects.filter(enterprise=firm, grade="declared", known_until=None)
    assert [(each.kind_id, each.value) for each in taken] == [("从业人员", "3")]
    assert "从业人员" not in client.session["fitting"]["answers"]
    client.force_login(person("other"))
    assert client.post(address, {"fact": ["最长连续参保月数"]}).status_code == 404


def test_the_pages_are_few_queries_however_much_is_known(client: Client, django_assert_max_num_queries: Any) -> None:
    walk(client, "firm", THREE)
    for address in (reverse("policies:fits_results"), f"{reverse(CHECK)}?ask=从业人员"):
        client.get(address)
        with django_assert_max_num_queries(4):
            client.get(address)


def test_the_front_page_asks_the_first_question_and_shows_what_is_open(client: Client) -> None:
    page = client.get("/").content.decode()
    main = page.partition("<main")[2]
    order = [main.index(word) for word in ('role="search"', 'name="who"', "hq-doors", "数说")]
    assert order == sorted(order)
    assert all(f'value="{who}"' in main for who in ("founder", "firm", "sole-trader", "student", "job-seeker"))
