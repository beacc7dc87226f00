"""A score sheet by one-time link: interests before the case, marks, signature; then an account takes it all over."""

from __future__ import annotations

import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.cases.core.models import Application
from district.cases.review.scoring import actions as scoring
from district.cases.review.scoring import queries
from district.cases.review.scoring.models import Round, Sheet
from district.ground.onetime.models import Link, LinkUse
from district.ground.people import experts
from district.ground.people.models import Bureau, Expert, Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.cases.factories import person
from tests.district.cases.giants import Giants


@pytest.fixture
def guest(award: Giants) -> Expert:
    """On record, without an account."""
    return experts.enter(office=Bureau.objects.get(name="区科委"), by=award.officer, name="示例来宾", fields=["law"])


@pytest.fixture
def case(award: Giants) -> Application:
    return award.reviewed(1)


@pytest.fixture
def round_(award: Giants, guest: Expert, case: Application) -> Round:
    return scoring.open_round(
        applications=[case], experts=[*award.experts[:2], guest], by=award.officer, request_key=uuid.uuid4()
    )


def path_for(client: Client, round_: Round, guest: Expert) -> str:
    """The officer issues the link and copies it."""
    seat = round_.seats.get(expert=guest)
    page = client.post(reverse("cases:round_links", args=[round_.reference]), {"seat": seat.pk})
    assert page.status_code == 200
    return re.search(r"/once/[^/\"]+/", page.content.decode())[0]  # type: ignore[index]


def seen(page: Any) -> str:
    return re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]  # type: ignore[index]


def mine(guest: Expert) -> Sheet:
    return Sheet.objects.get(seat__expert=guest)


def test_a_record_without_account_may_be_invited(award: Giants, guest: Expert, round_: Round) -> None:
    assert guest in queries.experts_of(award.programme.office)
    assert queries.sheets_of(award.officer).count() == 0 and mine(guest).state == Sheet.State.OPEN


def test_the_whole_way_by_link(award: Giants, guest: Expert, round_: Round, case: Application, as_: Any) -> None:
    path, client = path_for(as_(award.officer), round_, guest), Client()
    page = client.get(path)
    text = page.content.decode()
    assert case.enterprise.name in text and "注册区" not in text and 'name="mark-0"' not in text
    assert client.post(path, {"seen": seen(page), "mark-0": "50", "mark-1": "30"}).status_code == 422  # declared first
    assert client.post(path, {"seen": seen(page), "conflict": "no"}).status_code == 302
    page = client.get(path)
    text = page.content.decode()
    assert case.enterprise.name not in text and "注册区" in text and 'name="mark-0"' in text  # blind: a code alone
    wrong = client.post(path, {"seen": seen(page), "mark-0": "61", "mark-1": "30", "note": "打好的评语"})
    assert (
        wrong.status_code == 422 and "打好的评语" in wrong.content.decode() and 'value="61"' in wrong.content.decode()
    )
    assert client.post(path, {"seen": seen(page), "mark-0": "50.5", "mark-1": "30", "note": "好"}).status_code == 302
    sheet = mine(guest)
    assert (sheet.state, sheet.total) == (Sheet.State.GIVEN, Decimal("80.5"))
    assert [each.did for each in LinkUse.objects.all()] == ["declare", "mark"]
    first, second = LinkUse.objects.all()
    assert first.seen["enterprise"] == case.enterprise.name and "facts" not in first.seen
    assert "enterprise" not in second.seen and second.seen["facts"]["注册区"] and second.signed["total"] == "80.5"
    line = LogEntry.objects.get(verb="mark")
    assert line.by is None and line.data["expert"] == f"{guest.reference} {guest.name}"
    done = client.get(path).content.decode()
    assert "已经办好" in done and "共 80.5 分" in done
    desk = as_(award.officer).get(reverse("onetime:link", args=[first.link.reference])).content.decode()
    assert "有利益关系" in desk and "创新：50.5；成长：30" in desk and "False" not in desk


