"""The classroom's pages: a founder learns, is quizzed, is certified; somebody checks; an officer writes."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from district.ground import clock
from district.ground.people.models import Person
from district.services.training.courses import actions
from district.services.training.courses.bringing_own import bring_own, written
from district.services.training.courses.models import Certificate, Course, Finished, Lesson, Sitting
from district.services.training.hours import devices
from tests.district.cases.factories import District
from tests.district.services.training.courses.conftest import School

As = Callable[[Person], Client]
PART = {"HTTP_X_LESSON": "1"}


def after(seconds: float) -> Any:
    return clock.at(clock.now() + dt.timedelta(seconds=seconds))


def text(page: Any) -> str:
    return str(page.content.decode())


def test_everybody_may_read_a_lesson_and_only_who_learns_is_timed(school: School, client: Client) -> None:
    assert "示例课程" in text(client.get("/training/courses/"))
    assert "登录后报名" in text(client.get("/training/courses/sample/"))
    page = text(client.get(reverse("courses:lesson", args=[school.text.pk])))
    assert "先说给十个人听" in page and "<h2>开头</h2>" in page and "lesson.js" not in page
    assert client.post(reverse("courses:start", args=[school.text.pk])).status_code == 302
    assert not Sitting.objects.exists()
    quiz = text(client.get(reverse("courses:lesson", args=[school.quiz.pk])))
    assert "一加一" not in quiz  # questions are for who learns


def test_a_founder_learns_and_is_certified_and_somebody_checks(school: School, as_: As) -> None:
    """Without script, as a phone with a poor line does it."""
    client = as_(school.learner)
    first = reverse("courses:lesson", args=[school.text.pk])
    assert client.post(reverse("courses:start", args=[school.text.pk])).url == first
    with after(200):
        page = text(client.get(first))
        beat = re.search(r'action="(/my/sittings/\w+/beat/)"', page)[1]  # type: ignore[index]
        nonce = re.search(r'name="nonce" value="(\w+)"', page)[1]  # type: ignore[index]
        assert client.post(beat, {"nonce": nonce}).url == first
        check = text(client.get(first))
        assert "请回答，才接着计时" in check and "印名片" in check
        key = Sitting.objects.get().checks.get().key
        client.post(beat.replace("beat", "check"), {"choice": key})
        assert "这一课学完了" in text(client.get(first))
    with after(300):
        quiz = reverse("courses:lesson", args=[school.quiz.pk])
        client.post(reverse("courses:start", args=[school.quiz.pk]))
        assert "一加一" in text(client.get(quiz))
    with after(340):
        wrong = client.post(reverse("courses:hand_in", args=[school.quiz.pk]), {"q-q1": "c1"})
        assert wrong.status_code == 422 and "这一题需要回答" in text(wrong)
        client.post(reverse("courses:hand_in", args=[school.quiz.pk]), {"q-q1": "c1", "q-q2": "c1"})
        assert "100 分，通过" in text(client.get(quiz))
        assert "领取证书" in text(client.get("/training/courses/sample/"))
        certify = "/my/courses/sample/certificate/"
        refused = client.post(certify, {"name": "示例创业者"})
        assert refused.status_code == 422 and not Certificate.objects.exists()  # without consent
        made = client.post(certify, {"name": "示例创业者", "agrees": "on"})
        assert made.url.startswith("/certificates/YKT2022-")
        paper = client.get(made.url + "pdf/")
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    stranger = text(Client().get(made.url))
    number = Certificate.objects.get().reference
    for each in (number, "示例创业者", "示例课程", "2 课", "3 分钟", "2022年6月24日"):
        assert each in stranger and each in re.sub(r"\s+", " ", said).replace(" ", "") + said, each
    assert "现在有效" in stranger and school.learner.username not in stranger and "hq-qr" not in stranger
    assert Client().get("/certificates/", {"number": number.lower()}).url == made.url


def test_the_script_gets_the_part_that_changes(school: School, as_: As) -> None:
    client = as_(school.learner)
    client.post(reverse("courses:start", args=[school.text.pk]))
    sitting = Sitting.objects.get()
    with after(20):
        part = client.post(reverse("courses:beat", args=[sitting.reference]), {"nonce": sitting.nonce}, **PART)
        assert part.status_code == 200 and "已计 20 / 240 秒" in text(part) and "<html" not in text(part)
        again = client.post(reverse("courses:beat", args=[sitting.reference]), {"nonce": sitting.nonce}, **PART)
        assert again.status_code == 302  # answered once: the page is read anew
    bad = client.post(reverse("courses:beat", args=[sitting.reference]), {"nonce": "x", "played": "no"}, **PART)
    assert bad.status_code in (302, 422)


def test_a_device_keeps_its_mark_whoever_signs_in(school: School, here: District, as_: As) -> None:
    client = as_(school.learner)
    client.post(reverse("courses:start", args=[school.text.pk]))
    client.force_login(here.stranger)
    actions.enrol(course=school.course, by=here.stranger)
    client.post(reverse("courses:start", args=[school.text.pk]))
    other = Client()
    other.force_login(here.colleague)
    actions.enrol(course=school.course, by=here.colleague)
    other.post(reverse("courses:start", args=[school.text.pk]))
    marks = list(Sitting.objects.order_by("pk").values_list("device", flat=True))
    assert marks[0] == marks[1] != marks[2] and all(marks)


def test_who_keeps_the_course_takes_the_paper_too(school: School, here: District, as_: As) -> None:
    for lesson in (school.text, school.quiz):
        Finished.objects.create(lesson=lesson, person=school.learner, at=clock.now())
    one = actions.issue(course=school.course, by=school.learner, name="示例持证人")
    address, paper = (reverse(f"courses:{name}", args=[one.reference]) for name in ("certificate", "paper"))
    for who, status in ((school.teacher, 200), (here.auditor, 200), (here.stranger, 404)):
        client = as_(who)
        answer = client.get(paper)
        assert answer.status_code == status
        assert (paper in text(client.get(address))) is (status == 200)
    as_(school.teacher).post(reverse("courses:revoke", args=[one.reference]), {"reason": "由他人代学"})
    assert as_(school.teacher).get(paper).status_code == 404


@pytest.mark.django_db
def test_the_privacy_page_says_the_devices_mark() -> None:
    said = text(Client().get("/about/privacy/"))
    assert "学习和签到用的设备标记" in said and "一个随机数，不含手机或电脑的任何信息" in said


def test_the_rooms_set_one_cookie_alone_the_devices_mark() -> None:
    house = Path(devices.__file__).parents[3]
    setting = [str(each.relative_to(house)) for each in house.rglob("*.py") if "_cookie(" in each.read_text("utf-8")]
    assert setting == ["services/training/hours/devices.py"]


def test_a_revoked_certificate_says_so_and_a_withdrawn_one_names_nobody(school: School, as_: As) -> None:
    for lesson in (school.text, school.quiz):
        Finished.objects.create(lesson=lesson, person=school.learner, at=clock.now())
    one = actions.issue(course=school.course, by=school.learner, name="示例持证人")
    address = reverse("courses:certificate", args=[one.reference])
    officer = as_(school.teacher)
    assert one.reference in text(officer.get("/desk/certificates/"))
    officer.post(reverse("courses:revoke", args=[one.reference]), {"reason": "由他人代学"})
    page = text(Client().get(address))
    assert "撤销" in page and "由他人代学" in page and "现在有效" not in page
    two = actions.issue(course=school.course, by=school.learner, name="示例持证人")
    owner = as_(school.learner)
    assert owner.get(reverse("courses:paper", args=[one.reference])).status_code == 404
    owner.post(reverse("courses:withdraw", args=[two.reference]))
    page = text(Client().get(reverse("courses:certificate", args=[two.reference])))
    assert "收回" in page and "示例持证人" not in page


def test_a_number_nobody_has_is_said_so_and_guessing_ends(school: School) -> None:
    client = Client()
    for _n in range(30):
        assert client.get("/certificates/YKT2022-NOTTHERE00/").status_code == 404
    assert client.get("/certificates/YKT2022-NOTTHERE00/").status_code == 429


def test_an_officer_writes_a_course(school: School, here: District, as_: As) -> None:
    client = as_(here.officer)
    made = client.post("/desk/courses/new/", {"title": "新课", "summary": "学", "level": "2", "reference": "new-one"})
    assert made.url == "/desk/courses/new-one/"
    page = client.post("/desk/courses/new-one/lessons/new/", {
        "kind": "quiz", "title": "测", "questions": "? 题\n- 甲", "passes": "60"})  # fmt: skip
    assert page.status_code == 422 and "其中一个正确" in text(page) and "? 题" in text(page)
    for title in ("甲课", "乙课"):
        client.post("/desk/courses/new-one/lessons/new/", {
            "kind": "text", "title": title, "text": "正文" * 200, "passes": "60"})  # fmt: skip
    second = Lesson.objects.get(title="乙课")
    client.post(reverse("courses:lesson_up", args=[second.pk]))
    order = Lesson.objects.filter(course__reference="new-one", removed_at=None).order_by("position")
    assert [each.title for each in order] == ["乙课", "甲课"]
    client.post(reverse("courses:desk_lesson", args=[second.pk]), {
        "kind": "text", "title": "乙课改", "text": "新的", "passes": "60", "minutes": "7"})  # fmt: skip
    second.refresh_from_db()
    assert (second.title, second.seconds) == ("乙课改", 420)
    Lesson.objects.filter(pk=second.pk).update(seconds=405)
    form = client.get(reverse("courses:desk_lesson", args=[second.pk])).context["form"]
    assert form.initial["minutes"] == 7
    kept = {name: value for name, value in form.initial.items() if value is not None}
    client.post(reverse("courses:desk_lesson", args=[second.pk]), {**kept, "title": "乙课再改"})
    second.refresh_from_db()
    assert (second.title, second.seconds) == ("乙课再改", 405), "what was not touched stays, to the second"
    client.post(reverse("courses:lesson_remove", args=[second.pk]))
    client.post("/desk/courses/new-one/publish/")
    assert Course.objects.get(reference="new-one").state == "open"
    client.post("/desk/courses/new-one/close/")
    assert "新课" not in text(Client().get("/training/courses/"))
    stranger = as_(here.stranger)
    assert stranger.get("/desk/courses/new-one/").status_code == 403
    assert stranger.get("/training/courses/new-one/").status_code == 404


WEBM = (
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"
    + b"0" * 5000
)


def test_a_film_is_played_by_parts_by_who_learns(
    school: School, here: District, as_: As, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = as_(here.officer)
    said = {"kind": "video", "title": "片子", "minutes": "2", "passes": "60"}
    no = client.post("/desk/courses/sample/lessons/new/", {**said, "file": SimpleUploadedFile("a.webm", b"MZ no film")})
    assert no.status_code == 422 and not Lesson.objects.filter(kind="video").exists()
    client.post("/desk/courses/sample/lessons/new/", {**said, "file": SimpleUploadedFile("a.webm", WEBM)})
    film = Lesson.objects.get(kind="video")
    assert film.file is not None
    address = f"/files/{film.file.reference}/?show=1"
    learner = as_(school.learner)
    part = learner.get(address, HTTP_RANGE="bytes=4-9")
    assert part.status_code == 206 and b"".join(part.streaming_content) == WEBM[4:10]
    assert part["Content-Range"] == f"bytes 4-9/{len(WEBM)}" and part["Content-Type"] == "video/webm"
    assert b"".join(learner.get(address, HTTP_RANGE="bytes=-3").streaming_content) == WEBM[-3:]
    assert learner.get(address, HTTP_RANGE=f"bytes={len(WEBM)}-").status_code == 416
    whole = learner.get(address, HTTP_RANGE=f"bytes={'9' * 5000}-")  # no range that anybody reads: all of it
    assert whole.status_code == 200 and b"".join(whole.streaming_content) == WEBM
    assert b"".join(learner.get(address).streaming_content) == WEBM
    assert as_(here.stranger).get(address).status_code == 403
    learner = as_(school.learner)
    learner.post(reverse("courses:start", args=[film.pk]))
    assert 'id="film"' in text(learner.get(reverse("courses:lesson", args=[film.pk])))
    sitting = Sitting.objects.get(lesson=film)
    with after(60):
        played = {"nonce": sitting.nonce, "played": "[[0, 30], [10, 40]]"}
        learner.post(reverse("courses:beat", args=[sitting.reference]), played)
    sitting.refresh_from_db()
    assert (sitting.seconds, sitting.covered) == (40, [[0.0, 40.0]])


def test_a_film_is_taken_nowhere_else() -> None:
    from district.ground.files.inspecting import inspect
    from district.ground.files.refusing import BadUpload

    with pytest.raises(BadUpload):
        inspect(io.BytesIO(WEBM))
    assert inspect(io.BytesIO(WEBM), film=True).type == "webm"


def test_our_own_courses_are_whole_and_brought_once(here: District) -> None:
    assert bring_own(by=here.officer) == len(written()) >= 4 and bring_own(by=here.officer) == 0
    assert {each.stage for each in Course.objects.public()} == {1, 2, 3}
    lessons = Lesson.objects.all()
    assert lessons.filter(kind="text").count() >= 7 and all(each.english for each in lessons)
    assert all(each.course.lessons.last().is_quiz for each in lessons)


def test_lists_ask_no_more_for_more_rows(school: School, here: District, as_: As) -> None:
    bring_own(by=here.officer)
    for course in Course.objects.exclude(pk=school.course.pk).filter(after=None):
        actions.enrol(course=course, by=school.learner)
    client = as_(school.learner)
    counts = {}
    for address, most in (("/training/courses/", 16), ("/my/courses/", 22), ("/training/courses/sample/", 20)):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        counts[address] = len(seen)
        assert len(seen) <= most, counts
