"""The library, programme pages, search and "what fits me", for strangers and members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.policies.library import window
from tests.district.cases import deciding
from tests.district.cases.factories import District, enterprise, join, person
from tests.district.whole import publish_yangpu

ROOT = Path(__file__).resolve().parents[3]
DAY = dt.date(2022, 6, 24)


@pytest.fixture
def yangpu(db: None) -> Iterator[None]:
    with clock.at(DAY):
        publish_yangpu()
        yield


@pytest.mark.usefixtures("yangpu")
def test_the_library_filters_and_counts(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        page = client.get(reverse("policies:library"))
    total = page.context["total"]
    assert total > 20
    narrowed = client.get(reverse("policies:library"), {"office": "区科委"})
    assert 0 < narrowed.context["total"] < total
    assert {card.office for card in narrowed.context["page"]} == {"区科委"}
    assert "没有符合筛选的政策" in client.get(reverse("policies:library"), {"kind": "nothing"}).content.decode()


@pytest.mark.usefixtures("yangpu")
def test_a_programme_page_cites_and_marks(client: Client) -> None:
    page = client.get(reverse("policies:programme", args=["startup-cost"])).content.decode()
    assert "依据" in page
    for word in ("示例参数", "看看是否符合", "依据文件"):
        assert word in page
    assert client.get(reverse("policies:programme", args=["no-such"])).status_code == 404
    old = client.get(reverse("policies:programme", args=["tech-little-giant"]), {"on": "1999-01-01"})
    assert "没有生效的规则" in old.content.decode()


@pytest.mark.usefixtures("yangpu")
def test_every_programme_answer_and_package_has_its_page(client: Client) -> None:
    from district.policies import queries

    found = queries.catalogue()
    for slug in found.programmes:
        assert client.get(reverse("policies:programme", args=[slug])).status_code == 200, slug
    for slug in found.answers:
        assert client.get(reverse("policies:answer", args=[slug])).status_code == 200, slug
    for slug in found.packages:
        assert client.get(reverse("policies:package", args=[slug])).status_code == 200, slug
    for slug in found.ladders:
        assert client.get(reverse("policies:ladder", args=[slug])).status_code == 200, slug
    assert client.get(reverse("policies:ladder", args=["none"])).status_code == 404
    hits = client.get(reverse("policies:search"), {"q": "领军企业"}).context["hits"]
    assert "ladder" in {each.kind for each in hits}


def test_a_member_sees_reasons_amounts_and_sources(
    here: District, as_: Any, django_assert_max_num_queries: Any
) -> None:
    client = as_(here.founder)
    client.get(reverse("policies:fits"))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("policies:fits"))
    text = page.content.decode()
    assert "示例用工补贴" in text
    assert "示例规〔2022〕1号" in text
    assert page.context["fits"].total == 0  # the plan is for people to judge, so nothing is sure yet


def test_a_member_of_two_chooses(here: District, as_: Any) -> None:
    other = enterprise("91310110MA00000001", "示例乙商行", 注册区="别的区", 从业人员=Decimal(1), 失信被执行=False)
    join(here.founder, other)
    page = as_(here.founder).get(reverse("policies:fits"), {"enterprise": other.uscc})
    assert page.context["enterprise"] == other
    assert [each.programme for each in page.context["fits"].not_eligible] == ["hiring"]


def test_somebody_elses_enterprise_is_not_shown(here: District, as_: Any) -> None:
    newcomer = person("newcomer")
    page = as_(newcomer).get(reverse("policies:fits"), {"enterprise": here.firm.uscc})
    assert here.firm.name not in page.content.decode()


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        (dt.date(2022, 5, 31), dt.date(2022, 4, 1), dt.date(2022, 5, 31)),
        (dt.date(2022, 6, 1), dt.date(2023, 4, 1), dt.date(2023, 5, 31)),
    ],
)
def test_the_window_that_is_open_or_next(day: dt.date, opens: dt.date, closes: dt.date) -> None:
    assert window({"mode": "window", "from": "04-01", "to": "05-31"}, day) == (opens, closes)


@pytest.mark.usefixtures("yangpu")
@pytest.mark.parametrize(("day", "words"), [
    (dt.date(2022, 5, 31), "6月11日截止，剩 7 个工作日"), (dt.date(2022, 6, 11), "今天截止"),
    (dt.date(2022, 6, 12), "2023年5月11日开放"),
])  # fmt: skip
def test_a_card_says_how_long_its_window_is_open(client: Client, day: dt.date, words: str) -> None:
    with clock.at(day):
        assert words in client.get(reverse("policies:library"), {"office": "区科委"}).content.decode()


def test_a_window_over_new_year() -> None:
    intake = {"mode": "window", "from": "11-15", "to": "01-20"}
    assert window(intake, dt.date(2023, 1, 3)) == (dt.date(2022, 11, 15), dt.date(2023, 1, 20))
    assert window({"mode": "rolling"}, DAY) == (None, None)


@pytest.mark.parametrize(("year", "last"), [(2023, 28), (2024, 29), (2100, 28)])
def test_a_window_may_end_on_the_29th_of_february(year: int, last: int) -> None:
    intake = {"mode": "window", "from": "01-10", "to": "02-29"}
    assert window(intake, dt.date(year, 1, 20)) == (dt.date(year, 1, 10), dt.date(year, 2, last))
    assert window({"mode": "window", "from": "02-29", "to": "03-31"}, dt.date(year, 3, 1))[0] == dt.date(year, 2, last)


def test_the_package_knows_what_was_granted(here: District, as_: Any) -> None:
    """A subsidy with a ceiling of a year, half of it granted already: the page offers the other half, and says why."""
    from tests.district.cases.factories import FILES, HIRING, publish

    easy = HIRING.replace("  - {id: plan, say: 用工计划可行, person: 评审组, cite: 示例规〔2022〕1号 第六条}\n", "")
    easy = easy.replace("repeat: once", "repeat: yearly\nceiling: {per: year, amount: 10000}")
    publish(FILES | {"test/programmes/hiring/2022-01-01.yaml": easy})
    page = as_(here.founder).get(reverse("policies:fits"))
    assert page.context["package"].total == Decimal("6453.00")
    case = here.accepted()
    deciding.decide(application=case, by=here.officer, outcome="granted", note="")
    page = as_(here.founder).get(reverse("policies:fits"))
    assert page.context["package"].total == Decimal("3547.00")
    assert "超过当年上限" in page.content.decode()
