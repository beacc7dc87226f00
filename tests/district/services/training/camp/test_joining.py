"""Signing up: seats in order, the waiting list, marks, refusals, leaving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from district.enterprises.models import Enterprise, Membership
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.actions import MoveRefused
from district.ground.slots import actions as seats
from district.services.training.camp import cohorts, joining, nightly, placing, states
from district.services.training.camp.models import CampSignUp, Cohort
from tests.district.services.training.camp.town import FIRST, NOW, Camp, crowd, moment

AFTER = moment(FIRST - dt.timedelta(days=1), "09:00")


def test_who_comes_first_sits_the_rest_wait_in_order(camp: Camp) -> None:
    cohort = camp.cohort(seats=2)
    rows = [camp.sign_up(cohort, each) for each in crowd(5)]
    assert [row.seat.state for row in rows if row.seat] == ["taken", "taken", "waiting", "waiting", "waiting"]
    assert [row.seat.order for row in rows if row.seat] == [1, 2, 3, 4, 5]
    assert rows[0].consent and rows[0].until == cohort.last + joining.KEPT


def test_signing_up_twice_gives_the_same(camp: Camp) -> None:
    cohort = camp.cohort()
    assert camp.sign_up(cohort, camp.ann) == camp.sign_up(cohort, camp.ann)
    assert CampSignUp.objects.count() == 1


def test_a_seat_given_back_goes_to_who_waits_longest_and_the_answers_go(camp: Camp) -> None:
    cohort = camp.cohort(seats=1)
    first, second = camp.sign_up(cohort, camp.ann), camp.sign_up(cohort, camp.bob)
    joining.withdraw(row=first, by=camp.ann)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.answers) == (states.WITHDRAWN, {})
    assert second.seat is not None and second.seat.state == "offered" and not second.is_in
    seats.accept(seat=second.seat, by=camp.bob)
    assert CampSignUp.objects.in_camp().get() == second


def test_who_gave_the_seat_back_on_its_own_page_comes_anew_at_the_end(camp: Camp) -> None:
    cohort = camp.cohort(seats=1)
    first = camp.sign_up(cohort, camp.ann)
    camp.sign_up(cohort, camp.bob)
    assert first.seat is not None
    seats.cancel_seat(seat=first.seat, by=camp.ann)
    again = camp.sign_up(cohort, camp.ann)
    assert again != first and again.seat is not None and again.seat.order == 3
    first.refresh_from_db()
    assert first.state == states.WITHDRAWN


def test_only_in_the_term_and_only_without_a_firm(camp: Camp) -> None:
    cohort = camp.cohort()
    with clock.at(NOW - dt.timedelta(days=2)), pytest.raises(Refused, match="2026-11-26 10:00 开始报名"):
        camp.sign_up(cohort, camp.ann)
    with clock.at(AFTER), pytest.raises(Refused, match="截止"):
        camp.sign_up(cohort, camp.ann)
    with pytest.raises(Refused, match="工作人员"):
        camp.sign_up(cohort, camp.officer)
    firm = Enterprise.objects.create(uscc="91310110MA1G8R0T0X", name="示例公司", created_at=NOW, updated_at=NOW)
    Membership.objects.create(person=camp.bob, enterprise=firm, role="owner", since=NOW, state="confirmed")
    with pytest.raises(Refused, match="代表企业的账号不能报名"):
        camp.sign_up(cohort, camp.bob)
    with pytest.raises(Refused, match="没有在招生"):
        camp.sign_up(camp.cohort(called=False), camp.ann)
    with pytest.raises(NotPossible, match="学校"):
        joining.sign_up(cohort=cohort, by=camp.ann)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marks=st.lists(st.integers(0, 100), min_size=1, max_size=7), count=st.integers(1, 4), least=st.integers(0, 60))
def test_marks_decide_who_sits_and_in_which_order_they_wait(
    camp: Camp, marks: list[int], count: int, least: int
) -> None:
    with transaction.atomic():
        cohort = camp.cohort(seats=count, chosen=True)
        rows = [camp.sign_up(cohort, each) for each in crowd(len(marks))]
        assert all(row.seat is None for row in rows)
        cohorts.mark(rows=[(row, Decimal(m), "") for row, m in zip(rows, marks, strict=True)], by=camp.officer)
        with clock.at(AFTER):
            found = placing.place(cohort=cohort, by=camp.officer, least=Decimal(least))
        assert isinstance(found, placing.Placed)
        taken, waiting, refused, left = found
        assert left == 0
        good = sorted((-m, n) for n, m in enumerate(marks) if m >= least)
        assert (taken, waiting) == (min(count, len(good)), max(0, len(good) - count))
        assert refused == len(marks) - len(good)
        placed = CampSignUp.objects.filter(cohort=cohort, seat__isnull=False).order_by("seat__order")
        assert list(placed) == [rows[n] for _mark, n in good]
        transaction.set_rollback(True)


def test_nobody_is_placed_while_somebody_has_no_mark_or_the_term_runs(camp: Camp) -> None:
    cohort = camp.cohort(chosen=True)
    camp.sign_up(cohort, camp.ann)
    with pytest.raises(NotPossible, match="还没有截止"):
        placing.place(cohort=cohort, by=camp.officer)
    with clock.at(AFTER), pytest.raises(NotPossible, match="还有 1 人没有打分"):
        placing.place(cohort=cohort, by=camp.officer)
    with pytest.raises(NotPossible, match="先到先得"):
        placing.place(cohort=camp.cohort(), by=camp.officer)


def _marked(camp: Camp, seats_: int, *marks: int) -> tuple[Cohort, list[CampSignUp]]:
    cohort = camp.cohort(seats=seats_, chosen=True)
    rows = [camp.sign_up(cohort, each) for each in crowd(len(marks))]
    cohorts.mark(rows=[(row, Decimal(m), "") for row, m in zip(rows, marks, strict=True)], by=camp.officer)
    return cohort, rows


def test_seats_are_given_by_marks_as_long_as_the_camp_runs(camp: Camp) -> None:
    cohort, rows = _marked(camp, 1, 60, 80, 70)
    with clock.at(moment(FIRST, "12:00")):
        assert placing.place(cohort=cohort, by=camp.officer) == (1, 0, 0, 2), "nobody would ever move up"
        assert CampSignUp.objects.in_camp().get() == rows[1]
        told = Message.objects.get(to=rows[1].person, title__contains="已录取")
        assert "已经开营" in told.body
        said = {name: getattr(cohort, name) for name in cohorts.SAID}
        cohorts.change(cohort=cohort, by=camp.officer, seats=2, **said)
    with clock.at(moment(cohort.last, "12:00")):
        assert placing.place(cohort=cohort, by=camp.officer) == (1, 0, 0, 1)
    rows[2].refresh_from_db()
    assert rows[2].is_in
    with (
        clock.at(moment(cohort.last + dt.timedelta(days=1), "12:00")),
        pytest.raises(NotPossible, match="不能再排席位。还没有选拔的 1 人，请不录取并写明原因"),
    ):
        placing.place(cohort=cohort, by=camp.officer)


def test_seats_added_while_the_camp_runs_go_to_who_waits_first(camp: Camp) -> None:
    cohort, rows = _marked(camp, 1, 60, 80)
    with clock.at(AFTER):
        assert placing.place(cohort=cohort, by=camp.officer) == (1, 1, 0, 0)
    with clock.at(moment(FIRST, "12:00")):
        said = {name: getattr(cohort, name) for name in cohorts.SAID}
        cohorts.change(cohort=cohort, by=camp.officer, seats=2, **said)
        rows[0].refresh_from_db()
        assert rows[0].seat is not None and rows[0].seat.state == "offered"
        seats.accept(seat=rows[0].seat, by=rows[0].person)
    assert CampSignUp.objects.in_camp().count() == 2


def test_the_desk_says_how_seats_go_after_the_camp_began_and_after_its_end(
    camp: Camp, as_: Callable[[Person], Client]
) -> None:
    cohort, _rows = _marked(camp, 1, 60, 80)
    client, here = as_(camp.officer), f"/desk/camp/cohorts/{cohort.reference}/"
    with clock.at(moment(FIRST, "12:00")):
        assert "还没有排到的留在待选拔" in client.get(f"{here}sign-ups/").content.decode()
        said = client.post(f"{here}place/", follow=True).content.decode()
        assert "已排席位：录取 1 人" in said and "还有 1 人没有席位" in said
    with clock.at(moment(cohort.last + dt.timedelta(days=1), "12:00")):
        page = client.get(f"{here}sign-ups/").content.decode()
        assert "不能再排席位" in page and "按分数排席位并通知" not in page
        assert client.post(f"{here}place/").status_code in {409, 422}


def test_who_is_refused_reads_why_and_the_seat_goes_on(camp: Camp) -> None:
    cohort = camp.cohort(seats=1)
    first, second = camp.sign_up(cohort, camp.ann), camp.sign_up(cohort, camp.bob)
    with pytest.raises(NotPossible, match="原因"):
        cohorts.refuse(rows=[first], by=camp.officer, why=" ")
    with pytest.raises(Refused):
        cohorts.refuse(rows=[first], by=camp.bob, why="示例")
    cohorts.refuse(rows=[first], by=camp.officer, why="示例：已有企业")
    second.refresh_from_db()
    assert second.seat is not None and second.seat.state == "offered"
    told = Message.objects.get(to=camp.ann, title__contains="未录取")
    assert "示例：已有企业" in told.body
    with pytest.raises(MoveRefused):
        cohorts.refuse(rows=[first], by=camp.officer, why="再来一次")


def test_leaving_after_it_began_keeps_what_was_learnt(camp: Camp) -> None:
    cohort = camp.cohort()
    row = camp.sign_up(cohort, camp.ann)
    with clock.at(moment(FIRST, "12:00")):
        joining.withdraw(row=row, by=camp.ann)
        with pytest.raises(MoveRefused):
            joining.withdraw(row=row, by=camp.ann)
    row.refresh_from_db()
    assert (row.state, row.ended_on, row.answers) == (states.QUIT, FIRST, {})
    assert CampSignUp.objects.learners().count() == 1 and not CampSignUp.objects.in_camp().exists()


def test_a_cohort_ends_on_its_last_day_and_who_is_in_finishes(camp: Camp) -> None:
    cohort = camp.cohort(seats=1)
    camp.sign_up(cohort, camp.ann)
    camp.sign_up(cohort, camp.bob)
    with pytest.raises(NotPossible, match="结营那天"):
        cohorts.end(cohort=cohort, by=camp.officer)
    with clock.at(moment(cohort.last, "18:00")):
        cohorts.end(cohort=cohort, by=camp.officer)
    assert [row.state for row in cohort.sign_ups.order_by("pk")] == [states.FINISHED, states.PLACED]


@pytest.mark.parametrize("chosen", [False, True])
def test_who_waits_in_vain_hears_so_in_the_night_after_the_end(camp: Camp, chosen: bool) -> None:
    cohort = camp.cohort(seats=1, chosen=chosen)
    rows = [camp.sign_up(cohort, each) for each in crowd(30)]
    with clock.at(moment(cohort.last, "18:00")):
        cohorts.end(cohort=cohort, by=camp.officer)
        assert nightly.waiting(clock.today()) == f"结营或取消后仍在等的报名 {30 - (not chosen)} 份。"
        assert nightly.waiting(clock.today()) == "结营或取消后仍在等的报名 0 份。"
    left = CampSignUp.objects.filter(pk__in=[row.pk for row in rows[not chosen :]])
    assert {(row.state, row.why) for row in left} == {(states.REFUSED, "训练营已经结营，席位没有轮到")}
    assert {row.seat.state for row in left if row.seat} == (set() if chosen else {"left"})
    assert Message.objects.filter(to=rows[-1].person, title__startswith="未录取").count() == 1


def test_who_waited_for_a_cancelled_cohort_is_told_once(camp: Camp) -> None:
    cohort = camp.cohort(chosen=True)
    row = camp.sign_up(cohort, camp.ann)
    cohorts.cancel(cohort=cohort, by=camp.officer, why="示例停电")
    nightly.waiting(clock.today())
    row.refresh_from_db()
    assert (row.state, row.why) == (states.REFUSED, "训练营取消：示例停电")
    assert [each.title for each in Message.objects.filter(to=camp.ann)][:1] == [f"训练营取消：{cohort.title}"]
    assert not Message.objects.filter(to=camp.ann, title__startswith="未录取").exists()


def test_a_cancelled_cohort_says_why_to_everybody_and_frees_the_time(camp: Camp) -> None:
    cohort = camp.cohort()
    camp.sign_up(cohort, camp.ann)
    [lesson] = camp.plan(cohort)
    with pytest.raises(NotPossible, match="原因"):
        cohorts.cancel(cohort=cohort, by=camp.officer, why="")
    cohorts.cancel(cohort=cohort, by=camp.officer, why="示例：场地检修")
    lesson.session.refresh_from_db()
    assert not lesson.session.is_planned
    assert Message.objects.filter(to=camp.ann, body__contains="示例：场地检修").exists()


def test_more_seats_go_to_who_waits_and_fewer_than_taken_are_refused(camp: Camp) -> None:
    cohort = camp.cohort(seats=2)
    rows = [camp.sign_up(cohort, each) for each in crowd(3)]
    said = {name: getattr(cohort, name) for name in cohorts.SAID}
    with pytest.raises(seats.NotPossible, match="已有 2 人"):
        cohorts.change(cohort=cohort, by=camp.officer, seats=1, **said)
    cohorts.change(cohort=cohort, by=camp.officer, seats=3, **said)
    rows[2].refresh_from_db()
    assert rows[2].seat is not None and rows[2].seat.state == "offered"


def test_the_database_lets_nobody_stand_twice_or_without_consent(camp: Camp) -> None:
    cohort = camp.cohort(seats=5)
    row = camp.sign_up(cohort, camp.ann)
    for wrong in ({"person": camp.ann}, {"person": camp.bob, "consent": ""}):
        values = {"cohort": cohort, "person": camp.bob, "consent": "同意", "name": "示例", "state": "signed",
                  "reference": "XY1", "signed_at": NOW, "changed_at": NOW, **wrong}  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            CampSignUp.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        CampSignUp.objects.filter(pk=row.pk).update(person=camp.bob)


def test_a_seat_of_a_cohort_comes_with_a_sign_up_alone(camp: Camp, as_: Callable[[Person], Client]) -> None:
    """Not through the desk's page of all sessions, which leads to the cohort."""
    cohort = camp.cohort()
    assert cohort.session is not None
    client, address = as_(camp.officer), f"/desk/sessions/{cohort.session.reference}/"
    page = client.get(address).content.decode()
    assert "代为报名" not in page and f"/desk/camp/cohorts/{cohort.reference}/" in page
    said = client.post(f"{address}add/", {"name": "示例某"}, follow=True).content.decode()
    assert "请到它自己的页面报名" in said and not cohort.session.seats.exists()
    camp.sign_up(cohort, camp.ann)
    assert cohort.session.seats.count() == 1
