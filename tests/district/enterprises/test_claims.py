"""Acting for an enterprise: on evidence, confirmed by its street or the lead bureau, in a role, for a term."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from district.cases.core.models import Decision
from district.cases.core.permissions import may_decide, may_work
from district.enterprises import queries
from district.enterprises.claims import actions as claims
from district.enterprises.claims.models import Membership
from district.enterprises.claims.permissions import may_judge
from district.enterprises.mandates import actions as mandates
from district.enterprises.mandates.models import Scope
from district.enterprises.models import Enterprise
from district.enterprises.nightly import terms
from district.enterprises.values import BadValue
from district.funds.models import Payee
from district.funds.paying import enter_payee, verify_payee, withdraw_payee
from district.funds.permissions import may_verify
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.models import Kind, Organisation, Person
from district.ground.people.permissions import Refused
from tests.district.cases.deciding import decided
from tests.district.cases.factories import District, enterprise, join, person
from tests.district.duties import give
from tests.district.enterprises.registers import licence

pytestmark = pytest.mark.database
SignIn = Callable[[Person], Client]


@pytest.fixture
def firm(here: District) -> Enterprise:
    found: Enterprise = enterprise("91310110MA00000001", "示例乙商行")
    Enterprise.objects.filter(pk=found.pk).update(street="示例街道")
    return Enterprise.objects.get(pk=found.pk)


@pytest.fixture
def street(firm: Enterprise) -> Person:
    """An officer of the firm's street, and one of another."""
    for name in ("示例街道", "别的街道"):
        office = Organisation.objects.create(name=name, full=name, kind=Kind.STREET)
        give(person(f"officer of {name}"), office)
    return Person.objects.get(username="officer of 示例街道")


def claim(firm: Enterprise, by: Person, **said: Any) -> Membership:
    return claims.claim_enterprise(uscc=firm.uscc, name=firm.name, by=by, **{"file": licence(), **said})


def settled(claim: Membership, by: Person, **said: Any) -> str:
    return str(claims.settle_membership(membership=claim, confirm=True, by=by, **said).state)


def test_a_claim_needs_code_and_name(here: District, firm: Enterprise) -> None:
    for uscc, name in ((firm.uscc, "示例别名"), ("91310110MA0000123X", firm.name)):
        with pytest.raises(BadValue, match="与营业执照核对"):
            claims.claim_enterprise(uscc=uscc, name=name, by=here.stranger)


def test_a_claim_without_evidence_is_none(here: District, firm: Enterprise) -> None:
    for role, wanted in (("owner", "营业执照"), ("member", "授权书")):
        with pytest.raises(BadValue, match=wanted):
            claim(firm, here.stranger, role=role, file=None)
    assert not Membership.objects.filter(enterprise=firm).exists()
    asked = claim(firm, here.stranger, role="owner")
    assert (asked.ground, asked.paper is not None) == ("licence", True)


def test_the_database_confirms_nothing_without_evidence_and_nobody_for_themselves(
    here: District, firm: Enterprise
) -> None:
    base = {"person": here.stranger, "enterprise": firm, "since": clock.now()}
    wrong: list[dict[str, Any]] = [
        {"state": "confirmed", "settled_by": here.officer, "ground": ""},
        {"ground": "letter", "paper": None},
        {"state": "confirmed", "settled_by": here.stranger, "ground": "invitation"},
        {"objection": "示例", "objected_by": None},
    ]
    for each in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(**{**base, **each})


def test_the_single_sign_on_is_evidence_of_an_owner_alone(here: District, firm: Enterprise) -> None:
    said = {"enterprise_uscc": [firm.uscc]}
    SocialAccount.objects.create(user=here.stranger, provider="city", uid="1", extra_data=said)
    with pytest.raises(BadValue):
        claim(firm, here.stranger, role="member", file=None)
    assert claim(firm, here.stranger, role="owner", file=None).ground == "sign-on"


