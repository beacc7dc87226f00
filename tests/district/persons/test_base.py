"""A base as a subject: registered by who runs it, confirmed, checked, applied for in its own name."""

from __future__ import annotations

import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from district.cases.core.models import Application
from district.cases.decisions import signing
from district.enterprises import queries
from district.enterprises.bases.actions import register_base
from district.enterprises.claims.actions import settle_membership
from district.enterprises.models import Enterprise, Membership
from district.funds import accounts
from district.funds import actions as funds
from district.funds.models import Award, Level, Payee
from district.ground.people import organisations
from district.ground.people.models import Organisation
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.policies import queries as policies
from tests.district.cases.deciding import signed
from tests.district.cases.factories import enterprise, know, person
from tests.district.enterprises.registers import licence
from tests.district.persons.conftest import DAY, World
from tests.district.persons.test_student import hand_in, pay


def _decided_and_paid(world: World, client: Client, case: Application) -> None:
    """To an account of the base or of who runs it; in a name that firm no longer has it is verified again."""
    base, desk = case.enterprise, Client()
    firm: Any = base.operator
    desk.force_login(world.colleague)  # the officer confirmed whose base it is
    line = funds.open_line(year=2026, office=world.line.office, name="职业培训专项", by=world.finance)
    funds.appropriate(line=line, level=Level.DISTRICT, amount=Decimal(1000000), by=world.finance)
    desk.post(reverse("cases:accept", args=[case.reference]))
    case.refresh_from_db()
    decision = signed(signing.propose(application=case, by=world.colleague, outcome="granted", note="符合条件"))
    assert decision.total == 300000
    money = reverse("funds:mine", args=[base.uscc])
    assert firm.name in client.get(money).content.decode()
    account = {"bank_name": "示例银行杨浦支行", "bank_code": "102290000000", "number": "6222000000000001",
               "request_key": str(uuid.uuid4())}  # fmt: skip
    wrong = client.post(money, {**account, "holder": "别的公司", "certificate": licence()})
    assert wrong.status_code == 422 and f"示例公共实训基地或者{firm.name}" in wrong.content.decode()
    assert client.post(money, {**account, "holder": firm.name, "certificate": licence()}).status_code == 302
    payee = funds.verify_payee(payee=Payee.objects.get(enterprise=base), by=world.colleague, right=True)
    pay(replace(world, line=line), Award.objects.get(reference=case.reference))
    shown = client.get(reverse("cases:mine_one", args=[case.reference])).content.decode()
    assert "300,000.00 元 已全部到账" in shown, shown[:3000]

    accounts.renamed({firm.pk: "示例改名有限公司"}, {firm.pk: "更名"})
    payee.refresh_from_db()
    assert payee.state != Payee.State.VERIFIED


