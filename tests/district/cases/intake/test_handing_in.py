"""A needed paper is needed at every door; a page of everything before handing in, a receipt after."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.intake import actions as intake_actions
from district.cases.intake import handing_in
from district.cases.intake.consenting import give_consent, submit_consented
from district.cases.intake.models import Attached
from district.cases.intake.owing import owed
from district.cases.intake.supplying import supply
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.ground import clock
from district.ground.messages.queries import messages_for
from district.ground.people.permissions import Refused
from district.ground.record.queries import history
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, LATER_ON, District, join, know, publish
from tests.district.cases.handing import through_the_pages
from tests.district.ground.files import samples

PLAN = "用工计划"
HIRING = "test/programmes/hiring/2022-01-01.yaml"
AWARD = "test/programmes/award/2023-01-01.yaml"
STRICT = FILES[HIRING].replace(", deferrable: 10 working days", "")
As = Callable[..., Client]


@pytest.fixture
def strict(here: District) -> District:
    publish(FILES | {HIRING: STRICT})
    return here


def submit(case: Application, by: Any, **evidence: Any) -> Application:
    return intake_actions.submit(application=case, by=by, declared={}, request_key=uuid.uuid4(), evidence=evidence)


NOTHING = [{}, {PLAN: {"papers": []}}, {PLAN: ""}, {PLAN: {"papers": [], "later": "还在盖章"}}]


@pytest.mark.parametrize("evidence", NOTHING)
def test_without_a_needed_paper_no_door_opens(strict: District, as_: As, evidence: dict[str, Any]) -> None:
    case = strict.started()
    intake_actions.save_draft(application=case, by=strict.founder, entered={}, evidence=evidence, statements={})
    with pytest.raises(NotPossible, match=PLAN):
        submit(case, strict.founder, **evidence)
    with pytest.raises(NotPossible, match=PLAN):  # as an automatic grant or an offer does
        handing_in.hand_in(application=case, by=strict.officer, declared={}, request_key=uuid.uuid4(), ex_officio="MS1")
    client = as_(strict.founder)
    address = f"/my/applications/{case.reference}/"
    page = client.get(f"{address}check/").content.decode()
    assert f"材料：{PLAN}" in page and "确认提交" not in page
    posted = {"request_key": str(uuid.uuid4()), "declare": "on", "lenient": "on"}
    assert PLAN in client.post(f"{address}hand-in/", posted, follow=True).content.decode()
    case.refresh_from_db()
    assert (case.state, case.submissions.count()) == ("draft", 0)


def test_a_returned_case_needs_it_too(strict: District) -> None:
    case = strict.submitted()
    review_actions.send_back(application=case, by=strict.officer, items=[corrections.Item("other", "计划", "请盖章。")])
    replies = {case.corrections.get().pk: "好的"}
    parts: dict[str, Any] = {"application": case, "by": strict.founder, "declared": {}, "replies": replies}
    with pytest.raises(NotPossible, match=PLAN):
        intake_actions.resubmit(**parts, request_key=uuid.uuid4(), evidence={})
    assert intake_actions.resubmit(**parts, request_key=uuid.uuid4(), evidence={PLAN: "附后"}).state == "submitted"


def test_the_worker_by_consent_keeps_the_same_rule(here: District) -> None:
    paper = "evidence: [{name: 审计报告, needed: true, deferrable: 7 days}]\n"
    publish(FILES | {AWARD: FILES[AWARD] + paper})
    know(here.firm, "营业收入", 3_000_000)
    with clock.at(dt.date(2023, 3, 1)):
        case = here.started("award")
        give_consent(application=case, by=here.founder)
    with clock.at(dt.date(2023, 4, 1)):
        done = submit_consented()
        assert "材料：审计报告" in done.failed[case.reference]
        case.refresh_from_db()
        assert case.state == "draft"


def test_the_worker_takes_what_was_put_off_with_a_reason(here: District) -> None:
    paper = "evidence: [{name: 审计报告, needed: true, deferrable: 7 days}]\n"
    publish(FILES | {AWARD: FILES[AWARD] + paper})
    know(here.firm, "营业收入", 3_000_000)
    with clock.at(dt.date(2023, 3, 1)):
        case = here.started("award")
        later = {"审计报告": {"papers": [], "later": "事务所五月出具"}}
        intake_actions.save_draft(application=case, by=here.founder, entered={}, evidence=later, statements={})
        give_consent(application=case, by=here.founder)
    with clock.at(dt.date(2023, 4, 1)):
        assert submit_consented().submitted == [case.reference]
    case.refresh_from_db()
    assert [(each.name, each.why, each.until) for each in owed(case)] == [
        ("审计报告", "事务所五月出具", dt.date(2023, 4, 10))
    ]


def test_a_page_of_everything_before_and_a_receipt_after(here: District, as_: As) -> None:
    client, case = as_(here.founder), here.started()
    address = f"/my/applications/{case.reference}/"
    form = {"have-0": "on", "note-0": "第 3 页"}
    page = client.post(f"{address}check/", form, follow=True).content.decode()
    for words in ("从业人员", "示例登记", "第 3 页", "6,453.00", "我代表企业声明", "真实、完整、有效",
                  "2022年7月1日前受理", "20 个工作日内作出决定", "确认提交"):  # fmt: skip
        assert words in page, words
    unsigned = client.post(f"{address}hand-in/", {"request_key": str(uuid.uuid4())}, follow=True).content.decode()
    assert "请先勾选声明" in unsigned
    answer = through_the_pages(client, case.reference, form)
    assert answer["Location"] == f"{address}receipt/"
    page = client.get(answer["Location"]).content.decode()
    for words in (
        case.reference,
        "2022年6月24日",
        here.founder.name,
        "第 3 页",
        "从业人员",
        "6,453.00",
        "2022年7月1日",
    ):
        assert words in page, words
    case.refresh_from_db()
    assert case.verdict["illustrative"] == ("示例参数" in page.partition("接下来")[0].partition("<main")[2])
    assert f'<a href="{address}">' in page, "a way back to the case"
    line = history("cases", case.reference).get(verb="submit")
    assert "真实、完整、有效" in line.data["declaration"]
    assert "提交回执" in client.get(address).content.decode()


def test_without_it_is_a_second_choice_with_a_reason(here: District, as_: As) -> None:
    client, case = as_(here.founder), here.started()
    address = f"/my/applications/{case.reference}/"
    page = client.post(f"{address}check/", {}, follow=True).content.decode()
    assert "用工计划（可以容缺，须写明理由）" in page and "确认提交" not in page
    page = client.post(f"{address}check/", {"later-0": "还在盖章"}, follow=True).content.decode()
    assert "用工计划：还在盖章。最迟 2022年7月8日 补交" in page and "确认提交" in page
    answer = through_the_pages(client, case.reference, {"later-0": "还在盖章"})
    assert "请勾选" in client.get(answer["Location"]).content.decode()
    through_the_pages(client, case.reference, {"later-0": "还在盖章"}, lenient="on")
    case.refresh_from_db()
    assert (case.state, case.evidence) == ("submitted", LATER_ON)
    assert "最迟 2022年7月8日 补交" in client.get(f"{address}receipt/").content.decode()
    page = as_(here.officer).get(f"/desk/applications/{case.reference}/").content.decode()
    assert "容缺受理，还在盖章" in page


def test_what_was_put_off_is_owed_until_it_is_supplied(here: District, as_: As) -> None:
    case = submit(here.started(), here.founder, **LATER_ON)
    review_actions.accept(application=case, by=here.officer)
    review_actions.answer_condition(application=case, by=here.officer, condition="plan", value=True)
    with pytest.raises(NotPossible, match="容缺的材料还没有补交：用工计划"):
        deciding.decide(application=case, by=here.officer, outcome="granted")
    with pytest.raises(Refused):
        supply(application=case, by=here.stranger, name=PLAN, file=SimpleUploadedFile("计划.pdf", samples.pdf()))
    address = f"/my/applications/{case.reference}/"
    client = as_(here.founder)
    assert "“用工计划”请在 2022年7月8日 前补交" in client.get(address).content.decode()
    posted = {"name": PLAN, "file": SimpleUploadedFile("计划.pdf", samples.pdf())}
    assert "已补交" in client.post(f"{address}supply/", posted, follow=True).content.decode()
    case.refresh_from_db()
    assert owed(case) == [] and case.evidence[PLAN]["papers"][0]["name"] == "计划.pdf"
    assert Attached.objects.get().name == PLAN
    assert case.submissions.get().evidence == LATER_ON  # what was handed in that day stays
    assert any("已补交材料" in each.title for each in messages_for(here.officer))
    posted = {"name": PLAN, "file": SimpleUploadedFile("计划2.pdf", samples.pdf())}
    assert "不在等着补交" in client.post(f"{address}supply/", posted, follow=True).content.decode()
    assert deciding.decide(application=case, by=here.officer, outcome="granted").outcome == "granted"


def test_nobody_else_sees_the_receipt(here: District, as_: As) -> None:
    case = here.submitted()
    join(here.stranger, here.firm, state="refused")
    for who in (here.stranger, here.officer):
        for page in ("check", "receipt"):
            assert as_(who).get(f"/my/applications/{case.reference}/{page}/").status_code == 404


def test_the_receipt_names_every_file(here: District, as_: As) -> None:
    client, case = as_(here.founder), here.started()
    file = SimpleUploadedFile("计划.pdf", samples.pdf())
    page = client.post(f"/my/applications/{case.reference}/check/", {"file-0-0": file}, follow=True).content.decode()
    assert "计划.pdf" in page and "没有交" in page  # the other one, which may be left out
    file.seek(0)
    answer = through_the_pages(client, case.reference, {"file-0-0": file})
    case.refresh_from_db()
    page = client.get(answer["Location"]).content.decode()
    assert "计划.pdf" in page and case.evidence[PLAN]["papers"][0]["digest"][:16] in page
