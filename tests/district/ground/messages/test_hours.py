"""Quiet hours, the day's digest, and the worker that comes when something is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from district.ground import clock
from district.ground.messages import sending, tasks
from district.ground.messages.models import Choice, Delivery, Message
from district.ground.messages.posting import mark_read
from district.ground.messages.sending import WAITS, deliver_due
from district.ground.people.models import Person
from tests.district.ground.messages.conftest import Gateway, Post, on, said, tell

pytestmark = pytest.mark.django_db


def test_at_night_only_what_is_urgent(smtp: Post, founder: Person) -> None:
    """One was due before six, and the worker comes late: it waits for the morning all the same."""
    with clock.at(on(24, 17, 59)):
        tell(founder, title="不急")
    with clock.at(on(24, 18, 5)):
        tell(founder, title="紧急", urgent=True)
        assert deliver_due()["sent"] == 1
        assert sending.next_due(clock.now()) == on(27, 8, 30)
    with clock.at(on(27, 8, 30)):
        assert deliver_due()["sent"] == 1
    assert [mail["Subject"] for _to, mail in smtp.taken] == ["紧急", "不急"]


def test_a_second_try_waits_for_the_morning_too(smtp: Post, founder: Person) -> None:
    smtp.data.append("451 later")
    with clock.at(on(24, 17, 59)):
        tell(founder)
        deliver_due()
    assert Delivery.objects.get().next_try == on(27, 8, 30)


def test_an_urgent_second_try_does_not(smtp: Post, founder: Person) -> None:
    smtp.data.append("451 later")
    with clock.at(on(24, 23)):
        tell(founder, urgent=True)
        deliver_due()
    assert Delivery.objects.get().next_try == on(24, 23) + WAITS[0]


def plain(person: Person, title: str, **more: Any) -> None:
    tell(person, title=title, needs_action=False, **more)


def test_a_day_in_one(smtp: Post, founder: Person, manager: Person) -> None:
    with clock.at(on(24, 10)):
        plain(founder, "“开办费”已受理", body="区人社局将在7月22日前决定。")
        plain(founder, "收款账户已核验", body="", link="/my/")
        plain(manager, "只有一条")
        tell(founder, title="请补正")
        assert deliver_due()["sent"] == 1  # what needs doing does not wait
    with clock.at(on(24, 16, 59)):
        assert deliver_due().total() == 0
    with clock.at(on(24, 17)):
        done = deliver_due()
        assert (done["bundled"], done["sent"]) == (1, 2)
        assert deliver_due().total() == 0
    by_address = {to[0]: mail for to, mail in smtp.taken[1:]}
    assert by_address["manager@example.com"]["Subject"] == "只有一条"
    digest = by_address["founder@example.com"]
    assert digest["Subject"] == "您有 2 条新消息"
    text = said(digest)
    assert "1. “开办费”已受理\n区人社局将在7月22日前决定。\nhttps://huiqi.example/my/applications/" in text
    assert "2. 收款账户已核验\nhttps://huiqi.example/my/" in text
    assert "https://huiqi.example/messages/?unread=1" in text
    html = said(digest, "html")
    assert '<a href="https://huiqi.example/my/" rel="nofollow">' in html
    bundle = Delivery.objects.get(kind="digest")
    assert {row.subject for row in bundle.items.all()} == {"“开办费”已受理", "收款账户已核验"}
    assert set(bundle.items.values_list("state", flat=True)) == {"bundled"}


def test_what_was_read_meanwhile_does_not_come_again(smtp: Post, founder: Person) -> None:
    with clock.at(on(24, 10)):
        plain(founder, "读过")
        plain(founder, "没读")
        mark_read(person=founder, message_ids=Message.objects.filter(title="读过").values_list("pk", flat=True))
    with clock.at(on(24, 17)):
        deliver_due()
    assert [mail["Subject"] for _to, mail in smtp.taken] == ["没读"]
    assert Delivery.objects.get(subject="读过").error == "已在站内读过。"


def test_everything_once_a_day_for_who_wants_it(smtp: Post, founder: Person) -> None:
    Choice.objects.create(person=founder, bundle="all")
    with clock.at(on(24, 10)):
        tell(founder, title="请补正")
        plain(founder, "已受理")
        assert deliver_due().total() == 0
    with clock.at(on(24, 17)):
        deliver_due()
    assert [mail["Subject"] for _to, mail in smtp.taken] == ["您有 2 条新消息"]


def test_a_digest_by_sms(gateway: Gateway, founder: Person) -> None:
    choice = Choice(person=founder, email=False, sms=True, phone_confirmed_at=on(24, 9))
    choice.phone = "13900001234"
    choice.save()
    with clock.at(on(24, 10)):
        plain(founder, "已受理")
        plain(founder, "账户已核验")
    with clock.at(on(24, 17)):
        deliver_due()
    assert [each["text"] for each in gateway.payloads] == [
        "【惠企】您有 2 条新消息：已受理；账户已核验。请登录平台，在“消息”里查看。"
    ]


def test_held_ones_are_not_in_the_digest(smtp: Post, founder: Person) -> None:
    with clock.at(on(24, 10)):
        plain(founder, "未获同意", kind="refused")
        plain(founder, "已受理")
    with clock.at(on(24, 17)):
        deliver_due()
    assert [mail["Subject"] for _to, mail in smtp.taken] == ["已受理"]


@pytest.fixture
def queue(settings: Any) -> Any:
    """Tasks are queued in the database for a worker, as on the running site."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": True}}
    return DBTaskResult.objects.filter(task_path=tasks.deliver.module_path)


