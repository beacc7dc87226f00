"""What the register says is heard: by open cases, money, offers and memberships; and the register of the day at every
door that grants or pays."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from district.cases.core import today
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.today import RegisterDiffers
from district.cases.desk.bulk import actions as jobs
from district.cases.events.actions import Held
from district.cases.events.models import CaseEvent
from district.cases.intake import actions as intake_actions
from district.cases.offers.models import Offer, OfferRound
from district.cases.review import actions as review_actions
from district.enterprises.events import effects, happening
from district.enterprises.events.happening import Change
from district.enterprises.models import Enterprise, Membership
from district.funds import paying, verifying, withholding, working
from district.funds.checks import NotPossible as NoMoney
from district.funds.models import Award, Batch, Instalment, Payee, Payment, Withheld
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.ground.work.actions import work_on
from district.policies.models import Run
from tests.district.cases import deciding
from tests.district.cases.factories import know, person
from tests.district.funds.town import Town, town

DAY, NEXT = dt.date(2022, 6, 24), dt.date(2022, 6, 27)
pytestmark = pytest.mark.django_db
CHANGES = {
    "renamed": ("企业名称", "示例1公司", "示例新名公司"), "moved": ("注册区", "示例区", "虹口区"),
    "closed": ("经营状态", "存续", "注销"), "revoked": ("经营状态", "存续", "吊销"),
    "listed": ("失信被执行", "false", "true"), "delisted": ("失信被执行", "true", "false"),
    "restored": ("经营状态", "注销", "存续"),
}  # fmt: skip
OPPOSITE = {"delisted": "listed", "restored": "closed"}


@pytest.fixture
def here(db: None) -> Iterator[Town]:
    with clock.at(DAY):
        yield town()


def key() -> uuid.UUID:
    return uuid.uuid4()


def happen(firm: Enterprise, kind: str) -> None:
    about, before, after = CHANGES[kind]
    before = firm.name if kind == "renamed" else before
    if kind == "renamed":
        Enterprise.objects.filter(pk=firm.pk).update(name=after)
    happening.put_down([Change(firm.pk, about, before, after)], on=clock.today(), source="区市场监管局")


def offered(here: Town, firm: Enterprise) -> Offer:
    version = here.version("hiring")
    run = Run.objects.create(reference=f"RUN{firm.pk}", kind="lists", version=version, as_of=DAY, request_key=key(),
                             by=here.officer, office=version.programme.office, created_at=clock.now())  # fmt: skip
    round_ = OfferRound.objects.create(reference=f"MS{firm.pk}", run=run, programme=version.programme, state="made",
                                       expires_on=NEXT, by=here.officer, created_at=clock.now(), as_of=DAY,
                                       year=DAY.year)  # fmt: skip
    return Offer.objects.create(reference=f"MX{firm.pk}", round=round_, programme=version.programme, enterprise=firm,
                                kind="click", say="请企业确认")  # fmt: skip


def everything(here: Town) -> tuple[Enterprise, Application, Batch, Offer]:
    """A firm with an open case, an award in a batch that is not released, an account, an offer and a member."""
    here.payee(1)
    here.commit(1)
    firm = here.firm(1)
    case = here.base.accepted(firm)
    return firm, case, here.made(), offered(here, firm)


@pytest.mark.parametrize("kind", effects.KINDS)
def test_every_kind_does_to_everything_what_the_table_says(here: Town, kind: str) -> None:
    firm, case, batch, offer = everything(here)
    if kind in OPPOSITE:
        happen(firm, OPPOSITE[kind])
        assert Withheld.objects.filter(ended="").exists()
    with clock.at(NEXT):
        happen(firm, kind)
    found = CaseEvent.objects.filter(application=case).order_by("-pk").first()
    assert found is not None
    assert found.holds == (effects.effect_of(kind, "case") == effects.HOLD)
    _money(kind, batch)
    account = Payee.objects.get(enterprise=firm)
    assert account.state == ("pending" if effects.effect_of(kind, "payee") == effects.VERIFY else "verified")
    offer.refresh_from_db()
    ends = effects.END in (effects.effect_of(kind, "offer"), effects.effect_of(OPPOSITE.get(kind, "renamed"), "offer"))
    assert offer.state == ("refused" if ends else "open")
    assert bool(offer.why) == ends
    told = Message.objects.filter(to=here.base.founder, subject=offer.reference)
    assert [each.title for each in told] == ["示例1公司：“示例用工补贴”免申即享未能办理"] * ends
    member = Membership.objects.get(enterprise=firm)
    assert member.state == ("ended" if effects.effect_of(kind, "membership") == effects.END else "confirmed")


def _money(kind: str, batch: Batch) -> None:
    effect = effects.effect_of(kind, "payment")
    payment, row = Payment.objects.get(), Instalment.objects.get()
    batch.refresh_from_db()
    if effect == effects.STOP:
        assert (payment.state, row.state, batch.count, batch.fen) == ("cancelled", "due", 0, 0)
        assert Withheld.objects.get(ended="").why in row.problem
        assert not paying.due(batch.line).exists()
        assert verifying.verify() == []
    elif effect == effects.STOP_LATER:  # it fell due before: it is owed
        assert (payment.state, row.state) == ("queued", "paying")
        assert Withheld.objects.get(ended="").from_on == NEXT
    elif effect == effects.GO_ON:
        assert not Withheld.objects.filter(ended="").exists()
        assert list(paying.due(batch.line)) == [row]
    else:
        assert not Withheld.objects.exists()
        assert payment.state == "queued"


class TestCases:
    def test_a_held_case_goes_on_after_one_move(self, here: Town) -> None:
        case = here.base.judged(here.base.firm)
        know(here.base.firm, "注册区", "虹口区", since=DAY)
        for move in (
            lambda: deciding.decide(application=case, by=here.base.leader, outcome="granted"),
            lambda: deciding.decide(application=case, by=here.base.leader, outcome="refused", note="另有原因"),
        ):
            with pytest.raises(Held, match="迁出：注册区 示例区 → 虹口区"):
                move()
        review_actions.read_anew(application=case, by=here.officer, request_key=key())
        case.refresh_from_db()
        assert case.verdict["because"] == ["in-district"]
        assert not CaseEvent.objects.filter(settled_at=None).exists()
        refused = deciding.decide(application=case, by=here.base.leader, outcome="refused")
        assert any(each["id"] == "in-district" and each["value"] is False for each in refused.reasons)

    def test_the_officer_and_the_firm_are_told(self, here: Town) -> None:
        case = here.base.accepted(here.base.firm)
        know(here.base.firm, "失信被执行", True, since=DAY)
        told = Message.objects.filter(to=here.officer, subject=case.reference, title__startswith="登记有变化")
        assert "重新取数之前不能受理" in told.get().body
        assert Message.objects.filter(to=here.base.founder, title__contains="列为失信被执行人").exists()
        assert LogEntry.objects.filter(subject=case.reference, verb="hold-for-event").count() == 1

    def test_a_closed_firm_is_granted_nothing(self, here: Town) -> None:
        case = here.base.judged(here.base.firm)
        happen(here.base.firm, "closed")
        review_actions.read_anew(
            application=case, by=here.officer, request_key=key()
        )  # the rule asks nothing of the state
        with pytest.raises(NotPossible, match="已经注销"):
            deciding.decide(application=case, by=here.base.leader, outcome="granted")

    def test_a_letter_has_the_name_of_its_day(self, here: Town) -> None:
        from district.cases.letters.writing import decision_letter

        case = here.base.judged(here.base.firm)
        old = here.base.firm.name
        decision = deciding.decide(application=case, by=here.base.leader, outcome="granted")
        with clock.at(NEXT):
            happen(here.base.firm, "renamed")
        decision.application.enterprise.refresh_from_db()
        assert decision.application.enterprise.name == "示例新名公司"
        assert decision_letter(decision).to == old


class TestRegisterOfTheDay:
    """Facts that came without an event the case was held for: they are compared all the same."""

    @pytest.fixture
    def case(self, here: Town) -> Any:
        return here.base.judged(here.base.firm)

    @staticmethod
    def staff(here: Town, heads: int = 6) -> None:
        know(here.base.firm, "从业人员", heads, since=DAY)

    def test_acceptance_stops(self, here: Town) -> None:
        case = here.base.submitted(here.base.firm)
        self.staff(here, 2)
        with pytest.raises(
            RegisterDiffers,
            match="从业人员 读取时为8人（示例登记，2022年1月1日），今天为2人（示例登记，2022年6月24日）",
        ):
            review_actions.accept(application=case, by=here.officer)
        review_actions.read_anew(application=case, by=here.officer, request_key=key())
        review_actions.accept(application=case, by=here.officer)
        case.refresh_from_db()
        assert case.verdict["because"] == ["staff"]

    @pytest.mark.parametrize("outcome", ["granted", "refused"])
    def test_a_decision_stops_on_another_amount(self, here: Town, case: Any, outcome: str) -> None:
        self.staff(here)
        with pytest.raises(RegisterDiffers, match="从业人员"):
            deciding.decide(application=case, by=here.base.leader, outcome=outcome, note="理由")
        review_actions.read_anew(application=case, by=here.officer, request_key=key())
        case.refresh_from_db()
        decided = deciding.decide(application=case, by=here.base.leader, outcome="granted")
        assert decided.amount == 4839_75 / 100  # six heads
        assert case.as_of == DAY

    def test_what_changes_nothing_stops_nothing(self, here: Town, case: Any) -> None:
        know(here.base.firm, "营业收入", 5, since=DAY)  # the rule does not read it
        know(here.base.firm, "失信被执行", False, since=DAY)  # known anew, the same
        know(here.base.firm, "从业人员", 3, grade="declared", since=DAY)  # its own word of another day
        assert today.differences(case) == []
        assert deciding.decide(application=case, by=here.base.leader, outcome="granted").outcome == "granted"

    def test_what_bars_comes_first(self, here: Town, case: Any) -> None:
        self.staff(here)
        know(here.base.firm, "失信被执行", True, since=DAY)
        found = today.differences(case)
        assert [(each.name, each.bars) for each in found] == [("失信被执行", True), ("从业人员", False)]

    def test_bulk_stops_the_case_and_says_why(self, here: Town, case: Any) -> None:
        self.staff(here)
        job, _new = jobs.make(action="grant", cases=[case], by=here.base.leader, request_key=key())
        jobs.start(job=job, by=here.base.leader)
        work_on(job)
        row = job.rows.get()
        assert (row.trial, "从业人员" in row.why) == ("not", True)

    def test_a_correction_gives_nothing_to_who_is_barred_today(self, here: Town, case: Any) -> None:
        other = person("leader2", leader="区人社局")
        decision = deciding.decide(application=case, by=here.base.leader, outcome="granted")
        self.staff(here)
        know(here.base.firm, "失信被执行", True, since=DAY)
        with pytest.raises(NotPossible, match="失信被执行"):
            deciding.correct(decision=decision, by=other, outcome="granted", note="更正", anew=False,
                            request_key=key())  # fmt: skip
        revoked = deciding.correct(decision=decision, by=other, outcome="refused", note="失信", anew=False,
                                  request_key=key())  # fmt: skip
        assert revoked.outcome == "refused"

    def test_the_case_page_shows_both_and_the_one_move(self, here: Town, case: Any, client: Any) -> None:
        self.staff(here, 2)
        client.force_login(here.officer)
        page = client.get(reverse("cases:case", args=[case.reference])).content.decode()
        for words in (
            "今天的登记会改变本件的结果", "为8人（示例登记，2022年1月1日）", "为2人（示例登记，2022年6月24日）",
            "重新取数，再判定",
        ):  # fmt: skip
            assert words in page
        client.post(reverse("cases:read_anew", args=[case.reference]), {"request_key": str(key())})
        page = client.get(reverse("cases:case", args=[case.reference])).content.decode()
        assert "今天的登记会改变本件的结果" not in page


class TestRelease:
    """Money granted on facts that the register of the release would not give."""

    @pytest.fixture
    def granted(self, here: Town) -> Iterator[Award]:
        """A case of the budgeted programme, granted, its payment due."""
        here.payee(1)
        firm = here.firm(1)
        with clock.at(DAY + dt.timedelta(days=1)):
            case = intake_actions.start(enterprise=firm, programme=here.base.programmes["money"], by=here.base.founder,
                                 request_key=key())  # fmt: skip
            intake_actions.submit(application=case, by=here.base.founder, declared={}, request_key=key())
            review_actions.accept(application=case, by=here.officer)
            deciding.decide(application=case, by=here.base.leader, outcome="granted")
        with clock.at(NEXT):
            yield Award.objects.get(reference=case.reference)

    def released(self, here: Town) -> Batch:
        batch = here.made()
        paying.check_batch(batch=batch, by=here.cashier)
        paying.release_first(batch=batch, by=here.finance, reason="示例：财政部门只有三个人")
        return paying.release_second(batch=batch, by=here.treasurer)

    def test_a_line_that_differs_leaves_with_both_values(self, here: Town, granted: Award) -> None:
        batch = self.released(here)
        know(here.firm(1), "注册区", "虹口区", since=NEXT)
        with clock.at(NEXT):
            working.send(batch)
            assert Payment.objects.get().state == "cancelled"
            row = Withheld.objects.get(cause__startswith="register:")
            assert "注册区 读取时为示例区（示例登记，2022年1月1日），今天为虹口区" in row.why
            with pytest.raises(NoMoney, match="没有到期"):
                here.made()
            assert Message.objects.filter(to=here.base.founder, title="示例1公司：“示例money”拨付暂停").exists()
            assert Message.objects.filter(to=here.officer, title__startswith="暂停拨付").exists()

    def test_the_firm_reads_it_on_its_page(self, here: Town, granted: Award, client: Any) -> None:
        know(here.firm(1), "失信被执行", True, since=NEXT)
        client.force_login(here.base.founder)
        page = client.get(reverse("funds:mine", args=[here.firm(1).uscc])).content.decode()
        assert "暂停拨付" in page
        assert "列为失信被执行人：失信被执行 否 → 是" in page

    def test_it_goes_on_when_the_register_is_right_again(self, here: Town, granted: Award) -> None:
        batch = self.released(here)
        know(here.firm(1), "注册区", "虹口区", since=NEXT)
        with clock.at(NEXT):
            working.send(batch)
            know(here.firm(1), "注册区", "示例区", since=NEXT)
            assert not Withheld.objects.filter(ended="").exists()
            assert Instalment.objects.get().problem == ""
            assert here.made().count == 1

    def test_a_leader_pays_all_the_same_for_a_reason(self, here: Town, granted: Award) -> None:
        batch = self.released(here)
        know(here.firm(1), "注册区", "虹口区", since=NEXT)
        with clock.at(NEXT):
            working.send(batch)
            for held in Withheld.objects.filter(ended=""):
                with pytest.raises(Refused):
                    withholding.pay_all_the_same(held=held, by=here.officer, reason="理由")
                with pytest.raises(NoMoney, match="为什么照付"):
                    withholding.pay_all_the_same(held=held, by=here.base.leader, reason=" ")
                withholding.pay_all_the_same(held=held, by=here.base.leader, reason="迁出前已兑现承诺")
            assert here.sent().state == "sent"
            assert Payment.objects.latest("pk").state == "sent"

    def test_a_renamed_firms_old_account_is_not_paid(self, here: Town, granted: Award) -> None:
        batch = self.released(here)
        Enterprise.objects.filter(pk=here.firm(1).pk).update(name="示例新名公司")  # as if no event had been heard
        working.send(batch)
        assert Payment.objects.get().state == "cancelled"
        assert "户名与今天的登记名称不一致" in Instalment.objects.get().problem

    def test_an_account_in_a_former_name_is_not_verified(self, here: Town, granted: Award) -> None:
        happen(here.firm(1), "renamed")
        payee = Payee.objects.get()
        with pytest.raises(NoMoney, match="不是今天的登记名称"):
            paying.verify_payee(payee=payee, by=here.officer, right=True)
        told = Message.objects.get(to=here.base.founder, title="示例新名公司：请更新收款账户的户名")
        assert "示例1公司" in told.body

    def test_no_query_a_payment_where_nothing_was_learnt(
        self, here: Town, granted: Award, django_assert_max_num_queries: Any
    ) -> None:
        rows = list(Payment.objects.filter(batch=here.made()).select_related("instalment__award__enterprise", "payee"))
        with django_assert_max_num_queries(2):
            assert withholding.check(rows) == {}

    def test_the_list_of_what_is_withheld(self, here: Town, granted: Award, client: Any) -> None:
        here.made()
        happen(here.firm(1), "closed")
        client.force_login(here.base.leader)
        page = client.get(reverse("funds:withheld")).content.decode()
        assert "注销：经营状态 存续 → 注销" in page
        assert "照付" in page
        assert client.get(reverse("funds:withheld"), {"format": "xlsx", "for_what": "核对数据"}).status_code == 200
        held = Withheld.objects.get()
        client.post(reverse("funds:pay_withheld"), {"pk": held.pk, "reason": "清算组账户"})
        held.refresh_from_db()
        assert (held.ended, held.reason, held.ended_by) == ("paid", "清算组账户", here.base.leader)


class TestConstraints:
    """What the tables refuse, each named."""

    def test_withheld(self, here: Town) -> None:
        here.commit(1)
        award = Award.objects.get()
        sound: dict[str, Any] = {"award": award, "cause": "event:1", "why": "注销", "opened_at": clock.now()}
        Withheld.objects.create(**sound)
        for wrong, name in (
            ({}, "award_withheld_once_for_a_cause|UNIQUE"), ({"cause": "x", "why": ""}, "withheld_says_why"),
            ({"cause": "x", "ended": "gone", "ended_at": clock.now()}, "withheld_end_is_known"),
            ({"cause": "x", "ended": "right"}, "withheld_ends_on_a_day"),
            ({"cause": "x", "ended": "paid", "ended_at": clock.now()}, "withheld_is_paid_for_a_reason"),
        ):  # fmt: skip
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                Withheld.objects.create(**{**sound, **wrong})

    def test_events_on_cases(self, here: Town) -> None:
        case = here.base.accepted(here.base.firm)
        know(here.base.firm, "失信被执行", True, since=DAY)
        row = CaseEvent.objects.get()
        again: dict[str, Any] = {"application": case, "event": row.event, "holds": True, "at": clock.now()}
        with pytest.raises(IntegrityError, match=r"event_once_on_a_case|UNIQUE"), transaction.atomic():
            CaseEvent.objects.create(**again)
        with pytest.raises(IntegrityError, match="case_event_settled_on_a_day"), transaction.atomic():
            CaseEvent.objects.filter(pk=row.pk).update(settled_by=here.officer)
