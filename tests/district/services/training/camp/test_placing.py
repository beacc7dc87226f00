"""Seats given by marks to many: by the worker, in bites, stopped anywhere and gone on with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.models import Person
from district.ground.work.actions import Piece, resume, take_up, work_on
from district.ground.work.queries import Work
from district.services.training.camp import joining, placing, states
from district.services.training.camp.models import CampSignUp, Cohort
from tests.district.services.training.camp.town import FIRST, NOW, Camp, crowd, moment

AFTER = moment(FIRST - dt.timedelta(days=1), "09:00")
MANY = 60


def signed(camp: Camp) -> Cohort:
    """Sixty sign-ups of the marks 0 to 59, thirty seats."""
    cohort = camp.cohort(seats=30, chosen=True)
    given = {"cohort": cohort, "school": camp.school, "consent": "示例", "until": joining.until_of(cohort),
             "state": states.SIGNED, "signed_at": NOW, "changed_at": NOW}  # fmt: skip
    CampSignUp.objects.bulk_create(
        CampSignUp(reference=f"XY{n}", person=who, name=who.name, mark=Decimal(n), **given)
        for n, who in enumerate(crowd(MANY))
    )  # fmt: skip
    return cohort


def begun(camp: Camp, cohort: Cohort) -> Work:
    found = placing.place(cohort=cohort, by=camp.officer, least=Decimal(10))
    assert isinstance(found, Work)
    return found


def in_order(cohort: Cohort) -> list[int]:
    rows = cohort.sign_ups.filter(seat__isnull=False).order_by("seat__order")
    return [int(row.mark or 0) for row in rows]


def test_many_are_given_seats_in_bites_and_in_the_order_of_their_marks(camp: Camp) -> None:
    cohort, sizes = signed(camp), []
    with clock.at(AFTER):
        work = begun(camp, cohort)
        assert not cohort.sign_ups.filter(seat__isnull=False).exists(), "nothing yet in the transaction that began it"
        work_on(work, lambda piece: sizes.append(piece.rows))
    assert (work.state, work.done, sizes) == (Work.State.DONE, MANY, [25, 25, 10])
    assert in_order(cohort) == list(range(59, 9, -1))
    assert CampSignUp.objects.in_camp().count() == 30
    assert cohort.sign_ups.filter(state=states.REFUSED, why="分数没有达到 10.00 分").count() == 10


def test_a_worker_that_dies_is_followed_by_another_and_nobody_is_passed_over(camp: Camp) -> None:
    class Died(BaseException):
        pass

    def dies(_piece: Piece) -> None:
        raise Died

    cohort = signed(camp)
    with clock.at(AFTER):
        work = begun(camp, cohort)
        with pytest.raises(Died):
            work_on(work, dies)
        assert in_order(cohort) == list(range(59, 34, -1))
        for each in take_up(placing.KIND):
            work_on(each)
    assert in_order(cohort) == list(range(59, 9, -1))


def test_meanwhile_marks_stand_still_and_it_is_not_begun_twice(camp: Camp, as_: Callable[[Person], Client]) -> None:
    cohort, desk = signed(camp), as_(camp.officer)
    here = f"/desk/camp/cohorts/{cohort.reference}/"
    with clock.at(AFTER):
        work = begun(camp, cohort)
        with pytest.raises(NotPossible, match="正在按分数排席位"):
            placing.place(cohort=cohort, by=camp.officer)
        for address, said in (
            ("mark/", {"who": ["XY1"], "mark": ["99"]}),
            ("refuse/", {"who": ["XY1"], "why": "示例"}),
        ):
            page = desk.post(f"{here}{address}", said, follow=True)
            assert "正在按分数排席位" in page.content.decode()
        shown = desk.get(f"{here}sign-ups/").content.decode()
        assert "训练营排席位" in shown and "按分数排席位并通知" not in shown
        assert desk.post(f"/desk/work/{work.reference}/stop/").status_code == 302
        work.refresh_from_db()
        assert resume(work=work, by=camp.officer)
        work_on(work)
    assert len(in_order(cohort)) == 50


def test_the_desk_s_button_gives_it_to_the_worker(camp: Camp, as_: Callable[[Person], Client]) -> None:
    cohort, desk = signed(camp), as_(camp.officer)
    with clock.at(AFTER):
        page = desk.post(f"/desk/camp/cohorts/{cohort.reference}/place/", {"least": "10"}, follow=True)
    assert "正在后台按分数排席位" in page.content.decode()
    assert Work.objects.get().state == Work.State.DONE and len(in_order(cohort)) == 50


def test_it_stands_still_where_who_began_it_has_no_duty_any_more(camp: Camp) -> None:
    cohort = signed(camp)
    with clock.at(AFTER):
        work = begun(camp, cohort)
        Work.objects.update(by=camp.ann)
        work_on(work)
    assert work.state == Work.State.CANCELLED and "已不在相应岗位" in work.error and in_order(cohort) == []


def test_of_a_camp_that_has_begun_free_seats_alone_are_given(camp: Camp) -> None:
    cohort = signed(camp)
    with clock.at(moment(FIRST, "12:00")):
        work_on(begun(camp, cohort))
    assert in_order(cohort) == list(range(59, 29, -1))
    assert cohort.sign_ups.filter(state=states.SIGNED).count() == 20