def test_from_registering_to_handing_in(world: World) -> None:
    firm: Any = enterprise(注册区="杨浦区", 经营状态="存续")
    owner, client = person("owner"), Client()
    Membership.objects.create(person=owner, enterprise=firm, role="owner", state="confirmed", since=firm.created_at)
    client.force_login(owner)
    assert "登记一个基地" in client.get(reverse("enterprises:mine")).content.decode()
    short = client.post(reverse("enterprises:base"), {"operator": firm.pk, "sort": "base", "base_name": "短"})
    assert (
        short.status_code == 422
        and "请写基地的全称" in short.content.decode()
        and 'value="短"' in short.content.decode()
    )
    client.post(reverse("enterprises:base"), {"operator": firm.pk, "sort": "base", "base_name": "示例公共实训基地"})
    base = Enterprise.subjects.get(subject="base")
    assert base.operator == firm and base.code == "" and Enterprise.objects.count() == 1
    assert list(queries.my_subjects(owner)) == [firm]  # not confirmed yet
    desk = Client()
    desk.force_login(world.officer)
    assert "示例公共实训基地" in desk.get(reverse("enterprises:claims")).content.decode()
    settle_membership(membership=Membership.objects.get(enterprise=base), confirm=True, by=world.officer)

    know(base, "区级公共实训基地", True)
    saved = client.post(reverse("enterprises:facts", args=[base.uscc]), {"v-实训设备投入": "1000000"}, follow=True)
    assert "实训设备投入" in saved.content.decode()
    known = queries.facts_of(base, DAY)
    assert "注册区" in known  # of who runs it
    assert [each.programme for each in policies.fits_of(base, DAY).eligible] == ["public-training-base"]
    assert client.get(reverse("policies:fits"), {"enterprise": base.uscc}).status_code == 200

    page = client.get(reverse("cases:new", args=["public-training-base"]))
    assert [each["enterprise"] for each in page.context["choices"]] == [base]
    posted = {"enterprise": base.pk, "request_key": str(uuid.uuid4())}
    begun = client.post(reverse("cases:new", args=["public-training-base"]), posted)
    reference = str(begun["Location"]).rstrip("/").rpartition("/")[2]
    assert hand_in(client, reference, papers=1).status_code == 200
    case = Application.objects.get(reference=reference)
    assert case.state == "submitted" and case.verdict["amount"] == "300000.00" and case.enterprise == base
    assert desk.get(reverse("cases:case", args=[reference])).status_code == 200
    assert desk.get(reverse("enterprises:enterprise", args=[base.uscc])).status_code == 200
    assert "示例公共实训基地" not in desk.get(reverse("enterprises:register")).content.decode()

    _decided_and_paid(world, client, case)


def test_a_confirmed_base_is_its_organisation(world: World) -> None:
    firm: Any = enterprise()
    owner, admin = person("owner"), person("admin", administrator="区人社局")
    Membership.objects.create(person=owner, enterprise=firm, role="owner", state="confirmed", since=firm.created_at)
    asked = register_base(operator=firm, name="示例创业孵化基地", by=owner, sort="incubator")
    assert not Organisation.objects.filter(name="示例创业孵化基地").exists()
    for _n in range(2):
        settle_membership(membership=asked, confirm=True, by=world.officer)
    base = Enterprise.subjects.get(subject="base")
    assert base.organisation is not None and base.organisation.kind == "incubator"
    held = base.organisation.memberships.get()
    assert (held.person, held.role, held.vouched_by) == (owner, "steward", world.officer) and held.stands()
    assert LogEntry.objects.filter(verb="add-organisation", by=world.officer).count() == 1
    client = Client()
    client.force_login(owner)
    address = reverse("organisations:mine_one", args=[base.organisation.pk])
    assert address in client.get(reverse("enterprises:mine")).content.decode()
    assert client.get(address).status_code == 200

    # one on record already is the same; one of somebody else is not
    known = organisations.add(by=admin, kind="base", name="示例实训基地")
    asked = register_base(operator=firm, name="示例实训基地", by=owner)
    settle_membership(membership=asked, confirm=True, by=world.officer)
    assert Enterprise.subjects.get(name="示例实训基地").organisation == known
    organisations.add(by=admin, kind="base", name="别家实训基地", code="91310110MA0000099Q")
    asked = register_base(operator=firm, name="别家实训基地", by=owner)
    desk = Client()
    desk.force_login(world.officer)
    answer = desk.post(reverse("enterprises:settle", args=[asked.pk]), {"confirm": "yes"}, follow=True)
    assert "另一家同名的机构" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "requested"


def test_no_other_subject_is_an_organisation(world: World) -> None:
    firm, bureau = enterprise(), Organisation.objects.first()
    with pytest.raises(IntegrityError, match="subject_is_one_of_its_kind"), transaction.atomic():
        Enterprise.subjects.filter(pk=firm.pk).update(organisation=bureau)


def test_only_the_owner_registers_a_base(world: World) -> None:
    firm = enterprise()
    member = person("member")
    Membership.objects.create(person=member, enterprise=firm, role="member", state="confirmed", since=firm.created_at)
    with pytest.raises(Refused):
        register_base(operator=firm, name="示例孵化基地", by=member)
