"""What officials see and do, through the pages."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from district.cases.approving.models import Proposal
from district.cases.core.models import Application, Decision
from district.cases.desk import actions as desk_actions
from district.cases.desk import buckets
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.cases.review.corrections import Item
from district.ground import clock
from tests.district.cases import deciding
from tests.district.cases.factories import LATER_ON, District, enterprise, join, know

DESK = "/desk/applications/"


@pytest.fixture
def officer(here: District, client: Client) -> Client:
    client.force_login(here.officer)
    return client


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def firms(here: District, count: int, **facts: object) -> list[object]:
    made = []
    for n in range(count):
        firm = enterprise(f"9131011012345678{n:02}", f"示例{n:02}公司", 注册区="示例区", 失信被执行=False, **facts)
        join(here.founder, firm)
        made.append(firm)
    return made


def test_the_list_is_divided_by_deadline(here: District, officer: Client) -> None:
    days = [dt.date(2022, 6, 15), dt.date(2022, 6, 17), dt.date(2022, 6, 20), dt.date(2022, 6, 24)]
    made = firms(here, 6)
    for day, firm in zip(days, made, strict=False):
        with clock.at(day):
            here.submitted(firm)
    returned = here.submitted(made[4])
    review_actions.send_back(application=returned, by=here.officer, items=corrections.proposed_corrections(returned))
    done = here.accepted(made[5])
    deciding.decide(application=done, by=here.officer, outcome="refused", note="x")
    with clock.at(dt.date(2022, 6, 24)):
        rows = buckets.worklist(here.officer)
        counts = buckets.bucket_counts(rows, clock.today())
    assert counts == {"overdue": 1, "today": 1, "week": 0, "later": 2, "waiting": 1, "done": 1, "open": 5}
    for bucket, count in counts.items():
        found = rows.filter(buckets.in_bucket_filter(bucket, dt.date(2022, 6, 24)))
        assert found.count() == count
        if bucket != "open":
            assert {buckets.bucket_of(row, dt.date(2022, 6, 24)) for row in found} <= {bucket}
    page = text(officer.get(DESK))
    assert page.index("示例00公司") < page.index("示例01公司") < page.index("示例03公司")
    assert "示例05公司" not in page
    assert "示例05公司" in text(officer.get(DESK + "?bucket=done"))
    assert "hq-due-overdue" in page


def test_this_week_ends_on_sunday(here: District) -> None:
    case = Application(state="submitted")
    wednesday = dt.date(2022, 6, 22)
    for due, bucket in [(23, "week"), (26, "week"), (27, "later"), (22, "today"), (21, "overdue")]:
        case.due_on = dt.date(2022, 6, due)
        assert buckets.bucket_of(case, wednesday) == bucket


def test_filters_sorting_and_pages(here: District, officer: Client) -> None:
    for firm in firms(here, 30):
        here.submitted(firm)
    page = text(officer.get(DESK))
    assert len(re.findall('<tr class="hq-due', page)) == 25
    assert len(re.findall('<tr class="hq-due', text(officer.get(DESK + "?page=2")))) == 5
    assert len(re.findall('<tr class="hq-due', text(officer.get(DESK + "?q=示例07")))) == 1
    assert "这里没有件" in text(officer.get(DESK + "?q=没有这家"))
    desk_actions.take_next(by=here.officer)
    assert len(re.findall('<tr class="hq-due', text(officer.get(f"{DESK}?officer={here.officer.pk}")))) == 1
    assert "示例00公司" not in text(officer.get(DESK + "?officer=0&page=2"))
    by_name = text(officer.get(DESK + "?sort=enterprise&state=submitted"))
    assert by_name.index("示例03公司") < by_name.index("示例11公司")
    programme = here.programmes["award"].pk
    assert "这里没有件" in text(officer.get(f"{DESK}?programme={programme}"))
    for nonsense in ("?page=x&sort=x&bucket=x&programme=x&officer=-1&state=x", "?page=9999", "?programme=99999999999"):
        assert officer.get(DESK + nonsense).status_code == 200


def test_the_list_costs_the_same_for_one_and_for_thirty(
    here: District, officer: Client, django_assert_max_num_queries: Any
) -> None:
    made = firms(here, 30)
    here.submitted(made[0])
    officer.get(DESK)
    with django_assert_max_num_queries(9):
        officer.get(DESK)
    for firm in made[1:]:
        here.submitted(firm)
    with django_assert_max_num_queries(9):
        officer.get(DESK)


def test_htmx_swaps_the_same_list(here: District, officer: Client) -> None:
    here.submitted()
    whole, part = text(officer.get(DESK)), text(officer.get(DESK, HTTP_HX_REQUEST="true"))
    strip = lambda page: re.sub(r'value="[\w-]{36,64}"', "", page)  # noqa: E731 - tokens and keys differ
    assert strip(part).strip() in strip(whole)


def test_the_case_page_lays_verdict_and_facts_side_by_side(
    here: District, officer: Client, django_assert_max_num_queries: Any
) -> None:
    case = here.submitted()
    officer.get(f"{DESK}{case.reference}/")
    with django_assert_max_num_queries(37):
        page = text(officer.get(f"{DESK}{case.reference}/"))
    for words in ("用工计划可行", "从业人员", "示例登记", "劳动合同样本", "受理", "退回补正", "办理经过"):
        assert words in page
    assert "提出拟办意见" not in page


def test_eighty_cases_before_lunch(here: District, officer: Client) -> None:
    """Accept, judge, decide, and the next one opens by itself."""
    made = firms(here, 2, 从业人员=8)
    first, second = here.submitted(made[0]), here.submitted(made[1])
    assert officer.post(DESK + "next/")["Location"] == f"{DESK}{first.reference}/"
    address = f"{DESK}{first.reference}/"
    for _ in range(2):  # a double click accepts once and complains not
        answer = officer.post(address + "accept/", follow=True)
        assert "不能" not in text(answer)
    officer.post(address + "answer/", {"condition": "plan", "value": "true", "note": ""})
    page = text(officer.get(address))
    assert "判定为符合" in page
    for _ in range(2):
        answer = officer.post(address + "decide/", {"outcome": "granted", "note": ""})
        assert answer["Location"] == f"{DESK}{second.reference}/"
    assert Proposal.objects.count() == 1 and not Decision.objects.exists()
    officer.post(f"{DESK}{second.reference}/accept/")
    last = officer.post(f"{DESK}{second.reference}/decide/", {"outcome": "refused", "note": "名额"})
    assert last["Location"] == DESK


def test_sending_back_starts_from_everything_missing(here: District, officer: Client) -> None:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司", 注册区="示例区")
    join(here.founder, firm)
    case = intake_actions.submit(
        application=here.started(firm=firm), by=here.founder, declared={}, request_key=uuid.uuid4(),
        evidence=LATER_ON,
    )  # fmt: skip
    address = f"{DESK}{case.reference}/"
    page = text(officer.get(address))
    assert page.count("请填写“") == 2
    assert "请提供“用工计划”。" in page
    short = officer.post(address + "send-back/", {"say-0": "请填写。", "more": ""})
    assert short.status_code == 422
    said = {"say-0": "请填写从业人员。", "say-1": "请填写是否失信。", "say-2": "请提供用工计划。"}
    posted = {**said, "more": "请盖章\n\n"}
    assert officer.post(address + "send-back/", posted).status_code == 302
    case.refresh_from_db()
    assert case.state == "returned"
    assert [item.say for item in case.corrections.all()][-1] == "请盖章"
    assert officer.post(address + "send-back/", posted).status_code == 302
    assert case.corrections.count() == 4


def test_what_was_corrected_is_shown(here: District, officer: Client) -> None:
    case = here.submitted()
    review_actions.send_back(application=case, by=here.officer, items=[Item("other", "计划", "请写明岗位。")])
    know(here.firm, "从业人员", 9, grade="decision")
    intake_actions.resubmit(
        application=case, by=here.founder, declared={}, replies={case.corrections.get().pk: "三个岗位"},
        request_key=uuid.uuid4(),
    )  # fmt: skip
    page = text(officer.get(f"{DESK}{case.reference}/"))
    assert "与上次提交相比" in page
    assert re.search(r"从业人员：8 人\s*→ <strong>9 人", page)
    assert "三个岗位" in page


def test_what_cannot_be_done_says_why(here: District, officer: Client) -> None:
    case = here.submitted()
    address = f"{DESK}{case.reference}/"
    page = officer.post(address + "decide/", {"outcome": "granted"}, follow=True)
    assert "现在是“待受理”，不能“同意”" in text(page)
    page = officer.post(address + "answer/", {"condition": "plan", "value": "perhaps"}, follow=True)
    assert "请选择" in text(page)
    page = officer.post(address + "read-anew/", {"request_key": "x"}, follow=True)
    assert "页面已过期" in text(page)
    join(here.officer, here.firm)
    assert "回避" in text(officer.get(address))
    assert officer.post(address + "accept/").status_code == 403


def test_leaders_decide_but_do_not_accept(here: District, client: Client) -> None:
    case = here.submitted()
    client.force_login(here.leader)
    assert "accept/" not in text(client.get(f"{DESK}{case.reference}/"))
    assert client.post(f"{DESK}{case.reference}/accept/").status_code == 403
    review_actions.accept(application=case, by=here.officer)
    assert "提出拟办意见" in text(client.get(f"{DESK}{case.reference}/"))


def test_auditors_see_and_judge_again_but_change_nothing(here: District, client: Client) -> None:
    case = here.judged()
    deciding.decide(application=case, by=here.officer, outcome="granted")
    client.force_login(here.auditor)
    page = text(client.get(f"{DESK}{case.reference}/"))
    assert set(re.findall(r'method="post" action="([^"]+)"', page)) <= {"/language", "/accounts/logout/"}
    assert "一致：" in text(client.get(f"{DESK}{case.reference}/replay/"))
    for verb in ("accept", "send-back", "answer", "read-anew", "decide"):
        assert client.post(f"{DESK}{case.reference}/{verb}/").status_code == 403
    assert client.post(DESK + "next/").status_code == 403


SEES = {  # who → (their own list in the hall, the desk, what of the submitted case, what of the draft)
    "founder": ({"hiring", "draft"}, None),
    "officer": (set(), {"hiring"}),
    "leader": (set(), {"hiring"}),
    "colleague": (set(), set()),
    "auditor": (set(), {"hiring"}),
    "stranger": (set(), None),
}


@pytest.mark.parametrize("who", SEES)
def test_who_sees_what(here: District, client: Client, who: str) -> None:
    person = getattr(here, who)
    cases = {"hiring": here.submitted(), "draft": here.started(firm=firms(here, 1)[0])}
    hall, desk = SEES[who]
    client.force_login(person)
    page = text(client.get("/my/applications/"))
    assert {name for name, case in cases.items() if case.reference in page} == hall
    for name, case in cases.items():
        assert (client.get(f"/my/applications/{case.reference}/").status_code == 200) is (name in hall)
    listed = client.get(DESK)
    assert listed.status_code == (403 if desk is None else 200)
    for name, case in cases.items():
        wanted = 403 if desk is None else 200 if name in desk else 404
        assert client.get(f"{DESK}{case.reference}/").status_code == wanted
    seen = set(Application.objects.visible_to(person))
    assert seen == {case for name, case in cases.items() if name in hall | (desk or set())}


def test_an_officer_with_an_own_enterprise_sees_both_sides(here: District) -> None:
    own = firms(here, 1)[0]
    join(here.officer, own)
    case, draft = here.submitted(), here.started(firm=own)
    assert set(Application.objects.visible_to(here.officer)) == {case, draft}
    assert set(Application.objects.of_member(here.officer)) == {draft}
    assert set(Application.objects.on_desk_of(here.officer)) == {case}
    assert buckets.next_case(here.officer) == case
