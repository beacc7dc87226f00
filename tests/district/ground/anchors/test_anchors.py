"""Heads signed outside the database: whoever writes the log or a decision anew is found out, whatever they compute."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from district.cases.core.models import Decision
from district.ground import clock
from district.ground.anchors import actions, places, signing, verifying
from district.ground.anchors.models import Anchor, Sending
from district.ground.anchors.nightly import sign
from district.ground.bringing.nightly import Faulty
from district.ground.people.models import Person
from district.ground.record.installed import triggers, verify_rest
from district.ground.record.models import ChainHead, LogEntry
from district.ground.record.sealing import seal
from district.web import environment
from tests.district.cases import deciding
from tests.district.cases.factories import District

LATER = dt.date(2022, 6, 25)


@pytest.fixture(autouse=True)
def key(settings: Any, tmp_path: Path) -> None:
    settings.ANCHOR_KEY, settings.ANCHOR_PLACES = tmp_path / "keys" / "anchor.key", (f"file://{tmp_path}/kept.jsonl",)


@pytest.fixture
def decided(here: District, tmp_path: Path) -> Decision:
    """A decision under a head signed the day after, and the line that another machine has of it."""
    made = deciding.decide(application=here.judged(), by=here.officer, outcome="granted")
    with clock.at(LATER):
        sign(LATER)
    return made


def public() -> Any:
    return signing.read_public(signing.public_pem().encode())


def faults(*paths: Path) -> list[str]:
    return verifying.verify(public(), paths)[1]


def forge(statement: str, *values: Any) -> None:
    """With the database's password, and the triggers out of the way."""
    with connection.cursor() as cursor:
        for name, table in guards():
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
        cursor.execute(statement, values)


def guards() -> list[tuple[str, str]]:
    tables = ("record_logentry", "cases_decision", "anchors_anchor", "funds_transfer")
    wanted = {f"{table}_never_{kind}": table for table in tables for kind in ("updated", "deleted")}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite"
                       else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")  # fmt: skip
        there = {name for (name,) in cursor.fetchall()}
    return [(name, table) for name, table in wanted.items() if name in there]


def sealed_anew() -> None:
    """All seals computed again, as takes a second."""
    previous = "0" * 64
    for line in LogEntry.objects.order_by("number"):
        line.previous = previous
        previous = seal(line)
        LogEntry.objects.filter(pk=line.pk).update(previous=line.previous, seal=previous)
    ChainHead.objects.update(seal=previous)


@pytest.mark.database
def test_a_sound_house_is_found_sound(decided: Decision, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_rest() == [] and faults(tmp_path / "kept.jsonl") == []
    call_command("verify-log", "--anchor")
    assert "1 天签名" in capsys.readouterr().out
    assert (tmp_path / "keys" / "anchor.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.database
def test_a_log_written_anew_is_found_out(decided: Decision) -> None:
    forge("UPDATE record_logentry SET reason = 'x' WHERE number = 1")
    sealed_anew()
    from district.ground.record.actions import verify_chain

    assert verify_chain() > 1  # the chain alone tells nothing
    assert any("留痕被重写过" in each for each in faults())
    with pytest.raises(CommandError, match="处不符"):
        call_command("verify-log", "--anchor")


@pytest.mark.database
def test_a_decision_changed_with_the_log_is_found_out(decided: Decision) -> None:
    forge("UPDATE cases_decision SET note = 'x' WHERE id = %s", decided.pk)
    assert any("决定" in each and "改动过" in each for each in faults())


@pytest.mark.database
def test_a_head_dropped_or_signed_by_another_is_found_out(decided: Decision, tmp_path: Path, settings: Any) -> None:
    kept = tmp_path / "kept.jsonl"
    Sending.objects.all().delete()
    forge("DELETE FROM anchors_anchor")
    assert any("没有这一天的签名" in each for each in faults(kept))
    theirs = public()
    settings.ANCHOR_KEY = tmp_path / "another.key"
    with clock.at(LATER):
        row = actions.anchor(LATER)
    assert any("签名不对" in each for each in verifying.verify(theirs, [])[1])
    changed = json.loads(kept.read_text()) | {"statement": row.statement.replace(row.seal, "0" * 64)}
    kept.write_text(json.dumps(changed))
    assert any("签名不对" in each for each in faults(kept))


@pytest.mark.database
@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE cases_decision SET amount = 1, times = 1, cut = 0, total = 1", "留痕记"),
        ("UPDATE record_logentry SET verb = 'refuse' WHERE verb = 'grant'", "结果与留痕不同"),
        ("UPDATE record_logentry SET verb = 'x' WHERE verb = 'grant'", "留痕里没有作出它的记录"),
        ("UPDATE record_logentry SET data = '{\"number\": \"1\"}' WHERE verb = 'grant'", "决定却没有了"),
    ],
)
def test_decisions_are_held_against_the_log(decided: Decision, statement: str, why: str) -> None:
    assert verify_rest() == []
    forge(statement)
    assert any(why in each for each in verify_rest())


