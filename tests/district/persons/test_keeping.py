"""Kept by consent, under one number, seen by few, taken along and taken back; the database holds it too."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from district.cases.core.models import Application
from district.cases.intake import actions as intake
from district.enterprises import actions as register
from district.enterprises.models import Enterprise, Fact, Identity, Keeping, Membership, Reading
from district.enterprises.persons import actions as persons
from district.enterprises.persons import permissions
from district.enterprises.values import BadValue
from district.enterprises.wallet.kinds import paper_kinds
from district.enterprises.wallet.models import Evidence
from district.ground import clock
from district.ground.people.permissions import Refused
from district.policies.models import Programme
from tests.district.cases.factories import enterprise, person
from tests.district.ground.files import samples
from tests.district.persons.conftest import DAY, NUMBER, OTHER, World

ALLOWANCE = "job-seeking-allowance"


def _case(world: World, *, hand_in: bool = True) -> Application:
    subject = world.graduate()
    programme = Programme.objects.get(slug=ALLOWANCE)
    case = intake.start(enterprise=subject, programme=programme, by=world.student, request_key=uuid.uuid4())
    if not hand_in:
        return case
    return intake.submit(application=case, by=world.student, declared={}, request_key=uuid.uuid4(),
                         evidence={"学生证或毕业证书": "附后", "困难情形证明": "附后"})  # fmt: skip


def test_the_number_is_sealed_and_is_one_persons(world: World) -> None:
    row = world.subject()
    held = Identity.objects.get(subject=row)
    assert NUMBER not in Identity.objects.values_list("number", flat=True).get()
    assert held.number == NUMBER and held.shown == "310110********0019"
    with pytest.raises(BadValue, match="另一个账号"):
        persons.begin(by=person("twin"), name="示例同学", number=NUMBER)
    with pytest.raises(BadValue, match="不对"):
        persons.begin(by=person("wrong"), name="示例同学", number=OTHER[:-1] + "0")
    assert persons.begin(by=world.student, name="示例同学", number=NUMBER) == row
    with pytest.raises(BadValue, match="不是同一个"):
        persons.begin(by=world.student, name="示例同学", number=OTHER)


@pytest.mark.parametrize(
    "columns",
    [{"subject": "person", "uscc": "91310110MA00000A9R"}, {"subject": "person", "uscc": "P-1"},
     {"subject": "base", "uscc": "91310110MA00000A9R"}, {"subject": "enterprise", "uscc": "P-1"},
     {"subject": "club", "uscc": "B-1"}],
)  # fmt: skip
def test_a_row_is_one_of_its_kind(world: World, columns: dict[str, str]) -> None:
    now = clock.now()
    with pytest.raises(IntegrityError, match="subject_is_one_of_its_kind"), transaction.atomic():
        Enterprise.subjects.create(name="甲", created_at=now, updated_at=now, **columns)


def test_one_account_is_one_person(world: World) -> None:
    world.subject()
    now = clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Enterprise.subjects.create(subject="person", account=world.student, uscc="P-2", name="甲", created_at=now,
                                   updated_at=now)  # fmt: skip


def test_facts_of_persons_are_of_persons(world: World) -> None:
    row, firm = world.subject(), enterprise()
    founder = person("founder")
    Membership.objects.create(person=founder, enterprise=firm, state="confirmed", since=clock.now())
    with pytest.raises(BadValue):
        register.declare_fact(enterprise=row, name="从业人员", written="5", by=world.student)
    with pytest.raises(BadValue):
        register.declare_fact(enterprise=firm, name="本人身份", written="在校学生", by=founder)
    with pytest.raises(intake.NotPossible, match="不由企业申报"):
        intake.start(enterprise=firm, programme=Programme.objects.get(slug=ALLOWANCE), by=founder,
                     request_key=uuid.uuid4())  # fmt: skip
    with pytest.raises(intake.NotPossible, match="不由个人申报"):
        intake.start(enterprise=row, programme=Programme.objects.get(slug="startup-cost"), by=world.student,
                     request_key=uuid.uuid4())  # fmt: skip
    with pytest.raises(Refused):
        register.declare_fact(enterprise=row, name="本人身份", written="其他", by=world.officer)


def test_who_may_read(world: World) -> None:
    row = world.graduate()
    for who, may in ((world.student, True), (world.officer, False), (world.other, False), (world.auditor, True)):
        assert bool(permissions.may_read(who, row)) is may, who
    address, desk = reverse("enterprises:person", args=[row.uscc]), Client()
    desk.force_login(world.officer)
    assert desk.get(address).status_code == 404  # never had a case of theirs


def test_an_open_case_lets_its_bureau_read_and_a_closed_one_asks_what_for(world: World) -> None:
    case = _case(world)
    row = case.enterprise
    assert permissions.may_read(world.officer, row) and not permissions.may_read(world.other, row)
    address, desk = reverse("enterprises:person", args=[row.uscc]), Client()
    desk.force_login(world.officer)
    assert "残疾" in desk.get(address).content.decode()
    Application.objects.filter(pk=case.pk).update(state="withdrawn")
    assert not permissions.may_read(world.officer, row)
    page = desk.get(address).content.decode()
    assert "残疾" not in page and "查看的目的" in page
    assert desk.post(address, {"purpose": ""}).status_code == 422
    assert "残疾" in desk.post(address, {"purpose": "复核申诉前核对"}, follow=True).content.decode()
    with clock.at(DAY + dt.timedelta(days=1)):
        assert not permissions.may_read(world.officer, row)
    mine = Client()
    mine.force_login(world.student)
    assert "复核申诉前核对" in mine.get(reverse("enterprises:myself")).content.decode()
    with pytest.raises(IntegrityError, match="enterprises_reading_never"), transaction.atomic():
        Reading.objects.update(purpose="另一个")


def test_a_wrong_number_is_said_beside_its_field_and_what_was_typed_stays(world: World) -> None:
    client = Client()
    client.force_login(world.student)
    posted = {"name": "示例同学", "number": OTHER[:-1] + "0", "agreed": "on"}
    page = client.post(reverse("enterprises:myself"), posted)
    assert page.status_code == 422 and posted["number"] in page.content.decode()
    assert "不对" in str(page.context["form"].errors["number"]) and not Keeping.objects.exists()
    by_program = client.post("/api/v1/enterprises/begin", posted, content_type="application/json")
    assert [each["field"] for each in by_program.json()["errors"]] == ["body.number"]


def test_what_is_agreed_to_is_kept_as_it_was_read(world: World) -> None:
    client = Client()
    client.force_login(world.student)
    posted = {"name": "示例同学", "number": OTHER, "agreed": "on"}
    read = client.get(reverse("enterprises:myself")).content.decode()
    assert client.post(reverse("enterprises:myself"), posted, follow=True).status_code == 200
    assert Keeping.objects.get().text in unescape(read)


def test_by_program_as_by_the_page_nobody_learns_that_there_is_somebody(world: World) -> None:
    case = _case(world)
    Application.objects.filter(pk=case.pk).update(state="withdrawn")
    address = f"/api/v1/enterprises/{case.enterprise.uscc}/person"
    said: dict[str, Any] = {"data": {"purpose": "复核申诉前核对"}, "content_type": "application/json"}
    for who, status in ((world.other, 404), (world.auditor, 403), (world.student, 403), (world.officer, 200)):
        client = Client()
        client.force_login(who)
        assert client.post(address, **said).status_code == status, who
    assert Reading.objects.get().by == world.officer
    mine = Client()
    mine.force_login(world.student)
    again = mine.post("/api/v1/enterprises/myself-renew", content_type="application/json")
    assert again.status_code == 200 and "已续期到" in again.json()["says"][0]["text"]
    assert mine.post("/api/v1/enterprises/myself-take-back", content_type="application/json").status_code == 200
    assert not Keeping.objects.filter(withdrawn_at=None).exists()


def test_everything_kept_may_be_taken_along(world: World) -> None:
    world.graduate()
    client = Client()
    client.force_login(world.student)
    copy = json.loads(client.get(reverse("enterprises:myself_copy")).content)
    assert {each["事实"] for each in copy["事实"]} >= {"本人身份", "毕业日期"} and copy["保存同意"]
    assert NUMBER not in json.dumps(copy, ensure_ascii=False)


def test_taken_back_with_no_case_nothing_is_left(world: World) -> None:
    world.graduate()
    client = Client()
    client.force_login(world.student)
    client.post(reverse("enterprises:myself_take_back"))
    assert not Enterprise.subjects.filter(subject="person").exists()
    assert not Fact.objects.exists() and not Identity.objects.exists() and not Keeping.objects.exists()
    assert "您同意什么" in client.get(reverse("enterprises:myself")).content.decode()
    assert world.subject(world.student) is not None  # and may begin anew


def test_taken_back_with_a_case_the_record_stays_and_nothing_new_begins(world: World) -> None:
    case = _case(world)
    frozen = dict(case.facts)
    persons.take_back(by=world.student)
    case.refresh_from_db()
    assert case.facts == frozen and case.state == "submitted"
    row = Enterprise.subjects.get(account=world.student)
    assert not Fact.objects.filter(enterprise=row).exists() and Identity.objects.get(subject=row).number == ""
    with pytest.raises(Refused, match="重新同意"):
        register.declare_fact(enterprise=row, name="本人身份", written="其他", by=world.student)
    with pytest.raises(Refused, match="重新同意"):
        intake.start(enterprise=row, programme=Programme.objects.get(slug="desk-fee"), by=world.student,
                     request_key=uuid.uuid4())  # fmt: skip
    client = Client()
    client.force_login(world.student)
    kept, paper = Evidence.objects.count(), SimpleUploadedFile("证.pdf", samples.pdf())
    sent = {"kind": next(iter(paper_kinds(DAY))), "request_key": str(uuid.uuid4()), "file": paper}
    refused = client.post(reverse("enterprises:papers", args=[row.uscc]), sent)
    assert refused.status_code == 403 and "重新同意" in refused.content.decode() and Evidence.objects.count() == kept
    with pytest.raises(BadValue, match="另一个账号"):  # nor under another account
        persons.begin(by=person("twin"), name="示例同学", number=NUMBER)


def test_a_draft_ends_with_the_consent(world: World) -> None:
    case = _case(world, hand_in=False)
    persons.take_back(by=world.student)
    case.refresh_from_db()
    assert case.state == "withdrawn" and case.entered == {} and case.evidence == {}


def test_a_consent_runs_out_and_may_be_renewed(world: World) -> None:
    row = world.graduate()
    with clock.at(DAY + dt.timedelta(days=700)):
        persons.renew(by=world.student)
    with clock.at(DAY + dt.timedelta(days=800)):
        assert persons.end_due(day=clock.today()) == 0 and permissions.keeps(row)
    with clock.at(DAY + dt.timedelta(days=1500)):
        assert not permissions.keeps(row)
        assert persons.end_due(day=clock.today()) == 1 and not Fact.objects.exists()


def test_facts_of_an_enterprise_are_still_never_deleted(world: World) -> None:
    firm: Any = enterprise(注册区="杨浦区")
    with pytest.raises(IntegrityError, match="enterprises_fact_never_deleted"), transaction.atomic():
        Fact.objects.filter(enterprise=firm).delete()