def test_the_worker_is_called_after_commit(
    smtp: Post, founder: Person, queue: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with clock.at(on(24, 10)), django_capture_on_commit_callbacks(execute=True):
        tell(founder)
        assert not queue.exists()
        tell(founder, title="第二条")
    with clock.at(on(24, 10)):
        (job,) = queue
        with django_capture_on_commit_callbacks(execute=True):
            assert job.task.call() == {"sent": 2, "bundled": 0}
    assert len(smtp.taken) == 2


def test_the_worker_is_called_for_what_is_due_later(
    founder: Person, queue: Any, django_capture_on_commit_callbacks: Any
) -> None:
    tonight = timezone.localtime(clock.now()).replace(hour=23, minute=0)
    with clock.at(tonight), django_capture_on_commit_callbacks(execute=True):
        tell(founder)
        tell(founder, title="第二条")
    (job,) = queue
    assert job.run_after == Delivery.objects.first().next_try > tonight  # type: ignore[union-attr]
    with clock.at(tonight), django_capture_on_commit_callbacks(execute=True):
        tell(founder, urgent=True)
    assert queue.all().count() == 2  # the urgent one does not wait for the morning


def test_after_a_fault_the_worker_comes_again(
    founder: Person, queue: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """Not at once: a fault that stays would keep it busy."""

    def broken() -> None:
        raise ZeroDivisionError

    noon = on(24, 12)
    with clock.at(noon):
        tell(founder)
        monkeypatch.setattr(sending, "deliver_due", broken)
        with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
            tasks.deliver.func()
    assert queue.get().run_after == noon + tasks.AFTER_A_FAULT


def test_done_at_once_where_there_is_no_worker(
    smtp: Post, founder: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with clock.at(on(24, 10)), django_capture_on_commit_callbacks(execute=True):
        tell(founder)
    assert len(smtp.taken) == 1
    with clock.at(on(24, 22)), django_capture_on_commit_callbacks(execute=True):
        tell(founder)
    assert len(smtp.taken) == 1


def test_nothing_waits(founder: Person) -> None:
    assert sending.next_due(on(24, 10)) is None
    with clock.at(on(24, 10)):
        tell(founder, kind="refused")
    assert sending.next_due(on(24, 10)) is None


def test_a_dead_workers_row_is_due_when_its_claim_ends(founder: Person) -> None:
    with clock.at(on(24, 10)):
        tell(founder)
        sending.claim()
        assert sending.next_due(clock.now()) == on(24, 10) + dt.timedelta(minutes=10)
