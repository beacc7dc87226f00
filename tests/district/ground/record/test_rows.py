"""Rows inserted by hand-made SQL are the rows the models mean."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from district.ground import clock
from district.ground.messages.models import Message
from district.ground.record.actions import Statement, ask, insert, insertion
from district.ground.record.models import ChainHead, LogEntry
from district.ground.record.rows import ask_together
from tests.district.cases.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_one_row_gets_its_key_and_comes_back_as_it_went() -> None:
    to = person("rows")
    with clock.at(dt.date(2022, 6, 24)):
        message = Message(to=to, at=clock.now(), title="一条 100% 的通知", room="record", needs_action=True)
        insert([message])
    kept = Message.objects.get(pk=message.pk)
    assert (kept.title, kept.to_id, kept.at, kept.needs_action) == (message.title, to.pk, message.at, True)
    assert not message._state.adding


def test_several_rows_and_none() -> None:
    to = person("rows")
    insert([Message(to=to, at=clock.now(), title=f"第 {n} 条", room="record") for n in range(3)])
    insert([])
    assert sorted(Message.objects.values_list("title", flat=True)) == ["第 0 条", "第 1 条", "第 2 条"]


def test_data_and_a_key_of_ones_own() -> None:
    data = {"fen": 12, "名": ["一", None, True]}
    head = ChainHead.objects.get()
    line = LogEntry(number=head.number + 1, at=clock.now(), room="record", subject="x", verb="y", data=data,
                    previous=head.seal, seal="f" * 64)  # fmt: skip
    insert([line])
    assert LogEntry.objects.get(number=line.number).data == data
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([line])


def test_statements_go_together_in_order_and_an_error_undoes_them_all() -> None:
    to = person("rows")
    title = "SELECT title FROM messaging_message WHERE to_id = %s ORDER BY id"

    def told(name: str) -> Statement:
        return insertion([Message(to=to, at=clock.now(), title=name, room="record")])

    found = ask_together([told("一"), (title, [to.pk]), told("二"), (title, [to.pk])])
    assert found == [[], [("一",)], [], [("一",), ("二",)]]
    again = LogEntry(number=ChainHead.objects.get().number + 7, at=clock.now(), room="record", subject="x", verb="y",
                     previous="", seal="e" * 64)  # fmt: skip
    with pytest.raises(IntegrityError, match="record_log_goes_on"), transaction.atomic():
        ask_together([told("三"), insertion([again]), told("四")])
    assert ask(title, [to.pk]) == [("一",), ("二",)]
    with pytest.raises(TransactionManagementError), transaction.atomic():  # a transaction that is over stays over
        with pytest.raises(IntegrityError):
            ask_together([told("五"), insertion([again])])
        transaction.set_rollback(True)
        ask(title, [to.pk])
