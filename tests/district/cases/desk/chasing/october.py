"""A window in October that is decided after the new year, walked day by day with all the night's work."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from district.cases.core.models import Application
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.cases.review.corrections import Item
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.record.calendar import ONE_DAY
from district.ground.record.models import LogEntry
from tests.district.cases.giants import GIANT, Giants
from tests.remembering import remembered

OCTOBER = GIANT.replace("intake: {mode: rolling}", "intake: {mode: window, from: 10-10, to: 10-31}").replace(
    "decide: 40 working days", "decide: 20 working days, correct: 10 working days, lapse: 5 working days"
)
HANDED_IN = dt.date(2022, 10, 12)


def nights(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Each day with its night's work done, as cron does it at two in the morning."""
    day = first
    while day <= last:
        with clock.at(dt.datetime.combine(day, dt.time(2), tzinfo=timezone.get_default_timezone())):
            for command in ("review_clocks", "check_owners", "watch_obligations"):
                call_command(command)
            call_command("ledger", "daily")
        with clock.at(day):
            yield day
        day += ONE_DAY


def walk(first: dt.date, last: dt.date) -> None:
    for _day in nights(first, last):
        pass


def told(person: Person, since: dt.date, *, about: str = "") -> list[str]:
    """Titles of what somebody was told on a day and after, the oldest first."""
    rows = Message.objects.filter(to=person, at__date__gte=since, title__contains=about)
    return list(rows.order_by("pk").values_list("title", flat=True))


def days_told(person: Person, about: str) -> list[dt.date]:
    """The days on which somebody was told of something, by a piece of the title."""
    rows = Message.objects.filter(to=person, title__contains=about).order_by("pk")
    return [timezone.localdate(row.at) for row in rows]


def verbs(case: Application) -> list[str]:
    return list(LogEntry.objects.filter(subject=case.reference).order_by("number").values_list("verb", flat=True))


@remembered
def handed_in(award: Giants, number: int = 1) -> Application:
    case = intake_actions.start(enterprise=award.firm(number), programme=award.programme, by=award.founder,
                         request_key=uuid.uuid4())  # fmt: skip
    return intake_actions.submit(application=case, by=award.founder, declared={}, request_key=uuid.uuid4())


@remembered
def sent_back(award: Giants, number: int = 1) -> Application:
    items = [Item("other", "计划", "请写明项目计划。")]
    return review_actions.send_back(application=handed_in(award, number), by=award.officer, items=items)


@remembered
def corrected(award: Giants, case: Application) -> Application:
    replies = {each.pk: "已写明" for each in case.corrections.all()}
    return intake_actions.resubmit(
        application=case, by=award.founder, declared={}, replies=replies, request_key=uuid.uuid4()
    )


def page(client: Client, who: Person, address: str) -> str:
    client.force_login(who)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def hall(client: Client, award: Any, case: Application) -> str:
    return page(client, award.founder, f"/my/applications/{case.reference}/")
