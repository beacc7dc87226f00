"""What an enterprise sees and does, through the pages."""

from __future__ import annotations

import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from district.cases.core.models import Application
from district.cases.review import actions as review_actions
from district.cases.review.corrections import Item
from tests.district.cases import deciding
from tests.district.cases.factories import District, enterprise, join, know
from tests.district.cases.handing import through_the_pages


@pytest.fixture
def founder(here: District, client: Client) -> Client:
    client.force_login(here.founder)
    return client


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def key_in(page: str) -> str:
    found = re.search(r'name="request_key" value="([0-9a-f-]{36})"', page)
    assert found
    return found[1]


def test_from_the_programme_to_the_draft(here: District, founder: Client) -> None:
    page = text(founder.get("/my/applications/new/hiring/"))
    assert "示例甲科技有限公司" in page
    assert "用工计划可行" in page
    posted = {"enterprise": here.firm.pk, "request_key": key_in(page)}
    first = founder.post("/my/applications/new/hiring/", posted)
    case = Application.objects.get()
    assert first["Location"] == f"/my/applications/{case.reference}/"
    assert founder.post("/my/applications/new/hiring/", posted)["Location"] == first["Location"]
    other_form = {**posted, "request_key": str(uuid.uuid4())}
    assert founder.post("/my/applications/new/hiring/", other_form)["Location"] == first["Location"]
    assert Application.objects.count() == 1


