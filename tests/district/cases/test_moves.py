"""From "apply" to "decided": every move and every refusal."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from district.cases.core import queries
from district.cases.core.checks import AlreadyOpen, NotEligible, NotPossible
from district.cases.core.models import Application, Decision, Submission
from district.cases.core.states import MOVES, STATES
from district.cases.decisions import leaving
from district.cases.desk import actions as desk_actions
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.cases.review.corrections import Item
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.record.moves import MoveRefused, dead_ends
from district.ground.record.queries import history
from tests.district.cases import deciding
from tests.district.cases.factories import LATER_ON, District, enterprise, join, know, person, publish

KEY = uuid.uuid4


def titles(who: object) -> list[str]:
    return list(Message.objects.filter(to=who).order_by("pk").values_list("title", flat=True))


def verbs(case: Application) -> list[str]:
    return [entry.verb for entry in history("cases", case.reference)]


def test_the_table_of_moves_has_no_dead_end() -> None:
    assert dead_ends(STATES, MOVES) == []


# start


def test_a_member_starts_a_draft_under_the_version_in_force(here: District) -> None:
    case = here.started()
    assert case.state == "draft"
    assert case.version.in_force_from == dt.date(2022, 1, 1)
    assert case.reference.startswith("SB2022-") and str(case.pk) not in case.reference.removeprefix("SB2022-")
    assert verbs(case) == ["start"]


def test_only_members_start(here: District) -> None:
    asked = person("asked")
    join(asked, here.firm, state="requested")
    for who in (here.stranger, here.officer, asked):
        with pytest.raises(Refused, match="企业成员"):
            intake_actions.start(enterprise=here.firm, programme=here.programmes["hiring"], by=who, request_key=KEY())


def test_a_window_that_is_closed_says_when_it_opens(here: District) -> None:
    with pytest.raises(NotPossible, match="2023年4月1日"):
        here.started("award")
    with clock.at(dt.date(2022, 1, 15)), pytest.raises(NotPossible, match="2022年4月1日"):
        here.started("award")
    with clock.at(dt.date(2022, 4, 1)):
        assert here.started("award").state == "draft"


def test_the_last_day_of_a_window_is_in_it(here: District) -> None:
    with clock.at(dt.date(2022, 5, 31)):
        assert here.started("award").state == "draft"


def test_a_programme_before_its_first_version_is_not_in_force(here: District) -> None:
    with clock.at(dt.date(2021, 12, 31)), pytest.raises(NotPossible, match="没有生效"):
        here.started()


def test_a_later_version_takes_over_on_its_day(here: District) -> None:
    with clock.at(dt.date(2023, 4, 10)):
        assert here.started("award").version.in_force_from == dt.date(2023, 1, 1)


def test_one_open_application_per_programme(here: District) -> None:
    first = here.started()
    with pytest.raises(AlreadyOpen) as refused:
        here.started()
    assert refused.value.reference == first.reference


def test_the_same_form_twice_is_one_application(here: District) -> None:
    key = KEY()
    given = {"enterprise": here.firm, "programme": here.programmes["hiring"], "by": here.founder, "request_key": key}
    assert intake_actions.start(**given).pk == intake_actions.start(**given).pk
    assert Application.objects.count() == 1
    other = enterprise("91310110MA00000A9R", "示例乙有限公司")
    join(here.founder, other)
    with pytest.raises(NotPossible, match="重新打开"):
        intake_actions.start(**{**given, "enterprise": other})


def test_once_means_once(here: District) -> None:
    case = here.judged()
    deciding.decide(application=case, by=here.officer, outcome="granted")
    with pytest.raises(NotPossible, match="只能享受一次：2022年6月24日"):
        here.started()


@pytest.mark.parametrize(
    "repeat, day, allowed",
    [
        ("yearly", dt.date(2022, 12, 31), False), ("yearly", dt.date(2023, 1, 1), True),
        ({"after": "P3Y"}, dt.date(2025, 6, 23), False), ({"after": "P3Y"}, dt.date(2025, 6, 24), True),
        ("after: P6M", dt.date(2022, 12, 23), False), ("after: P6M", dt.date(2022, 12, 24), True),
    ],
)  # fmt: skip
def test_how_often_one_may_have_it(here: District, repeat: object, day: dt.date, allowed: bool) -> None:
    from district.policies.giving import given_to, repeat_bars

    case = here.judged()
    deciding.decide(application=case, by=here.officer, outcome="granted")
    days = dict.fromkeys(("as-of", "application", "decision"), day)
    assert (repeat_bars(repeat, "hiring", given_to(here.firm), days) == "") is allowed


# submit


def test_submitting_freezes_facts_verdict_and_version(here: District) -> None:
    case = here.submitted()
    assert case.state == "submitted"
    assert case.facts["从业人员"] == {
        "value": "8", "type": "number", "unit": "人", "grade": "register", "source": "示例登记",
        "valid_from": "2022-01-01", "expired": False,
    }  # fmt: skip
    assert case.verdict["eligible"] is None
    assert case.verdict["waiting"] == ["plan"]
    assert (case.due_from, case.due_on) == (dt.date(2022, 6, 24), dt.date(2022, 7, 1))
    know(here.firm, "从业人员", Decimal(2))
    case.refresh_from_db()
    assert case.facts["从业人员"]["value"] == "8"
    assert titles(here.officer) == ["新申报待受理：示例甲科技有限公司 “示例用工补贴”"]
    assert titles(here.founder) == ["示例甲科技有限公司：“示例用工补贴”已提交"]
    assert titles(here.colleague) == []


def test_what_is_declared_is_recorded_with_its_grade(here: District) -> None:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司", 注册区="示例区", 失信被执行=False)
    join(here.founder, firm)
    case = here.submitted(firm, 从业人员=Decimal(5))
    assert case.facts["从业人员"]["grade"] == "declared"
    assert case.facts["从业人员"]["value"] == "5"
    assert firm.facts.get(kind_id="从业人员").by == here.founder


def test_an_unknown_fact_does_not_stop_anybody(here: District) -> None:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司", 注册区="示例区")
    join(here.founder, firm)
    assert set(here.submitted(firm).verdict["missing"]) == {"从业人员", "失信被执行"}


def test_a_clear_no_is_told_and_nothing_is_recorded(here: District) -> None:
    know(here.firm, "从业人员", Decimal(2))
    case = here.started()
    with pytest.raises(NotEligible, match="还差 1 人") as refused:
        intake_actions.submit(application=case, by=here.founder, declared={"营业收入": Decimal(7)}, request_key=KEY(),
                       evidence=LATER_ON)  # fmt: skip
    assert refused.value.verdict["because"] == ["staff"]
    case.refresh_from_db()
    assert case.state == "draft"
    assert not Submission.objects.exists()
    assert not here.firm.facts.filter(kind_id="营业收入").exists()


def test_a_no_that_rests_on_a_disputed_fact_may_be_handed_in(here: District) -> None:
    know(here.firm, "从业人员", Decimal(2))
    case = here.submitted(从业人员=Decimal(4))
    assert case.verdict["eligible"] is False
    assert case.contested["从业人员"]["declared"] == "4"
    assert case.contested["从业人员"]["known"] == "2"


def test_a_dispute_that_would_not_help_does_not_open_the_door(here: District) -> None:
    know(here.firm, "失信被执行", True)
    know(here.firm, "从业人员", Decimal(2))
    with pytest.raises(NotEligible):
        here.submitted(从业人员=Decimal(4))


def test_only_members_submit(here: District) -> None:
    case = here.started()
    with pytest.raises(Refused):
        intake_actions.submit(application=case, by=here.officer, declared={}, request_key=KEY())


def test_submitting_twice_with_one_form_is_once(here: District) -> None:
    case, key = here.started(), KEY()
    for _ in range(2):
        intake_actions.submit(application=case, by=here.founder, declared={}, request_key=key, evidence=LATER_ON)
    assert Submission.objects.count() == 1
    assert verbs(case) == ["start", "submit"]
    with pytest.raises(MoveRefused, match="待受理"):
        intake_actions.submit(application=case, by=here.founder, declared={}, request_key=KEY())


def test_a_draft_whose_window_has_closed_cannot_be_submitted(here: District) -> None:
    know(here.firm, "营业收入", Decimal("1000000.00"))
    with clock.at(dt.date(2022, 5, 31)):
        case = here.started("award")
    with clock.at(dt.date(2022, 6, 1)), pytest.raises(NotPossible, match="申报期"):
        intake_actions.submit(application=case, by=here.founder, declared={}, request_key=KEY())


def test_the_applicant_answers_what_is_asked_of_applicants(here: District) -> None:
    know(here.firm, "营业收入", Decimal("1000000.00"))
    with clock.at(dt.date(2022, 5, 30)):
        case = here.started("award")
        asked = {"statements": {"promise": True}, "request_key": KEY()}
        intake_actions.submit(application=case, by=here.founder, declared={}, **asked)
    assert case.verdict["eligible"] is True


def test_a_draft_keeps_what_was_filled_in_until_it_is_handed_in(here: District) -> None:
    case = here.started()
    filled = {"entered": {"从业人员": "5"}, "evidence": {"用工计划": "附后"}, "statements": {}}
    intake_actions.save_draft(application=case, by=here.founder, **filled)
    case.refresh_from_db()
    assert (case.entered, case.evidence) == ({"从业人员": "5"}, {"用工计划": "附后"})
    with pytest.raises(Refused):
        intake_actions.save_draft(application=case, by=here.officer, **filled)
    intake_actions.submit(application=case, by=here.founder, declared={}, request_key=KEY())
    assert case.entered == {}
    with pytest.raises(NotPossible):
        intake_actions.save_draft(application=case, by=here.founder, **filled)


# accept, send back, resubmit


def test_accepting_starts_the_term_to_decide(here: District) -> None:
    case = here.accepted()
    assert (case.state, case.officer) == ("accepted", here.officer)
    assert case.due_on == dt.date(2022, 7, 22)
    assert not case.due_provisional
    assert "示例甲科技有限公司：“示例用工补贴”已受理" in titles(here.founder)


def test_only_the_lead_bureaus_officers_work_a_case(here: District) -> None:
    case = here.submitted()
    for who in (here.colleague, here.leader, here.auditor, here.founder):
        with pytest.raises(Refused, match="牵头部门"):
            review_actions.accept(application=case, by=who)
        with pytest.raises(Refused):
            review_actions.send_back(application=case, by=who, items=[Item("other", "", "x")])


def test_nobody_works_a_case_of_their_own_enterprise(here: District) -> None:
    case = here.submitted()
    join(here.officer, here.firm, state="requested")
    with pytest.raises(Refused, match="回避"):
        review_actions.accept(application=case, by=here.officer)


def test_sending_back_lists_everything_once(here: District) -> None:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司", 注册区="示例区")
    join(here.founder, firm)
    case = intake_actions.submit(application=here.started(firm=firm), by=here.founder, declared={}, request_key=KEY(),
                          evidence=LATER_ON)  # fmt: skip
    proposed = corrections.proposed_corrections(case)
    assert [(item.kind, item.about) for item in proposed] == [
        ("fact", "从业人员"), ("fact", "失信被执行"), ("evidence", "用工计划"),
    ]  # fmt: skip
    with pytest.raises(NotPossible, match="还缺：用工计划"):
        review_actions.send_back(application=case, by=here.officer, items=proposed[:2])
    with pytest.raises(NotPossible, match="写明要补什么"):
        review_actions.send_back(application=here.submitted(), by=here.officer, items=[])
    review_actions.send_back(application=case, by=here.officer, items=proposed)
    assert (case.state, case.times_returned) == ("returned", 1)
    told = Message.objects.filter(to=here.founder, title__endswith="：“示例用工补贴”请补正 3 项").get()
    assert "3. 请提供“用工计划”。" in told.body
    assert told.needs_action


def test_the_clock_stops_while_the_enterprise_corrects(here: District) -> None:
    case = here.submitted()  # due 1 July, five working days on
    with clock.at(dt.date(2022, 6, 28)):
        review_actions.send_back(application=case, by=here.officer, items=[Item("other", "计划", "请写明岗位。")])
    assert (case.days_left, case.due_on) == (3, dt.date(2022, 7, 5))
    item = case.corrections.get()
    with clock.at(dt.date(2022, 7, 11)):
        intake_actions.resubmit(
            application=case, by=here.founder, declared={}, replies={item.pk: "岗位三个"}, request_key=KEY()
        )
    assert (case.state, case.days_left, case.due_on) == ("submitted", None, dt.date(2022, 7, 14))


def test_every_item_is_answered(here: District) -> None:
    case = here.submitted()
    items = [Item("fact", "营业收入", "请填写“营业收入”。"), Item("other", "计划", "请写明岗位。")]
    review_actions.send_back(application=case, by=here.officer, items=items)
    with pytest.raises(NotPossible, match="还有：营业收入、计划"):
        intake_actions.resubmit(application=case, by=here.founder, declared={}, replies={}, request_key=KEY())
    plan = case.corrections.get(about="计划")
    intake_actions.resubmit(
        application=case, by=here.founder, declared={"营业收入": Decimal("5.00")}, replies={plan.pk: "三个岗位"},
        request_key=KEY(),
    )  # fmt: skip
    assert [item.reply for item in case.corrections.all()] == ["已填写：5.00元", "三个岗位"]
    assert queries.changes(case) == [queries.Change("营业收入", None, "5.00", "元")]
    assert "已补正：示例甲科技有限公司 “示例用工补贴”" in titles(here.officer)


def test_the_rule_stays_that_of_the_first_submission(here: District) -> None:
    case = here.submitted()
    review_actions.send_back(application=case, by=here.officer, items=[Item("other", "计划", "请写明岗位。")])
    version = case.version
    with clock.at(dt.date(2022, 7, 4)):
        publish_stricter()
        replies = {case.corrections.get().pk: "三个"}
        intake_actions.resubmit(application=case, by=here.founder, declared={}, replies=replies, request_key=KEY())
    assert (case.version, case.as_of) == (version, dt.date(2022, 6, 24))


def test_an_answer_given_weeks_later_counts_for_the_first_day(here: District) -> None:
    """The as-of date stays, so what is answered is said of it; also where another value has been said since."""
    from district.enterprises.actions import declare_fact
    from district.enterprises.queries import facts_of

    case = here.submitted()
    review_actions.send_back(application=case, by=here.officer, items=[Item("fact", "营业收入", "请填写“营业收入”。")])
    with clock.at(dt.date(2022, 7, 4)):
        declare_fact(enterprise=here.firm, name="营业收入", written="9", by=here.founder)
    with clock.at(dt.date(2022, 7, 5)):
        intake_actions.resubmit(application=case, by=here.founder, declared={"营业收入": Decimal(5)}, replies={},
                         request_key=KEY())  # fmt: skip
        assert (case.as_of, case.facts["营业收入"]["value"]) == (dt.date(2022, 6, 24), "5.00")
        assert facts_of(here.firm, clock.today())["营业收入"].value == 9  # what holds today is as it was said today


def publish_stricter() -> None:
    from tests.district.cases.factories import FILES

    old = FILES["test/programmes/hiring/2022-01-01.yaml"]
    publish({**FILES, "test/programmes/hiring/2022-07-01.yaml": old.replace("从业人员 >= 3", "从业人员 >= 300")})


def test_sent_back_once_only(here: District) -> None:
    case = here.submitted()
    item = Item("other", "计划", "请写明岗位。")
    review_actions.send_back(application=case, by=here.officer, items=[item])
    replies = {case.corrections.get().pk: "三个"}
    intake_actions.resubmit(application=case, by=here.founder, declared={}, replies=replies, request_key=KEY())
    with pytest.raises(NotPossible, match="只能退回补正一次"):
        review_actions.send_back(application=case, by=here.officer, items=[item])


def test_resubmitting_twice_with_one_form_is_once(here: District) -> None:
    case, key = here.submitted(), KEY()
    review_actions.send_back(application=case, by=here.officer, items=[Item("other", "计划", "请写明岗位。")])
    replies = {case.corrections.get().pk: "三个"}
    for _ in range(2):
        intake_actions.resubmit(application=case, by=here.founder, declared={}, replies=replies, request_key=key)
    assert case.submissions.count() == 2
    with pytest.raises(MoveRefused):
        intake_actions.resubmit(application=case, by=here.founder, declared={}, replies=replies, request_key=KEY())


# answers


def test_the_latest_answer_counts_and_earlier_ones_stay(here: District) -> None:
    case = here.accepted()
    with pytest.raises(NotPossible, match="写明理由"):
        review_actions.answer_condition(application=case, by=here.officer, condition="plan", value=False)
    review_actions.answer_condition(application=case, by=here.officer, condition="plan", value=False, note="岗位不清")
    assert queries.verdict_now(case)["eligible"] is False
    for _ in range(2):  # the same answer again is one answer
        review_actions.answer_condition(application=case, by=here.leader, condition="plan", value=True)
    assert case.answers.count() == 2
    assert queries.verdict_now(case)["eligible"] is True
    assert verbs(case)[-2:] == ["answer", "answer"]


def test_who_answers_and_what(here: District) -> None:
    case = here.submitted()
    with pytest.raises(NotPossible, match="受理之后"):
        review_actions.answer_condition(application=case, by=here.officer, condition="plan", value=True)
    review_actions.accept(application=case, by=here.officer)
    with pytest.raises(NotPossible, match="不由人判断"):
        review_actions.answer_condition(application=case, by=here.officer, condition="staff", value=True)
    for who in (here.colleague, here.auditor, here.founder):
        with pytest.raises(Refused):
            review_actions.answer_condition(application=case, by=who, condition="plan", value=True)


# decide


def test_granting_says_how_much_why_and_under_which_number(here: District) -> None:
    case = here.judged()
    decision = deciding.decide(application=case, by=here.officer, outcome="granted", note="")
    assert case.state == "granted"
    assert decision.number == "示人社惠〔2022〕1号"
    assert decision.amount == case.amount == Decimal("6453.00")  # 8 × 806.625
    assert [each["cite"] for each in decision.reasons] == [f"示例规〔2022〕1号 第{n}条" for n in "三四五六"]
    assert case.due_on is None
    assert "示例甲科技有限公司：“示例用工补贴”已同意" in titles(here.founder)


def test_the_amount_is_rounded_half_up_to_the_fen(here: District) -> None:
    know(here.firm, "从业人员", Decimal(3))
    decision = deciding.decide(application=here.judged(), by=here.leader, outcome="granted")
    assert decision.amount == Decimal("2419.88")  # 3 × 806.625 = 2419.875


def test_no_grant_without_a_yes(here: District) -> None:
    case = here.accepted()
    with pytest.raises(NotPossible, match="不是“符合”"):
        deciding.decide(application=case, by=here.officer, outcome="granted")
    case.refresh_from_db()
    assert case.state == "accepted"
    assert not Decision.objects.exists()


def test_refusing_names_what_fails_first(here: District) -> None:
    case = here.judged(value=False)
    decision = deciding.decide(application=case, by=here.officer, outcome="refused")
    assert decision.reasons[0]["id"] == "plan"
    assert decision.reasons[0]["value"] is False
    assert decision.amount is None
    assert "示例甲科技有限公司：“示例用工补贴”未获同意" in titles(here.founder)


def test_refusing_without_a_failing_condition_needs_a_reason(here: District) -> None:
    case = here.judged()
    with pytest.raises(NotPossible, match="写明理由"):
        deciding.decide(application=case, by=here.officer, outcome="refused", note=" ")
    assert deciding.decide(application=case, by=here.officer, outcome="refused", note="名额").note == "名额"


def test_who_decides(here: District) -> None:
    case = here.judged()
    for who in (here.colleague, here.auditor, here.founder):
        with pytest.raises(Refused):
            deciding.decide(application=case, by=who, outcome="granted")
    join(here.leader, here.firm)
    with pytest.raises(Refused, match="回避"):
        deciding.decide(application=case, by=here.leader, outcome="granted")


def test_deciding_before_accepting_or_twice_is_refused(here: District) -> None:
    case = here.submitted()
    with pytest.raises(MoveRefused, match="待受理"):
        deciding.decide(application=case, by=here.officer, outcome="refused", note="x")
    review_actions.accept(application=case, by=here.officer)
    deciding.decide(application=case, by=here.officer, outcome="refused", note="x")
    with pytest.raises(MoveRefused, match="不予同意"):
        deciding.decide(application=case, by=here.officer, outcome="refused", note="x")


def test_numbers_follow_one_another_and_start_anew_each_year(here: District) -> None:
    firms = [enterprise(f"9131011012345678{n}P", f"示例{n}公司", 注册区="示例区") for n in range(3)]
    numbers = []
    for firm in firms:
        join(here.founder, firm)
        case = here.accepted(firm)
        with clock.at(dt.date(2022, 12, 30)) if firm is not firms[2] else clock.at(dt.date(2023, 1, 4)):
            if firm is firms[1]:
                with pytest.raises(NotPossible):
                    deciding.decide(application=case, by=here.officer, outcome="granted")
            numbers.append(deciding.decide(application=case, by=here.officer, outcome="refused", note="x").number)
    assert numbers == ["示人社惠〔2022〕1号", "示人社惠〔2022〕2号", "示人社惠〔2023〕1号"]


def test_no_more_grants_than_places(here: District) -> None:
    cases = []
    for n in range(3):
        firm = enterprise(f"9131011012345678{n}P", f"示例{n}公司", 注册区="示例区", 从业人员=9, 失信被执行=False)
        join(here.founder, firm)
        cases.append(here.judged(firm))
    for case in cases[:2]:
        deciding.decide(application=case, by=here.officer, outcome="granted")
    with pytest.raises(NotPossible, match="名额 2 个已满"):
        deciding.decide(application=cases[2], by=here.officer, outcome="granted")
    assert deciding.decide(application=cases[2], by=here.officer, outcome="refused", note="名额已满").serial == 3


# withdraw, read anew, take


@pytest.mark.parametrize("at", ["started", "submitted", "accepted"])
def test_withdrawing(here: District, at: str) -> None:
    case = getattr(here, at)()
    with pytest.raises(Refused):
        leaving.withdraw(application=case, by=here.officer)
    leaving.withdraw(application=case, by=here.founder, reason="改日再报")
    assert (case.state, case.due_on) == ("withdrawn", None)
    assert ("企业已撤回：示例甲科技有限公司 “示例用工补贴”" in titles(here.officer)) is (at != "started")
    with pytest.raises(MoveRefused):
        leaving.withdraw(application=case, by=here.founder)
    assert here.started().pk != case.pk


def test_reading_anew_settles_a_dispute(here: District) -> None:
    know(here.firm, "从业人员", Decimal(2))
    case = here.accepted(从业人员=Decimal(4))
    with pytest.raises(Refused):
        review_actions.read_anew(application=case, by=here.leader, request_key=KEY())
    know(here.firm, "从业人员", Decimal(4))  # the bureau that keeps the register mends it
    key = KEY()
    for _ in range(2):
        review_actions.read_anew(application=case, by=here.officer, request_key=key)
    assert case.contested == {}
    assert case.verdict["because"] == []
    assert case.submissions.count() == 2
    assert queries.changes(case)[0].after == "4"


def test_reading_anew_after_the_decision_is_refused(here: District) -> None:
    case = here.judged()
    deciding.decide(application=case, by=here.officer, outcome="granted")
    with pytest.raises(NotPossible):
        review_actions.read_anew(application=case, by=here.officer, request_key=KEY())


def test_take_next_gives_the_most_urgent_free_case(here: District) -> None:
    firms = [enterprise(f"9131011012345678{n}P", f"示例{n}公司", 注册区="示例区") for n in range(3)]
    for firm in firms:
        join(here.founder, firm)
    join(here.officer, firms[2])
    cases = [here.submitted(firm) for firm in firms]
    with clock.at(dt.date(2022, 6, 20)):
        urgent = here.submitted()
    assert desk_actions.take_next(by=here.officer) == urgent
    assert desk_actions.take_next(by=here.officer) == cases[0]
    assert desk_actions.take_next(by=here.officer) == cases[1]
    assert desk_actions.take_next(by=here.officer) is None  # the third is their own enterprise's
    assert desk_actions.take_next(by=here.colleague) is None
