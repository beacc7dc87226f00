"""A foreign package runs: under a signed address, let in once, held to the order; its hours are one source's."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.models import Person
from district.services.training.courses import actions
from district.services.training.courses.foreign import recording, verbs, views_xapi
from district.services.training.courses.models import Finished, Launch, Lesson, Registration, Sitting, XapiStatement
from district.services.training.courses.progress import progress_of
from district.services.training.courses.queries import session_of
from district.services.training.hours.models import LearningEntry
from district.services.training.hours.queries import Learned, Source, hours_of
from tests.district.cases.factories import District
from tests.district.services.training.courses.conftest import School
from tests.district.services.training.courses.packages import PAGE, Speaker, credentials, packed, structure, unit
from tests.district.services.training.courses.test_packages import lesson_of
from tests.district.services.training.courses.test_pages import As, after, text


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lesson(school: School) -> Lesson:
    inside = {"index.html": PAGE, "one.js": "alert(1)", "film.mp4": b"0123456789", "deep/page.html": PAGE}
    more = 'moveOn="CompletedAndPassed" masteryScore="0.6"'
    return lesson_of(
        school, packed(inside, xml=structure(unit(more=more, inside="<launchParameters>a=1</launchParameters>")))
    )


@pytest.fixture
def now() -> Iterator[None]:
    """The clock stands, so that seconds are whole."""
    with clock.at(clock.now()):
        yield


def opened(as_: As, school: School, lesson: Lesson, number: int = 0, by: Person | None = None) -> Speaker:
    return Speaker(as_(by or school.learner), lesson, number)


def test_the_page_holds_the_frame_and_says_whose_it_is(lesson: Lesson, school: School, as_: As) -> None:
    client = as_(school.learner)
    address = reverse("courses:lesson", args=[lesson.pk])
    page = text(client.get(address))
    assert "<iframe" not in page and "还没有学" in page and "第 1 版" in page and lesson.package
    assert lesson.package.digest in page and "urn:example:course" in page and "不知道您是谁" in page
    assert client.post(reverse("courses:launch", args=[lesson.pk]), {"unit": 0}).url == address
    answer = client.get(address)
    page = text(answer)
    assert 'sandbox="allow-scripts allow-forms"' in page and "allow-same-origin" not in page and "<noscript>" in page
    policy = answer["Content-Security-Policy"]
    assert "frame-src 'self'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
    part = text(client.get(address, HTTP_X_LESSON="1"))
    assert "正开着" in part and "<html" not in part
    assert "第 1 版" in text(client.get("/my/courses/"))


def test_who_is_not_enrolled_or_asks_for_no_unit_opens_nothing(
    lesson: Lesson, school: School, as_: As, here: District
) -> None:
    for who, number in ((here.stranger, 0), (school.learner, 1), (school.learner, "x")):
        as_(who).post(reverse("courses:launch", args=[lesson.pk]), {"unit": number})
    as_(school.learner).post(reverse("courses:launch", args=[school.text.pk]), {"unit": 0})
    assert not Launch.objects.exists() and not Sitting.objects.exists()
    assert "报名后可以打开课件" in text(as_(here.stranger).get(reverse("courses:lesson", args=[lesson.pk])))
    with pytest.raises(NotPossible, match="单元"):
        actions.start(lesson=lesson, by=school.learner)


def test_files_are_served_by_the_token_alone_under_a_policy_of_their_own(
    lesson: Lesson, school: School, as_: As
) -> None:
    speaker = opened(as_, school, lesson)
    answer = speaker.get()
    assert answer.status_code == 200 and b"".join(answer.streaming_content).decode() == PAGE
    policy, origin = answer["Content-Security-Policy"], "http://testserver"
    parts = {each.split(" ")[0]: each.split(" ")[1:] for each in policy.split("; ")}
    assert parts["sandbox"] == ["allow-scripts", "allow-forms"]
    assert parts["default-src"] == [origin + speaker.folder, "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"]
    assert parts["connect-src"][1] == f"{origin}/foreign/xapi/" and origin not in parts["connect-src"]
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Referrer-Policy"] == "no-referrer"
    assert "X-Frame-Options" not in answer and "frame-ancestors" not in policy
    assert answer["Cross-Origin-Opener-Policy"] == "unsafe-none" and not answer.cookies
    assert "Access-Control-Allow-Origin" not in answer and "Access-Control-Allow-Credentials" not in answer
    script = speaker.get("one.js", HTTP_ORIGIN="null")
    assert (script["Content-Type"], script["Access-Control-Allow-Origin"]) == ("text/javascript", "null")
    assert "Access-Control-Allow-Origin" not in speaker.get("one.js", HTTP_ORIGIN="https://evil.example")
    part = speaker.get("film.mp4", HTTP_RANGE="bytes=2-4")
    assert part.status_code == 206 and b"".join(part.streaming_content) == b"234"
    assert part["Content-Security-Policy"] == policy
    assert speaker.client.post(speaker.folder + "index.html").status_code == 405


def test_a_token_opens_its_own_package_for_a_while_and_nothing_else(lesson: Lesson, school: School, as_: As) -> None:
    other = lesson_of(school, packed({"index.html": "other", "secret.txt": "s"}))
    speaker = opened(as_, school, lesson)
    for path in ("none.html", "secret.txt", "../../../me", "deep/", "cmi5.xml/x", "%2e%2e/index.html"):
        assert speaker.get(path).status_code == 404, path
    token = speaker.folder.split("/")[3]
    for made_up in (token[:-1] + ("a" if token[-1] != "a" else "b"), token.split(".")[0], "x", "x.y"):
        assert speaker.client.get(f"/foreign/content/{made_up}/index.html").status_code == 404
    fetching = speaker.told["fetch"].rstrip("/").rsplit("/", 1)[-1]
    assert speaker.client.get(f"/foreign/content/{fetching}/index.html").status_code == 404  # of another kind
    assert speaker.client.get(f"/training/lessons/{other.pk}/?token={token}").wsgi_request.user.is_anonymous
    with after(4 * 3600 + 1):
        assert speaker.get().status_code == 404
    second = opened(as_, school, other)  # another lesson opened: the first is over
    assert speaker.get().status_code == 404 and second.get("secret.txt").status_code == 200


def test_no_session_is_read_where_packages_are_served(lesson: Lesson, school: School, as_: As) -> None:
    speaker, signed_in = opened(as_, school, lesson), as_(school.learner)
    answer = signed_in.get(speaker.folder + "index.html")
    assert answer.wsgi_request.user.is_anonymous and not answer.wsgi_request.session.session_key
    assert "sessionid" not in answer.wsgi_request.META.get("HTTP_COOKIE", "")
    assert signed_in.get("/foreign/xapi/statements").status_code == 401
    assert signed_in.get("/me").wsgi_request.user.is_authenticated


def test_what_calls_are_let_in_by_is_given_out_once(lesson: Lesson, school: School, as_: As) -> None:
    speaker = opened(as_, school, lesson)
    path = speaker.told["fetch"].removeprefix("http://testserver")
    assert speaker.client.get(path).status_code == 405 and Launch.objects.get().fetched_at is None
    given = speaker.fetch()
    reference, secret = credentials(given["auth-token"])
    row = Launch.objects.get()
    assert reference == row.reference and secret not in row.secret
    assert speaker.fetch()["error-code"] == "1" and Launch.objects.get().secret == row.secret
    assert speaker.client.post("/foreign/fetch/made.up/").json()["error-code"] == "1"
    page = text(as_(school.learner).get(reverse("courses:lesson", args=[lesson.pk])))
    assert "<iframe" not in page and "重新打开" in page  # it cannot be let in a second time
    late = opened(as_, school, lesson)
    with after(4 * 3600 + 1):
        assert "error-code" in late.fetch()


def test_calls_are_of_one_launch_and_from_nobodys_origin(lesson: Lesson, school: School, as_: As) -> None:
    speaker = opened(as_, school, lesson).start()
    asks = speaker.client.options("/foreign/xapi/statements", HTTP_ORIGIN="null",
                                  HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST")  # fmt: skip
    assert asks.status_code == 204 and asks["Access-Control-Allow-Origin"] == "null"
    assert "Authorization" in asks["Access-Control-Allow-Headers"] and "POST" in asks["Access-Control-Allow-Methods"]
    elsewhere = speaker.client.options("/foreign/xapi/statements", HTTP_ORIGIN="https://evil.example")
    assert "Access-Control-Allow-Origin" not in elsewhere
    answer = speaker.call("GET", "statements")
    assert answer.status_code == 200 and "Access-Control-Allow-Credentials" not in answer
    assert answer["X-Experience-API-Version"] == "1.0.3" and answer["Cache-Control"] == "no-store"
    assert speaker.call("GET", "statements", HTTP_X_EXPERIENCE_API_VERSION="0.9").status_code == 400
    for wrong in ("", "Basic", "Basic !!", "Basic eDp5", f"Bearer {speaker.token}", f"Basic {speaker.token[:-4]}AAAA"):
        refused = speaker.call("GET", "statements", HTTP_AUTHORIZATION=wrong)
        assert refused.status_code == 401 and refused["Access-Control-Allow-Origin"] == "null"
    assert speaker.client.get("/foreign/xapi/about").json() == {"version": ["1.0.3"]}
    with after(4 * 3600 + 1):
        assert speaker.call("GET", "statements").status_code == 401


def test_the_package_is_told_what_it_needs_and_nothing_of_the_person(lesson: Lesson, school: School, as_: As) -> None:
    speaker = opened(as_, school, lesson).start()
    assert speaker.data["launchMode"] == "Normal" and speaker.data["masteryScore"] == 0.6
    assert speaker.data["moveOn"] == "CompletedAndPassed" and speaker.data["launchParameters"] == "a=1"
    assert "returnURL" not in speaker.data
    told = speaker.address + json.dumps(speaker.data)
    assert school.learner.name not in told and school.learner.username not in told and "@" not in told
    assert speaker.actor["account"]["name"] == Registration.objects.get().name
    agent = json.dumps(speaker.actor)
    preferences = speaker.call("GET", f"agents/profile?profileId=cmi5LearnerPreferences&agent={agent}")
    assert preferences.json()["languagePreference"].startswith("zh-CN")
    assert speaker.call("PUT", f"agents/profile?profileId=x&agent={agent}", {}).status_code == 403
    assert speaker.call("GET", f"agents/profile?profileId=x&agent={agent}").status_code == 404
    assert speaker.call("GET", "agents/profile?agent={}").status_code == 403
    assert speaker.call("GET", "activities/profile?activityId=x").status_code == 404


def test_a_lesson_is_done_when_the_package_moves_on(lesson: Lesson, school: School, as_: As) -> None:
    speaker = opened(as_, school, lesson)
    with after(10):
        assert speaker.run(("completed", 5)) == [200, 200]
        assert not Finished.objects.exists()
        low = speaker.say("passed", 6, score={"scaled": 0.5})
        assert low.status_code == 403 and "及格线" in low.json()["error"]
        assert speaker.say("passed", 6, score={"scaled": 0.75}).status_code == 200
    assert Finished.objects.get().lesson == lesson
    assert progress_of(school.learner, [school.course])[school.course.pk].count == 1
    [told] = XapiStatement.objects.filter(verb=verbs.SATISFIED)
    assert told.ours and told.body["object"]["definition"]["type"].endswith("/course")
    page = text(as_(school.learner).get(reverse("courses:lesson", args=[lesson.pk])))
    assert "已学完" in page and "75 分" in page and "这一课学完了" in page


def test_every_unit_is_to_be_done(school: School, as_: As) -> None:
    lesson = lesson_of(school, packed(xml=structure(unit(1), unit(2, more='moveOn="NotApplicable"'))))
    assert opened(as_, school, lesson).run(("completed", 1), ("terminated", 1)) == [200, 200, 200]
    assert not Finished.objects.exists()
    second = opened(as_, school, lesson, 1)
    assert not Finished.objects.exists()
    assert second.run() == [200] and Finished.objects.get().lesson == lesson


def test_statements_out_of_order_are_refused_with_a_reason(lesson: Lesson, school: School, as_: As) -> None:
    speaker = opened(as_, school, lesson).start()
    early = speaker.say("completed", 1)
    assert early.status_code == 403 and "第一条语句要是 initialized" in early.json()["error"]
    assert [speaker.say("initialized").status_code for _n in range(2)] == [200, 403]
    assert speaker.say("experienced", defined=False).status_code == 200
    assert speaker.say("passed", None).status_code == 400
    last = speaker.statement("terminated", 1)
    assert [speaker.call("POST", "statements", last).status_code for _n in range(2)] == [200, 200]  # asked again
    late = speaker.say("completed", 1)
    assert late.status_code == 403 and "已经 terminated" in late.json()["error"]
    assert speaker.call("PUT", speaker.state("page"), {}).status_code == 403
    assert not Finished.objects.exists()


def test_a_statement_is_kept_once_and_never_changed(lesson: Lesson, school: School, as_: As) -> None:
    speaker = opened(as_, school, lesson).start()
    first = speaker.statement("initialized")
    assert speaker.call("PUT", f"statements?statementId={first['id']}", first).status_code == 204
    assert speaker.call("PUT", f"statements?statementId={first['id']}", first).status_code == 204
    changed = first | {"timestamp": "2026-06-01T03:00:00Z"}
    assert speaker.call("PUT", f"statements?statementId={first['id']}", changed).status_code == 409
    assert speaker.call("PUT", f"statements?statementId={uuid.uuid4()}", first).status_code == 400
    assert speaker.call("GET", f"statements?statementId={first['id']}").json() == first
    assert speaker.call("GET", f"statements?statementId={uuid.uuid4()}").status_code == 404
    assert speaker.call("GET", "statements?statementId=x").status_code == 404
    shown = [each["verb"]["id"] for each in speaker.call("GET", "statements").json()["statements"]]
    assert shown == [verbs.INITIALIZED, verbs.LAUNCHED]
    one, two = speaker.statement("experienced", defined=False), speaker.statement("completed")
    assert speaker.call("POST", "statements", [one, two]).status_code == 400  # all or none
    assert XapiStatement.objects.filter(ours=False).count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        XapiStatement.objects.update(verb="x")


def test_made_up_bodies_are_told_so(lesson: Lesson, school: School, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    speaker = opened(as_, school, lesson).start()
    bad: list[Any] = [
        b"{",
        b"\xff",
        b"[" * 9000,
        b"NaN",
        b"[1e999]",
        b'["\\ud800"]',
        b'{"id": "\\u0000"}',
        b'{"a": "\x00"}',
        [],
        "x",
        5,
        [1],
    ]
    for body in bad:
        assert speaker.call("POST", "statements", body).status_code == 400, body
    assert speaker.call("POST", "statements", b"x" * 65_537).status_code == 413
    assert speaker.call("POST", "statements", {}, content_type="text/plain").status_code == 400
    many = [speaker.statement("experienced", defined=False) for _n in range(views_xapi.MOST_AT_ONCE + 1)]
    assert speaker.call("POST", "statements", many).status_code == 400
    monkeypatch.setattr(recording, "MOST_STATEMENTS", 2)
    assert speaker.say("initialized").status_code == 200
    assert speaker.say("experienced", defined=False).status_code == 429
    monkeypatch.setattr(recording, "MOST_CALLS", 5)
    assert speaker.call("GET", "statements").status_code == 429
    with after(61):
        assert speaker.call("GET", "statements").status_code == 200


def test_what_a_package_keeps_is_its_learners_alone(
    lesson: Lesson, school: School, as_: As, here: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaker = opened(as_, school, lesson).start()
    assert speaker.call("PUT", speaker.state("page"), {"n": 1}).status_code == 403  # before it began
    speaker.say("initialized")
    assert speaker.call("GET", speaker.state("page")).status_code == 404
    assert speaker.call("PUT", speaker.state("page"), {"n": 1}).status_code == 204
    assert speaker.call("POST", speaker.state("page"), {"m": 2}).status_code == 204
    kept = speaker.call("GET", speaker.state("page"))
    assert kept.json() == {"n": 1, "m": 2} and kept["ETag"] and "sandbox" in kept["Content-Security-Policy"]
    assert speaker.call("GET", speaker.state(None)).json() == ["LMS.LaunchData", "page"]
    assert speaker.call("PUT", speaker.state("LMS.LaunchData"), {}).status_code == 403
    assert speaker.call("DELETE", speaker.state("LMS.LaunchData")).status_code == 403
    assert speaker.call("PUT", speaker.state("x" * 201), {}).status_code == 400
    assert speaker.call("PUT", speaker.state("big"), b"x" * 65_537).status_code == 413
    monkeypatch.setattr(recording, "MOST_DOCUMENTS", 1)
    assert speaker.call("PUT", speaker.state("more"), {}).status_code == 429
    actions.enrol(course=school.course, by=here.stranger)
    other = opened(as_, school, lesson, by=here.stranger).start()
    assert other.call("GET", speaker.state("page")).status_code == 403  # another's agent
    assert other.call("GET", other.state("page")).status_code == 404
    assert other.call("GET", other.state("page", registration=str(uuid.uuid4()))).status_code == 403
    assert other.call("GET", other.state("page", activityId="urn:x")).status_code == 403
    assert other.actor["account"]["name"] != speaker.actor["account"]["name"]
    again = opened(as_, school, lesson).start()
    assert again.call("GET", again.state("page")).json() == {"n": 1, "m": 2}
    again.say("initialized")
    assert again.call("DELETE", again.state("page")).status_code == 204
    assert again.call("GET", again.state("page")).status_code == 404


def learnt(school: School) -> Learned:
    with after(20_000):
        return hours_of(school.learner, session=session_of("sample"))


def test_time_is_one_sources_and_no_more_than_any_clock(now: None, lesson: Lesson, school: School, as_: As) -> None:
    speaker = opened(as_, school, lesson)
    with after(30):
        speaker.run()
    with after(130):
        assert speaker.say("terminated", 5000).status_code == 200
    assert learnt(school) == Learned(0, 100, 0)  # B; the server's clock, not the package's
    [row] = LearningEntry.objects.all()
    assert row.source == Source.PACKAGE and row.ended - row.began == dt.timedelta(seconds=100)
    assert Sitting.objects.get().ended_at == row.ended
    with after(200):
        second = opened(as_, school, lesson)
        second.run()
    with after(400):
        second.say("terminated", 40)
    assert learnt(school) == Learned(0, 140, 0)  # the package's, where that is less
    with after(500):
        third = opened(as_, school, lesson)
        third.run()
    with after(5000):
        third.say("terminated", 4500)
    assert learnt(school) == Learned(0, 600, 0)  # no more than the lesson is long


def test_a_package_that_is_left_counts_to_its_last_word(now: None, lesson: Lesson, school: School, as_: As) -> None:
    speaker = opened(as_, school, lesson)
    speaker.run()
    with after(60):
        speaker.say("completed", 50)
    with after(90):
        speaker.say("experienced", defined=False)
    with after(3000):
        actions.start(lesson=school.text, by=school.learner)  # something else is opened
        late = speaker.say("passed", 60)
    assert late.status_code == 403 and "已经结束" in late.json()["error"]
    row = Launch.objects.get()
    assert row.abandoned_at and learnt(school) == Learned(0, 50, 0)
    [told] = XapiStatement.objects.filter(verb=verbs.ABANDONED)
    assert told.body["result"]["duration"] == "PT90S"


def test_a_package_nobody_calls_from_any_more_is_ended_by_night(
    now: None, lesson: Lesson, school: School, as_: As
) -> None:
    speaker = opened(as_, school, lesson)
    speaker.run()
    with after(100):
        speaker.say("experienced", defined=False)
    with after(7200):
        assert actions.end_idle(clock.now()) == 0
    with after(7400):
        assert actions.end_idle(clock.now()) == 1
    assert Launch.objects.get().abandoned_at and learnt(school) == Learned(0, 100, 0)


def test_one_that_was_never_begun_counts_nothing(now: None, lesson: Lesson, school: School, as_: As) -> None:
    opened(as_, school, lesson)
    with after(9000):
        assert actions.end_idle(clock.now()) == 1
    assert not LearningEntry.objects.exists()


def test_what_is_done_is_opened_to_be_looked_at_again(school: School, as_: As) -> None:
    lesson = lesson_of(school, packed())
    assert opened(as_, school, lesson).run(("passed", 1), ("terminated", 1)) == [200, 200, 200]
    again = opened(as_, school, lesson)
    assert again.run(("completed", 1), ("terminated", 1)) == [200, 403, 200]
    assert again.data["launchMode"] == "Review" and Finished.objects.count() == 1


def test_a_new_version_of_a_package_is_learnt_anew_and_what_is_finished_stays(school: School, as_: As) -> None:
    lesson = lesson_of(school, packed())
    opened(as_, school, lesson).run(("passed", 1), ("terminated", 1))
    said = actions.LessonSaid("package", "示例", minutes=10)
    actions.change_lesson(lesson=lesson, by=school.teacher, said=said, file=packed({"index.html": "2"}), name="b.zip")
    speaker = opened(as_, school, lesson)
    assert speaker.start().data["launchMode"] == "Normal" and Registration.objects.count() == 2
    assert b"".join(speaker.get().streaming_content) == b"2" and Finished.objects.count() == 1


def test_a_beat_does_not_count_before_a_package(lesson: Lesson, school: School, as_: As) -> None:
    opened(as_, school, lesson)
    sitting = Sitting.objects.get()
    with pytest.raises(NotPossible, match="课件自己上报"):
        actions.beat(sitting=sitting, by=school.learner, nonce=sitting.nonce)
    assert Client().get(reverse("courses:lesson", args=[lesson.pk])).status_code == 200  # a stranger reads what it is
