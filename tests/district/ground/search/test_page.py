"""The search page: what a hit shows, what is said when nothing is found, suggestions, and what it costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.cases.review.notice.models import Notice
from district.ground import clock
from district.ground.asking.models import AskedQuestion
from district.ground.search.things import sources
from tests.district.cases.giants import Giants
from tests.district.cases.review.notice.test_notice import published as notice_of
from tests.district.ground.search.asking import DAY
from tests.district.whole import publish_yangpu

SEARCH = "/search"  # other pages' forms, and links of years, know this address and `q`


@pytest.fixture
def yangpu(db: None) -> Iterator[None]:
    with clock.at(DAY):
        publish_yangpu()
        yield


def asked(client: Client, text: str, **more: str) -> Any:
    return client.get(SEARCH, {"q": text, **more})


@pytest.mark.usefixtures("yangpu")
def test_a_hit_says_how_much_for_whom_and_whether_it_is_open(client: Client) -> None:
    assert reverse("policies:search") == SEARCH
    hits = {each.key: each for each in asked(client, "补贴").context["hits"]}
    cost, award = hits["startup-cost"], asked(client, "小巨人").context["hits"]
    assert (cost.standing, cost.state, cost.office) == ("open", "常年受理", "区人社局")
    assert "初创企业" in cost.for_whom
    giant = next(each for each in award if each.key == "tech-little-giant")
    assert (giant.standing, giant.state, giant.most) == ("coming", "2027年5月11日 开始申报", "500000")
    over = asked(client, "免租").context["hits"][0]
    assert (over.key, over.standing, over.state) == ("rent-waiver", "over", "已于 2022年12月31日 结束")
    page = asked(client, "科技小巨人").content.decode()
    for words in ("最高 50.00 万元", "适用：成长期企业、科技企业", "2027年5月11日 开始申报", "政策"):
        assert words in page
    with clock.at(dt.date(2027, 5, 20)):
        again = asked(client, "科技小巨人").context["hits"][0]
    assert (again.standing, again.state) == ("open", "正在申报，2027年6月11日 截止")


@pytest.mark.usefixtures("yangpu")
def test_an_invented_number_is_marked(client: Client) -> None:
    hit = asked(client, "开办费").context["hits"][0]
    page = asked(client, "开办费").content.decode()
    assert hit.illustrative and hit.most
    assert "示例金额最高" in page and "示例参数" in page
    assert '<span class="hq-upto">' not in page


@pytest.mark.usefixtures("yangpu")
def test_everything_public_is_found_and_named(client: Client) -> None:
    for text, kind, label in (
        ("开办费", "programme", "政策"), ("裁员", "answer", "问答"), ("抗疫情助企业", "package", "措施包"),
        ("科技企业梯队", "ladder", "梯队"), ("区人社局", "office", "部门"), ("申诉", "page", "办事"),
    ):  # fmt: skip
        first = asked(client, text).context["hits"][0]
        assert (first.kind, str(first.label)) == (kind, label)
        assert client.get(first.url).status_code in (200, 302)
    office = asked(client, "区人社局电话").context["hits"][0]
    assert "12333" in office.excerpt


@pytest.mark.usefixtures("yangpu")
def test_nothing_found_says_what_to_do(client: Client) -> None:
    page = asked(client, "红烧肉").content.decode()
    assert 'value="红烧肉"' in page
    for words in ("没有找到与“红烧肉”有关的内容", reverse("policies:fits"), "tel:12345", reverse("policies:ask_anew")):
        assert words in page
    assert "没有提到“红烧肉”的内容" in asked(client, "红烧肉补贴").content.decode()
    assert asked(client, "").status_code == 200


@pytest.mark.usefixtures("yangpu")
def test_the_footer_keeps_the_hotline_whatever_is_found(client: Client) -> None:
    for text in ("", "开办费", "嗡嘛呢叭咪"):
        assert "便民热线 12345" in asked(client, text).content.decode(), text


@pytest.mark.usefixtures("yangpu")
def test_what_was_put_right_is_said(client: Client) -> None:
    page = asked(client, "开班费").content.decode()
    assert "您输入的是“开班费”，已按“开办费”查找。" in page
    assert 'value="开班费"' in page


@pytest.mark.usefixtures("yangpu")
def test_typing_suggests_and_works_without_script(client: Client) -> None:
    page = asked(client, "开办费").content.decode()
    assert f'hx-get="{reverse("policies:search_suggest")}"' in page
    assert f'action="{SEARCH}"' in page
    some = client.get(reverse("policies:search_suggest"), {"q": "kaib"}).content.decode()
    assert reverse("policies:programme", args=["startup-cost"]) in some
    assert client.get(reverse("policies:search_suggest"), {"q": ""}).content.decode().strip() == ""
    assert client.post(reverse("policies:search_suggest")).status_code == 405


@pytest.mark.usefixtures("yangpu")
def test_what_is_typed_is_text(client: Client) -> None:
    for text in ('"', "'; DROP TABLE", "社保 OR", "*", "(", "-", "<script>alert(1)</script>", "补贴<b>", "%", "\\"):
        page = asked(client, text)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "<b>" not in "".join(each.excerpt + each.title for each in page.context["hits"]).replace("<b>m", "")


@pytest.mark.usefixtures("yangpu")
def test_the_page_costs_the_same_few_queries_whatever_is_found(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    """One a source, which says whether its things changed, and the release in use."""
    asked(client, "补贴")
    for text in ("补贴", "小巨人", "红烧肉", "公司刚注册三个月能拿什么钱"):
        with django_assert_max_num_queries(len(sources) + 1):
            asked(client, text)
    with django_assert_max_num_queries(len(sources) + 1):
        client.get(reverse("policies:search_suggest"), {"q": "补贴"})


def test_before_anything_is_published_nothing_is_found(db: None, client: Client) -> None:
    assert asked(client, "补贴").context["hits"] == []


def test_a_public_notice_is_found_by_its_name_while_it_runs_and_after(award: Giants, client: Client) -> None:
    made, cases = notice_of(award)
    firm = cases[0].enterprise.name
    with clock.at(made.until):
        for text in (made.title, made.reference, firm):
            first = next(each for each in asked(client, text).context["hits"] if each.kind == "notice")
            assert (first.url, first.standing) == (reverse("cases:notice", args=[made.reference]), "open")
    with clock.at(made.until + dt.timedelta(days=1)):
        found = [each for each in asked(client, made.title).context["hits"] if each.kind == "notice"]
        assert [each.standing for each in found] == ["over"]
        assert not any(each.kind == "notice" for each in asked(client, firm).context["hits"])
    assert Notice.objects.count() == 1


@pytest.mark.usefixtures("yangpu")
def test_a_question_without_an_answer_goes_to_the_bureau_one_chose(client: Client) -> None:
    address = reverse("policies:ask_anew")
    page = client.get(address, {"q": "红烧肉怎么补贴"})
    assert page.context["form"].initial["text"] == "红烧肉怎么补贴"
    key = str(page.context["form"]["request_key"].value())
    wrong = client.post(address, {"request_key": key, "office": "没有的局", "text": "示例"})
    assert wrong.status_code == 422 and not AskedQuestion.objects.exists()
    made = client.post(address, {"request_key": key, "office": "区人社局", "text": "示例：红烧肉店怎么补贴？"})
    question = AskedQuestion.objects.get()
    assert (question.answer, question.office.name, question.title) == ("", "区人社局", "示例：红烧肉店怎么补贴？")
    assert "示例：红烧肉店怎么补贴？" in client.get(made["Location"]).content.decode()
