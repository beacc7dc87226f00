"""The 审批表: what is proposed, who signed when, lines for who has not; officials of the bureau take it."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from district.cases.approving import paper
from district.cases.decisions import signing as approving
from district.ground.people.models import Person
from tests.district.cases import deciding
from tests.district.cases.factories import District


def test_it_says_what_is_proposed_and_leaves_lines_to_sign_on(here: District) -> None:
    proposal = approving.propose(application=here.judged(), by=here.officer, outcome="granted", note="材料齐全")
    letter = paper.letter_of(proposal)
    text = "\n".join(letter.lines())
    assert "人民币6,453.00元（大写：陆仟肆佰伍拾叁元整）" in text and "材料齐全" in text
    assert here.officer.name in text and len(letter.signed_by) == 1
    decision = deciding.signed(proposal)
    proposal.refresh_from_db()
    letter = paper.letter_of(proposal)
    text = "\n".join(letter.lines())
    assert letter.signed_by == () and decision.number in text and decision.by.name in text


def test_officials_of_the_bureau_take_it(here: District, as_: Callable[[Person], Client]) -> None:
    case = here.judged()
    address = reverse("cases:approval_form", args=[case.reference, "pdf"])
    assert as_(here.officer).get(address).status_code == 404  # nothing is proposed yet
    approving.propose(application=case, by=here.officer, outcome="granted")
    answer = as_(here.officer).get(address)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "审批表" in text and here.firm.name in text.replace("\n", "")
    assert as_(here.colleague).get(address).status_code == 404
    assert as_(here.founder).get(address).status_code == 403
