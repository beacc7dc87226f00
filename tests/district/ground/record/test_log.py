"""The sealed log: what the triggers refuse, and what the chain finds when somebody goes behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from district.ground import clock
from district.ground.people.models import Person
from district.ground.record.actions import ChainBroken, MoveRefused, sm3, verify_chain, write_log
from district.ground.record.models import ChainHead, LogEntry
from district.ground.record.moves import Move, State, dead_ends

LOG = "/desk/log/"


@pytest.fixture
def lines(officer: Person) -> list[LogEntry]:
    return [
        write_log(room="cases", subject=f"SB-{n}", verb="submit" if n % 2 else "accept", by=officer,
                  reason=f"理由{n}", data={"items": [n], "金额": "1.00"})
        for n in range(5)
    ]  # fmt: skip


@pytest.fixture
def unguarded(lines: list[LogEntry]) -> Iterator[None]:
    """Somebody with the database's password and ill will: the triggers are gone."""
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON record_logentry"
        for kind in ("updated", "deleted"):
            cursor.execute(f"DROP TRIGGER record_logentry_never_{kind}{on}")
    yield  # the test's transaction is rolled back, and the triggers with it


def raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_sm3_is_the_standards() -> None:
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_an_untouched_log_holds(lines: list[LogEntry]) -> None:
    assert verify_chain() == 5
    assert ChainHead.objects.get().seal == lines[-1].seal


def test_an_empty_log_holds(db: None) -> None:
    assert verify_chain() == 0


@pytest.mark.parametrize("statement", ["UPDATE record_logentry SET reason = 'x'", "DELETE FROM record_logentry"])
def test_the_database_refuses_changes(lines: list[LogEntry], statement: str) -> None:
    with pytest.raises(DatabaseError, match="record_logentry_never_"), transaction.atomic():
        raw(statement)
    assert verify_chain() == 5


@pytest.mark.database
@pytest.mark.parametrize("wrong", [{"number": 8}, {"previous": "0" * 64}, {"number": 5}])
def test_a_line_that_does_not_follow_is_refused(lines: list[LogEntry], wrong: dict[str, object]) -> None:
    last = lines[-1]
    given = {
        "number": 6,
        "previous": last.seal,
        "seal": "f" * 64,
        "at": last.at,
        "room": "x",
        "subject": "x",
        "verb": "x",
    }
    with pytest.raises(DatabaseError, match=r"record_log_goes_on|UNIQUE|duplicate"), transaction.atomic():
        LogEntry.objects.bulk_create([LogEntry(**{**given, **wrong})])
    assert verify_chain() == 5
    LogEntry.objects.bulk_create([LogEntry(**given)])
    assert ChainHead.objects.get().number == 6


TAMPERING = {
    "UPDATE record_logentry SET reason = '' WHERE number = 3": "第 3 行被改动过",
    "UPDATE record_logentry SET verb = 'refuse' WHERE number = 1": "第 1 行被改动过",
    "UPDATE record_logentry SET by_id = NULL WHERE number = 2": "第 2 行被改动过",
    "DELETE FROM record_logentry WHERE number = 3": "第 3 行缺失",
    "DELETE FROM record_logentry WHERE number = 1": "第 1 行缺失",
    "DELETE FROM record_logentry WHERE number = 5": "末尾有记录被删除：应有 5 行，实有 4 行",
    "DELETE FROM record_logentry": "末尾有记录被删除：应有 5 行，实有 0 行",
}


@pytest.mark.parametrize("statement", TAMPERING)
def test_tampering_is_found_and_where(unguarded: None, statement: str) -> None:
    raw(statement)
    with pytest.raises(ChainBroken, match=TAMPERING[statement]):
        verify_chain()


def test_a_line_forged_with_its_own_seal_breaks_the_next(unguarded: None) -> None:
    """Changing a line and sealing it anew is not enough: the line after carries the old seal."""
    from district.ground.record.actions import seal

    entry = LogEntry.objects.get(number=2)
    entry.reason = "改过"
    LogEntry.objects.filter(number=2).update(reason=entry.reason, seal=seal(entry))
    with pytest.raises(ChainBroken, match="第 3 行被改动过"):
        verify_chain()


def test_the_command_says_so_and_fails(unguarded: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="缺少触发器"):  # they are down, and that is said too
        call_command("verify-log")
    assert "5 行" in capsys.readouterr().out
    raw("DELETE FROM record_logentry WHERE number = 2")
    with pytest.raises(CommandError, match="第 2 行缺失"):
        call_command("verify-log")


def test_what_fails_leaves_no_line(lines: list[LogEntry], officer: Person) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write_log(room="x", subject="x", verb="x", by=officer)
        raise ZeroDivisionError
    assert verify_chain() == 5


# moves


def test_dead_ends_are_found() -> None:
    states = {key: State(key, key, key, final=key == "end") for key in ("start", "middle", "end")}
    good = {"go": Move(frozenset({"start"}), "middle", "走"), "stop": Move(frozenset({"middle"}), "end", "停")}
    assert dead_ends(states, good) == []
    assert dead_ends(states, {"go": good["go"]}) == ["middle"]
    assert dead_ends(states, {**good, "again": Move(frozenset({"end"}), "start", "再来")}) == ["end"]


def test_a_refused_move_says_state_and_move() -> None:
    refused = MoveRefused(Move(frozenset(), "x", "受理"), "草稿")
    assert str(refused) == "现在是“草稿”，不能“受理”。"


# the auditors' page


def test_only_auditors_read_the_log(client: Client, officer: Person, founder: Person, auditor: Person) -> None:
    for person, status in ((officer, 403), (founder, 403), (auditor, 200)):
        client.force_login(person)
        assert client.get(LOG).status_code == status
        assert client.post(LOG + "verify/").status_code == (302 if status == 200 else 403)


def test_filters_and_pages(client: Client, auditor: Person, lines: list[LogEntry], officer: Person) -> None:
    client.force_login(auditor)
    found = {
        "": 5, "?verb=submit": 2, "?subject=SB-3": 1, "?who=经办": 5, "?who=没有": 0,
        "?room=cases&verb=accept": 3,
        f"?since={clock.today()}": 5, f"?until={clock.today() - dt.timedelta(days=1)}": 0, "?since=x&page=x": 5,
    }  # fmt: skip
    for asked, count in found.items():
        page = client.get(LOG + asked).content.decode()
        assert page.count("数据和印记") == count, asked
    for n in range(30):
        write_log(room="policies", subject=str(n), verb="publish", by=None)
    assert client.get(LOG).content.decode().count("数据和印记") == 25
    assert client.get(LOG + "?page=2").content.decode().count("数据和印记") == 10


def test_the_button_walks_the_chain(client: Client, auditor: Person, unguarded: None) -> None:
    client.force_login(auditor)
    assert "留痕链完整：5 行" in client.post(LOG + "verify/", follow=True).content.decode()
    raw("DELETE FROM record_logentry WHERE number = 4")
    assert "第 4 行缺失" in client.post(LOG + "verify/", follow=True).content.decode()


def test_the_log_costs_few_queries(
    client: Client, auditor: Person, lines: Any, django_assert_max_num_queries: Any
) -> None:
    client.force_login(auditor)
    client.get(LOG)
    with django_assert_max_num_queries(9):
        client.get(LOG)
