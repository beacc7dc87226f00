"""Checking in by the code on the screen, the trainer's roll, what goes to the ledger of hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.services.training.camp import attending, codes, queries
from district.services.training.camp.columns import ATTENDANCES
from district.services.training.camp.models import Attendance, CampLesson
from district.services.training.camp.nightly import answers, rolls
from district.services.training.hours.actions import strike_entry
from district.services.training.hours.devices import COOKIE
from district.services.training.hours.models import Flag, LearningEntry
from district.services.training.hours.queries import hours_of
from tests.district.cases.factories import person
from tests.district.services.training.camp.town import FIRST, NOW, Camp, crowd, moment

START, END = moment(FIRST, "13:30"), moment(FIRST, "15:30")
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def lesson(camp: Camp) -> CampLesson:
    cohort = camp.cohort(seats=30)
    camp.sign_up(cohort, camp.ann)
    camp.sign_up(cohort, camp.bob)
    trainer = person("trainer")
    [row] = camp.plan(cohort, trainer=trainer)
    return row


def url(lesson: CampLesson, code: str | None = None) -> str:
    return f"/training/camp/in/{lesson.reference}/{codes.code_now(lesson) if code is None else code}/"


def scan(lesson: CampLesson, who: Person, at: dt.datetime, device: str = "") -> Attendance:
    with clock.at(at):
        return attending.check_in(
            lesson=lesson, by=who, scanned=codes.Pass(lesson.reference, at), device=device or who.username
        )


def test_a_code_lives_half_a_minute_and_as_long_as_a_phone_takes(lesson: CampLesson) -> None:
    with clock.at(START):
        code = codes.code_now(lesson)
        assert codes.is_fresh(lesson, code) and not codes.is_fresh(lesson, code[::-1])
    with clock.at(START + dt.timedelta(seconds=59)):
        assert codes.is_fresh(lesson, code) and codes.code_now(lesson) != code
    with clock.at(START + dt.timedelta(seconds=61)):
        assert not codes.is_fresh(lesson, code)
    with clock.at(START - dt.timedelta(seconds=31)):
        assert not codes.is_fresh(lesson, code), "a code of later is no code yet"


def test_the_first_look_is_kept_through_signing_in(lesson: CampLesson, camp: Camp, client: Client) -> None:
    with clock.at(START):
        found = client.get(url(lesson))
        assert found.status_code == 302 and "login" in found["Location"]
        assert client.cookies[COOKIE]["httponly"] and not Attendance.objects.exists()
    with clock.at(START + 5 * MINUTE):  # long after the code went
        session = dict(client.session)
        client.force_login(camp.ann)
        kept = client.session
        kept.update({key: value for key, value in session.items() if key == "camp.pass"})  # a real login keeps it
        kept.save()
        page = client.get(f"/training/camp/in/{lesson.reference}/")
        assert "按下面的按钮签到" in page.content.decode()
        client.post(f"/training/camp/in/{lesson.reference}/")
    row = Attendance.objects.get()
    assert (row.learner.person, row.scanned_at, row.late, row.strength) == (camp.ann, START, 0, "B")
    assert row.device and client.cookies[COOKIE].value.startswith(f"{row.device}:"), "the mark the classroom knows too"


def test_a_picture_of_the_code_fails(lesson: CampLesson, as_: Callable[[Person], Client], camp: Camp) -> None:
    with clock.at(START):
        code = codes.code_now(lesson)
    with clock.at(START + 2 * MINUTE):
        client = as_(camp.ann)
        page = client.get(url(lesson, code))
        assert page.status_code == 200 and "照片和转发的码不能用" in page.content.decode()
        said = client.post(f"/training/camp/in/{lesson.reference}/", follow=True)
        assert "照片和转发的码不能用" in said.content.decode() and not Attendance.objects.exists()


def test_an_early_scan_says_from_when_and_spoils_nothing(
    lesson: CampLesson, as_: Callable[[Person], Client], camp: Camp
) -> None:
    client = as_(camp.ann)
    with clock.at(START - 31 * MINUTE):
        assert "13:00 起签到" in client.get(url(lesson)).content.decode()
    with clock.at(START - 60 * 24 * MINUTE):
        assert "12月7日 13:00 起签到" in client.get(url(lesson)).content.decode()
    with clock.at(START - 29 * MINUTE):
        client.get(url(lesson), follow=True)
        client.post(f"/training/camp/in/{lesson.reference}/")
    assert Attendance.objects.get().scanned_at == START - 29 * MINUTE
    with clock.at(END):
        assert "已经结束" in client.get(url(lesson)).content.decode()


def test_a_pass_is_of_one_lesson_and_of_a_quarter_of_an_hour(lesson: CampLesson, camp: Camp) -> None:
    [other] = camp.plan(lesson.cohort, first=FIRST + dt.timedelta(days=1))
    with clock.at(START):
        kept = codes.Pass(lesson.reference, clock.now()).kept()
        assert codes.read_pass(kept, lesson) and codes.read_pass(kept, other) is None
    for said in ("x", {}, {"lesson": lesson.reference, "at": "gestern"}):
        assert codes.read_pass(said, lesson) is None
    with clock.at(START + 16 * MINUTE):
        assert codes.read_pass(kept, lesson) is None
    with clock.at(START - MINUTE):
        assert codes.read_pass(kept, lesson) is None


def test_once_a_person_and_only_who_is_in_the_cohort(lesson: CampLesson, camp: Camp) -> None:
    first = scan(lesson, camp.ann, START)
    assert scan(lesson, camp.ann, START + MINUTE) == first and Attendance.objects.count() == 1
    first.refresh_from_db()
    assert first.scanned_at == START
    with pytest.raises(NotPossible, match="不在"):
        scan(lesson, camp.eve, START)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(pk=first.pk).update(scanned_at=START - MINUTE)


def test_late_learns_from_then_on(lesson: CampLesson, camp: Camp) -> None:
    scan(lesson, camp.ann, START + 10 * MINUTE)  # within the grace
    scan(lesson, camp.bob, START + 40 * MINUTE)
    with clock.at(END):
        attending.settle(lesson=lesson, by=camp.officer)
        assert hours_of(camp.ann).b == 120 * 60 and hours_of(camp.bob).b == 80 * 60


def test_two_sources_are_strength_a_one_is_b_and_where_they_differ_nothing_counts(
    lesson: CampLesson, camp: Camp
) -> None:
    camp.sign_up(lesson.cohort, camp.eve)
    [dan, fay] = crowd(2)
    camp.sign_up(lesson.cohort, dan)
    camp.sign_up(lesson.cohort, fay)
    for each in (camp.ann, camp.bob):
        scan(lesson, each, START)
    rows = {row.person: row.reference for row in lesson.cohort.sign_ups.all()}
    with clock.at(START + MINUTE):
        attending.roll(lesson=lesson, by=lesson.trainer, came=[rows[camp.ann], rows[camp.eve]])  # type: ignore[arg-type]
    with clock.at(END + MINUTE):
        assert attending.settle(lesson=lesson, by=lesson.trainer) == 2
        assert attending.settle(lesson=lesson, by=lesson.trainer) == 2
        found = {who: hours_of(who) for who in (camp.ann, camp.bob, camp.eve, dan)}
    assert (found[camp.ann].a, found[camp.ann].b) == (7200, 0)
    assert (found[camp.eve].a, found[camp.eve].b) == (0, 7200)
    assert found[camp.bob].all == 0 and found[dan].all == 0
    differ = [each.learner.person for each in queries.roll_of(lesson) if each.differs]
    assert differ == [camp.bob]


def test_the_office_puts_it_right_after_and_the_ledger_follows(lesson: CampLesson, camp: Camp) -> None:
    ann, bob = scan(lesson, camp.ann, START), scan(lesson, camp.bob, START)
    with clock.at(START + MINUTE):
        attending.roll(lesson=lesson, by=camp.officer, came=[ann.learner.reference])
        with pytest.raises(NotPossible, match="还没有交"):
            attending.correct(attendance=bob, by=camp.officer, there=True, why="示例")
    with clock.at(END + MINUTE):
        attending.settle(lesson=lesson, by=camp.officer)
        with pytest.raises(NotPossible, match="已经交了"):
            attending.roll(lesson=lesson, by=camp.officer, came=[])
        with pytest.raises(Refused):
            attending.correct(attendance=bob, by=lesson.trainer, there=True, why="示例")  # type: ignore[arg-type]
        with pytest.raises(NotPossible, match="原因"):
            attending.correct(attendance=bob, by=camp.officer, there=True, why=" ")
        attending.correct(attendance=bob, by=camp.officer, there=True, why="示例：去洗手间了")
        attending.correct(attendance=ann, by=camp.officer, there=False, why="示例：替签")
        assert hours_of(camp.bob).a == 7200 and hours_of(camp.ann).all == 0
    with clock.at(END + 2 * MINUTE):
        attending.correct(attendance=ann, by=camp.officer, there=True, why="示例：认错人了")
        assert hours_of(camp.ann).a == 7200


def test_who_is_drawn_is_the_same_each_time_about_one_in_twenty(lesson: CampLesson, camp: Camp) -> None:
    rows = [camp.sign_up(camp.cohort(seats=400), each) for each in crowd(2)]
    assert all(codes.is_drawn(lesson, row) == codes.is_drawn(lesson, row) for row in rows)
    drawn = 0
    for n in range(2000):
        rows[0].pk = 10_000 + n
        drawn += codes.is_drawn(lesson, rows[0])
    assert 60 <= drawn <= 145


def test_after_a_correction_the_page_says_what_the_ledger_says(lesson: CampLesson, camp: Camp) -> None:
    ann = scan(lesson, camp.ann, START)
    entries = LearningEntry.objects.filter(session=attending.session_of(lesson), struck=None)

    def shown() -> str:
        [row] = [each.attendance for each in queries.roll_of(lesson) if each.learner.person == camp.ann]
        [listed] = ATTENDANCES.rows(camp.officer, {})
        [slot] = queries.timetable_of(ann.learner)
        assert row is not None and slot.attendance is not None
        assert row.strength == listed.strength == slot.attendance.strength
        return row.strength

    with clock.at(END + MINUTE):
        assert shown() == "B"
        attending.settle(lesson=lesson, by=camp.officer)
        assert shown() == "B" and hours_of(camp.ann).b == 7200
        attending.correct(attendance=ann, by=camp.officer, there=True, why="示例：助教证明在场")
        assert shown() == "A" and hours_of(camp.ann).a == 7200, "two sources on the page, two in the ledger"
        strike_entry(entry=entries.get(source="roll"), by=camp.officer, reason="示例：助教认错人")
        assert shown() == "B" and hours_of(camp.ann).b == 7200
        strike_entry(entry=entries.get(source="qr"), by=camp.officer, reason="示例：替签")
        assert shown() == "" and hours_of(camp.ann).all == 0


def test_a_trainer_who_learns_there_too_says_nothing_of_themselves(
    lesson: CampLesson, camp: Camp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "is_drawn", lambda _lesson, _learner: True)
    trainer = lesson.trainer
    assert trainer is not None
    own, row = camp.sign_up(lesson.cohort, trainer), scan(lesson, trainer, START)
    with clock.at(START + MINUTE):
        assert attending.roll(lesson=lesson, by=trainer, came=[own.reference]) == 0
        row.refresh_from_db()
        assert row.rolled is None
        with pytest.raises(Refused, match="自己"):
            attending.check(attendance=row, by=trainer, there=True)
        assert attending.roll(lesson=lesson, by=camp.officer, came=[own.reference]) == 1
    row.refresh_from_db()
    assert row.rolled is True


def test_who_was_drawn_and_is_not_there_does_not_count(
    lesson: CampLesson, camp: Camp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "is_drawn", lambda _lesson, learner: learner.person == camp.ann)
    ann, bob = scan(lesson, camp.ann, START), scan(lesson, camp.bob, START)
    with clock.at(START + MINUTE):
        with pytest.raises(NotPossible, match="没有被抽到"):
            attending.check(attendance=bob, by=camp.officer, there=True)
        with pytest.raises(NotPossible, match="为什么"):
            attending.check(attendance=ann, by=camp.officer, there=False)
        attending.check(attendance=ann, by=lesson.trainer, there=False, why="示例：叫了没人应")  # type: ignore[arg-type]
    with clock.at(END):
        assert attending.settle(lesson=lesson, by=camp.officer) == 1
        assert hours_of(camp.ann).all == 0 and hours_of(camp.bob).b == 7200


def test_many_on_one_device_stand_out_and_wait_for_a_person(lesson: CampLesson, camp: Camp) -> None:
    others = crowd(3)
    for each in others:
        camp.sign_up(lesson.cohort, each)
        scan(lesson, each, START, device="one phone")
    assert [each.shared for each in queries.roll_of(lesson) if each.attendance] == [True] * 3
    with clock.at(END):
        attending.settle(lesson=lesson, by=camp.officer)
        assert Flag.objects.filter(kind="one-device", session=attending.session_of(lesson)).count() == 1
        assert hours_of(others[0]).b == 7200, "looked over, not refused by the machine"


def test_a_roll_nobody_handed_in_is_handed_in_at_night(lesson: CampLesson, camp: Camp) -> None:
    scan(lesson, camp.ann, START)
    with clock.at(END + dt.timedelta(days=1)):
        assert rolls(clock.today()) == "代交点名册 0 份。"
    with clock.at(END + dt.timedelta(days=3)):
        assert rolls(clock.today()) == "代交点名册 1 份。"
        assert hours_of(camp.ann).b == 7200
    with clock.at(NOW + dt.timedelta(days=900)):
        assert answers(clock.today()) == "删除到期的报名回答 2 份。"


def test_the_roll_is_the_trainers_and_the_offices(lesson: CampLesson, camp: Camp) -> None:
    with clock.at(START):
        with pytest.raises(Refused):
            attending.roll(lesson=lesson, by=camp.ann, came=[])
        with pytest.raises(NotPossible, match="名单里没有"):
            attending.roll(lesson=lesson, by=camp.officer, came=["XY-strange"])
        with pytest.raises(NotPossible, match="下课以后"):
            attending.settle(lesson=lesson, by=camp.officer)
    with pytest.raises(NotPossible, match="起签到"):
        attending.roll(lesson=lesson, by=camp.officer, came=[])


def test_the_screen_is_for_who_gives_the_lesson_and_changes(
    lesson: CampLesson, as_: Callable[[Person], Client], camp: Camp
) -> None:
    assert lesson.trainer is not None
    client, address = as_(lesson.trainer), f"/training/camp/lessons/{lesson.reference}/screen/"
    with clock.at(START):
        whole, part = client.get(address), client.get(address, headers={"HX-Request": "true"})
        assert "<svg" in whole.content.decode() and "<html" not in part.content.decode()
        assert whole["Cache-Control"] and "no-store" in whole["Cache-Control"]
    with clock.at(START + MINUTE):
        assert client.get(address).content != whole.content
    assert "起签到" in client.get(address).content.decode()
    assert as_(camp.ann).get(address).status_code == 404
