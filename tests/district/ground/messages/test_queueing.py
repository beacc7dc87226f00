"""Rows for the outbox are written with the notice: for whom, when they leave, and what waits for a person."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q

from district.ground import clock
from district.ground.messages import kinds
from district.ground.messages.models import Choice, Delivery, Message
from district.ground.messages.queueing import posting_many
from district.ground.people.actions import create_person
from district.ground.people.models import Bureau, Person
from tests.district.ground.messages.conftest import Gateway, on, proved, tell

pytestmark = pytest.mark.usefixtures("now")


class Undone(Exception):
    pass


def test_in_the_same_transaction(founder: Person) -> None:
    with pytest.raises(Undone), transaction.atomic():
        tell(founder)
        assert Delivery.objects.count() == 1
        raise Undone
    assert (Message.objects.count(), Delivery.objects.count()) == (0, 0)


def test_only_who_proved_an_address(founder: Person) -> None:
    nobody = create_person(username="nobody", name="示例无邮箱", password="long enough 1", email="said@example.com")
    gone = proved(create_person(username="gone", name="示例停用", password="long enough 1"), "gone@example.com")
    gone.is_active = False
    gone.save()
    unproved = proved(create_person(username="claims", name="示例未验证", password="long enough 1"), "c@example.com")
    unproved.emailaddress_set.update(verified=False)
    tell(founder, nobody, gone, unproved)
    assert Message.objects.count() == 4
    assert [row.address for row in Delivery.objects.all()] == ["founder@example.com"]


def test_the_first_address_before_others(founder: Person) -> None:
    founder.emailaddress_set.create(email="another@example.com", verified=True)
    tell(founder)
    assert Delivery.objects.get().address == "founder@example.com"


def test_who_wants_no_mail_gets_none(founder: Person) -> None:
    Choice.objects.create(person=founder, email=False)
    tell(founder)
    assert Message.objects.count() == 1 and not Delivery.objects.exists()


def test_a_row_a_channel(founder: Person, gateway: Gateway, now: dt.datetime) -> None:
    choice = Choice(person=founder, webhook=True, sms=True, phone_confirmed_at=now)
    choice.phone = "13900001234"
    choice.save()
    tell(founder, title="请补正")
    found = {row.channel: row for row in Delivery.objects.all()}
    assert set(found) == {"email", "sms", "webhook"}
    assert found["webhook"].address == "founder"
    assert not any("13900001234" in each for each in Delivery.objects.values_list("address", flat=True))
    assert (found["sms"].address, found["sms"].shown_address) == ("13900001234", "139****1234")
    assert found["sms"].body == "请补正。详情请登录平台，在“消息”里查看。"


def test_no_rows_for_channels_the_site_has_not(founder: Person, settings: Any) -> None:
    Choice.objects.create(person=founder, webhook=True)
    settings.NOTICE_EMAIL = False
    tell(founder)
    assert not Delivery.objects.exists()


def test_kinds_are_known(founder: Person) -> None:
    with pytest.raises(KeyError):
        tell(founder, kind="refusal")


def test_some_kinds_wait_for_a_person(founder: Person) -> None:
    for kind in ("notice", "granted", "refused", "recovery"):
        tell(founder, kind=kind)
    assert set(Delivery.objects.values_list("kind", "state", "held_for")) == {
        ("notice", "waiting", ""), ("granted", "waiting", ""), ("refused", "held", "kind"),
        ("recovery", "held", "kind"),
    }  # fmt: skip


def test_notices_to_many_wait_for_a_person(founder: Person, manager: Person, settings: Any) -> None:
    settings.NOTICE_BULK = 1
    tell(founder)
    tell(founder, manager)
    assert sorted(Delivery.objects.values_list("state", "held_for")) == [
        ("held", "bulk"), ("held", "bulk"), ("waiting", ""),
    ]  # fmt: skip


def test_a_job_that_tells_many_one_by_one(founder: Person, manager: Person, settings: Any) -> None:
    settings.NOTICE_BULK = 1
    with posting_many():
        tell(founder)
        tell(founder, title="第二条")
        assert set(Delivery.objects.values_list("state", flat=True)) == {"held"}
    assert set(Delivery.objects.values_list("state", "held_for")) == {("waiting", "")}  # one person only
    with posting_many():
        tell(founder, title="第三条")
        tell(manager, title="第三条")
        tell(manager, title="未获同意", kind="refused")
    assert set(Delivery.objects.filter(title_is("第三条")).values_list("state", "held_for")) == {("held", "bulk")}
    assert Delivery.objects.get(kind="refused").held_for == "kind"


def test_a_job_done_in_several_goes_is_one(founder: Person, settings: Any) -> None:
    settings.NOTICE_BULK = 3
    for before, state in ((3, "held"), (1, "waiting")):
        with posting_many(before=before):
            tell(founder, title=f"已告知 {before}")
        assert Delivery.objects.get(title_is(f"已告知 {before}")).state == state


def test_a_job_that_breaks_off_leaves_them_to_a_person(founder: Person) -> None:
    with pytest.raises(Undone), posting_many():
        tell(founder)
        raise Undone
    assert Delivery.objects.get().state == "held"
    tell(founder)  # and it is over: what comes later is no part of it
    assert Delivery.objects.filter(state="waiting").count() == 1


def test_of_a_job_only_what_was_written_counts(founder: Person, manager: Person, settings: Any) -> None:
    settings.NOTICE_BULK = 1
    with posting_many():
        tell(founder)
        with contextlib.suppress(Undone), transaction.atomic():
            tell(manager)
            raise Undone
    assert Delivery.objects.get().state == "waiting"


def test_the_worker_comes_after_a_job(
    founder: Person, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    called = []
    monkeypatch.setattr("district.ground.messages.tasks.wake", lambda: called.append(1))
    with django_capture_on_commit_callbacks(execute=True), posting_many():
        tell(founder)
    assert called == [1]


def title_is(title: str) -> Q:
    return Q(subject=title)


def test_the_rule_names_kinds_there_are(settings: Any) -> None:
    assert kinds.hold_rule_names_kinds() == []
    settings.NOTICE_HOLD = {"refused", "refusal"}
    (error,) = kinds.hold_rule_names_kinds()
    assert error.id == "record.E001" and "refusal" in error.msg


PACES = [
    ("plain", False, False, "digest"), ("plain", True, False, "single"), ("none", False, False, "single"),
    ("all", True, False, "digest"), ("all", False, True, "urgent"), ("plain", True, True, "urgent"),
]  # fmt: skip


@pytest.mark.parametrize("bundle, needs_action, urgent, pace", PACES)
def test_what_leaves_alone(founder: Person, bundle: str, needs_action: bool, urgent: bool, pace: str) -> None:
    Choice.objects.create(person=founder, bundle=bundle)
    tell(founder, needs_action=needs_action, urgent=urgent)
    assert Delivery.objects.get().pace == pace


LEAVE = [
    (on(24, 10), "single", on(24, 10)),
    (on(24, 8, 29), "single", on(24, 8, 30)),
    (on(24, 18), "single", on(27, 8, 30)),  # Friday evening → Monday
    (on(25, 12), "single", on(27, 8, 30)),  # Saturday
    (on(25, 3), "urgent", on(25, 3)),
    (on(3, 10), "single", on(6, 8, 30)),  # Dragon Boat Festival 2022: 3 to 5 June
    (on(8, 10, month=10), "single", on(8, 10, month=10)),  # a Saturday people work to make up for National Day
    (on(24, 16, 59), "digest", on(24, 17)),
    (on(24, 17), "digest", on(24, 17)),
    (on(24, 17, 1), "digest", on(27, 17)),
    (on(25, 9), "digest", on(27, 17)),
]  # fmt: skip


@pytest.mark.parametrize("moment, pace, leaves", LEAVE)
def test_when_it_leaves(founder: Person, moment: dt.datetime, pace: str, leaves: dt.datetime) -> None:
    with clock.at(moment):
        tell(founder, needs_action=pace == "single", urgent=pace == "urgent")
    row = Delivery.objects.get()
    assert (row.pace, row.next_try) == (pace, leaves)


def test_the_office_that_speaks(founder: Person) -> None:
    bureau = Bureau.objects.create(name="区人社局", full="示例区人社局")
    tell(founder, office=bureau)
    assert Delivery.objects.get().office == bureau


def test_what_it_costs(founder: Person, manager: Person, django_assert_num_queries: Any, settings: Any) -> None:
    """Two questions and one INSERT more, however many people: who wants it where, and whose programs."""
    with django_assert_num_queries(4):
        tell(founder, manager)
    settings.NOTICE_EMAIL = False
    with django_assert_num_queries(2):
        tell(founder, manager)
