"""The application's page leads with how it stands and what is to be done, and shows the way of its money."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from district.cases.core.models import Application
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.funds import actions, pausing
from district.funds.models import Award
from district.funds.recovering import Ground
from district.ground import clock
from district.ground.people.models import Person
from tests.district.cases import deciding
from tests.district.cases.factories import join
from tests.district.funds.town import Town

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]


def granted(here: Town, slug: str = "money") -> Application:
    base = here.base
    case = intake_actions.start(enterprise=here.firm(), programme=base.programmes[slug], by=base.founder,
                              request_key=uuid.uuid4())  # fmt: skip
    case = intake_actions.submit(application=case, by=base.founder, declared={}, request_key=uuid.uuid4())
    review_actions.accept(application=case, by=here.officer)
    deciding.decide(application=case, by=here.officer, outcome="granted", note="同意")
    return case


@pytest.fixture
def member(here: Town) -> Town:
    join(here.base.founder, here.firm())
    return here


def page(here: Town, as_: As, case: Application) -> str:
    answer = as_(here.base.founder).get(f"/my/applications/{case.reference}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def leading(shown: str) -> str:
    return shown[shown.index('id="now"') : shown.index("办理经过")]


def test_first_the_account_then_the_way_to_arrival(member: Town, as_: As) -> None:
    case = granted(member)
    shown = leading(page(member, as_, case))
    assert "已同意，100,000.00 元 还没有到账。" in shown
    assert "还没有收款账户" in shown and "填写收款账户" in shown
    member.payee()
    with clock.at(dt.date(2022, 6, 27)):
        batch = member.made()
    shown = leading(page(member, as_, case))
    assert "填写收款账户" not in shown and "下一步：放行" in shown and batch.reference in shown
    with clock.at(dt.date(2022, 6, 28)):
        member.answer(member.sent(batch))
    shown = leading(page(member, as_, case))
    assert "100,000.00 元 已全部到账。" in shown and "2022年6月28日" in shown and "下一步" not in shown


def test_paid_in_part_paused_and_asked_back(member: Town, as_: As) -> None:
    member.payee()
    case = granted(member, "milestones")
    member.answer(member.sent())
    shown = leading(page(member, as_, case))
    assert "已到账 50,000.00 元，还会付 50,000.00 元" in shown
    assert "申请验收" in shown and f"/my/applications/{case.reference}/acceptance/" in shown
    award = Award.objects.get(reference=case.reference)
    row = pausing.by_hand(award=award, by=member.officer, reason="等核查")
    shown = leading(page(member, as_, case))
    assert "余下 50,000.00 元 暂停拨付" in shown and "等核查" in shown and "怎样恢复" in shown
    pausing.resume(row=row, why="已核实", by=member.officer)
    actions.claw_back(reference=case.reference, amount=Decimal(2000), reason="多报", by=member.officer,
                      ground=Ground("HC2022-XXXXXX", member.cashier))  # fmt: skip
    shown = leading(page(member, as_, case))
    assert "其中 2,000.00 元 应退回" in shown and "看怎样退回" in shown and "2022年7月24日 前 2,000.00 元" in shown


def test_what_the_bank_refused_is_not_kept_from_the_firm(member: Town, as_: As) -> None:
    member.payee()
    case = granted(member)
    member.answer(member.sent(), "failed", "账号户名不符")
    shown = leading(page(member, as_, case))
    assert "未付成：账号户名不符" in shown and "还没有到账" in shown
    mine = as_(member.base.founder).get(f"/my/enterprises/{member.firm().uscc}/funds/").content.decode()
    assert "未付成：账号户名不符" in mine


def test_nobody_else_sees_it(member: Town, as_: As) -> None:
    case = granted(member)
    assert as_(member.base.stranger).get(f"/my/applications/{case.reference}/").status_code == 404
