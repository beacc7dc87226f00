"""Numbers of people where they need not stand: told once, taken when sent again, never made of other numbers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.ground.asking.models import AskedQuestion
from district.ground.record.typed import masked_numbers, numbers_in
from tests.district.cases.factories import District

NUMBER = "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"我的证件{NUMBER}，请查", ["身份证号"]), ("１１０１０５１９４９１２３１００２x", ["身份证号"]),
        ("打 138 0013 8000 找我", ["手机号"]), ("+86-13800138000", ["手机号"]),
        (f"{NUMBER} 13800138000", ["身份证号", "手机号"]),
        ("110105194912310021", []), ("91310110MA00000079", []), ("金额 138001380001 元", []), ("SB2022-ND5Y-3VET", []),
        ("电话 021-55550000", []), ("12345", []), ("", []),
    ],
)  # fmt: skip
def test_what_is_such_a_number(text: str, found: list[str]) -> None:
    assert numbers_in(text) == found
    assert numbers_in(masked_numbers(text)) == [] and len(masked_numbers(text)) == len(text)


def hidden(page: str) -> dict[str, str]:
    """What a form of the page sends beside what is typed; plain HTML, no script."""
    found: dict[str, str] = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = value[1] if value else ""
    return found


def test_it_is_said_once_and_the_second_press_goes_on(here: District) -> None:
    client: Any = Client()
    address = reverse("policies:ask_anew")
    office = re.search(r'<option value="([^"]+)"', client.get(address).content.decode())
    assert office
    typed = {"office": office[1], "text": f"我叫示例，{NUMBER}", "contact": "13800138000"}
    first = client.post(address, {**typed, **hidden(client.get(address).content.decode())})
    text = first.content.decode()
    assert first.status_code == 422 and "身份证号，这里不需要" in text and typed["text"] in text
    assert not AskedQuestion.objects.exists()
    second = client.post(address, {**typed, **hidden(text)})
    assert second.status_code == 302
    row = AskedQuestion.objects.get()
    assert row.text == typed["text"] and NUMBER not in row.title


def test_a_contact_is_a_place_for_a_number(here: District) -> None:
    client: Any = Client()
    address = reverse("policies:ask_anew")
    page = client.get(address).content.decode()
    office = re.search(r'<option value="([^"]+)"', page)
    assert office
    typed = {"office": office[1], "text": "怎么申请", "contact": "13800138000"}
    assert client.post(address, {**typed, **hidden(page)}).status_code == 302
