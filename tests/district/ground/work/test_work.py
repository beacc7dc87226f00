"""Long work of any kind: tried without a trace, done once a row, stopped, resumed, taken up; never by two at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.models import Bureau, Person
from district.ground.people.permissions import Answer, No, Refused, Yes
from district.ground.record.models import LogEntry
from district.ground.work import actions, holding, kinds, queries, running
from district.ground.work.kinds import Broken, Doing, Halt, Kind, Piece
from district.ground.work.models import Row, Work
from tests.district.cases.factories import person

pytestmark = pytest.mark.django_db
Act = Any


class Counting(Doing):
    """Ten rows; each leaves a message to whoever began the work. `acts` says what another row does instead."""

    acts: dict[int, Act] = {}
    seen: list[str] = []

    def to_try(self) -> Iterable[Piece]:
        return self._rows()

    def tried(self, piece: Piece, why: str, found: Any) -> None:
        self.seen.append(f"tried {piece.place} {why}{found or ''}")

    def pieces(self) -> Iterable[Piece]:
        done = set(self.work.outcomes.values_list("place", flat=True))
        return (each for each in self._rows() if each.place not in done)

    def _rows(self) -> Iterator[Piece]:
        for place in range(1, 11):
            yield Piece(place, f"R{place}")

    def do(self, piece: Piece) -> Any:
        Message.objects.create(to_id=self.work.by_id, at=clock.now(), title=piece.subject, room="work")
        if act := self.acts.get(piece.place):
            act(self)
        return piece.place * 100

    def refuse(self, piece: Piece, why: str) -> None:
        self.seen.append(f"refused {piece.place}")

    def finish(self) -> dict[str, Any]:
        return {"rows": self.work.outcomes.count()}

    def leave(self) -> None:
        self.seen.append("left")


def its_own(who: Person, work: Work) -> Answer:
    return Yes if work.by_id == who.pk else No("只有提出的人。")


KIND = Kind(
    key="counting", room="work", noun="count", label="数数", unit="行", doing=Counting, may_drive=its_own,
    address=lambda work: "/desk/", title=lambda work: f"数 {work.subject}", words={"running": "正在数"},
)  # fmt: skip


@pytest.fixture
def officer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    monkeypatch.setattr(kinds._kinds, "_things", dict(kinds._kinds._things))
    kinds.register(KIND)
    monkeypatch.setattr(Counting, "acts", {})
    monkeypatch.setattr(Counting, "seen", [])
    for name in ("区人社局", "区科委"):
        Bureau.objects.get_or_create(name=name, defaults={"full": f"示例{name}"})
    yield person("officer", officer="区人社局")


def begun(by: Person, **more: Any) -> Work:
    return actions.begin(Work, kind="counting", subject=more.pop("subject", "甲"), by=by, office=by.duties[0].bureau,
                         total=10, **more)  # fmt: skip


def done(work: Work) -> Work:
    actions.work_on(work)
    return work


class TestRunning:
    def test_every_row_once_with_what_came_of_it(self, officer: Person) -> None:
        work = done(begun(officer))
        assert (work.state, work.done, work.refused, work.failed) == ("done", 10, 0, 0)
        assert work.finished_at and work.lease_token is None
        assert list(work.outcomes.values_list("place", "outcome", "subject"))[::9] == [
            (1, "done", "R1"), (10, "done", "R10")
        ]  # fmt: skip
        assert LogEntry.objects.get(verb="count-done").data == {"rows": 10}
        done(work)
        assert Message.objects.count() == 10
        assert not holding.path_of(work).exists()

    def test_tried_first_and_nothing_stays_of_it(self, officer: Person) -> None:
        def no(doing: Doing) -> None:
            raise Refused("回避")

        Counting.acts = {3: no}
        work = done(begun(officer, state="trying"))
        assert (work.state, work.done, work.trial) == ("ready", 0, False)
        assert Message.objects.count() == Row.objects.count() == 0
        assert Counting.seen[:4] == ["tried 1 100", "tried 2 200", "tried 3 回避", "tried 4 400"]
        assert actions.start(work=work, by=officer)
        assert not actions.start(work=work, by=officer)
        done(work)
        assert (work.state, work.done, work.refused) == ("done", 10, 1)
        assert [line.verb for line in LogEntry.objects.filter(subject="甲")] == ["start-count", "count-done"]

    def test_a_row_that_fails_or_may_not_be_keeps_no_other_waiting(self, officer: Person) -> None:
        def breaks(doing: Doing) -> None:
            raise ZeroDivisionError

        def no(doing: Doing) -> None:
            raise Refused("回避")

        Counting.acts = {2: breaks, 5: no}
        work = done(begun(officer))
        assert (work.state, work.done, work.refused, work.failed) == ("done", 10, 1, 1)
        assert dict(work.outcomes.exclude(outcome="done").values_list("place", "why")) == {
            2: "系统出错，已记录。", 5: "回避"
        }  # fmt: skip
        assert Message.objects.count() == 8  # of a row that was not done nothing stays
        assert Counting.seen == ["refused 5", "left"]  # a fault is no refusal

    def test_a_piece_that_breaks_the_whole_is_done_again(self, officer: Person, monkeypatch: Any) -> None:
        def breaks(doing: Doing) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(Counting, "breaks", lambda doing, piece: piece.place == 3)
        Counting.acts = {3: breaks}
        work = done(begun(officer))
        assert (work.state, work.done) == ("failed", 2)
        assert not work.outcomes.filter(place=3).exists()  # not passed over on the next try
        Counting.acts = {}
        assert actions.resume(work=work, by=officer)
        assert done(work).state == "done" and work.outcomes.count() == 10

    def test_what_was_put_back_into_the_queue_is_given_again(self, officer: Person) -> None:
        work = begun(officer)
        Work.objects.filter(pk=work.pk).update(lease_token=uuid.uuid4(), lease_until=clock.now())
        assert [each.pk for each in actions.take_up()] == [work.pk]  # killed between the two halves of a pause

    def test_another_stretch_on_the_same_thing_is_no_error(self, officer: Person) -> None:
        first = begun(officer)
        actions.stop(work=first, by=officer)
        begun(officer)
        assert actions.resume(work=first, by=officer) is False

    def test_rows_are_seen_by_who_may_drive_it_and_by_auditors(self, officer: Person, client: Client) -> None:
        work = done(begun(officer))
        rows = {}
        for name, who in (("own", officer), ("colleague", person("second", officer="区人社局")),
                          ("auditor", person("looks", auditor="区人社局")),
                          ("admin", person("keeps", administrator="区人社局"))):  # fmt: skip
            client.force_login(who)
            rows[name] = len(client.get(f"/desk/work/{work.reference}/").context["page"].object_list)
        assert rows == {"own": 10, "colleague": 0, "auditor": 10, "admin": 0}

    def test_stopped_from_within_the_row_in_hand_and_resumed(self, officer: Person) -> None:
        Counting.acts = {
            4: lambda doing: actions.stop(work=Work.objects.get(pk=doing.work.pk), by=officer, why="看一看")
        }
        work = done(begun(officer))
        assert (work.state, work.done, work.error) == ("cancelled", 4, "看一看")
        Counting.acts = {}
        done(work)
        assert work.done == 4  # nobody said it should go on
        assert actions.resume(work=work, by=officer)
        assert not actions.resume(work=work, by=officer)
        done(work)
        assert (work.state, work.done, work.started_with, work.error) == ("done", 10, 4, "")
        assert Message.objects.count() == 10

    def test_it_stops_by_itself_and_the_row_in_hand_is_undone(self, officer: Person) -> None:
        def halt(doing: Doing) -> None:
            raise Halt("钱用完了")

        Counting.acts = {7: halt}
        work = done(begun(officer))
        assert (work.state, work.done, work.error) == ("cancelled", 6, "钱用完了")
        assert Message.objects.count() == work.outcomes.count() == 6

    @pytest.mark.parametrize(("fault", "says"), [(Broken("文件读不出"), "文件读不出"), (OSError(), "系统出错")])
    def test_what_breaks_the_whole_is_said(
        self, officer: Person, fault: Exception, says: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def pieces(self: Doing) -> Iterator[Piece]:
            yield Piece(1)
            raise fault

        with monkeypatch.context() as patched:
            patched.setattr(Counting, "pieces", pieces)
            work = done(begun(officer))
        assert work.state == "failed" and says in work.error
        assert LogEntry.objects.filter(verb="count-failed").count() == 1
        assert actions.resume(work=work, by=officer)
        assert done(work).state == "done"
        assert Message.objects.count() == 10


class TestHolding:
    def test_killed_within_a_row(self, officer: Person) -> None:
        """Nothing of the row stays; the next worker need not wait for the lease, since the lock died with the other."""

        def killed(doing: Doing) -> None:
            raise KeyboardInterrupt

        Counting.acts = {6: killed}
        work = begun(officer)
        with pytest.raises(KeyboardInterrupt):
            running.run(work.pk)
        work.refresh_from_db()
        assert (work.state, work.done, Message.objects.count()) == ("running", 5, 5)
        assert work.lease_until > clock.now()  # type: ignore[operator]
        assert actions.take_up() == [work]
        work.refresh_from_db()
        assert work.state == "queued"
        Counting.acts = {}
        assert done(work).state == "done"
        assert Message.objects.count() == 10
        assert LogEntry.objects.get(verb="resume-count").reason == "worker-died"

    def test_what_another_has_in_hand_is_left_alone(self, officer: Person) -> None:
        work = begun(officer)
        with holding.held(work.pk) as found:
            assert found is not None
            assert done(work).done == 0
            assert actions.take_up() == []
            work.refresh_from_db()
            assert not actions.resume(work=work, by=officer)
        assert actions.take_up() == [work]

    def test_who_lost_it_finds_out_with_the_next_row(self, officer: Person) -> None:
        """Taken over after its lease: the first worker, alive after all, does not one row more."""
        work, now = begun(officer), clock.now()
        Work.objects.filter(pk=work.pk).update(
            state="running", lease_token=uuid.uuid4(), lease_until=now - dt.timedelta(seconds=1)
        )
        work.refresh_from_db()
        first = holding.Hold(work.pk, work.lease_token)  # type: ignore[arg-type]
        with holding.locked(work):
            assert queries.shown(work, officer).lost
            assert done(work).state == "done"
        assert not first.still(done=1)
        with pytest.raises(kinds.Stopped):
            first.tell(done=3)
        work.refresh_from_db()
        assert work.done == 10

    def test_after_its_turn_others_go_first(self, officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        ticks = iter(range(0, 10**6, 8))
        monkeypatch.setattr(running.time, "monotonic", lambda: next(ticks))
        work = begun(officer)
        assert running.run(work.pk, others=lambda: True)
        work.refresh_from_db()
        assert (work.state, work.lease_token) == ("queued", None)
        assert 0 < work.done < 10
        while running.run(work.pk, others=lambda: True):
            pass
        work.refresh_from_db()
        assert (work.state, work.done, Message.objects.count()) == ("done", 10, 10)

    def test_progress_within_a_row(self, officer: Person) -> None:
        work = begun(officer)
        with holding.held(work.pk) as found:
            assert found is not None
            found[1].tell(done=7, total=20)
            work.refresh_from_db()
            assert (work.done, work.total) == (7, 20)
            found[1].tell(done=9)  # too soon to be written down
            work.refresh_from_db()
            assert work.done == 7


class TestShown:
    def test_rate_and_time_left_are_of_this_stretch(self, officer: Person) -> None:
        work, now = begun(officer), clock.now()
        Work.objects.filter(pk=work.pk).update(
            state="running", done=700, total=10_000, started_with=100, started_at=now - dt.timedelta(seconds=300),
            lease_token=uuid.uuid4(), lease_until=now + dt.timedelta(minutes=1),
        )  # fmt: skip
        work.refresh_from_db()
        shown = queries.shown(work, officer)
        assert (shown.rate, shown.left) == (2, "约剩 78 分钟")
        assert str(work.get_state_display()) == "正在数"
        assert queries.time_left(59.6) == "约剩 60 秒" and queries.time_left(9 * 3600) == "约剩 9 小时"

    def test_pages_stop_and_resume(self, officer: Person, as_: Any) -> None:
        work, client = begun(officer), as_(officer)
        page = client.get(reverse("work:works")).content.decode()
        assert "数 甲" in page and "0 / 10 行" in page and "每一类最近一次" not in page
        address = reverse("work:one", args=[work.reference])
        page = client.get(address).content.decode()
        assert "hx-get" in page and reverse("work:stop", args=[work.reference]) in page
        for _ in range(2):
            client.post(reverse("work:stop", args=[work.reference]))
        work.refresh_from_db()
        assert work.state == "cancelled"
        assert client.get(reverse("work:progress", args=[work.reference]))["HX-Refresh"] == "true"
        client.post(reverse("work:resume", args=[work.reference]))
        done(work)
        page = client.get(address, {"outcome": "done"}).content.decode()
        assert "R10" in page and "hx-get" not in page
        assert "R10" not in client.get(address, {"outcome": "failed"}).content.decode()

    def test_who_sees_and_drives(self, officer: Person, as_: Any) -> None:
        work = begun(officer)
        mate, other = person("mate", leader="区人社局"), person("other", officer="区科委")
        keeper, auditor = person("keeper", administrator="区人社局"), person("auditor", auditor="区人社局")
        address = reverse("work:one", args=[work.reference])
        assert as_(other).get(address).status_code == 404
        assert "只有提出的人" in as_(mate).get(address).content.decode()
        for who in (mate, auditor):
            assert as_(who).post(reverse("work:stop", args=[work.reference])).status_code == 403
        assert "每一类最近一次" in as_(keeper).get(reverse("work:works")).content.decode()
        assert as_(keeper).post(reverse("work:stop", args=[work.reference])).status_code == 302
        work.refresh_from_db()
        assert work.state == "cancelled"
        assert as_(keeper).post(reverse("work:resume", args=[work.reference])).status_code == 403


def test_the_database_holds_it(officer: Person) -> None:
    work = begun(officer, request_key=uuid.uuid4())
    mine = Work.objects.filter(pk=work.pk)
    row = Row.objects.create(work=work, place=1, outcome="done", at=clock.now())
    broken: list[tuple[str, Act]] = [
        ("work_state_is_known", lambda: mine.update(state="lost")),
        ("work_done_within_total", lambda: mine.update(done=11)),
        ("work_refused_and_failed_are_done", lambda: mine.update(refused=1)),
        ("work_is_tried_before_it_is_done", lambda: mine.update(trial=True)),
        ("work_lease_has_an_end", lambda: mine.update(lease_token=uuid.uuid4())),
        ("one_work_at_a_time_on_a_thing|UNIQUE", lambda: begun(officer)),
        ("one_outcome_a_row_of_work|UNIQUE", lambda: Row.objects.create(work=work, place=1, outcome="done", at=row.at)),
        ("row_outcome_is_known", lambda: Row.objects.create(work=work, place=2, outcome="odd", why="-", at=row.at)),
        ("row_not_done_says_why", lambda: Row.objects.create(work=work, place=2, outcome="failed", at=row.at)),
        ("work_row_never_updated", lambda: Row.objects.filter(pk=row.pk).update(why="-")),
        ("work_row_never_deleted", lambda: Row.objects.filter(pk=row.pk).delete()),
    ]
    for name, act in broken:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()
