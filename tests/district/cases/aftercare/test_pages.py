"""The pages: who sees what, what may be done where, double clicks, and how many queries a list takes."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from district.cases.aftercare import actions, risk, tasks
from district.cases.aftercare.models import Campaign, Finding, Obligation, Statement
from district.cases.headcount import workers
from district.ground import clock
from district.ground.people.models import Person
from tests.district.cases.aftercare.factories import JULY, granted, second_firm, second_officer
from tests.district.cases.aftercare.test_workers import line
from tests.district.cases.factories import District, enterprise, join, know, person

As = Callable[[Person], Client]


def text(response: Any) -> str:
    return response.content.decode()  # type: ignore[no-any-return]


def breached(after: District) -> Finding:
    granted(after)
    know(after.firm, "注册区", "虹口区", since=dt.date(2022, 7, 10))
    with clock.at(JULY):
        tasks.work()
    return Finding.objects.get()


def test_the_whole_way_through_the_pages(after: District, as_: As) -> None:
    finding = breached(after)
    address, mine = f"/desk/findings/{finding.reference}/", f"/my/findings/{finding.reference}/"
    assert as_(after.founder).get(mine).status_code == 404  # not told yet
    page = text(as_(after.officer).get("/desk/findings/"))
    assert "示例甲科技有限公司" in page and "待告知" in page
    browser = as_(after.officer)
    assert "虹口区" in text(browser.get(address))
    for _ in range(2):
        browser.post(address + "tell/")
    assert Finding.objects.get().state == "told"
    letter = finding.application.letters.get(kind="told")
    shown = text(browser.get(address))
    for kind in ("pdf", "docx"):  # the bureau takes the text to edit as well, the enterprise the sealed file
        assert f"/letters/{letter.code}/{kind}/" in shown
        assert browser.get(f"/letters/{letter.code}/{kind}/").status_code == 200
    assert "企业陈述意见或期限过后" in text(browser.get(address))
    browser = as_(after.founder)
    assert "请陈述意见" in text(browser.get("/my/obligations/"))
    shown = text(browser.get(mine))
    assert f"/letters/{letter.code}/pdf/" in shown and "/docx/" not in shown
    assert browser.get(f"/letters/{letter.code}/docx/").status_code == 404
    key = uuid.uuid4()
    for _ in range(2):
        browser.post(mine, {"text": "已迁回，正在变更登记。", "request_key": key})
    assert Statement.objects.count() == 1
    browser = as_(after.officer)
    assert "已迁回" in text(browser.get(address))
    browser.post(address + "uphold/", {"reason": "登记机关数据属实"})
    page = text(browser.get(address))
    assert "6,453.00" in page and "全额" in page
    browser.post(address + "propose/", {"amount": "6453.00", "reason": ""})
    assert "同一个人" in text(browser.get(address))
    browser.post(address + "approve/")
    assert Finding.objects.get().state == "proposed"
    as_(after.leader).post(address + "approve/")
    assert Finding.objects.get().state == "approved"
    page = text(as_(after.founder).get(mine))
    assert "应退回" in page and "6,453.00" in page
    assert Obligation.objects.get(key="stay").state == "released"


def test_what_the_public_sees_names_the_bureau_not_the_person(after: District, as_: As) -> None:
    finding = actions.tell(finding=breached(after), by=after.officer)
    page = text(as_(after.founder).get(f"/my/findings/{finding.reference}/"))
    assert after.officer.name not in page and "区人社局" in page


DESK = ["/desk/after/", "/desk/findings/", "/desk/campaigns/"]


@pytest.mark.parametrize("address", [*DESK, "/desk/collisions/", "/desk/campaigns/new/"])
def test_the_desk_is_not_for_enterprises(after: District, as_: As, address: str) -> None:
    assert as_(after.founder).get(address).status_code == 403


def test_collisions_are_for_auditors_alone(after: District, as_: As) -> None:
    assert as_(after.officer).get("/desk/collisions/").status_code == 403
    assert as_(after.leader).get("/desk/collisions/").status_code == 403
    assert "没有重复的人员" in text(as_(after.auditor).get("/desk/collisions/"))


def test_another_bureau_sees_nothing(after: District, as_: As) -> None:
    finding = breached(after)
    browser = as_(after.colleague)
    row = Obligation.objects.get(key="stay")
    for address in (f"/desk/findings/{finding.reference}/", f"/desk/after/{row.reference}/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/desk/findings/{finding.reference}/tell/").status_code == 404
    assert "示例甲" not in text(browser.get("/desk/findings/")) + text(browser.get("/desk/after/"))
    browser = as_(after.auditor)
    assert browser.get(f"/desk/findings/{finding.reference}/").status_code == 200
    assert browser.post(f"/desk/findings/{finding.reference}/tell/").status_code == 403


def test_another_enterprise_sees_nothing(after: District, as_: As) -> None:
    finding = actions.tell(finding=breached(after), by=after.officer)
    other = person("other")
    join(other, enterprise("9131011012345678ZZ", "示例另一公司"))
    browser = as_(other)
    assert browser.get(f"/my/findings/{finding.reference}/").status_code == 404
    assert browser.get(f"/my/staff/{finding.application.reference}/").status_code == 404
    assert "一年内不迁出" not in text(browser.get("/my/obligations/"))


@pytest.mark.parametrize("tab", ["due", "breached", "unknown", "watching", "done"])
def test_obligations_are_divided(after: District, as_: As, tab: str) -> None:
    breached(after)
    with clock.at(dt.date(2022, 9, 24)):
        tasks.work()
        rows = text(as_(after.officer).get(f"/desk/after/?tab={tab}"))
    assert len(re.findall(r"/desk/after/YW", rows)) == {"breached": 1, "unknown": 1, "watching": 1}.get(tab, 0)


def test_lists_take_as_many_queries_for_one_as_for_many(
    after: District, as_: As, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        granted(after, second_firm(after, n))
    for row in Obligation.objects.all():
        actions.open_finding(decision=row.decision, source="obligation", kind="recovery", cause=str(row.pk), say="x",
                             since_on=clock.today(), obligation=row)  # fmt: skip
    Finding.objects.update(told_at=clock.now(), state="told", due_on=JULY)
    browser = as_(after.officer)
    for address in ("/desk/after/?tab=watching", "/desk/findings/"):
        browser.get(address)
        with django_assert_max_num_queries(7):  # session, person, duties, messages, and three of the page
            assert browser.get(address).status_code == 200
    browser = as_(after.founder)
    with django_assert_max_num_queries(8):
        assert "一年内不迁出" in text(browser.get("/my/obligations/"))


def test_a_campaign_through_the_pages(after: District, as_: As) -> None:
    for n in range(4):
        granted(after, second_firm(after, n), by=after.leader)
    other = second_officer()
    browser = as_(after.leader)
    form = {"title": "年度抽查", "programmes": [after.programmes["hiring"].pk], "year": 2022, "size": 2, "share": 50,
            "request_key": uuid.uuid4()}  # fmt: skip
    for _ in range(2):
        response = browser.post("/desk/campaigns/new/", form)
    campaign = Campaign.objects.get()
    address = f"/desk/campaigns/{campaign.reference}/"
    assert response["Location"] == address
    assert "尚未公布" in text(browser.get(address))
    browser.post(address + "draw/", {"seed": " "})
    assert Campaign.objects.get().state == "sealed"
    for _ in range(2):
        browser.post(address + "draw/", {"seed": "2022163"})
    assert campaign.items.count() == 2
    assert "由别人核查" in text(browser.get(address + "1/")) or "分给别人" in text(browser.get(address + "1/"))
    browser = as_(other)
    said = {**dict.fromkeys(risk.CHECKLIST, "yes"), "result": "fine", "note": ""}
    assert browser.post(address + "1/", {**said, "result": ""}).status_code == 422
    assert browser.post(address + "1/", {**said, "result": "problem"}).status_code == 422
    assert browser.post(address + "1/", said).status_code == 302
    assert browser.post(address + "1/", said, follow=True).status_code == 200  # there is a result already
    browser.post(address + "finish/")
    assert Campaign.objects.get().state == "drawn"
    browser.post(address + "2/", said)
    browser.post(address + "finish/")
    assert Campaign.objects.get().state == "done"
    assert as_(after.colleague).get(address).status_code == 404


def test_an_auditor_settles_a_collision(after: District, as_: As) -> None:
    first, second = (after.started("hiring", second_firm(after, n)) for n in (1, 2))
    for case in (first, second):
        workers.register(application=case, lines=[line(1)], by=after.founder)
    browser = as_(after.auditor)
    page = text(browser.get("/desk/collisions/"))
    assert "示例01公司" in page and "示例02公司" in page and "2022-01、2022-02、2022-03" in page
    pk = second.collisions.get().pk
    browser.post(f"/desk/collisions/{pk}/settle/", {"note": ""})
    assert second.collisions.get().state == "open"
    browser.post(f"/desk/collisions/{pk}/settle/", {"note": "已联系两家企业核实"})
    assert second.collisions.get().state == "settled"


def test_a_staff_list_line_is_taken_back(after: District, as_: As) -> None:
    case = after.started("hiring")
    workers.register(application=case, lines=[line(1), line(2)], by=after.founder)
    browser = as_(after.founder)
    address = f"/my/staff/{case.reference}/"
    assert text(browser.get(address)).count('name="claim"') == 2
    browser.post(address + "remove/", {"claim": [str(case.workers.first().pk), "x"]})
    assert workers.heads(case.reference) == 1
    browser.post(address + "remove/", {})
    assert workers.heads(case.reference) == 1


@pytest.mark.parametrize("posted", [{"amount": "x"}, {"amount": "-1"}, {"amount": "1.001"}, {}])
def test_an_amount_that_is_none_is_refused(after: District, as_: As, posted: dict[str, str]) -> None:
    finding = actions.tell(finding=breached(after), by=after.officer)
    actions.state_view(finding=finding, by=after.founder, text="x", request_key=uuid.uuid4())
    actions.uphold(finding=finding, by=after.officer, reason="x")
    browser = as_(after.officer)
    browser.post(f"/desk/findings/{finding.reference}/propose/", posted)
    finding.refresh_from_db()
    assert finding.state == "upheld"
    assert "大于零" in text(browser.get(f"/desk/findings/{finding.reference}/"))


def test_a_correction_shows_both_verdicts(after: District, as_: As) -> None:
    from district.cases.aftercare import correcting

    decision = granted(after)
    with clock.at(JULY):
        know(after.firm, "从业人员", 6, since=dt.date(2022, 6, 10))
        finding = correcting.look_again(decision.pk)
    assert finding is not None
    page = text(as_(after.officer).get(f"/desk/findings/{finding.reference}/"))
    for words in ("决定时的判定", "按现在所知的判定", "6,453.00 元", "4,839.75 元", "8 人", "6 人"):
        assert words in page, words
    assert Decimal(finding.details["amount_now"]) == Decimal("4839.75")
    assert as_(after.officer).get(f"/desk/findings/{finding.reference}/nonsense/").status_code == 405
    assert as_(after.officer).post(f"/desk/findings/{finding.reference}/nonsense/").status_code == 404
