"""Several workers at once: first the race without claims, then the claims. And what the database itself refuses."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from district.ground import clock
from district.ground.messages import channels, sending
from district.ground.messages.models import Choice, Delivery
from district.ground.people.actions import create_person
from district.ground.people.models import Person
from tests.district.ground.messages.conftest import FRIDAY, proved, tell

ROWS, WORKERS = 60, 6


class Counting(channels.Channel):
    """Notes which delivery was sent, and takes a moment, so that workers overlap."""

    sent: list[int] = []
    pause = threading.Event()

    def send(self, delivery: Delivery) -> str:
        self.sent.append(delivery.pk)
        self.pause.wait(0.002)
        return "x"


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    Counting.sent = []
    monkeypatch.setitem(channels._ways, "email", Counting)
    yield Counting.sent


def rush(work: Callable[[], object]) -> list[object]:
    gate, results = threading.Barrier(WORKERS), [None] * WORKERS

    def run(place: int) -> None:
        try:
            with clock.at(FRIDAY):
                connection.ensure_connection()
                gate.wait(timeout=60)
                results[place] = work()
        except Exception as problem:
            results[place] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=240)
    return results


@pytest.fixture
def waiting(keeping_triggers: None) -> None:
    """Sixty rows that may leave now."""
    with clock.at(FRIDAY):
        person = proved(create_person(username="p", name="示例", password="long enough 1"), "p@example.com")
        with transaction.atomic():
            for n in range(ROWS):
                tell(person, title=f"通知{n}")


@pytest.fixture
def unwoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent at commit: the workers of the test do it."""
    monkeypatch.setattr("district.ground.messages.tasks.wake", lambda: None)


@pytest.mark.database
@pytest.mark.usefixtures("unwoken", "waiting")
def test_without_claims_it_is_sent_twice(counting: list[int]) -> None:
    read = threading.Barrier(WORKERS)

    def careless() -> None:
        rows = list(Delivery.objects.filter(state="waiting")[:5])
        read.wait(timeout=60)
        for row in rows:
            Counting().send(row)
            Delivery.objects.filter(pk=row.pk).update(state="sent", sent_at=clock.now())

    rush(careless)
    assert max(Counter(counting).values()) == WORKERS


@pytest.mark.database
@pytest.mark.usefixtures("unwoken", "waiting")
def test_with_claims_each_once(counting: list[int]) -> None:
    results = rush(sending.deliver_due)
    assert all(isinstance(each, Counter) for each in results), results
    assert Counter(Counter(counting).values()) == {1: ROWS}
    assert Delivery.objects.filter(state="sent", claim=None).count() == ROWS
    assert sum(each["sent"] for each in results) == ROWS  # type: ignore[index]


@pytest.mark.database
@pytest.mark.usefixtures("unwoken", "keeping_triggers")
def test_workers_make_one_digest(counting: list[int]) -> None:
    with clock.at(FRIDAY - dt.timedelta(days=1)):
        person = proved(create_person(username="p", name="示例", password="long enough 1"), "p@example.com")
        for n in range(9):
            tell(person, title=f"通知{n}", needs_action=False)
    assert all(isinstance(each, Counter) for each in rush(sending.deliver_due))
    assert len(counting) == 1
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {"bundled": 9, "sent": 1}


def row(person: Person, **changed: Any) -> Delivery:
    given = {
        "reference": f"FX-{Delivery.objects.count()}", "person": person, "channel": "email", "kind": "notice",
        "pace": "single", "address": "a@example.com", "subject": "x", "next_try": FRIDAY, "at": FRIDAY,
    }  # fmt: skip
    return Delivery.objects.create(**{**given, **changed})


WRONG = {
    "delivery_channel_is_known": {"channel": "pigeon"},
    "delivery_state_is_known": {"state": "lost"},
    "delivery_pace_is_known": {"pace": "slow"},
    "sent_delivery_has_its_time": {"state": "sent"},
    "unsent_delivery_says_why": {"state": "failed"},
    "bundled_delivery_names_its_bundle": {"state": "bundled"},
    "only_waiting_deliveries_are_claimed": {"state": "held", "claim": "0" * 32, "claimed_until": FRIDAY},
}


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG)
def test_the_database_refuses(founder: Person, name: str) -> None:
    row(founder)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row(founder, **WRONG[name])


@pytest.mark.database
@pytest.mark.django_db
def test_one_delivery_a_notice_and_channel(founder: Person) -> None:
    with clock.at(FRIDAY):
        tell(founder)
    found = Delivery.objects.get()
    with pytest.raises(IntegrityError, match=r"one_delivery_per_message_channel|message_id"), transaction.atomic():
        row(founder, message=found.message)


WRONG_CHOICES = {
    "notice_bundle_is_known": {"bundle": "some"},
    "notice_language_is_known": {"language": "fr"},
    "sms_needs_a_confirmed_phone": {"sms": True},
    "phone_code_has_a_term": {"code": "x"},
}


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG_CHOICES)
def test_the_database_refuses_choices(founder: Person, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Choice.objects.create(person=founder, **WRONG_CHOICES[name])
