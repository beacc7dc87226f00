"""A running award whose firm stands elsewhere in the register is paused and heard, never killed without a word; the
clock goes on by day, with the night's work, and everybody reads the same."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from decimal import Decimal as D
from typing import Any

import pytest
from django.core.management import call_command

from district.cases.aftercare import actions as findings
from district.cases.aftercare.models import Finding
from district.cases.core.checks import NotPossible
from district.cases.core.models import Decision
from district.cases.letters.models import IssuedLetter
from district.enterprises.events import happening
from district.funds import actions, pausing, paying, queries, verifying, withholding
from district.funds.models import Award, Clawback, Instalment, Pause, Withheld
from district.funds.withholding import Stop
from district.ground import clock
from district.ground.messages.queries import messages_for
from district.ground.record.models import LogEntry
from tests.district.cases.factories import know, person
from tests.district.cases.giving.rules import DAY, granted, limited
from tests.district.cases.giving.test_running import payee
from tests.district.funds.town import Town


def letter_of(finding: Finding) -> IssuedLetter:
    found: IssuedLetter = finding.application.letters.get(number=finding.number)
    return found


@pytest.fixture
def here(db: None) -> Iterator[Town]:
    with clock.at(DAY):
        made = limited()
        payee(made)
        yield made
        assert verifying.verify() == []


def day(text: str) -> Any:
    return clock.at(dt.date.fromisoformat(text))


def night() -> None:
    call_command("ledger", "daily", verbosity=0)
    call_command("watch_obligations", verbosity=0)


def moved(here: Town, where: str, since: str) -> None:
    """One imported row of the register."""
    know(here.base.firm, "注册区", where, since=dt.date.fromisoformat(since))


def paid_months() -> list[int]:
    return sorted(row.due_on.month for row in Instalment.objects.filter(state="paid") if row.due_on)


def pay(here: Town) -> None:
    here.answer(here.sent())


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def told(who: Any, part: str) -> bool:
    return messages_for(who).filter(title__contains=part).exists()


def times_told(here: Town, part: str) -> int:
    return messages_for(here.base.founder).filter(title__contains=part).count()


def walk(first: str, last: str) -> Iterator[dt.date]:
    """Every day, each with its night."""
    today, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    while today <= end:
        with clock.at(today):
            night()
            yield today
        today += dt.timedelta(days=1)


def test_from_the_day_the_fact_changed_it_is_paused_and_what_fell_due_before_is_paid(here: Town, as_: Any) -> None:
    decision = granted(here, "heads")
    reference = decision.application.reference
    pay(here)  # June
    for today in walk("2022-07-20", "2022-09-10"):
        if today == dt.date(2022, 8, 10):
            moved(here, "邻区", "2022-08-10")
            assert told(here.base.founder, "拨付暂停") and told(here.officer, "新线索")
    with day("2022-09-10"):
        award = Award.objects.get()
        assert award.state == "committed" and award.instalments.filter(state="stopped").count() == 0
        pause = Pause.objects.get()
        assert (pause.since_on, pause.cause) == (dt.date(2022, 8, 10), "facts") and "在示例区注册" in pause.why
        finding = Finding.objects.get()
        assert (finding.source, finding.state, finding.since_on) == ("paused", "opened", dt.date(2022, 8, 10))
        pages = {
            here.base.founder: [f"/my/applications/{reference}/", f"/my/enterprises/{here.base.firm.uscc}/funds/"],
            here.officer: [f"/desk/awards/{reference}/", f"/desk/applications/{reference}/",
                           f"/desk/findings/{finding.reference}/"],
            here.finance: ["/desk/payments/"],
        }  # fmt: skip
        for who, addresses in pages.items():
            for address in addresses:
                page = text(as_(who).get(address))
                assert "在示例区注册" in page and "2022年8月10日" in page and "自动恢复" in page, address
                if address != "/desk/payments/":
                    assert "此前到期、照常拨付：800.00 元" in page and "已到期、暂停：800.00 元" in page, address
                    assert "以后各期、同样暂停" in page, address
        assert paying.due(here.line).count() == 1  # July: the bureau was slow, and it is owed all the same
        pay(here)
        assert paid_months() == [6, 7]
        with pytest.raises(actions.NotPossible):
            here.made()


def test_the_row_put_right_brings_everything_back(here: Town) -> None:
    granted(here, "heads")
    with day("2022-08-10"):
        moved(here, "邻区", "2022-08-10")
        night()
    with day("2022-09-30"):
        night()
        moved(here, "示例区", "2022-08-10")  # the import was wrong
        assert not Pause.objects.filter(ended_at=None).exists()
        assert Finding.objects.get().state == "closed" and told(here.base.founder, "拨付恢复")
        pay(here)
        assert paid_months() == [6, 7, 8, 9]


def test_moved_away_and_back_the_months_between_wait_for_a_ruling(here: Town) -> None:
    granted(here, "heads")
    with day("2022-07-10"):
        moved(here, "邻区", "2022-07-10")
    with day("2022-09-20"):
        moved(here, "示例区", "2022-09-20")
        night()
        assert sorted(Instalment.objects.filter(paused=True).values_list("serial", flat=True)) == [2, 3]
    with day("2022-09-24"):
        night()
        pay(here)
        assert paid_months() == [6, 9]
        finding = Finding.objects.get()
        ruled_out(here, finding)
        assert paid_months() == [6, 9] and Award.objects.get().fallen == 160000
        letter = letter_of(finding).content
        assert "不再拨付" in letter["title"] and not Clawback.objects.exists()
    with day("2022-10-24"):
        night()
        pay(here)
        assert paid_months() == [6, 9, 10]


def ruled_out(here: Town, finding: Finding) -> None:
    """Told, heard, ruled on, proposed and approved by another: what is held is not paid any more."""
    findings.tell(finding=finding, by=here.officer)
    findings.state_view(finding=finding, by=here.base.founder, text="搬过两个月", request_key=uuid.uuid4())
    findings.uphold(finding=finding, by=here.base.leader, reason="属实")
    with pytest.raises(NotPossible, match="一致"):
        findings.propose(finding=finding, by=here.officer, amount=D(1), reason="少一点")
    findings.propose(finding=finding, by=here.officer, amount=D(1600), reason="")
    findings.approve(finding=finding, by=person("approver", leader="区人社局"))
    finding.refresh_from_db()
    assert (finding.back, finding.cancelled) == (0, 1600)


def test_ruled_not_to_hold_it_is_paid_and_not_paused_again_for_the_same(here: Town) -> None:
    granted(here, "heads")
    with day("2022-07-10"):
        moved(here, "邻区", "2022-07-10")
    with day("2022-08-30"):
        finding = Finding.objects.get()
        findings.dismiss(finding=finding, by=here.base.leader, reason="登记机关说明：街道填错")
        night()
        assert not Pause.objects.filter(ended_at=None).exists()
        pay(here)
        assert paid_months() == [6, 7, 8]
        held = Withheld.objects.get()
        assert "照付" not in held.get_ended_display() and "不成立" in held.get_ended_display()
        assert (held.ended, held.ended_by, held.reason) == (
            "ruled", here.base.leader, f"{finding.reference} 认定不成立：登记机关说明：街道填错")  # fmt: skip
        log = LogEntry.objects.get(subject=held.award.reference, verb="ruled-not-to-hold")
        assert (log.by, log.data["cause"]) == (here.base.leader, held.cause)
        again = withholding.ruled(award=held.award, about={held.about}, by=here.officer, reason="再点一次")
        assert again == 0 and withholding.withhold({held.award_id: Stop(held.cause, held.why, held.about)}) == []


def test_the_ruling_frees_nothing_that_it_was_not_about(here: Town) -> None:
    """The rule does not read whether the firm still stands: that it closed is withheld until a leader decides."""
    granted(here, "heads")
    with day("2022-07-10"):
        moved(here, "邻区", "2022-07-10")
        happening.put_down(
            [happening.Change(here.base.firm.pk, "经营状态", "存续", "注销")], on=clock.today(), source="示例"
        )
    with day("2022-08-30"):
        findings.dismiss(finding=Finding.objects.get(), by=here.base.leader, reason="登记机关说明：街道填错")
        assert Withheld.objects.get(ended="").about == "经营状态"
        assert not told(here.base.founder, "拨付恢复")
        with pytest.raises(actions.NotPossible):
            here.made()


def test_the_firm_is_told_once_a_cause_and_once_that_it_goes_on(here: Town) -> None:
    """What the register says holds an award twice, by its event and by its rule: the firm reads of one cause once."""
    granted(here, "heads")
    with day("2022-08-10"):
        moved(here, "邻区", "2022-08-10")
        night()
        assert Pause.objects.filter(ended_at=None).count() == Withheld.objects.filter(ended="").count() == 1
        assert times_told(here, "拨付暂停") == 1
    with day("2022-08-20"):
        night()
        know(here.base.firm, "失信被执行", True, since=dt.date(2022, 8, 20))  # another cause
        night()
        assert times_told(here, "拨付暂停") == 2
        know(here.base.firm, "失信被执行", False, since=dt.date(2022, 8, 20))
        assert times_told(here, "拨付恢复") == 0  # it is still held
    with day("2022-09-30"):
        moved(here, "示例区", "2022-08-10")
        night()
        assert not Pause.objects.filter(ended_at=None).exists() and not Withheld.objects.filter(ended="").exists()
        assert times_told(here, "拨付恢复") == 1
        pay(here)
        assert paid_months() == [6, 7, 8, 9]


def test_the_last_month_has_passed_and_it_is_still_owed(here: Town) -> None:
    """Nothing was paid for three years; then the firm moves away: all thirty-six months were due before."""
    decision = granted(here, "heads")
    for year in (2023, 2024, 2025):
        with clock.at(dt.date(year, 1, 5)):
            line = actions.open_line(year=year, office=here.line.office, name=here.line.name, by=here.finance)
            actions.appropriate(line=line, level="district", amount=D(100000), by=here.finance)
            actions.fund_year(line=line, by=here.finance)
    with day("2025-08-20"):
        moved(here, "邻区", "2025-08-01")
        night()
        assert Instalment.objects.filter(paused=True).count() == 0
        for row in Award.objects.get().instalments.order_by("line").values_list("line", flat=True).distinct():
            line = type(here.line).objects.get(pk=row)
            here.answer(here.sent(actions.make_batch(line=line, by=here.finance, request_key=uuid.uuid4())))
        assert queries.paid_to(here.base.firm) == decision.total == D(28800)


def test_where_today_governs_nothing_leaves_until_it_is_put_right_and_then_all(here: Town) -> None:
    granted(here, "heads-today")
    with day("2022-08-10"):
        moved(here, "邻区", "2022-08-10")
        night()
        assert not paying.due(here.line).exists()  # July too: it is paid by the facts of the day it is paid
    with day("2022-09-30"):
        night()
        assert not paying.due(here.line).exists()
        moved(here, "示例区", "2022-09-30")
        pay(here)
        assert paid_months() == [6, 7, 8, 9] and not Pause.objects.filter(ended_at=None).exists()
        assert not Finding.objects.filter(source="running").exclude(state="closed").exists()


def test_each_month_has_the_heads_of_its_own_day(here: Town) -> None:
    """Fewer heads from September on do not lower July and August, which nobody has paid yet."""
    granted(here, "heads")
    with day("2022-09-01"):
        know(here.base.firm, "从业人员", 2, since=dt.date(2022, 9, 1))
        night()
        rows = Instalment.objects.order_by("serial").values_list("serial", "fen")
        assert list(rows)[:5] == [(1, 80000), (2, 80000), (3, 80000), (4, 20000), (5, 20000)]


class TestWhileAFindingIsHeard:
    def opened(self, here: Town, decision: Decision) -> Finding:
        return findings.open_finding(
            decision=decision, source="sampling", kind="recovery", cause="t:1", say="名单与实际不符",
            since_on=clock.today(), by=here.officer,
        )  # fmt: skip

    def test_nothing_leaves_and_batches_lose_the_line(self, here: Town, as_: Any) -> None:
        decision = granted(here, "heads")
        batch = here.made()
        finding = self.opened(here, decision)
        assert batch.payments.get().state == "cancelled" and not paying.due(here.line).exists()
        assert told(here.base.founder, "拨付暂停")
        page = text(as_(here.base.founder).get(f"/my/applications/{decision.application.reference}/"))
        assert "暂停拨付" in page and "名单与实际不符" in page
        findings.dismiss(finding=finding, by=here.base.leader, reason="名单是对的")
        assert paying.due(here.line).count() == 1 and told(here.base.founder, "拨付恢复")

    def test_words_follow_the_ledger(self, here: Town, as_: Any) -> None:
        """Of 28,800 yuan one month was paid: that comes back, the rest is only not paid any more."""
        decision = granted(here, "heads")
        pay(here)
        finding = self.opened(here, decision)
        page = text(as_(here.officer).get(f"/desk/findings/{finding.reference}/"))
        assert "已拨付 800.00 元" in page and "未拨付 28,000.00 元" in page
        findings.tell(finding=finding, by=here.officer)
        findings.state_view(finding=finding, by=here.base.founder, text="是的", request_key=uuid.uuid4())
        findings.uphold(finding=finding, by=here.base.leader, reason="属实")
        findings.propose(finding=finding, by=here.officer, amount=D(28800), reason="全额")
        findings.approve(finding=finding, by=person("approver", leader="区人社局"))
        finding.refresh_from_db()
        assert (finding.back, finding.cancelled, Clawback.objects.get().amount) == (800, 28000, 800)
        page = text(as_(here.base.founder).get(f"/my/findings/{finding.reference}/"))
        assert "应退回 800.00 元" in page and "不再拨付 2.80 万元" in page and "还没有付过，不用退回" in page
        message = messages_for(here.base.founder).filter(title__contains="决定追缴").get()
        assert "应退回 800.00 元" in message.body and "28,000.00 元不再拨付" in message.body
        said = "".join(part["text"] for part in letter_of(finding).content["parts"])
        assert "应退回人民币800.00元" in said and "28,000.00元" in said and "是的" in str(letter_of(finding).content)
        assert as_(here.base.founder).get(f"/letters/{letter_of(finding).code}/pdf/").status_code == 200
        assert "真实有效" in text(as_(here.base.founder).get(f"/verify/{letter_of(finding).code}/"))

    def test_what_was_never_paid_is_not_asked_back(self, here: Town, as_: Any) -> None:
        decision = granted(here, "heads")
        finding = self.opened(here, decision)
        findings.tell(finding=finding, by=here.officer)
        findings.state_view(finding=finding, by=here.base.founder, text="是的", request_key=uuid.uuid4())
        findings.uphold(finding=finding, by=here.base.leader, reason="属实")
        findings.propose(finding=finding, by=here.officer, amount=D(28800), reason="全额")
        findings.approve(finding=finding, by=person("approver", leader="区人社局"))
        assert not Clawback.objects.exists() and Award.objects.get().state == "released"
        page = text(as_(here.base.founder).get(f"/my/findings/{finding.reference}/"))
        assert "应退回" not in page and "不再拨付 2.88 万元" in page
        assert told(here.base.founder, "决定不再拨付") and not told(here.base.founder, "决定追缴")

    def test_the_only_door_an_official_has(self, here: Town, as_: Any) -> None:
        decision = granted(here, "heads")
        pay(here)
        client, reference = as_(here.officer), decision.application.reference
        assert f"/desk/findings/new/?case={reference}" in client.get(f"/desk/awards/{reference}/").content.decode()
        key = str(uuid.uuid4())
        given = {"say": "名单里一人没有上班", "cite": "示例规 第八条", "since_on": "2022-06-01", "request_key": key}
        address = f"/desk/findings/new/?case={reference}"
        assert client.post(address, {**given, "say": " "}).status_code == 422
        for _ in range(2):
            assert client.post(address, given).status_code == 302
        finding = Finding.objects.get()
        assert (finding.source, finding.state) == ("hand", "opened") and pausing.shown(Award.objects.get())
        assert as_(here.base.colleague).post(address, {**given, "request_key": str(uuid.uuid4())}).status_code in {
            403,
            404,
            422,
        }
        assert client.get("/desk/findings/new/?case=SB-NO").status_code == 404

    def test_money_that_left_twice_goes_the_same_way(self, here: Town) -> None:
        granted(here, "heads")
        batch = here.sent()
        here.answer(batch, "failed", "系统忙")
        pay(here)
        here.answer(batch, "paid", "更正：已入账")
        finding = Finding.objects.get()
        assert finding.source == "twice" and Clawback.objects.get().state == "booked"
        with pytest.raises(NotPossible, match="着落"):
            findings.close(finding=finding, by=here.base.leader, reason="算了")
        findings.tell(finding=finding, by=here.officer)
        findings.state_view(finding=finding, by=here.base.founder, text="收到两笔", request_key=uuid.uuid4())
        findings.uphold(finding=finding, by=here.base.leader, reason="属实")
        findings.propose(finding=finding, by=here.officer, amount=D(800), reason="")
        assert verifying.verify() == []
        findings.approve(finding=finding, by=person("approver", leader="区人社局"))
        case = Clawback.objects.get()
        assert (case.state, case.ground, case.amount) == ("open", finding.reference, 800)
