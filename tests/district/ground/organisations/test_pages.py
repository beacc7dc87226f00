"""Pages of organisations, members, experts, staff by workbook; to-dos and the night."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.bringing.waiting import Waiting
from district.ground.messages.models import Message
from district.ground.organisations.finding import things
from district.ground.organisations.nightly import terms
from district.ground.people import experts, memberships, organisations
from district.ground.people.memberships import NotPossible
from district.ground.people.models import (
    Bureau,
    Expert,
    Kind,
    Organisation,
    OrganisationMembership,
    Part,
    Person,
    Role,
)
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.cases.factories import District, person

SignIn = Callable[[Person], Client]
TODAY = dt.date(2022, 6, 24)
DAY = dt.timedelta(days=1)


@pytest.fixture
def admin(here: District) -> Person:
    return person("admin", administrator="区人社局")


@pytest.fixture
def base(admin: Person) -> Organisation:
    return organisations.add(by=admin, kind=Kind.BASE, name="示例实训基地", address="示例路 1 号", phone="021-1")


@pytest.fixture
def steward(base: Organisation, admin: Person) -> Person:
    found = person("steward")
    memberships.enter(person=found, organisation=base, role=Part.STEWARD, by=admin)
    return Person.objects.get(pk=found.pk)


def todo(who: Person, kind: str) -> list[str]:
    return [each.subject for each in Waiting(Person.objects.get(pk=who.pk), clock.today()).items(kind, "", 0, 99)]


# --- organisations


def test_the_list_by_kind_and_name(
    here: District, base: Organisation, as_: SignIn, django_assert_max_num_queries: Any
) -> None:
    client, at = as_(here.officer), reverse("organisations:list")
    assert base not in client.get(at, {"kind": "bank"}).context["page"].object_list
    assert list(client.get(at, {"q": "实训"}).context["page"]) == [base]
    assert {each.kind for each in client.get(at, {"kind": "bureau"}).context["page"]} == {"bureau"}
    assert client.get(at, {"format": "xlsx", "for_what": "核对数据"}).status_code == 200
    for n in range(20):
        Organisation.objects.create(kind=Kind.BANK, name=f"示例银行{n}")
    with django_assert_max_num_queries(9):
        client.get(at)
    assert as_(here.founder).get(at).status_code == 403


def test_an_administrator_puts_one_on_record(here: District, admin: Person, as_: SignIn) -> None:
    client, at = as_(admin), reverse("organisations:add")
    assert client.get(at).status_code == 200
    said = {"kind": "bank", "name": "示例银行", "phone": "021-3", "public": "on"}
    assert client.post(at, said).status_code == 302
    assert client.post(at, said).status_code == 422  # the same name
    assert client.post(at, {"kind": "bureau", "name": "假委办局"}).status_code == 422
    made = Organisation.objects.get(name="示例银行")
    assert (made.full, made.public) == ("示例银行", True)
    assert LogEntry.objects.get(verb="add-organisation").by == admin
    assert as_(here.officer).post(at, said | {"name": "另一家"}).status_code == 403


def test_a_steward_keeps_the_members_at_home(base: Organisation, steward: Person, as_: SignIn, here: District) -> None:
    client, staff = as_(steward), person("staff")
    page = reverse("organisations:mine_one", args=[base.pk])
    assert client.get(page).status_code == 200
    assert client.get(reverse("organisations:one", args=[base.pk])).status_code == 403  # the desk is not theirs
    enter = reverse("organisations:enter", args=[base.pk])
    assert client.post(enter, {"username": "nobody", "role": "staff"}).status_code == 422
    assert client.post(enter, {"username": "staff", "role": "officer"}).status_code == 422
    assert client.post(enter, {"username": "staff", "role": "staff", "title": "培训师"}).status_code == 302
    row = OrganisationMembership.objects.get(person=staff)
    assert (row.vouched_by, row.title) == (steward, "培训师")
    until = {"until": "2023-06-24"}
    assert client.post(reverse("organisations:renew", args=[row.pk]), until).status_code == 302
    new = OrganisationMembership.objects.get(person=staff, ended_at=None)
    assert new.until == dt.date(2023, 6, 24)
    end = reverse("organisations:end", args=[new.pk])
    client.post(end, {"why": " "})
    assert OrganisationMembership.objects.filter(pk=new.pk, ended_at=None).exists()
    for _n in range(2):
        assert client.post(end, {"why": "离职"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "以前的成员" in shown and "离职" in shown
    assert (
        client.post(reverse("organisations:edit", args=[base.pk]), {"phone": "021-9", "name": "改名"}).status_code
        == 302
    )
    base.refresh_from_db()
    assert (base.phone, base.name) == ("021-9", "示例实训基地")


def test_others_find_nothing_of_an_organisation(
    base: Organisation, steward: Person, as_: SignIn, here: District
) -> None:
    row = OrganisationMembership.objects.get(person=steward, role=Part.STEWARD)
    client = as_(here.founder)
    assert client.get(reverse("organisations:mine_one", args=[base.pk])).status_code == 404
    for name in ("vouch", "renew", "end"):
        assert client.post(reverse(f"organisations:{name}", args=[row.pk]), {"why": "x"}).status_code == 404
    assert client.post(reverse("organisations:enter", args=[base.pk]), {"username": "founder"}).status_code == 404
    officer = as_(here.officer)  # sees, and is told why not
    assert officer.get(reverse("organisations:one", args=[base.pk])).status_code == 200
    assert officer.post(reverse("organisations:end", args=[row.pk]), {"why": "x"}).status_code == 403


def test_joining_by_oneself(base: Organisation, steward: Person, admin: Person, as_: SignIn, here: District) -> None:
    client, mine = as_(here.founder), reverse("organisations:mine")
    for _n in range(2):
        assert client.post(mine, {"organisation": base.pk, "role": "member"}).status_code == 302
    assert client.post(mine, {"organisation": base.pk, "role": "steward"}).status_code == 422
    bureau = Bureau.objects.get(name="区科委")
    assert client.post(mine, {"organisation": bureau.pk, "role": "staff"}).status_code == 422
    row = OrganisationMembership.objects.get(person=here.founder)
    assert row.state == "waiting" and "待担保确认" in client.get(mine).content.decode()
    assert Message.objects.filter(to=steward, title__contains=here.founder.name, needs_action=True).count() == 1
    assert [len(todo(who, "member")) for who in (steward, admin, here.founder, here.officer)] == [1, 1, 0, 0]
    as_(steward).post(reverse("organisations:vouch", args=[row.pk]))
    row.refresh_from_db()
    assert row.vouched_by == steward and todo(steward, "member") == []
    assert Message.objects.filter(to=here.founder, title__contains="已确认").exists()
    assert not Message.objects.filter(to=steward, needs_action=True, subject=f"member-{row.pk}").exists()
    assert as_(here.founder).post(reverse("organisations:end", args=[row.pk]), {"why": "离开"}).status_code == 302
    row.refresh_from_db()
    assert row.ended_by == here.founder


def test_the_public_sees_what_is_meant_to_be_public(here: District, base: Organisation, admin: Person) -> None:
    client, at = Client(), reverse("organisations:public")
    assert "示例实训基地" not in client.get(at).content.decode()
    organisations.change(organisation=base, by=admin, public=True)
    page = client.get(at).content.decode()
    assert all(word in page for word in ("示例实训基地", "示例路 1 号", "021-1", "实训基地"))
    assert [each.title for each in things(TODAY)] == ["示例实训基地"]
    organisations.change(organisation=base, by=admin, until=TODAY + DAY, since=TODAY - DAY)
    with clock.at(TODAY + 2 * DAY):
        assert "示例实训基地" not in client.get(at).content.decode() and not list(things(clock.today()))


# --- terms


def test_terms_are_told_before_and_at_their_end_once(
    base: Organisation, steward: Person, admin: Person, here: District
) -> None:
    staff = person("staff")
    row = memberships.enter(person=staff, organisation=base, role=Part.STAFF, by=steward, until=TODAY + 40 * DAY)
    assert todo(steward, "term") == [] and terms(TODAY) == "任期已满 0 项，提前告知 0 项。"
    with clock.at(TODAY + 15 * DAY):
        assert [len(todo(who, "term")) for who in (steward, admin, staff)] == [1, 1, 0]
        assert [terms(clock.today()) for _n in range(2)] == [
            "任期已满 0 项，提前告知 1 项。",
            "任期已满 0 项，提前告知 0 项。",
        ]
        assert {each.to for each in Message.objects.filter(title__contains="任期将满")} == {staff, steward}
    with clock.at(TODAY + 41 * DAY):
        assert [terms(clock.today()) for _n in range(2)] == [
            "任期已满 1 项，提前告知 0 项。",
            "任期已满 0 项，提前告知 0 项。",
        ]
        assert Message.objects.filter(to=staff, title__contains="任期已满").count() == 1
    row.refresh_from_db()
    assert row.why_ended == "任期已满" and LogEntry.objects.filter(verb="term-over").count() == 1


# --- staff by workbook

HEADS = ("用户名", "姓名", "部门", "岗位", "职务", "从", "任期到", "邮箱")


def workbook(*rows: Sequence[object], heads: Sequence[str] = HEADS) -> SimpleUploadedFile:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in (heads, *rows):
        book.active.append(list(line))
    book.save(file)
    return SimpleUploadedFile("staff.xlsx", file.getvalue())


def test_staff_come_in_by_workbook(here: District, admin: Person, as_: SignIn) -> None:
    client, at = as_(admin), reverse("organisations:staff")
    assert client.get(at, {"format": "xlsx", "for_what": "核对数据"}).status_code == 200
    file = workbook(
        ("wang", "示例王某", "区人社局", "经办人", "科员", dt.datetime(2022, 7, 1), "2023-6-30", "wang@example.org"),
        ("wang", "示例王某", "区科委", "负责人", "", "", "", ""),
        ("founder", here.founder.name, "区科委", "审计", "", "", "", ""),
    )
    assert client.post(at, {"file": file}).status_code == 302
    wang = Person.objects.get(username="wang")
    assert not wang.has_usable_password() and wang.email == "wang@example.org"
    held = {each.role: each for each in wang.standings_held.all()}
    assert (held["officer"].since, held["officer"].until, held["officer"].title) == (
        dt.date(2022, 7, 1), dt.date(2023, 6, 30), "科员",
    )  # fmt: skip
    assert held["officer"].vouched_by == admin and held["leader"].since == TODAY
    assert held["leader"].state == "waiting"  # over money: another administrator's word
    assert here.founder.standings_held.get().role == Role.AUDITOR
    assert LogEntry.objects.filter(verb="grant-duty").count() == 3


def test_every_faulty_cell_is_named_and_nobody_comes_in(here: District, admin: Person, as_: SignIn) -> None:
    file = workbook(
        ("good", "示例好人", "区人社局", "经办人", "", "", "", ""),
        ("with space", "", "没有的局", "皇帝", "", "昨天", "2022-13-01", "nomail"),
        ("good", "示例好人", "区人社局", "经办人", "", "", "", ""),
        ("officer", "另一个名字", "区人社局", "经办人", "", "2022-07-02", "2022-07-01", ""),
    )
    page = as_(admin).post(reverse("organisations:staff"), {"file": file})
    assert page.status_code == 422
    faults = {each.cell: each.why for each in page.context["faults"]}
    assert set(faults) == {"A3", "B3", "C3", "D3", "F3", "G3", "H3", "A4", "B5", "G5"}
    assert "没有这个部门" in faults["C3"] and "经办人、负责人" in faults["D3"] and "重复" in faults["A4"]
    assert not Person.objects.filter(username="good").exists()


@pytest.mark.parametrize("file, why", [
    (lambda: workbook(("x",), heads=("别的",)), "没有找到表头"),
    (lambda: workbook(("x", "y"), heads=("用户名", "姓名")), "表头缺少"),
    (lambda: SimpleUploadedFile("staff.xlsx", b"not a workbook"), "不是工作簿"), (lambda: workbook(), "表里没有人"),
])  # fmt: skip
def test_a_file_that_is_no_list(here: District, admin: Person, as_: SignIn, file: Any, why: str) -> None:
    page = as_(admin).post(reverse("organisations:staff"), {"file": file()})
    assert page.status_code == 422 and why in page.content.decode()


def test_only_administrators_import(here: District, as_: SignIn) -> None:
    assert as_(here.leader).post(reverse("organisations:staff"), {"file": workbook()}).status_code == 403


# --- experts


def test_an_expert_is_put_on_record_without_an_account(here: District, as_: SignIn) -> None:
    client = as_(here.officer)
    office = Bureau.objects.get(name="区人社局")
    said = {"name": "示例专家", "office": office.pk, "fields_": ["law", "staff"], "topics": ["policy"],
            "languages": ["zh"], "since": "2022-01-01", "until": "2023-12-31"}  # fmt: skip
    assert client.post(reverse("organisations:expert_add"), said | {"public": "on"}).status_code == 422  # no consent
    assert client.post(reverse("organisations:expert_add"), said).status_code == 302
    found = Expert.objects.get()
    assert (found.person, found.fields, found.public) == (None, ["law", "staff"], False)
    edit = reverse("organisations:expert_edit", args=[found.reference])
    assert client.get(edit).status_code == 200
    assert client.post(edit, said | {"public": "on", "agreed_how": "书面同意书", "about": "新"}).status_code == 302
    honour = {"title": "示例荣誉", "source": "示例单位", "since": "2021-12-01", "until": "2021-01-01"}
    at = reverse("organisations:expert_honour", args=[found.reference])
    assert client.post(at, honour).status_code == 422
    assert client.post(at, honour | {"until": "2023-12-01"}).status_code == 302
    found.refresh_from_db()
    assert found.public and found.agreed_at and found.honours.get().source == "示例单位"
    public = Client().get(reverse("organisations:public_experts")).content.decode()
    assert all(word in public for word in ("示例专家", "法律", "政策指导", "示例荣誉"))
    listed = client.get(reverse("organisations:experts"), {"field": "law", "q": "示例"})
    assert list(listed.context["page"]) == [found]
    assert list(client.get(reverse("organisations:experts"), {"field": "media"}).context["page"]) == []
    assert client.get(reverse("organisations:experts"), {"format": "xlsx", "for_what": "核对数据"}).status_code == 200
    client.post(reverse("organisations:expert_end", args=[found.reference]))
    assert "示例专家" not in Client().get(reverse("organisations:public_experts")).content.decode()
    assert {"list-expert", "change-expert", "honour-expert", "end-expert"} <= set(
        LogEntry.objects.filter(subject=found.reference).values_list("verb", flat=True)
    )


def test_a_term_that_is_over_shows_nobody(here: District) -> None:
    experts.enter(office=Bureau.objects.get(name="区人社局"), by=here.officer, name="示例专家", public=True,
                  agreed_how="书面", until=TODAY + DAY, since=TODAY)  # fmt: skip
    at = reverse("organisations:public_experts")
    assert "示例专家" in Client().get(at).content.decode()
    with clock.at(TODAY + 2 * DAY):
        assert "示例专家" not in Client().get(at).content.decode()


def test_another_bureau_only_looks(here: District, as_: SignIn) -> None:
    found = experts.enter(office=Bureau.objects.get(name="区人社局"), by=here.officer, name="示例专家")
    other = as_(person("other", officer="区科委"))
    assert other.get(reverse("organisations:expert", args=[found.reference])).status_code == 200
    for name in ("expert_edit", "expert_honour", "expert_end", "expert_link"):
        said = {"purpose": "people.consent"}
        assert other.post(reverse(f"organisations:{name}", args=[found.reference]), said).status_code == 403
    with pytest.raises(Refused):
        experts.enter(office=Bureau.objects.get(name="区科委"), by=here.officer, name="别局的专家")
    with pytest.raises(NotPossible, match="聘期"):
        experts.change(expert=found, by=here.officer, fields=[], topics=[], languages=[], since=TODAY, until=TODAY)
    assert as_(here.founder).get(reverse("organisations:experts")).status_code == 403


def test_a_link_from_the_experts_page(here: District, as_: SignIn) -> None:
    found = experts.enter(office=Bureau.objects.get(name="区人社局"), by=here.officer, name="示例专家")
    at = reverse("organisations:expert_link", args=[found.reference])
    page = as_(here.officer).post(at, {"purpose": "people.consent"})
    assert page.status_code == 200 and "/once/" in page.content.decode() and "no-store" in page["Cache-Control"]
    assert as_(here.officer).post(at, {"purpose": "cases.sheet"}).status_code == 302
