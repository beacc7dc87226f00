"""The English cover note of a paper: what it is, its outcome, what to do, until when; the Chinese alone binds."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from district.cases.letters import queries
from district.cases.letters.covering import TO_DO
from district.cases.letters.models import IssuedLetter, Kind
from tests.district.cases.deciding import decide
from tests.district.cases.factories import District
from tests.district.cases.letters.test_papers_of_a_case import returned
from tests.district.policies.test_english_pages import read


def noted(client: Client, paper: IssuedLetter) -> str:
    """What the note says, in one line; nothing in it is Chinese without being marked so."""
    page = client.get(reverse("cases:letter", args=[paper.code, "cover"])).content.decode()
    bare = [each for each in read(page).bare if paper.number not in each]  # the document's number in the page's title
    assert not bare, bare
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_decision_says_outcome_amount_and_how_to_object(here: District, client: Client) -> None:
    decision = decide(application=here.judged(), by=here.officer, outcome="granted")
    client.force_login(here.founder)
    said = noted(client, decision.letter)
    assert "the Chinese text alone is binding" in said
    for words in ("Letter of decision", decision.number, "Grant", f"¥{decision.amount:,.2f}", "24 June 2022",
                  "Ask for a review by 23 August 2022", "within 60 days of receiving this decision"):  # fmt: skip
        assert words in said, words


def test_what_is_sent_back_says_by_when_to_hand_in(here: District, client: Client) -> None:
    case = returned(here)
    client.force_login(here.founder)
    [paper] = queries.letters_of(case.pk)
    said = noted(client, paper)
    assert "Hand in by 1 July 2022" in said and "needs the following to be completed" in said


def test_readers_of_english_are_led_to_it_and_others_are_not(here: District, client: Client) -> None:
    decision = decide(application=here.judged(), by=here.officer, outcome="granted")
    client.force_login(here.founder)
    address = reverse("cases:letter", args=[decision.letter.code, "cover"])
    page = reverse("cases:mine_one", args=[decision.application.reference])
    assert address in client.get(page, headers={"accept-language": "en"}).content.decode()
    assert address not in client.get(page).content.decode()


def test_nobody_else_sees_it(here: District, client: Client) -> None:
    [paper] = queries.letters_of(returned(here).pk)
    client.force_login(here.stranger)
    assert client.get(reverse("cases:letter", args=[paper.code, "cover"])).status_code == 404


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_of_paper_says_what_to_do(kind: str) -> None:
    assert str(TO_DO[kind][0])
