"""Pages of figures: what strangers and officials find, made-up addresses, the workbook, few queries."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from district.cases.core.figures import FIRMS, GRANTED_SHARE, GRANTS
from district.enterprises.figures import FIRMS as REGISTER
from district.ground.figures.registry import FIGURES
from district.ground.people.models import Person
from tests.district.cases.factories import District
from tests.district.cases.test_constraints import decided

SignIn = Callable[[Person], Client]
MADE_UP = ("9999-99-99", "-1", "9" * 30, "\x00", "None", "a" * 5000, "1e999", "{}", "'\"><script>", "2022..2021", "..")


def address(key: str) -> str:
    return reverse("figures:figure", args=[key])


def test_a_stranger_finds_public_figures_and_no_others(here: District, client: Client, as_: SignIn) -> None:
    decided(here)
    page = client.get(reverse("figures:all")).content.decode()
    for figure in FIGURES:
        assert (address(figure.key) in page) is figure.public, figure.key
        assert client.get(address(figure.key)).status_code == (200 if figure.public else 403), figure.key
    mine = as_(here.auditor).get(reverse("figures:all")).content.decode()
    assert all(address(figure.key) in mine for figure in FIGURES if figure.may_whole(here.auditor))
    assert client.get(address("cases.nothing")).status_code == 404


def test_the_rows_behind_are_for_who_may_read_them(here: District, client: Client, as_: SignIn) -> None:
    decision = decided(here)
    stranger = client.get(address(GRANTS.key))
    assert stranger.context["shown"].number == 1 and not list(stranger.context["rows"])
    assert here.firm.name not in stranger.content.decode()
    for person in (here.officer, here.auditor, here.founder):
        found = as_(person).get(address(GRANTS.key))
        assert [each.pk for each in found.context["rows"]] == [decision.pk]
        assert decision.number in found.content.decode()
    client.logout()
    assert "示例用工补贴" in client.get(address("policies.in_force")).content.decode()  # everybody reads these


def test_a_part_is_a_page_of_its_own(here: District, client: Client) -> None:
    decided(here)
    page = client.get(address(GRANTS.key), {"by": "programme", "period": "2022"})
    [part] = page.context["breakdown"].bars
    assert part.words == "示例用工补贴" and "programme=hiring" in part.href
    one = client.get(part.href)
    assert one.context["shown"].number == 1 and one.context["shown"].where == {"programme": "hiring"}
    assert one.context["asked"].by != "programme"
    assert client.get(address(GRANTS.key), {"programme": "award"}).context["shown"].number == 0
    months = client.get(address(GRANTS.key), {"period": "2022"}).context["months"].bars
    assert len(months) == 6 and [each.number for each in months] == [0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("key", [GRANTS.key, GRANTED_SHARE.key, "cases.open", "policies.in_force"])
def test_made_up_addresses_are_answered(here: District, client: Client, key: str) -> None:
    names = ("period", "from", "to", "by", "own", "page", "bureau", "year", "kind", "state", "format")
    for name in names:
        for value in MADE_UP:
            assert client.get(address(key), {name: value}).status_code < 500, (name, value)
    assert client.get(reverse("figures:all"), {"period": "2022-13"}).status_code == 422
    assert client.get(address("cases.open"), {"period": "2021"}).status_code == 422
    assert client.get(address(GRANTS.key), {"period": "2031"}).status_code == 422
    assert client.get(reverse("figures:all"), {"period": "2021"}).status_code == 200


def test_the_workbook_has_the_definition_on_its_first_sheet(here: District, as_: SignIn) -> None:
    decision = decided(here)
    answer = as_(here.auditor).get(address(FIRMS.key), {"period": "2022", "format": "xlsx", "for_what": "核对数据"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == ["口径", "按月", "分项", "明细"]
    said = {row[0]: row[1] for row in book["口径"].iter_rows(min_row=3, max_col=2, values_only=True)}
    assert said["口径"] == str(FIRMS.definition) and said["值"] == "1 家" and "2022年1月1日" in said["期间"]
    assert decision.number in {cell for row in book["明细"].iter_rows(values_only=True) for cell in row}


def test_pages_cost_few_queries(
    here: District, client: Client, as_: SignIn, django_assert_max_num_queries: Any
) -> None:
    decided(here)
    sources = {figure.source.key for figure in FIGURES if figure.public}
    with django_assert_max_num_queries(len(sources) + 4):
        client.get(reverse("figures:all"))
    with django_assert_max_num_queries(10):
        client.get(address(GRANTS.key))


def test_ones_own_number_is_not_the_whole(here: District, as_: SignIn) -> None:
    founder = as_(here.founder)
    assert founder.get(address(REGISTER.key)).status_code == 403
    assert founder.get(address(REGISTER.key), {"own": "1"}).context["shown"].number == 1


def test_english_pages_are_in_english(here: District, client: Client) -> None:
    decided(here)
    for name in (reverse("figures:all"), address(GRANTS.key), reverse("figures:said_list")):
        page = client.get(name, headers={"accept-language": "en"}).content.decode()
        assert "In numbers" in page
        with override("zh-hans"):
            assert str(GRANTS.definition) not in page