def test_a_conflict_is_declared_before_the_case_is_seen(award: Giants, guest: Expert, round_: Round, as_: Any) -> None:
    path, client = path_for(as_(award.officer), round_, guest), Client()
    page = client.get(path)
    silent = client.post(path, {"seen": seen(page), "conflict": "yes"})
    assert silent.status_code == 422 and mine(guest).state == Sheet.State.OPEN
    client.post(path, {"seen": seen(page), "conflict": "yes", "interest": "示例：亲属任职"})
    assert mine(guest).state == Sheet.State.RECUSED
    assert "注册区" not in client.get(path).content.decode()


def test_a_closed_round_leaves_nothing_to_sign(award: Giants, guest: Expert, round_: Round, as_: Any) -> None:
    path, client = path_for(as_(award.officer), round_, guest), Client()
    digest = seen(client.get(path))
    Round.objects.update(closed_at=round_.opened_at, closed_by=award.officer)
    answer = client.post(path, {"seen": digest, "conflict": "no"})
    assert answer.status_code == 410 and "不用办了" in answer.content.decode()
    assert mine(guest).state == Sheet.State.OPEN and not LinkUse.objects.exists()


def test_one_link_a_sheet_and_the_newest_alone(award: Giants, guest: Expert, round_: Round, as_: Any) -> None:
    officer = as_(award.officer)
    first, second = path_for(officer, round_, guest), path_for(officer, round_, guest)
    assert Client().get(first).status_code == 410 and Client().get(second).status_code == 200
    assert Link.objects.count() == 2
    page = officer.get(reverse("cases:round", args=[round_.reference])).content.decode()
    assert "没有账号" in page and Link.objects.first().reference in page  # type: ignore[union-attr]


def test_only_the_bureau_issues_them(award: Giants, guest: Expert, round_: Round, as_: Any) -> None:
    seat = round_.seats.get(expert=guest)
    address = reverse("cases:round_links", args=[round_.reference])
    for who, code in ((award.finance, 404), (award.auditor, 403), (award.founder, 403), (award.experts[0], 403)):
        assert as_(who).post(address, {"seat": seat.pk}).status_code == code
    assert not Link.objects.exists()


def test_of_a_closed_round_there_is_none_and_why(award: Giants, guest: Expert, round_: Round, as_: Any) -> None:
    officer, address = as_(award.officer), reverse("cases:round_links", args=[round_.reference])
    nobody = officer.post(address, {"seat": "0"}, follow=True)
    assert "请选择一位专家" in nobody.content.decode()
    Round.objects.filter(pk=round_.pk).update(closed_at=round_.opened_at, closed_by=award.officer)
    closed = officer.post(address, {"seat": round_.seats.get(expert=guest).pk}, follow=True)
    assert "这一轮评审已经结束" in closed.content.decode() and not Link.objects.exists()
    assert officer.post(f"/api/v1/cases/{round_.reference}/round-links").status_code == 404  # shown to a person alone


def test_one_experts_record_does_not_sign_for_another(award: Giants, guest: Expert, round_: Round) -> None:
    other = Sheet.objects.exclude(seat__expert=guest).first()
    assert other is not None
    with pytest.raises(Refused, match="另一位专家"):
        scoring.declare(sheet=other, by=guest, conflict=False)


def test_what_was_signed_by_link_goes_on_with_an_account(award: Giants, guest: Expert, round_: Round, as_: Any) -> None:
    path, client = path_for(as_(award.officer), round_, guest), Client()
    client.post(path, {"seen": seen(client.get(path)), "conflict": "no"})
    who = person("guest-account", "示例来宾")
    experts.take_over(expert=guest, person=who, voucher=award.officer)
    account = as_(Person.objects.get(pk=who.pk))
    sheet = mine(guest)
    assert sheet.state == Sheet.State.DECLARED
    assert account.get(reverse("cases:sheet", args=[sheet.pk])).status_code == 200
    account.post(reverse("cases:sheet_mark", args=[sheet.pk]), {"mark-0": "50", "mark-1": "30"})
    assert mine(guest).total == Decimal(80)
    assert Client().get(path).status_code == 410  # nothing is left to do by it
