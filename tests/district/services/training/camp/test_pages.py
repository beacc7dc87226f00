"""The journey of a student on its pages, the desk's, and how many queries the main ones take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from district.ground import clock
from district.ground.bringing.fulfilling import ways
from district.ground.people.models import Person
from district.ground.surveys.asked.kinds import asked
from district.services.training.camp import attending, codes, cohorts, posting, teams, todo
from district.services.training.camp.models import Attendance, CampSignUp, Cohort, Internship, Team
from tests.district.cases.factories import person
from tests.district.services.training.camp.test_teams_and_posts import boss, offer
from tests.district.services.training.camp.town import FIRST, NOW, Camp, crowd, moment

FORM = {"name": "示例安", "school_name": "示例大学", "q_stage": "idea", "q_idea": "示例：送餐", "q_reason": "示例",
        "q_hours": "12", "q_intern": "yes", "agree": "on"}  # fmt: skip


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_from_signing_up_to_a_post_on_pages_alone(camp: Camp, as_: Callable[[Person], Client]) -> None:
    cohort = camp.cohort(seats=5)
    [lesson] = camp.plan(cohort)
    post = posting.approve(post=offer(camp, boss(camp)), by=camp.officer)
    client = as_(camp.ann)
    assert cohort.title in text(client.get("/training/camp/"))
    assert f"/my/camp/cohorts/{cohort.reference}/sign-up/" in text(
        client.get(f"/training/camp/cohorts/{cohort.reference}/")
    )
    said = client.post(f"/my/camp/cohorts/{cohort.reference}/sign-up/", FORM, follow=True)
    assert "席位是您的了" in text(said) and lesson.session.title in text(said)
    row = CampSignUp.objects.get()
    assert row.answers["idea"] == "示例：送餐" and row.answers["intern"] is True
    with clock.at(moment(FIRST, "13:30")):
        client.get(f"/training/camp/in/{lesson.reference}/{codes.code_now(lesson)}/", follow=True)
        assert "已签到" in text(client.post(f"/training/camp/in/{lesson.reference}/", follow=True))
    assert Attendance.objects.get().learner == row
    client.post(f"/my/camp/sign-ups/{row.reference}/team/", {"name": "示例队", "project": "示例送餐"})
    page = text(client.get("/my/camp/"))
    assert Team.objects.get().name in page and 'href="/community/contests/"' in page
    assert "报名这个岗位" in text(client.get(f"/training/camp/posts/{post.reference}/"))
    client.post(f"/training/camp/posts/{post.reference}/ask/", {"text": "示例"})
    asked_for = Internship.objects.get()
    client = as_(camp.eve)
    assert "示例安" in text(client.get(f"/my/camp/posts/{post.reference}/"))
    client.post(f"/my/camp/internships/{asked_for.reference}/take/")
    assert "已录用" in text(as_(camp.ann).get("/my/camp/"))


def test_what_was_not_answered_is_said_beside_it_and_what_was_typed_stays(
    camp: Camp, as_: Callable[[Person], Client]
) -> None:
    cohort, client = camp.cohort(), as_(camp.ann)
    for wrong, said in (
        ({"q_hours": "999"}, "1 到 60"), ({"q_idea": ""}, "需要回答"), ({"agree": ""}, "要先同意"),
        ({"school_name": ""}, "请选学校"),
    ):  # fmt: skip
        page = client.post(f"/my/camp/cohorts/{cohort.reference}/sign-up/", {**FORM, **wrong})
        assert page.status_code == 422 and said in text(page) and "示例" in text(page)
    assert not CampSignUp.objects.exists()
    hidden = {**FORM, "q_stage": "curious", "q_idea": ""}
    client.post(f"/my/camp/cohorts/{cohort.reference}/sign-up/", hidden)
    assert "idea" not in CampSignUp.objects.get().answers


def test_two_clicks_are_one_sign_up(camp: Camp, as_: Callable[[Person], Client]) -> None:
    cohort, client = camp.cohort(), as_(camp.ann)
    for _n in range(2):
        client.post(f"/my/camp/cohorts/{cohort.reference}/sign-up/", FORM)
    assert CampSignUp.objects.count() == 1


def test_marks_of_a_page_are_saved_at_once_and_refusals_too(camp: Camp, as_: Callable[[Person], Client]) -> None:
    cohort = camp.cohort(chosen=True)
    rows = [camp.sign_up(cohort, each) for each in crowd(3)]
    client, here = as_(camp.officer), f"/desk/camp/cohorts/{cohort.reference}"
    assert "待选拔 3 人" in text(client.get(f"{here}/sign-ups/"))
    who = [row.reference for row in rows]
    client.post(f"{here}/mark/", {"who": who, "mark": ["80", "", "71.5"], "note": ["好", "", ""]})
    assert [row.mark for row in CampSignUp.objects.order_by("pk")] == [Decimal(80), None, Decimal("71.5")]
    wrong = client.post(f"{here}/mark/", {"who": who, "mark": ["101", "", ""], "note": ["", "", ""]})
    assert wrong.status_code == 422 and "0 到 100" in text(wrong)
    client.post(f"{here}/refuse/", {"who": [who[1]], "why": "示例：已毕业"})
    with clock.at(moment(FIRST - dt.timedelta(days=1), "09:00")):
        said = client.post(f"{here}/place/", {"least": "75"}, follow=True)
    assert "录取 1 人，候补 0 人，未录取 1 人" in text(said)
    other = as_(person("stranger")).post(f"{here}/place/")
    assert other.status_code == 403


def test_what_is_agreed_to_is_kept_as_it_was_read(camp: Camp, as_: Callable[[Person], Client]) -> None:
    cohort = camp.cohort()
    page = text(as_(camp.ann).get(f"/my/camp/cohorts/{cohort.reference}/sign-up/"))
    kept = camp.sign_up(cohort, camp.ann).consent
    assert kept and escape(kept) in page and "（您的姓名）" not in page


def test_who_sees_what(camp: Camp, as_: Callable[[Person], Client], client: Client) -> None:
    cohort, draft = camp.cohort(), camp.cohort(called=False)
    row = camp.sign_up(cohort, camp.ann)
    [lesson] = camp.plan(cohort)
    assert client.get(f"/training/camp/cohorts/{draft.reference}/").status_code == 404
    assert "示例安" not in text(client.get(f"/training/camp/cohorts/{cohort.reference}/"))
    stranger = as_(camp.eve)
    for address in (f"/training/camp/lessons/{lesson.reference}/", f"/my/camp/sign-ups/{row.reference}/team/"):
        assert stranger.get(address).status_code == 404
    for address in (f"/desk/camp/sign-ups/{row.reference}/", "/desk/camp/cohorts/", "/desk/camp/attendances/"):
        assert stranger.get(address).status_code == 403
    assert as_(camp.ann).get(f"/training/camp/lessons/{lesson.reference}/").status_code == 404
    officer = as_(camp.officer)
    assert "示例安" in text(officer.get(f"/training/camp/lessons/{lesson.reference}/"))
    page = text(officer.get(f"/desk/camp/sign-ups/{row.reference}/"))
    assert "每周能拿出几小时" in page and str(asked(cohort.asks.asked["stage"])) not in page


def test_a_trainer_without_a_duty_takes_the_roll_on_the_phone(camp: Camp, as_: Callable[[Person], Client]) -> None:
    cohort, trainer = camp.cohort(), person("trainer")
    row = camp.sign_up(cohort, camp.ann)
    [lesson] = camp.plan(cohort, trainer=trainer)
    client, here = as_(trainer), f"/training/camp/lessons/{lesson.reference}/"
    assert lesson.session.title in text(client.get("/training/camp/lessons/"))
    with clock.at(moment(FIRST, "13:30")):
        assert "放签到码" in text(client.get(here)) and "打印点名册" in text(client.get(here))
        client.post(f"{here}roll/", {"came": [row.reference]})
        assert client.get(f"{here}print/").status_code == 200
        assert client.post(f"{here}cancel/", {"why": "示例", "scope": "this"}).status_code == 403
    with clock.at(moment(FIRST, "15:31")):
        client.post(f"{here}settle/")
        assert "已交" in text(client.get(here))
    assert Attendance.objects.get().strength == "B"


def test_a_cohort_is_made_and_called_on_the_desk(camp: Camp, as_: Callable[[Person], Client]) -> None:
    client = as_(camp.officer)
    day = NOW.date()
    form = {
        "request_key": "0b8f1f0e-6f0b-4d55-9d0e-6a2f5f7c1a21", "title": "示例新一期", "place": "示例教室",
        "seats": "30", "opens": f"{day}", "closes": f"{day + dt.timedelta(days=5)}", "first": f"{FIRST}",
        "last": f"{FIRST + dt.timedelta(days=30)}", "asks": "",
    }  # fmt: skip
    wrong = client.post("/desk/camp/cohorts/new/", {**form, "closes": f"{FIRST}"})
    assert wrong.status_code == 422 and "开营以前截止" in text(wrong)
    for _n in range(2):
        client.post("/desk/camp/cohorts/new/", form)
    row = Cohort.objects.get()
    assert row.session is not None and row.session.capacity == 30 and len(row.asks.asked) == 5
    client.post(f"/desk/camp/cohorts/{row.reference}/call/")
    assert row.title in text(Client().get("/training/camp/"))
    lessons = {"request_key": "0b8f1f0e-6f0b-4d55-9d0e-6a2f5f7c1a22", "title": "示例课", "kind": "theory",
               "first": f"{FIRST}", "begins": "09:00", "ends": "11:00", "every": "WEEKLY",
               "weekdays": ["MO", "WE"], "interval": "1", "holidays": "off"}  # fmt: skip
    said = client.post(f"/desk/camp/cohorts/{row.reference}/plan/", lessons, follow=True)
    assert "次课，学员收到通知" in text(said) and row.lessons.count() >= 8


def test_the_catalogue_leads_here() -> None:
    way = ways["training.camp"]
    assert way.route == "camp:camp"


def test_what_waits_for_whom(camp: Camp) -> None:
    cohort = camp.cohort(chosen=True)
    camp.sign_up(cohort, camp.ann)
    trainer = person("trainer")
    [lesson] = camp.plan(cohort, trainer=trainer)
    offer(camp, boss(camp))
    waits = {each.key: each for each in todo.SOURCES}
    with clock.at(moment(FIRST, "16:00")):
        today = clock.today()
        assert list(waits["camp_roll"].rows(trainer, today)) == [lesson]
        assert not waits["camp_roll"].rows(camp.officer, today).exists()
        assert list(waits["camp_marks"].rows(camp.officer, today)) == [cohort]
        assert waits["camp_post"].rows(camp.officer, today).count() == 1
        shown = waits["camp_post"].shown(waits["camp_post"].rows(camp.officer, today)[0])
        assert shown.link.startswith("/desk/camp/posts/") and callable(waits["camp_post"].due)
        assert str(waits["camp_post"].due(waits["camp_post"].rows(camp.officer, today)[0])) == "2026-12-01"


@pytest.mark.parametrize("many", [3, 12])
def test_the_main_pages_ask_as_often_for_many_as_for_few(
    camp: Camp, as_: Callable[[Person], Client], many: int
) -> None:
    cohort = camp.cohort(seats=30)
    rows = [camp.sign_up(cohort, each) for each in (camp.ann, *crowd(many))]
    lessons = camp.plan(cohort, "FREQ=DAILY" if many > 5 else "FREQ=WEEKLY")
    learner = CampSignUp.objects.select_related("cohort", "seat").get(pk=rows[0].pk)
    teams.make(row=learner, by=camp.ann, name="示例队")
    with clock.at(moment(FIRST, "13:30")):
        for row in rows:
            assert row.person is not None
            attending.check_in(lesson=lessons[0], by=row.person, device=row.reference,
                               scanned=codes.Pass(lessons[0].reference, clock.now()))  # fmt: skip
        client = as_(camp.ann)
        client.get("/my/camp/")
        with CaptureQueriesContext(connection) as mine:
            client.get("/my/camp/")
        client = as_(camp.officer)
        client.get(f"/training/camp/lessons/{lessons[0].reference}/")
        with CaptureQueriesContext(connection) as roll:
            client.get(f"/training/camp/lessons/{lessons[0].reference}/")
    assert len(mine) <= 16 and len(roll) <= 16, (len(mine), len(roll))
    with clock.at(moment(cohort.last, "18:00")):
        cohorts.end(cohort=cohort, by=camp.officer)


def test_a_cohorts_card_says_whether_one_can_sign_up(camp: Camp) -> None:
    row, minute = camp.cohort(seats=5), dt.timedelta(minutes=1)
    said = {row.opens_at - minute: "开始报名", row.opens_at: "余 5 席", row.closes_at + minute: "报名已经截止"}
    for when, words in said.items():
        with clock.at(when):
            page = text(Client().get("/training/camp/"))
        assert [each for each in said.values() if each in page] == [words]
