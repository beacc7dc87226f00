"""The letter of a decision: what it says, who may take it, and how anybody checks it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from district.cases.core.models import Decision
from district.cases.letters import queries
from district.cases.letters.views import MISSES
from district.ground.people.models import Person
from tests.district.cases import deciding
from tests.district.cases.factories import District


def granted(here: District) -> Decision:
    return deciding.decide(application=here.judged(), by=here.officer, outcome="granted", note="材料齐全")


def test_the_letter_gives_money_reasons_citations_and_remedies(here: District) -> None:
    letter = queries.letter_of(granted(here).letter)
    text = "\n".join(letter.lines())
    assert letter.title == "关于同意“示例用工补贴”申报的决定"
    assert "给予人民币6,453.00元（大写：陆仟肆佰伍拾叁元整）" in text
    assert (
        "从业人员 3 人以上：符合。经核，从业人员8人（示例登记，2022年1月1日起）。依据：示例规〔2022〕1号 第四条。"
        in text
    )
    assert "2022年8月23日前" in text and "行政复议" in text
    assert letter.digest == Decision.objects.get().letter.digest


def test_a_refusal_says_what_fails_first(here: District) -> None:
    decision = deciding.decide(application=here.judged(value=False), by=here.officer, outcome="refused")
    letter = queries.letter_of(decision.letter)
    reasons = next(part for part in letter.parts if part.items)
    assert reasons.items[0].startswith("用工计划可行：不符合")
    assert "大写" not in "".join(letter.lines())


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_members_and_the_bureau_take_it_and_nobody_else(
    here: District, as_: Callable[[Person], Client], kind: str
) -> None:
    issued = granted(here).letter
    address = reverse("cases:letter", args=[issued.code, kind])
    founder = 200 if kind == "pdf" else 404  # the text to edit is the bureau's alone
    for who, status in ((here.founder, founder), (here.officer, 200), (here.auditor, 200), (here.colleague, 404),
                        (here.stranger, 404)):  # fmt: skip
        assert as_(who).get(address).status_code == status, who
    answer = as_(here.officer).get(address)
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    if kind == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    else:
        text = "".join(each.text for each in Document(io.BytesIO(answer.content)).paragraphs)
    assert issued.code in text.replace("\n", "")


def test_anybody_checks_a_letter_by_its_code(here: District, client: Client) -> None:
    decision = granted(here)
    page = client.get(reverse("cases:verify_code", args=[decision.letter.code])).content.decode()
    assert "真实有效" in page and decision.number in page
    assert here.firm.name not in page and "示例＊＊＊＊＊公司" in page and "6,453" in page
    typed = client.get(reverse("cases:verify"), {"code": decision.letter.code.lower().replace("-", " ")})
    assert "真实有效" in typed.content.decode()
    wide = "".join(chr(ord(each) + 0xFEE0) for each in decision.letter.code)
    assert "真实有效" in client.get(reverse("cases:verify"), {"code": wide}).content.decode()


@pytest.mark.parametrize(
    "typed", ["{number}", "示人社惠[2022]1号", "示人社惠（２０２２）１号", " 示人社惠【2022】 第1号"]
)
def test_a_number_tells_less_than_a_code_for_it_can_be_guessed(here: District, client: Client, typed: str) -> None:
    decision = granted(here)
    page = client.get(reverse("cases:verify"), {"code": typed.format(number=decision.number)}).content.decode()
    assert "真实有效" in page and decision.number in page
    assert "示例＊" not in page and "6,453" not in page


def test_a_replaced_letter_says_so(here: District, client: Client) -> None:
    import uuid

    old = granted(here)
    new = deciding.correct(
        decision=old, by=here.leader, outcome="refused", note="查实不符", anew=False, request_key=uuid.uuid4()
    )
    page = client.get(reverse("cases:verify_code", args=[old.letter.code])).content.decode()
    assert "已被新的决定替代" in page and new.number in page


def test_nobody_tries_codes_one_after_another(here: District, client: Client) -> None:
    address = reverse("cases:verify")
    for n in range(MISSES):
        assert client.get(address, {"code": f"AAAA-BBBB-{n:04}"}).status_code == 404
    assert client.get(address, {"code": granted(here).letter.code}).status_code == 429