def test_a_closed_window_is_said_before_one_begins(here: District, founder: Client) -> None:
    page = text(founder.get("/my/applications/new/award/"))
    assert "2023年4月1日" in page
    assert "开始申报" not in page
    answer = founder.post("/my/applications/new/award/", {"enterprise": here.firm.pk, "request_key": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "申报期" in text(answer)


def test_one_may_not_apply_for_anothers_enterprise(here: District, founder: Client) -> None:
    other = enterprise("91310110MA00000A9R", "示例乙有限公司")
    answer = founder.post("/my/applications/new/hiring/", {"enterprise": other.pk, "request_key": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_nobody_elses_application_is_there(here: District, client: Client) -> None:
    case = here.submitted()
    for who in (here.stranger, here.officer):
        client.force_login(who)
        assert client.get(f"/my/applications/{case.reference}/").status_code == 404
        for verb in ("fill-in", "check", "hand-in", "supply", "withdraw"):
            assert client.post(f"/my/applications/{case.reference}/{verb}/").status_code == 404


def test_a_draft_asks_only_for_what_is_unknown(here: District, founder: Client) -> None:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司", 注册区="示例区")
    join(here.founder, firm)
    page = text(founder.get(f"/my/applications/{here.started(firm=firm).reference}/"))
    assert 'name="fact-从业人员"' in page
    assert 'name="fact-失信被执行"' in page
    assert 'name="fact-注册区"' not in page
    assert "已经知道的，不用再填" in page
    assert "营业收入" not in page  # the rule doesn't use it


def test_filling_in_keeps_judges_and_shows_what_is_wrong(here: District, founder: Client) -> None:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司", 注册区="示例区")
    join(here.founder, firm)
    case = here.started(firm=firm)
    address = f"/my/applications/{case.reference}/fill-in/"
    part = founder.post(address, {"fact-从业人员": "２"}, HTTP_HX_REQUEST="true")
    assert part.status_code == 200
    assert "<html" not in text(part)
    assert "还差 1 人" in text(part)
    assert "暂不能提交" in text(part)
    case.refresh_from_db()
    assert case.entered == {"从业人员": "２"}
    assert not firm.facts.filter(kind_id="从业人员").exists()
    wrong = founder.post(address, {"fact-从业人员": "三个半"}, HTTP_HX_REQUEST="true")
    assert "应是数字" in text(wrong)
    again = text(founder.get(f"/my/applications/{case.reference}/"))
    assert "三个半" in again
    assert founder.post(address, {"fact-从业人员": "5 人"}).status_code == 302
    assert "提交申报" in text(founder.get(f"/my/applications/{case.reference}/"))


def test_handing_in_with_a_wrong_value_stays_a_draft(here: District, founder: Client) -> None:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司", 注册区="示例区")
    join(here.founder, firm)
    case = here.started(firm=firm)
    answer = through_the_pages(founder, case.reference, {"fact-从业人员": "-"})
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.state == "draft"


def test_handing_in_what_is_not_eligible_says_why_and_keeps_the_draft(here: District, founder: Client) -> None:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司", 注册区="示例区", 失信被执行=False)
    join(here.founder, firm)
    case = here.started(firm=firm)
    answer = through_the_pages(founder, case.reference, {"fact-从业人员": "1"})
    assert answer.status_code == 422
    assert "还差 2 人" in text(answer)
    case.refresh_from_db()
    assert (case.state, case.entered) == ("draft", {"从业人员": "1"})


def test_handing_in_twice_is_once(here: District, founder: Client) -> None:
    case = here.started()
    address = f"/my/applications/{case.reference}/"
    page = text(founder.post(f"{address}check/", {"have-0": "on", "note-0": "第 3 页"}, follow=True))
    posted = {"request_key": key_in(page), "declare": "on"}
    for _ in range(2):
        answer = founder.post(f"/my/applications/{case.reference}/hand-in/", posted)
        assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.evidence) == ("submitted", {"用工计划": "第 3 页"})
    assert case.submissions.count() == 1
    after = text(founder.get(f"/my/applications/{case.reference}/"))
    assert "已提交，等待受理" in after
    assert "2022年7月1日前受理" in after


def test_a_returned_case_is_answered_item_by_item(here: District, founder: Client) -> None:
    case = here.submitted()
    items = [Item("fact", "营业收入", "请填写“营业收入”。"), Item("other", "计划", "请写明岗位。")]
    review_actions.send_back(application=case, by=here.officer, items=items)
    address = f"/my/applications/{case.reference}/"
    page = text(founder.get(address))
    assert "请写明岗位。" in page
    assert 'name="fact-营业收入"' in page
    plan = case.corrections.get(about="计划")
    form = {"fact-营业收入": "50万", "have-0": "on", f"reply-{plan.pk}": ""}
    assert "没有答复：计划" in text(founder.post(address + "check/", form, follow=True))
    assert "没有答复：计划" in text(founder.post(address + "hand-in/", {"request_key": str(uuid.uuid4()),
                                                                   "declare": "on"}, follow=True))  # fmt: skip
    through_the_pages(founder, case.reference, {**form, f"reply-{plan.pk}": "岗位三个"})
    case.refresh_from_db()
    assert case.state == "submitted"
    assert case.facts["营业收入"]["value"] == "500000.00"


def test_a_decision_says_why_how_much_and_how_to_appeal(here: District, founder: Client) -> None:
    case = here.judged(value=False)
    deciding.decide(application=case, by=here.officer, outcome="refused")
    page = text(founder.get(f"/my/applications/{case.reference}/"))
    for words in ("示人社惠〔2022〕1号", "用工计划可行", "示例规〔2022〕1号 第六条", "申请复核", "行政复议"):
        assert words in page
    assert here.officer.name not in page  # the bureau decides, not a person
    granted = here.judged(firm=second_firm(here))
    deciding.decide(application=granted, by=here.officer, outcome="granted")
    page = text(founder.get(f"/my/applications/{granted.reference}/"))
    assert "6453.00" in page or "6,453.00" in page


def second_firm(here: District) -> object:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司", 注册区="示例区", 从业人员=8, 失信被执行=False)
    join(here.founder, firm)
    return firm


def test_my_list_puts_what_needs_me_first(here: District, founder: Client, django_assert_max_num_queries: Any) -> None:
    firms = [second_firm(here)]
    for n in range(12):
        firm = enterprise(f"9131011012345678{n:02}", f"示例{n}公司", 注册区="示例区")
        join(here.founder, firm)
        firms.append(firm)
    for one in firms[:-1]:
        here.submitted(one)
    here.started(firm=firms[-1])
    founder.get("/my/applications/")
    with django_assert_max_num_queries(8):
        page = text(founder.get("/my/applications/"))
    assert page.index("示例11公司") < page.index("示例乙有限公司")
    assert page.count("已提交，等待受理") == 12


def test_withdrawing_from_the_page(here: District, founder: Client) -> None:
    case = here.submitted()
    for _ in range(2):
        assert founder.post(f"/my/applications/{case.reference}/withdraw/", {"reason": "改日"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert text(founder.get(f"/my/applications/{case.reference}/")).count("撤回") > 0


def test_pages_cost_few_queries(here: District, founder: Client, django_assert_max_num_queries: Any) -> None:
    draft, case = here.started(firm=second_firm(here)), here.judged()
    know(here.firm, "营业收入", Decimal("1.00"))
    for address in (f"/my/applications/{draft.reference}/", f"/my/applications/{case.reference}/"):
        founder.get(address)
        with django_assert_max_num_queries(25):
            founder.get(address)
