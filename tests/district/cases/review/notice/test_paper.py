"""The notice as a paper: the list as published, how to object, no more than the page shows."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from district.cases.review.notice import paper
from tests.district.cases.giants import Giants
from tests.district.cases.review.notice.test_notice import published


def test_the_paper_says_what_the_page_says(award: Giants, client: Client) -> None:
    made, cases = published(award)
    page = client.get(reverse("cases:notice", args=[made.reference])).content.decode()
    letter = paper.letter_of(made, "https://example.org/notices/x/")
    text = "\n".join(letter.lines())
    assert "拟支持名单共3家" in text and "2022年5月27日" in text and "提出异议" in text
    assert text.count("500,000.00") == 3
    for line in made.lines.all():
        assert line.name in text and line.code in text and line.name in page
    assert not any(case.enterprise.uscc in text for case in cases)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_anybody_prints_it_and_a_second_time_it_is_not_set_again(
    award: Giants, client: Client, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _cases = published(award)
    address = reverse("cases:notice_paper", args=[made.reference, kind])
    first = client.get(address)
    assert first.status_code == 200
    monkeypatch.setattr(paper, "letter_of", lambda *_args: pytest.fail("set again"))
    assert client.get(address).content == first.content
    if kind == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(first.content)).pages)
    else:
        text = "".join(each.text for each in Document(io.BytesIO(first.content)).paragraphs)
    assert "拟支持名单" in text
    assert client.get(reverse("cases:notice_paper", args=[made.reference, "exe"])).status_code == 404