def test_its_street_and_the_lead_bureau_confirm_and_no_other(
    here: District, firm: Enterprise, street: Person, as_: SignIn
) -> None:
    asked = claim(firm, here.stranger)
    other = Person.objects.get(username="officer of 别的街道")
    for who in (other, here.leader):
        with pytest.raises(Refused, match="街道"):
            settled(asked, who)
    assert as_(other).post(reverse("enterprises:settle", args=[asked.pk]), {"confirm": "yes"}).status_code == 404
    assert firm.name not in as_(other).get(reverse("enterprises:claims")).content.decode()
    for who in (street, here.officer):
        page = as_(who).get(reverse("enterprises:claims")).content.decode()
        assert firm.name in page and str(asked.paper and asked.paper.reference) in page
    assert settled(asked, street) == "confirmed"


def test_owners_are_told_and_may_object(here: District, firm: Enterprise, as_: SignIn) -> None:
    owner = person("owner")
    join(owner, firm)
    Membership.objects.filter(person=owner).update(role="owner")
    asked = claim(firm, here.stranger)
    assert Message.objects.filter(to=owner, title__contains="想代表").exists()
    page = reverse("enterprises:people", args=[firm.uscc])
    assert "提出异议" in as_(owner).get(page).content.decode()
    as_(owner).post(reverse("enterprises:settle_mine", args=[asked.pk]), {"reason": "不认识", "confirm": "no"})
    asked.refresh_from_db()
    assert (asked.state, asked.objection, asked.objected_by) == ("requested", "不认识", owner)
    assert "不认识" in as_(here.officer).get(reverse("enterprises:claims")).content.decode()
    with pytest.raises(BadValue, match="异议"):
        settled(asked, here.officer)
    assert settled(asked, here.officer, reason="执照核对无误") == "confirmed"


def test_papers_of_a_claim_are_read_by_who_settles_it(
    here: District, firm: Enterprise, street: Person, as_: SignIn
) -> None:
    asked = claim(firm, here.stranger)
    assert asked.paper is not None
    where = reverse("files:file", args=[asked.paper.reference])
    other = Person.objects.get(username="officer of 别的街道")
    people = (here.stranger, street, here.officer, other, here.founder)
    assert [as_(who).get(where).status_code for who in people] == [200, 200, 200, 403, 403]


def test_who_confirmed_decides_nothing_and_verifies_nothing(here: District) -> None:
    case = here.accepted()
    asked = claim(here.firm, here.stranger)
    assert may_decide(here.officer, case)
    settled(asked, here.officer)
    assert may_work(here.officer, case)  # what decides nothing goes on
    for answer in (may_judge(here.officer, here.firm), may_decide(here.officer, case)):
        assert not answer and "您确认" in str(answer.why)
    payee = enter_payee(
        enterprise=here.firm, holder=here.firm.name, bank_name="示例银行", bank_code="1" * 12, number="6222000001",
        by=here.founder, request_key=uuid.uuid4(), certificate=licence(),
    )  # fmt: skip
    assert not may_verify(here.officer, payee)
    with pytest.raises(Refused):
        verify_payee(payee=payee, by=here.officer, right=True)
    with pytest.raises(DatabaseError, match="verifies_nothing"), transaction.atomic():
        Payee.objects.filter(pk=payee.pk).update(state="verified", verified_by=here.officer)


