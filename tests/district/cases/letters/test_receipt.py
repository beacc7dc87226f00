"""The receipt: made in the moment of handing in, with every file's digest, verifiable by anybody, unchangeable."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from district.cases.core.models import Application
from district.cases.intake import actions as intake_actions
from district.cases.letters.models import IssuedLetter, Served
from district.cases.letters.queries import letter_of
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.ground.people.models import Person
from tests.district.cases.factories import District
from tests.district.cases.handing import through_the_pages
from tests.district.ground.files import samples

As = Callable[[Person], Client]


def handed_in(here: District, as_: As, **form: Any) -> Application:
    case = here.started()
    answer = through_the_pages(as_(here.founder), case.reference, form or {"have-0": "on", "note-0": "第 3 页"})
    assert answer["Location"].endswith("/receipt/")
    case.refresh_from_db()
    return case


def text_of(case: Application) -> str:
    return "\n".join(letter_of(case.letters.filter(kind="receipt").latest("pk")).lines())


def test_who_when_which_files_and_what_comes_next(here: District, as_: As) -> None:
    content = samples.pdf(text="plan")
    plan = SimpleUploadedFile("用工计划（盖章）.pdf", content)
    case = handed_in(here, as_, **{"file-0-0": plan})
    text, digest = text_of(case), hashlib.sha256(content).hexdigest()
    for words in (case.reference, "2022年6月24日10:00", here.founder.name, here.firm.name, "用工计划（盖章）.pdf",
                  f"{len(content):,}", "2022年7月1日前受理", "20 个工作日内作出决定", "不代表受理或者同意",
                  "从业人员8人"):  # fmt: skip
        assert words in text, words
    assert digest in text.replace(" ", "")
    page = as_(here.founder).get(f"/my/applications/{case.reference}/receipt/").content.decode()
    assert "用工计划（盖章）.pdf" in page and digest in page and "PDF" in page
    mine = as_(here.founder).get(f"/my/applications/{case.reference}/").content.decode()
    assert "用工计划（盖章）.pdf" in mine and digest in mine


def test_the_pdf_is_taken_and_verified(here: District, as_: As, client: Client) -> None:
    case = handed_in(here, as_)
    issued = IssuedLetter.objects.get(application=case, kind="receipt")
    assert issued.number == f"{case.reference}-1"
    address = reverse("cases:letter", args=[issued.code, "pdf"])
    answer = as_(here.founder).get(address)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert issued.code in text.replace("\n", "")
    assert not Served.objects.exists()  # a receipt serves nothing on anybody
    assert as_(here.stranger).get(address).status_code == 404
    client.logout()
    page = client.get(reverse("cases:verify_code", args=[issued.code])).content.decode()
    assert "真实有效" in page and "提交回执" in page and here.firm.name not in page
    assert hashlib.sha256(answer.content).hexdigest() in page


def test_each_submission_has_its_own_and_says_so(here: District, as_: As) -> None:
    case = handed_in(here, as_)
    review_actions.send_back(
        application=case, by=here.officer, items=[corrections.Item("other", "计划", "请写明岗位。")]
    )
    replies = {case.corrections.get().pk: "五个岗位"}
    key = uuid.uuid4()
    for _ in range(2):  # a second click makes no second receipt
        intake_actions.resubmit(application=case, by=here.founder, declared={}, replies=replies, request_key=key)
    numbers = list(case.letters.filter(kind="receipt").values_list("number", flat=True))
    assert numbers == [f"{case.reference}-1", f"{case.reference}-2"]
    assert "第2次提交（补正）" in text_of(case)


def test_it_is_chinese_whoever_hands_in(here: District) -> None:
    with override("en"):
        text = text_of(here.submitted())
    assert "已收到" in text and "接下来" in text and "Receipt" not in text