@pytest.mark.database
def test_a_trigger_that_is_gone_is_named(decided: Decision) -> None:
    assert triggers() == []
    forge("SELECT 1")
    found = triggers()
    assert "缺少触发器 record_logentry_never_updated。" in found
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER record_logentry_never_updated BEFORE UPDATE ON record_logentry BEGIN SELECT 1; END"
            )
        else:
            cursor.execute("CREATE OR REPLACE FUNCTION record_log_goes_on() RETURNS trigger LANGUAGE plpgsql AS "
                           "$$ BEGIN RETURN NULL; END $$")  # fmt: skip
            cursor.execute("ALTER TABLE funds_transfer DISABLE TRIGGER funds_transfer_posts")
    changed = [each for each in triggers() if "被改动或停用" in each]
    assert changed and (connection.vendor == "sqlite" or any("funds_transfer_posts" in each for each in changed))


@pytest.mark.database
def test_one_head_a_day_and_none_is_changed(here: District) -> None:
    row = actions.anchor(clock.today())
    assert actions.anchor(clock.today()) == row
    with pytest.raises(DatabaseError, match="anchors_anchor_never_updated"), transaction.atomic():
        Anchor.objects.update(seal="0" * 64)
    with clock.at(LATER):
        second = json.loads(actions.anchor(LATER).statement)
    assert second["before"] and second["number"] == row.number  # nothing happened in between


def test_what_does_not_arrive_is_tried_again(here: District, settings: Any, tmp_path: Path) -> None:
    wall = tmp_path / "wall"
    wall.write_text("")
    settings.ANCHOR_PLACES = (f"file://{wall}/kept.jsonl", "mailto:audit@example.org")
    with pytest.raises(Faulty, match="wall"):
        sign(clock.today())
    assert [each.to for each in mail.outbox] == [["audit@example.org"]] and "statement" in mail.outbox[0].body
    wall.unlink()
    with clock.at(LATER):
        sign(LATER)
    assert len((wall / "kept.jsonl").read_text().splitlines()) == 2 and len(mail.outbox) == 2
    assert not Sending.objects.filter(sent_at=None).exists() and faults(wall / "kept.jsonl") == []
    saved = tmp_path / "mail.txt"
    saved.write_text(str(mail.outbox[0].body))
    assert faults(saved) == []  # a mail as it was kept


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[bytes]]]:
    got: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204 if self.path == "/in?k=secret" else 500)
            self.end_headers()

        def log_message(self, *_said: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()


def test_a_program_is_posted_to(here: District, settings: Any, receiver: tuple[str, list[bytes]]) -> None:
    address, got = receiver
    settings.ANCHOR_PLACES = (f"{address}/in?k=secret",)
    row = actions.anchor(clock.today())
    assert actions.send_out() == [] and json.loads(got[0])["statement"] == row.statement
    assert "secret" not in Sending.objects.get().place
    settings.ANCHOR_PLACES = (f"{address}/out",)
    assert "HTTP 500" in actions.send_out()[0]


def test_places_are_read_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIQI_ANCHOR", "file:///a/b mailto:a@b.example https://c.example/in")
    assert len(environment.anchor_places()) == 3
    for wrong in ("/a/b", "http://c.example/in", "mailto:nobody", "ftp://a/b"):
        monkeypatch.setenv("HUIQI_ANCHOR", wrong)
        with pytest.raises(ValueError, match="HUIQI_ANCHOR"):
            environment.anchor_places()
    assert places.files()


def test_papers_and_pages_say_the_head(here: District, as_: Callable[[Person], Client]) -> None:
    row = actions.anchor(clock.today())
    made = deciding.decide(application=here.judged(), by=here.officer, outcome="granted")
    assert row.seal in " ".join(made.letter.content["notes"])
    actions.send_out()
    client = as_(here.auditor)
    page = client.get("/desk/log/anchors/").content.decode()
    assert row.seal[:16] in page and "kept.jsonl" in page
    assert client.get("/desk/log/").status_code == 200
    assert b"PUBLIC KEY" in Client().get("/log/anchor.pem").content
    assert as_(here.officer).get("/desk/log/anchors/").status_code == 403
