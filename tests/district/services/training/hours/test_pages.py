"""Pages of hours: one's own with what one declares, the desk's ledger, what looks odd settled by a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.test import Client

from district.ground import clock
from district.ground.bringing.waiting import Waiting
from district.ground.figures.counting import value
from district.ground.figures.periods import Period
from district.services.training.hours import actions
from district.services.training.hours.figures import LEARNERS, SINGLE, STRONG
from district.services.training.hours.models import Flag, LearningEntry, Learnt
from district.services.training.hours.nightly import odd
from district.services.training.hours.queries import Learned, hours_of
from tests.district.cases.factories import District
from tests.district.services.training.hours.test_ledger import NUMBER, at, word

As = Callable[[Any], Client]


def text(page: Any) -> str:
    return str(page.content.decode())


def test_somebody_declares_sees_and_takes_back(here: District, as_: As) -> None:
    client = as_(here.founder)
    page = text(client.get("/my/hours/"))
    assert "还没有学时" in page
    key = "6f2c8d3e-5b1a-4f0e-9c7d-1e2f3a4b5c6d"
    said = {"title": "自学财税", "day": "2022-06-20", "begins": "19:00", "minutes": "50", "request_key": key}
    assert client.post("/my/hours/", {**said, "day": "2020-01-01"}).status_code == 422
    for _click in range(2):
        assert client.post("/my/hours/", said).status_code == 302
    row = LearningEntry.objects.get()
    assert "自学财税" in text(client.get("/my/hours/")) and hours_of(here.founder) == Learned(0, 0, 3000)
    assert as_(here.stranger).post(f"/my/hours/{row.pk}/take-back/").status_code == 404
    as_(here.founder).post(f"/my/hours/{row.pk}/take-back/")
    assert hours_of(here.founder) == Learned()


def test_an_officer_settles_what_looks_odd(here: District, as_: As) -> None:
    who = actions.learner_of(here.founder)
    now = clock.now() - dt.timedelta(hours=3)
    actions.record_all([word(who, "qr", now), word(who, "roll", now, session="camp:2")])
    assert "1 条" in odd(clock.today()) and "1 条" in odd(clock.today()) and Flag.objects.count() == 1
    flag = Flag.objects.get()
    assert any(
        each.link.endswith(f"/{flag.reference}/")
        for each in Waiting(here.officer, clock.today()).items("hours", "", 0, 5)
    )
    client = as_(here.officer)
    assert flag.reference in text(client.get("/desk/hours/"))
    address = f"/desk/hours/{flag.reference}/"
    page = text(client.get(address))
    assert here.founder.name in page and "重叠 60 分钟" in page
    assert client.post(address + "strike/", {"reason": ""}).status_code == 422
    client.post(address + "strike/", {"reason": "本人承认"})
    assert "学时已划去" in text(client.get(address)) and hours_of(here.founder) == Learned()
    ledger = text(client.get("/desk/hours/ledger/?tab=struck"))
    assert "本人承认" in ledger
    assert as_(here.founder).get(address).status_code == 403


def test_figures_add_up_what_people_are_told(here: District) -> None:
    who = actions.learner_of(here.founder)
    worker = actions.learner_numbered(NUMBER, "示例某")
    rows = [word(who, "qr", at(9)), word(who, "roll", at(9, 30)), word(who, "qr", at(9), session="employers:1")]
    rows += [word(worker, "import", at(23), 120)]
    actions.record_all(rows)
    period = Period.until(clock.today())
    told = {each.key: value(each, period, user=here.auditor).number for each in (LEARNERS, STRONG, SINGLE)}
    assert told == {"hours.learners": 2, "hours.minutes_a": 30, "hours.minutes_b": 60 + 120}
    assert sum(row.minutes for row in Learnt.objects.all()) * 60 == hours_of(who).all + hours_of(worker).all
    assert Learnt.objects.filter(learner=worker).count() == 2  # either side of midnight
    actions.strike_entry(entry=LearningEntry.objects.get(source="import"), by=here.officer, reason="示例：导错")
    assert value(LEARNERS, period, user=here.auditor).number == 1


def test_figures_count_a_worker_and_their_account_once(here: District) -> None:
    from district.enterprises.persons.actions import begin

    worker = actions.learner_numbered(NUMBER, "示例某")
    actions.record(word(worker, "roll", at(9)))
    begin(by=here.founder, name="示例某", number=NUMBER)
    actions.record(word(actions.learner_of(here.founder), "qr", at(9)))
    period = Period.until(clock.today())
    assert value(LEARNERS, period, user=here.auditor).number == 1
    assert value(STRONG, period, user=here.auditor).number == 60
