"""The night's work: each piece on its own, remembered, done once."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.ground import clock
from district.ground.bringing.nightly import Faulty, Piece, pieces
from district.ground.nightly.actions import LEASE, run
from district.ground.nightly.models import Night
from district.ground.nightly.queries import standings
from district.ground.people.models import Person
from tests.district.cases.factories import District, person

As = Callable[[Person], Client]


def nightly(*arguments: str, **more: Any) -> str:
    said = io.StringIO()
    call_command("nightly", *arguments, stdout=said, **more)
    return said.getvalue()


@pytest.fixture
def broken() -> Iterator[Piece]:
    """A first piece that breaks, before all others."""

    def work(_today: dt.date) -> str:
        raise ValueError("示例故障")

    piece, kept = Piece("broken", "示例故障", work), dict(pieces._things)
    pieces._things.clear()
    pieces._things.update({"broken": piece, **kept})
    yield piece
    del pieces._things["broken"]


def test_every_room_has_its_pieces_and_the_list_names_them() -> None:
    wanted = ["acts.forget", "record.shared", "unsent.forget", "files", "surveys", "terms", "traces", "anchor",
              "accounts", "firm-terms", "seat-offers", "papers", "consents", "openings", "ledger", "hand-in",
              "clocks", "owners", "obligations", "seat-reminders", "odd-hours", "idle-sittings", "camp-rolls",
              "camp-answers", "camp-waiting", "employers-struck", "advice_begin", "advice_terms", "advice_pairings",
              "advice_reminders", "advice_ratings", "clinic_close", "clinic_phones", "panel_terms", "panel_deserted",
              "panel_sign", "street_ways", "alliance", "contests"]  # fmt: skip
    assert sorted(pieces.keys) == sorted(wanted)
    assert [line.split()[0] for line in nightly("--list").splitlines()] == list(pieces.keys)


def test_a_night_does_what_the_old_commands_did_and_remembers_it(here: District) -> None:
    case = here.submitted()
    review_actions.send_back(application=case, by=here.officer, items=[corrections.Item("other", "", "请补一项。")])
    said = nightly(on=dt.date(2022, 7, 11))
    assert "告知逾期 1 件" in said
    assert nightly(on=dt.date(2022, 7, 11)).count("✓") == len(pieces)  # again: nothing more to do, nothing breaks
    case.refresh_from_db()
    assert case.lapses_on is not None
    row = Night.objects.get(key="clocks")
    assert (row.fine, row.day, row.due_on, row.running_since) == (
        True,
        dt.date(2022, 7, 11),
        dt.date(2022, 6, 25),
        None,
    )
    assert "告知逾期 0 件" in row.said
    assert row.took_ms is not None and row.started_at is not None


def test_one_that_breaks_stops_no_other_and_the_command_says_which(here: District, broken: Piece) -> None:
    with pytest.raises(CommandError, match="出错 1 项：broken"):
        nightly()
    rows = {each.key: each for each in Night.objects.all()}
    assert set(rows) == set(pieces.keys)
    assert [key for key, each in rows.items() if not each.fine] == ["broken"]
    assert rows["broken"].said == "ValueError: 示例故障"
    assert rows["broken"].due_on == clock.today()  # still due


def test_what_a_piece_says_went_wrong_is_kept_as_it_said_it(here: District) -> None:
    def work(_today: dt.date) -> str:
        raise Faulty("两件没有提交：甲、乙")

    kept = dict(pieces._things)
    pieces.register(Piece("says", "示例", work))
    try:
        (done,) = run(["says"])
    finally:
        pieces._things.clear()
        pieces._things.update(kept)
    assert (done.fine, done.said) == (False, "两件没有提交：甲、乙")


def test_two_processes_never_do_the_same_piece_and_a_dead_ones_lease_ends(here: District) -> None:
    Night.objects.create(key="owners", running_since=clock.now())
    (done,) = run(["owners"])
    assert done.fine is None
    assert "另一个进程正在办" in nightly("--only", "owners")
    Night.objects.update(running_since=clock.now() - LEASE - dt.timedelta(minutes=1))
    (done,) = run(["owners"])
    assert done.fine is True


def test_who_lost_its_lease_does_not_end_anothers(here: District) -> None:
    def slow(_today: dt.date) -> str:
        Night.objects.filter(key="slow").update(running_since=clock.now() + dt.timedelta(hours=3))  # another began
        return "好"

    pieces.register(Piece("slow", "示例慢活", slow))
    try:
        run(["slow"])
        row = Night.objects.get(key="slow")
        assert row.running_since is not None and row.fine_at is None
    finally:
        del pieces._things["slow"]


def test_a_night_that_is_interrupted_gives_its_lease_back(here: District) -> None:
    def stopped(_today: dt.date) -> str:
        raise KeyboardInterrupt

    pieces.register(Piece("stopped", "示例中断", stopped))
    try:
        with pytest.raises(KeyboardInterrupt):
            run(["stopped"])
        assert Night.objects.get(key="stopped").running_since is None
    finally:
        del pieces._things["stopped"]


def test_a_day_tried_ahead_hides_no_missed_night(here: District) -> None:
    run(["owners"], on=clock.today() + dt.timedelta(days=200))
    with clock.at(clock.today() + dt.timedelta(days=3)):
        assert next(each.late for each in standings(clock.today()) if each.piece.key == "owners")


def test_a_piece_there_is_not_is_refused() -> None:
    with pytest.raises(CommandError, match="没有“nonsense”这一项"):
        nightly("--only", "nonsense")


def test_what_did_not_run_is_late(here: District) -> None:
    assert all(each.late for each in standings(clock.today()))
    run()
    assert not any(each.late for each in standings(clock.today()))
    assert not any(each.late for each in standings(clock.today() + dt.timedelta(days=1)))
    assert all(each.late for each in standings(clock.today() + dt.timedelta(days=2)))


def test_operations_lists_every_piece_for_who_looks_after_the_site(here: District, as_: As, broken: Piece) -> None:
    with pytest.raises(CommandError):
        nightly()
    admin = person("admin", administrator="区人社局")
    for who in (admin, here.auditor):
        page = as_(who).get("/desk/operations/")
        text = page.content.decode()
        assert [each.piece.key for each in page.context["rows"]] == list(pieces.keys)
        assert "ValueError: 示例故障" in text
        assert "出错 1 项" in text
        assert "to-dos" in text
    assert as_(here.officer).get("/desk/operations/").status_code == 403
