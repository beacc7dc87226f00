"""Every move that the law puts on paper has its paper: numbered, sealed, in the case's file, served."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from district.cases.appeals import actions as appeals
from district.cases.core.checks import NotPossible
from district.cases.letters import actions as letters
from district.cases.letters import filing, queries
from district.cases.letters.models import FiledLetter, IssuedLetter, Kind, Served
from district.cases.review import actions as review_actions
from district.cases.review.corrections import Item
from district.ground import clock
from district.ground.files.actions import path_of
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.cases.deciding import correct, decide
from tests.district.cases.factories import District


def text_of(issued: IssuedLetter) -> str:
    return "\n".join(queries.letter_of(issued).lines())


def sealed(issued: IssuedLetter) -> bytes:
    return path_of(filing.filed(issued, "https://example.org").digest).read_bytes()


def returned(here: District) -> Any:
    case = here.submitted()
    items = [Item("evidence", "用工计划", "请补交盖章的用工计划"), Item("other", "", "请写明岗位")]
    return review_actions.send_back(application=case, by=here.officer, items=items)


def test_what_is_missing_is_a_paper_with_every_item_and_a_day(here: District) -> None:
    case = returned(here)
    [paper] = queries.letters_of(case.pk)
    assert (paper.kind, paper.number) == (Kind.RETURNED, "示人社补〔2022〕1号")
    text = text_of(paper)
    assert "1. 请补交盖章的用工计划。" in text and "2. 请写明岗位。" in text
    assert "2022年7月1日前一次补齐" in text and "视为撤回" in text


def test_a_paper_is_chinese_whatever_the_page_of_who_acts_speaks(here: District) -> None:
    with override("en"):
        case = returned(here)
    [paper] = queries.letters_of(case.pk)
    text = text_of(paper)
    for drawn in (case.reference, *paper.code.split("-")):  # letters by lot, and no words
        text = text.replace(drawn, "")
    assert "申报补正通知书" in queries.letter_of(paper).title and not re.search(r"[A-Za-z]{4}", text)


def test_acceptance_and_decision_are_papers_of_two_series(here: District) -> None:
    decision = decide(application=here.judged(), by=here.officer, outcome="granted")
    papers = queries.letters_of(decision.application.pk)
    assert [(each.kind, each.number) for each in papers] == [
        ("accepted", "示人社受〔2022〕1号"), ("decision", "示人社惠〔2022〕1号"),
    ]  # fmt: skip
    assert "前作出决定" in text_of(papers[0])
    assert all(re.fullmatch(r"[一-龥]{2,10}〔(19|20)\d{2}〕[1-9]\d*号", each.number) for each in papers)


def test_a_review_is_a_paper_that_names_the_next_door(here: District) -> None:
    decision = decide(application=here.judged(value=False), by=here.officer, outcome="refused")
    appeal = appeals.file(decision=decision, by=here.founder, grounds="计划可行")
    appeals.admit(appeal=appeal, by=here.leader)
    appeals.dismiss(appeal=appeal, by=here.leader, reply="仍不可行")
    paper = IssuedLetter.objects.get(kind=Kind.REVIEW)
    text = text_of(paper)
    assert "维持原决定" in text and "仍不可行。" in text and "行政复议" in text
    assert "申请复核；也可以" not in text  # it was looked at twice already


def test_a_decision_that_takes_another_back_says_so_in_its_title(here: District) -> None:
    old = decide(application=here.judged(), by=here.officer, outcome="granted")
    new = correct(
        decision=old, by=here.leader, outcome="refused", note="查实不符", anew=False, request_key=uuid.uuid4()
    )
    assert queries.letter_of(new.letter).title == "关于撤销“示例用工补贴”支持的决定"


def test_the_same_cause_gives_the_same_paper_and_the_database_holds_it(here: District) -> None:
    case = here.accepted()
    [paper] = queries.letters_of(case.pk)
    assert letters.issue_paper(case, Kind.ACCEPTED, paper.cause, queries.letter_of(paper)) == paper
    with (
        pytest.raises(IntegrityError, match=r"one_letter_a_cause|letters_issuedletter\.kind"),
        transaction.atomic(),
    ):
        IssuedLetter.objects.create(
            application=case, kind=paper.kind, cause=paper.cause, office=paper.office, number="x", code="y",
            content={}, digest="z", at=clock.now(),
        )  # fmt: skip


def test_a_paper_never_changes(here: District) -> None:
    case = here.accepted()
    with pytest.raises(IntegrityError, match="issuedletter_never_updated"), transaction.atomic():
        IssuedLetter.objects.filter(application=case).update(digest="0")


def test_the_sealed_file_shows_a_changed_byte(here: District) -> None:
    made = sealed(queries.letters_of(here.accepted().pk)[0])
    assert _intact(made)
    place = made.index(b"/Title")
    assert not _intact(made[:place] + b"/Titel" + made[place + 6 :])
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert "受理通知书" in text


def _intact(made: bytes) -> bool:
    reader = PdfFileReader(io.BytesIO(made), strict=False)
    signature = reader.embedded_signatures[0]
    known = ValidationContext(trust_roots=[signature.signer_cert])
    status = validate_pdf_signature(signature, known, skip_diff=True)
    return bool(status.intact and status.valid)


def test_the_file_given_out_is_always_the_same_bytes(here: District) -> None:
    issued = queries.letters_of(here.accepted().pk)[0]
    first = sealed(issued)
    assert sealed(issued) == first
    assert FiledLetter.objects.get().digest == hashlib.sha256(first).hexdigest()


@pytest.mark.database
@pytest.mark.usefixtures("keeping_triggers")
def test_two_who_ask_at_once_get_one_file() -> None:
    from tests.district.cases.factories import district

    with clock.at(dt.date(2022, 6, 24)):
        issued = queries.letters_of(district().accepted().pk)[0]

        def take(_n: int) -> str:
            try:
                return filing.filed(issued, "https://example.org").digest
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            assert len(set(pool.map(take, range(4)))) == 1
    assert FiledLetter.objects.count() == 1


def test_the_check_page_gives_the_files_digest(here: District, client: Client) -> None:
    issued = queries.letters_of(here.accepted().pk)[0]
    page = client.get(reverse("cases:verify_code", args=[issued.code])).content.decode()
    assert f'data-hq-digest="{hashlib.sha256(sealed(issued)).hexdigest()}"' in page
    assert "受理通知书" in page and issued.number in page


def test_a_member_who_takes_it_has_been_served(here: District, as_: Callable[[Person], Client]) -> None:
    issued = queries.letters_of(here.accepted().pk)[0]
    address = reverse("cases:letter", args=[issued.code, "pdf"])
    as_(here.officer).get(address)
    assert not Served.objects.exists()
    as_(here.founder).get(address)
    as_(here.founder).get(address)
    row = Served.objects.get()
    assert (row.how, row.by, row.on) == ("read", here.founder, dt.date(2022, 6, 24))
    assert LogEntry.objects.filter(verb="letter_read").count() == 1
    page = as_(here.officer).get(reverse("cases:case", args=[issued.application.reference])).content.decode()
    assert "网上阅收" in page


def test_the_bureau_notes_what_it_posted(here: District, as_: Callable[[Person], Client]) -> None:
    issued = queries.letters_of(here.accepted().pk)[0]
    address = reverse("cases:letter_serve", args=[issued.code])
    sent = {"how": "post", "on": "2022-06-24", "note": "EMS 1234567890"}
    assert as_(here.founder).post(address, sent).status_code in (302, 403)
    assert not Served.objects.exists()
    for _twice in range(2):
        as_(here.officer).post(address, sent)
    assert Served.objects.get().note == "EMS 1234567890"


@pytest.mark.parametrize(
    ("how", "on", "note", "why"),
    [("read", dt.date(2022, 6, 24), "x", "送达方式"), ("post", dt.date(2022, 6, 23), "x", "之后"),
     ("post", dt.date(2022, 6, 25), "x", "今天之前"), ("hand", dt.date(2022, 6, 24), "  ", "签收人")],
)  # fmt: skip
def test_what_cannot_be_is_not_noted(here: District, how: str, on: dt.date, note: str, why: str) -> None:
    issued = queries.letters_of(here.accepted().pk)[0]
    with pytest.raises(NotPossible, match=why):
        letters.serve(letter=issued, by=here.officer, how=how, on=on, note=note)


def test_only_the_office_that_issued_notes_it(here: District) -> None:
    issued = queries.letters_of(here.accepted().pk)[0]
    with pytest.raises(Refused):
        letters.serve(letter=issued, by=here.colleague, how="post", on=clock.today(), note="x")


def test_a_rule_no_document_confirms_decides_nothing_outside_a_demonstration(here: District, settings: Any) -> None:
    from district.cases.letters import writing

    case = here.judged()
    settings.DEMO = False
    unconfirmed = [{"cite": "待区人社局确认"}]
    assert writing.rests_on_unconfirmed({"illustrative": False}, unconfirmed)
    assert writing.rests_on_unconfirmed({"illustrative": True}, [])
    assert not writing.rests_on_unconfirmed({}, [{"cite": "示例规〔2022〕1号"}])
    from pytest import MonkeyPatch

    with MonkeyPatch.context() as patch:
        for module in (writing, letters):
            patch.setattr(module, "rests_on_unconfirmed", lambda _verdict, _reasons: True)
        with pytest.raises(NotPossible, match="还没有文件确认"):
            decide(application=case, by=here.officer, outcome="granted")
        settings.DEMO = True
        decision = decide(application=case, by=here.officer, outcome="granted")
    assert "样 张" in PdfReader(io.BytesIO(sealed(decision.letter))).pages[0].extract_text()