def test_the_database_takes_no_decision_of_who_confirmed(here: District) -> None:
    made = decided(here.judged())
    settled(claim(here.firm, here.stranger), here.officer)
    row = Decision.objects.get(pk=made.pk)
    row.pk, row.number, row.serial, row.by = None, "示例〔2022〕99号", 99, here.officer
    with pytest.raises(DatabaseError, match="decides_nothing"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("registered", [False, True])
def test_who_confirmed_an_agencys_person_judges_none_of_its_clients(here: District, *, registered: bool) -> None:
    made, agent, code = decided(here.judged()), person("agent"), "91310115MAQDA1HA0H"
    Membership.objects.filter(person=here.founder, enterprise=here.firm).update(role="owner")
    other = enterprise("91310110MA00000003", "示例丙商行")
    mandated = partial(mandates.give, uscc=code, name="示例代账公司", scopes=[Scope.FILLS], since=clock.today(),
                       until=clock.today())  # fmt: skip
    join(person("other"), other)
    Membership.objects.filter(enterprise=other).update(role="owner")
    mandated(client=other, by=Person.objects.get(username="other"), request_key=uuid.uuid4())
    if registered:  # an agency of the register works through its members
        settled(claim(enterprise(code, "示例代账公司"), agent), here.officer)
    else:
        asked = mandates.ask_place(uscc=code, name="示例代账公司", by=agent, file=licence())
        mandates.settle_place(row=asked, confirm=True, by=here.officer)
    assert may_judge(here.officer, here.firm)
    mandated(client=here.firm, by=here.founder, request_key=uuid.uuid4())
    assert not may_judge(here.officer, here.firm) and not may_judge(here.officer, other)
    assert may_judge(here.colleague, here.firm)
    payee = enter_payee(
        enterprise=here.firm, holder=here.firm.name, bank_name="示例银行", bank_code="1" * 12, number="6222000001",
        by=here.founder, request_key=uuid.uuid4(), certificate=licence(),
    )  # fmt: skip
    assert not may_verify(here.officer, payee)
    with pytest.raises(DatabaseError, match="verifies_nothing"), transaction.atomic():
        Payee.objects.filter(pk=payee.pk).update(state="verified", verified_by=here.officer)
    row = Decision.objects.get(pk=made.pk)
    row.pk, row.number, row.serial, row.by = None, "示例〔2022〕99号", 99, here.officer
    with pytest.raises(DatabaseError, match="decides_nothing"), transaction.atomic():
        row.save(force_insert=True)


def test_an_invitation_is_for_one_person_once(here: District, firm: Enterprise, as_: SignIn) -> None:
    owner, other = person("owner"), person("another")
    join(owner, firm)
    with pytest.raises(Refused):  # not an owner yet
        claims.invite(enterprise=firm, name="示例", by=owner)
    Membership.objects.filter(person=owner).update(role="owner")
    until = clock.today() + dt.timedelta(days=30)
    made = as_(owner).post(
        reverse("enterprises:people", args=[firm.uscc]), {"name": "李示例", "role": "member", "until": until}
    ).content.decode()  # fmt: skip
    link = made.partition('id="link" value="')[2].partition('"')[0]
    page = as_(here.stranger).get(link)
    assert page.status_code == 200 and firm.name in page.content.decode()
    token = link.rstrip("/").rpartition("/")[2]
    with pytest.raises(BadValue, match="发给别人"):
        claims.accept_invitation(token=token, by=owner)
    as_(here.stranger).post(reverse("enterprises:invited"), {"token": token})
    row = Membership.objects.get(person=here.stranger, enterprise=firm)
    assert (row.state, row.ground, row.until, row.settled_by) == ("confirmed", "invitation", until, owner)
    with pytest.raises(BadValue, match="用过"):
        claims.accept_invitation(token=token, by=other)
    assert as_(other).get(link).status_code == 404


def test_an_invitation_ends_with_who_gave_it(here: District, firm: Enterprise) -> None:
    owner = person("owner")
    join(owner, firm)
    Membership.objects.filter(person=owner).update(role="owner")
    _row, token = claims.invite(enterprise=firm, name="李示例", by=owner)
    Membership.objects.filter(person=owner).update(state="left")
    with pytest.raises(BadValue, match="收回"):
        claims.accept_invitation(token=token, by=here.stranger)


def test_terms_end_by_themselves_and_owners_end_them(here: District, firm: Enterprise, as_: SignIn) -> None:
    owner, member = person("owner"), person("clerk")
    join(owner, firm)
    join(member, firm)
    Membership.objects.filter(person=owner).update(role="owner")
    row = Membership.objects.get(person=member)
    today = clock.today()
    where = reverse("enterprises:part", args=[row.pk])
    as_(owner).post(where, {"role": "member", "until": today.isoformat()})
    assert as_(member).post(where, {"role": "owner", "until": ""}).status_code == 403
    assert list(queries.my_enterprises(member)) == [firm] and firm in Enterprise.objects.visible_to(member)
    with clock.at(today + dt.timedelta(days=1)):
        assert not queries.my_enterprises(member).exists() and not Enterprise.objects.visible_to(member).exists()
        assert member not in queries.members_of(firm)
        assert terms(clock.today()) == "已结束 1 人，提前告知 0 人。"
    row.refresh_from_db()
    assert row.state == "left" and Message.objects.filter(to=member, title__contains="不再代表").exists()
    fresh = Membership.objects.get(person=here.founder)
    assert as_(owner).post(reverse("enterprises:part_end", args=[fresh.pk]), {"reason": "示例"}).status_code == 404


def test_the_end_of_a_term_is_told_thirty_days_before_and_once(here: District, firm: Enterprise) -> None:
    owner, member = person("owner"), person("clerk")
    for each, role in ((owner, "owner"), (member, "member")):
        join(each, firm)
        Membership.objects.filter(person=each).update(role=role)
    row, today = Membership.objects.get(person=member), clock.today()
    until = today + dt.timedelta(days=31)
    claims.set_part(membership=row, role="member", until=until, by=owner)
    assert terms(today) == "已结束 0 人，提前告知 0 人。"
    for day, told in ((1, 1), (2, 0), (31, 0)):
        with clock.at(today + dt.timedelta(days=day)):
            assert terms(clock.today()) == f"已结束 0 人，提前告知 {told} 人。"
    about = Message.objects.filter(title__contains="期限快到")
    assert {each.to for each in about} == {owner, member} and about.count() == 2
    assert all(f"{until.month}月{until.day}日" in each.body for each in about)
    with clock.at(until):  # another term is told anew
        claims.set_part(membership=row, role="member", until=until + dt.timedelta(days=20), by=owner)
        assert terms(clock.today()) == "已结束 0 人，提前告知 1 人。"


def test_an_owner_takes_a_strangers_account_back(here: District, as_: SignIn) -> None:
    owner = person("owner")
    join(owner, here.firm)
    Membership.objects.filter(person=owner).update(role="owner")
    payee = enter_payee(
        enterprise=here.firm, holder=here.firm.name, bank_name="示例银行", bank_code="1" * 12, number="6222000001",
        by=here.founder, request_key=uuid.uuid4(), certificate=licence(),
    )  # fmt: skip
    assert Message.objects.filter(to=owner, title__contains="新的收款账户").exists()
    desk = as_(here.officer).get(reverse("funds:payees")).content.decode()
    assert payee.certificate is not None and str(payee.certificate.reference) in desk  # beside what it is compared with
    with pytest.raises(Refused):
        withdraw_payee(payee=payee, by=here.stranger)
    as_(owner).post(reverse("funds:withdraw_payee", args=[payee.pk]))
    payee.refresh_from_db()
    assert payee.state == "retired"


def test_an_account_without_the_banks_paper_is_not_verified(here: District, as_: SignIn) -> None:
    payee = enter_payee(
        enterprise=here.firm, holder=here.firm.name, bank_name="示例银行", bank_code="1" * 12, number="6222000001",
        by=here.founder, request_key=uuid.uuid4(),
    )  # fmt: skip
    as_(here.officer).post(reverse("funds:settle_payee"), {"payee": payee.pk, "right": "yes"})
    payee.refresh_from_db()
    assert payee.state == "pending"


def test_a_lead_bureau_is_one_of_the_catalogue(settings: Any, here: District) -> None:
    assert Organisation.objects.filter(name=settings.LEAD_BUREAU).exists()
