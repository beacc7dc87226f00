"""A pairing is over with its last day and with its need; while the need is open, two may be paired again."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.urls import reverse

from district.ground import clock
from district.ground.messages.models import Message
from district.services.advice import actions
from district.services.advice.models import Need, Pairing
from district.services.advice.pairing import end_run_out
from tests.district.services.advice.core.town import NOW, Town

UNTIL = dt.date(2022, 7, 31)


def pair(town: Town, need: Need) -> Pairing:
    return actions.pair(need=need, by=town.officer, goals="示例目标", rhythm="weekly", until=UNTIL)


def test_a_pairing_ends_in_the_night_after_its_last_day_and_both_are_told(town: Town, as_: Any) -> None:
    expert = town.expert("示例专家甲", "management", account=True)
    need = town.taken(expert)
    made = pair(town, need)
    end_run_out(UNTIL)
    made.refresh_from_db()
    assert made.state == "running", "the last day is still theirs"
    with clock.at(NOW.replace(month=8, day=1)):
        for _n in range(2):
            end_run_out(clock.today())
        made.refresh_from_db()
        assert (made.state, made.why) == ("over", "约定的期限已到")
        for person in (town.founder, expert.person):
            assert Message.objects.filter(to=person, title__endswith="的结对结束了").count() == 1
        need.refresh_from_db()
        page = as_(expert.person).get(reverse("advice:work_one", args=[need.reference])).content.decode()
        assert need.state == "taken" and "约定的期限已到" in page
        assert reverse("advice:pair", args=[need.reference]) in page, "they may be paired again"
        assert made.why in as_(town.founder).get(reverse("advice:mine_one", args=[need.reference])).content.decode()


def test_ending_a_need_ends_its_pairing_and_the_page_says_so(town: Town, as_: Any) -> None:
    row = town.met(town.expert("示例专家甲", "accounting", account=True))
    need = row.need
    assert need is not None and need.expert is not None
    made = pair(town, need)
    note = "正在进行的结对随办结一并结束"
    for person, page in ((town.officer, "advice:desk_one"), (need.expert.person, "advice:work_one")):
        assert note in as_(person).get(reverse(page, args=[need.reference])).content.decode()
    as_(town.officer).post(reverse("advice:end", args=[need.reference]), {"request_key": str(uuid.uuid4())})
    need.refresh_from_db()
    made.refresh_from_db()
    assert (need.state, made.state, made.why) == ("ended", "over", "咨询已办结")
    assert "结对一并结束" in Message.objects.get(to=town.founder, title__endswith="已办结").body
    assert "咨询已办结" in as_(town.officer).get(reverse("advice:desk_one", args=[need.reference])).content.decode()


def test_one_that_outlived_its_need_ends_in_the_night(town: Town) -> None:
    need = town.taken(town.expert("示例专家甲", "accounting"))
    made = pair(town, need)
    Need.objects.filter(pk=need.pk).update(state="ended", ended_at=NOW)
    end_run_out(clock.today())
    made.refresh_from_db()
    assert (made.state, made.why) == ("over", "咨询已经结束")
