"""A person's money by name: seen by who pays, who audits and whom it concerns; by other bureaus only as a sum."""

from __future__ import annotations

import io
import uuid

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from district.cases.core.models import Application
from district.cases.decisions import signing
from district.enterprises.models import Enterprise
from district.enterprises.persons import actions as persons
from district.funds import accounts
from district.funds import actions as funds
from district.funds.models import Award, Clawback, OutsideGrant, Payee, Payment
from district.funds.states import UNHEARD
from district.ground import clock
from district.ground.people.models import Bureau, Person
from district.ground.record.models import LogEntry
from tests.district.cases.deciding import signed
from tests.district.persons.conftest import World
from tests.district.persons.test_student import _apply, _gives_an_account, hand_in, pay

NAME, ACCOUNT = "示例同学", "6222"


@pytest.fixture
def paid(world: World) -> Award:
    """A graduate's allowance, paid."""
    subject, client = world.graduate(), Client()
    client.force_login(world.student)
    reference = _apply(client)
    hand_in(client, reference)
    desk = Client()
    desk.force_login(world.officer)
    desk.post(reverse("cases:accept", args=[reference]))
    case = Application.objects.get(reference=reference)
    signed(signing.propose(application=case, by=world.officer, outcome="granted", note="符合条件"))
    _gives_an_account(client, subject)
    return Award.objects.get(reference=reference)


def read(who: Person, name: str, *args: object) -> tuple[int, str]:
    client = Client()
    client.force_login(who)
    found = client.get(reverse(f"funds:{name}", args=args))
    return found.status_code, found.content.decode()


def test_another_bureau_sees_no_account_of_a_person(world: World, paid: Award) -> None:
    payee = Payee.objects.get()
    assert NAME not in read(world.other, "payees")[1]
    assert "个收款账户等待核验" not in read(world.other, "payments")[1]
    for who in (world.officer, world.finance, world.auditor):
        assert NAME in read(who, "payees")[1], who
    client = Client()
    client.force_login(world.other)
    posted = {"payee": payee.pk, "right": "yes", "request_key": str(uuid.uuid4())}
    assert client.post(reverse("funds:settle_payee"), posted).status_code == 404
    payee.refresh_from_db()
    assert payee.state == Payee.State.PENDING


def test_another_bureau_sees_sums_and_no_name(world: World, paid: Award) -> None:
    funds.verify_payee(payee=Payee.objects.get(), by=world.officer, right=True)
    pay(world, paid)
    payment = Payment.objects.get()
    for name, arg in (("award", paid.reference), ("payment", payment.reference)):
        assert read(world.other, name, arg)[0] == 404
        for who in (world.officer, world.finance, world.auditor):
            status, page = read(who, name, arg)
            assert status == 200 and NAME in page, (who, name)
    for name, arg in (("batch", payment.batch.reference), ("line", paid.line.reference)):
        status, page = read(world.other, name, arg)
        assert status == 200 and NAME not in page and "个人（姓名不公开）" in page and "1,000" in page, name
        assert ACCOUNT not in page
        assert NAME in read(world.officer, name, arg)[1]
        client = Client()
        client.force_login(world.other)
        book = client.get(reverse(f"funds:{name}", args=[arg]), {"format": "xlsx", "for_what": "核对数据"})
        cells = [str(cell) for row in openpyxl.load_workbook(io.BytesIO(b"".join(book))).active.values for cell in row]
        assert "个人（姓名不公开）" in cells and NAME not in "".join(cells), name


def test_another_bureau_sees_no_persons_clawback_nor_what_others_gave(world: World, paid: Award) -> None:
    funds.verify_payee(payee=Payee.objects.get(), by=world.officer, right=True)
    pay(world, paid)
    Clawback.objects.create(
        reference="ZJ2026-0001", award=paid, fen=100_00, left=100_00, reason="示例", state=sorted(UNHEARD)[0],
        opened_by=world.officer, opened_at=clock.now(), request_key=uuid.uuid4(),
    )  # fmt: skip
    assert NAME not in read(world.other, "clawbacks")[1] and read(world.other, "clawback", "ZJ2026-0001")[0] == 404
    assert NAME in read(world.officer, "clawbacks")[1] and NAME in read(world.auditor, "clawback", "ZJ2026-0001")[1]
    OutsideGrant.objects.create(
        enterprise=paid.enterprise, office="示例外区", name="示例补贴", fen=1, granted_on=clock.today(), source="示例",
        bureau=Bureau.objects.get(name="区人社局"), entered_by=world.officer, entered_at=clock.now(),
    )  # fmt: skip
    assert NAME not in read(world.other, "outside")[1] and NAME in read(world.officer, "outside")[1]


def test_an_account_ends_with_the_consent_once_nothing_is_owed(world: World, paid: Award) -> None:
    """While money is set aside it stays for that; the night ends it."""
    funds.verify_payee(payee=Payee.objects.get(), by=world.officer, right=True)
    persons.take_back(by=world.student)
    assert accounts.forget_due() == 1 and Payee.objects.get().state == Payee.State.VERIFIED
    pay(world, paid)
    assert accounts.forget_due() == 1 and Payee.objects.get().state == Payee.State.RETIRED
    assert LogEntry.objects.get(verb="forget-payee").data["last4"] == "0001"
    assert accounts.forget_due() == 0


def test_an_account_no_money_went_to_is_deleted_with_the_consent(world: World) -> None:
    subject, client = world.graduate(), Client()
    client.force_login(world.student)
    _gives_an_account(client, subject)
    persons.take_back(by=world.student)
    assert not Payee.objects.exists() and not Enterprise.subjects.filter(subject="person").exists()
