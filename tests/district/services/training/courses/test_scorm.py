"""SCORM packages: what a manifest says, the interface put into their pages, and what their data model comes to."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from district.ground import clock
from district.ground.files.actions import BadUpload
from district.services.training.courses.foreign import scorm, verbs
from district.services.training.courses.foreign.scorm import Said
from district.services.training.courses.models import Finished, Launch, Lesson, XapiStatement
from district.services.training.hours.models import LearningEntry
from tests.district.services.training.courses.conftest import School
from tests.district.services.training.courses.packages import PAGE, Speaker, packed
from tests.district.services.training.courses.test_packages import lesson_of, take
from tests.district.services.training.courses.test_pages import As, after

FIRST = 'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
LATER = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"'
    ' xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
)
RESOURCE = '<resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="index.html"/>'
PASSING = (
    '<imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true">'
    "<imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>"
    "</imsss:sequencing>"
)


def item(n: int = 1, *, to: str = "r1", more: str = "", inside: str = "") -> str:
    return f'<item identifier="i{n}" identifierref="{to}" {more}><title>示例第 {n} 节</title>{inside}</item>'


def manifest(*items: str, version: str = "1.2", resources: str = RESOURCE, more: str = "") -> str:
    space = FIRST if version == "1.2" else LATER
    return (
        f'<manifest identifier="course-1" {space} {more}><metadata><schemaversion>{version}</schemaversion></metadata>'
        '<organizations default="o2"><organization identifier="o1"><title>别的</title></organization>'
        f'<organization identifier="o2"><title>示例 SCORM 课件</title>{"".join(items or (item(),))}</organization>'
        f"</organizations><resources>{resources}</resources></manifest>"
    )


def package(*items: str, files: dict[str, str | bytes] | None = None, **said: str) -> io.BytesIO:
    inside: dict[str, str | bytes] = {"index.html": PAGE, "one.js": "1"} if files is None else files
    return packed({"imsmanifest.xml": manifest(*items, **said), **inside}, xml="")


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def now() -> Iterator[None]:
    with clock.at(clock.now()):
        yield


class Sco:
    """A unit of a SCORM package that a learner opened: its page, and what it says."""

    def __init__(self, client: Client, lesson: Lesson, number: int = 0) -> None:
        self.address = Speaker.opened(client, lesson, number)
        self.client = Client()
        page = b"".join(self.client.get(self.address)).decode()
        found = re.search(r"huiqiScorm\((\{.*?\})\)</script>", page)
        assert found, page
        self.page, self.told = page, json.loads(found[1])

    def say(self, event: str, core: dict[str, Any] | None = None, **more: Any) -> Any:
        model = (more if core is None else {"core": core}) | {}
        return self.send({"event": event, "model": model})

    def send(self, body: Any, **headers: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.generic("POST", self.told["calls"], data, HTTP_ORIGIN="null", **headers)


class TestManifest:
    def test_items_are_units_in_their_order(self, school: School) -> None:
        resources = (
            RESOURCE + '<resource identifier="r2" adlcp:scormtype="asset" href="a.html" xml:base="deep/"/>'
            '<resource identifier="r3" type="webcontent" adlcp:scormType="SCO" href="b.html?x=1#two"/>'
        )
        score = "<adlcp:masteryscore>80</adlcp:masteryscore><adlcp:datafromlms>色=蓝</adlcp:datafromlms>"
        last = item(4, to="r3", more='parameters="?y=2"')
        made = take(school, package(
            item(1, inside=score), item(2, to="r2", more='isvisible="false"'),
            f'<item identifier="group"><title>一组</title>{item(3, to="r2")}{last}</item>',
            resources=resources, files={"index.html": PAGE, "deep/a.html": PAGE, "b.html": PAGE},
        ))  # fmt: skip
        assert (made.identifier, made.title, made.english) == ("course-1", "示例 SCORM 课件", "")
        first, third, fourth = made.units
        assert (first["title"], first["url"], first["moveOn"], first["masteryScore"]) == (
            "示例第 1 节", "index.html", "Passed", "0.8")  # fmt: skip
        assert (first["launchParameters"], first["scorm"], first["id"]) == ("色=蓝", "1.2", "course-1/i1")
        assert (third["url"], third["moveOn"], third["asset"]) == ("deep/a.html", "NotApplicable", True)
        assert (fourth["url"], fourth["moveOn"]) == ("b.html?x=1&y=2#two", "CompletedOrPassed")

    @pytest.mark.parametrize("version", ["CAM 1.3", "2004 3rd Edition", "2004 4th Edition"])
    def test_the_later_ones_say_what_passes_elsewhere(self, school: School, version: str) -> None:
        unit = take(school, package(item(inside=PASSING), version=version)).units[0]
        assert (unit["scorm"], unit["masteryScore"], unit["moveOn"]) == ("2004", "0.7", "Passed")

    def test_one_that_is_both_is_taken_as_cmi5(self, school: School) -> None:
        made = take(school, packed({"imsmanifest.xml": manifest(), "index.html": PAGE}))
        assert "scorm" not in made.units[0]

    @pytest.mark.parametrize(
        "make, why",
        [
            (lambda: package(item(to="nothing")), "<item>：要求 <resource"),
            (lambda: package(resources='<resource identifier="r1"/>'), '要求 href="index.html"'),
            (lambda: package(files={}), "包里没有“index.html”"),
            (lambda: package(resources=RESOURCE.replace("index.html", "https://example.com/")), "要求是包里的文件"),
            (lambda: package(item(1), item(1)), "用了两次"),
            (lambda: package("<item identifier='x'/>"), "要求 <item identifierref>"),
            (lambda: package(item(inside="<adlcp:masteryscore>120</adlcp:masteryscore>")), "要求 0…100；现在是“120”"),
            (lambda: package(item(inside="<adlcp:masteryscore>viel</adlcp:masteryscore>")), "要求 0…100"),
            (lambda: package(*(item(n) for n in range(201))), "超过 200 个单元"),
            (lambda: packed({"a/imsmanifest.xml": manifest()}, xml=""), "要放在压缩包最上一层"),
            (lambda: packed({"imsmanifest.xml": "<!DOCTYPE a>" + manifest()}, xml=""), "有 DOCTYPE"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_with_its_place(self, school: School, make: Any, why: str) -> None:
        with pytest.raises(BadUpload, match=why):
            take(school, make())


class TestPages:
    def test_the_interface_stands_before_every_script_of_a_page(self, school: School, as_: As) -> None:
        page = "<!DOCTYPE html><HTML><HEAD lang=zh>\n<script>find()</script></head></html>"
        files: dict[str, str | bytes] = {"index.html": page, "part.html": "<script>x</script>", "one.js": "1"}
        lesson = lesson_of(school, package(files=files))
        sco = Sco(as_(school.learner), lesson)
        assert sco.page.index("scorm12") < sco.page.index("huiqi/scorm") < sco.page.index("huiqiScorm(")
        assert sco.page.index("huiqiScorm(") < sco.page.index("find()") and sco.page.startswith("<!DOCTYPE html>")
        answer = sco.client.get(sco.address)
        assert answer["Cache-Control"] == "no-store" and answer["X-Content-Type-Options"] == "nosniff"
        parts = {each.split(" ")[0]: each for each in answer["Content-Security-Policy"].split("; ")}
        assert "scorm12" in parts["script-src"] and "huiqi/scorm" in parts["script-src"]
        assert sco.told["calls"] in parts["connect-src"] and "xapi" not in parts["connect-src"]
        assert parts["sandbox"] == "sandbox allow-scripts allow-forms" and not answer.cookies
        folder = sco.address.rsplit("/", 1)[0]
        assert b"".join(sco.client.get(f"{folder}/part.html")).startswith(b"<script src=")
        assert b"".join(sco.client.get(f"{folder}/one.js").streaming_content) == b"1"

    @pytest.mark.parametrize("letters", ["gb18030", "utf-8-sig", "utf-16"])
    def test_a_page_keeps_the_letters_it_is_written_in(self, school: School, as_: As, letters: str) -> None:
        page = "<html><head><title>示例课件</title></head><script>one()</script></html>".encode(letters)
        lesson = lesson_of(school, package(files={"index.html": page}))
        got = b"".join(Client().get(Speaker.opened(as_(school.learner), lesson))).decode(letters)
        assert "<title>示例课件</title>" in got and got.index("huiqiScorm(") < got.index("one()")
        assert got.replace(got[got.index("<script src") : got.index("<title>")], "") == page.decode(letters)

    def test_what_a_package_keeps_cannot_break_out_of_its_script(self, school: School, as_: As) -> None:
        lesson, client = lesson_of(school, package()), as_(school.learner)
        sco = Sco(client, lesson)
        sco.say("keep", {"lesson_location": "</script><script>evil()//"})
        again = Sco(client, lesson)
        assert "evil()" in again.page and "</script><script>evil" not in again.page
        assert again.told["model"]["core"]["lesson_location"] == "</script><script>evil()//"

    def test_pages_of_other_packages_stay_as_they_are(self, school: School, as_: As) -> None:
        speaker = Speaker(as_(school.learner), lesson_of(school, packed()))
        assert b"".join(speaker.get().streaming_content).decode() == PAGE
        calls = speaker.folder.replace("content", "scorm")
        assert speaker.client.post(calls, {}, content_type="application/json").status_code == 404


@pytest.mark.usefixtures("now")
class TestHeard:
    def test_passed_the_lesson_is_done_and_its_hours_are_one_sources(self, school: School, as_: As) -> None:
        score = "<adlcp:masteryscore>60</adlcp:masteryscore>"
        lesson = lesson_of(school, package(item(inside=score)), minutes=10)
        sco = Sco(as_(school.learner), lesson)
        assert sco.told["model"]["student_data"] == {"mastery_score": "60"}
        assert sco.told["model"]["core"]["entry"] == "ab-initio"
        assert [sco.say("begin", {}).status_code, Finished.objects.count()] == [200, 0]
        with after(seconds=300):
            ended = sco.say("end", {"lesson_status": "completed", "score": {"raw": "75"}, "session_time": "00:09:00"})
        assert ended.json() == {"taken": "end"} and Finished.objects.get().lesson == lesson
        said = XapiStatement.objects.filter(ours=False).order_by("pk").values_list("verb", flat=True)
        assert list(said) == [verbs.INITIALIZED, verbs.PASSED, verbs.COMPLETED, verbs.TERMINATED]
        assert (LearningEntry.objects.get().ended - LearningEntry.objects.get().began).total_seconds() == 300
        assert sco.say("keep", {}).status_code == 403  # it is over

    def test_failed_it_stays_open_and_is_passed_another_time(self, school: School, as_: As) -> None:
        score = "<adlcp:masteryscore>60</adlcp:masteryscore>"
        lesson, client = lesson_of(school, package(item(inside=score))), as_(school.learner)
        sco = Sco(client, lesson)
        sco.say("keep", {"lesson_status": "incomplete", "score": {"raw": "40"}})
        assert not XapiStatement.objects.filter(verb=verbs.FAILED).exists()  # one may still pass
        sco.say("end", {"lesson_status": "passed", "score": {"raw": "40"}})
        assert XapiStatement.objects.filter(verb=verbs.FAILED).exists() and not Finished.objects.exists()
        sco = Sco(client, lesson)
        sco.say("end", {"lesson_status": "incomplete", "score": {"raw": "30", "max": "50"}})
        assert Finished.objects.exists()
        review = Sco(client, lesson)
        assert review.told["model"]["core"]["lesson_mode"] == "review"
        review.say("end", {"lesson_status": "failed", "score": {"raw": "1"}})
        assert XapiStatement.objects.filter(verb=verbs.FAILED).count() == 1

    def test_where_one_left_one_comes_back_to(self, school: School, as_: As) -> None:
        lesson, client = lesson_of(school, package()), as_(school.learner)
        left = {"lesson_location": "第 3 页", "exit": "suspend", "session_time": "00:02:05"}
        left["lesson_status"] = "incomplete"
        sco = Sco(client, lesson)
        sco.send({"event": "end", "model": {"core": left, "suspend_data": "a=1", "interactions": {"0": {"id": "q"}}}})
        model = Sco(client, lesson).told["model"]
        assert model["suspend_data"] == "a=1" and model["core"]["lesson_location"] == "第 3 页"
        assert (model["core"]["entry"], model["core"]["total_time"]) == ("resume", "0000:02:05")
        assert "exit" not in model["core"] and "session_time" not in model["core"] and "interactions" not in model
        learner = model["core"]["student_id"]
        assert learner and school.learner.username not in json.dumps(model) and model["core"]["student_name"] == "学员"

    def test_a_new_attempt_of_the_later_ones_begins_anew(self, school: School, as_: As) -> None:
        lesson, client = lesson_of(school, package(version="CAM 1.3")), as_(school.learner)
        Sco(client, lesson).say("end", suspend_data="a", exit="suspend", completion_status="incomplete")
        sco = Sco(client, lesson)
        assert sco.told["model"]["suspend_data"] == "a" and sco.told["model"]["entry"] == "resume"
        sco.say("end", suspend_data="b", exit="normal", completion_status="completed", success_status="failed")
        assert "suspend_data" not in Sco(client, lesson).told["model"] and not Finished.objects.exists()
        Sco(client, lesson).say("end", completion_status="completed")
        assert Finished.objects.exists()

    @pytest.mark.parametrize("version", ["1.2", "CAM 1.3"])
    def test_who_leaves_without_a_word_has_not_read_to_the_end(self, school: School, as_: As, version: str) -> None:
        lesson, client = lesson_of(school, package(version=version)), as_(school.learner)
        first = version == "1.2"
        model: dict[str, Any] = {"core": {"lesson_location": "2"}} if first else {"location": "2"}
        assert Sco(client, lesson).send({"event": "left", "model": model}).status_code == 200
        assert not Finished.objects.exists()
        found = Sco(client, lesson).told["model"]
        core = found["core"] if first else found
        assert core["lesson_location" if first else "location"] == "2" and core["entry"] == "resume"

    def test_a_page_without_an_interface_is_done_once_it_was_open(self, school: School, as_: As) -> None:
        lesson = lesson_of(school, package(resources=RESOURCE.replace('"sco"', '"asset"')))
        sco = Sco(as_(school.learner), lesson)
        assert sco.told["asset"] is True and sco.say("begin", {}).status_code == 200 and Finished.objects.exists()

    @pytest.mark.parametrize(
        "body, status",
        [
            (b"", 400), (b"[]", 400), (b"nonsense", 400), ({"event": "begin"}, 400), ({"event": "x", "model": {}}, 400),
            ({"event": "begin", "model": []}, 400), (b'{"event":"begin","model":{"a":"\\u0000"}}', 400),
            (b'{"event":"begin","model":{"a":NaN}}', 400), (b"[" * 100_000, 400), (b" " * (257 << 10), 413),
            ({"event": "end", "model": {"core": [], "score": "x", "suspend_data": {"a": 1}}}, 200),
            ({"event": "end", "model": {"core": {"score": {"raw": "1e999", "max": "-1"}, "session_time": "x"}}}, 200),
        ],
    )  # fmt: skip
    def test_whatever_a_package_sends_is_answered(self, school: School, as_: As, body: Any, status: int) -> None:
        sco = Sco(as_(school.learner), lesson_of(school, package()))
        assert sco.send(body).status_code == status

    def test_who_is_let_in(self, school: School, as_: As) -> None:
        lesson, client = lesson_of(school, package()), as_(school.learner)
        sco = Sco(client, lesson)
        begin = {"event": "begin", "model": {}}
        assert Client().post(sco.told["calls"][:-3] + "/", begin, content_type="application/json").status_code == 404
        assert sco.client.get(sco.told["calls"]).status_code == 405
        asked = sco.client.options(sco.told["calls"], HTTP_ORIGIN="null")
        assert asked.status_code == 204 and asked["Access-Control-Allow-Origin"] == "null"
        taken = sco.send(begin)
        assert taken["Access-Control-Allow-Origin"] == "null" and "Access-Control-Allow-Credentials" not in taken
        Sco(client, lesson)  # opened again: the one before is over
        assert sco.send(begin).status_code == 404 and Launch.objects.count() == 2


MASTERY = Decimal("0.8")
DONE = {"completion_status": "completed"}
CORES: list[tuple[Any, Any, bool, Said]] = [  # SCORM 1.2: what stands in the core
    ({}, None, False, Said(False, None, None, None)),
    ({}, None, True, Said(True, None, None, None)),  # read to its end, and nothing said
    ({"lesson_status": "incomplete"}, None, True, Said(False, None, None, None)),
    ({"lesson_status": "browsed"}, None, True, Said(False, None, None, None)),
    ({"lesson_status": "passed"}, None, False, Said(True, True, None, None)),
    ({"lesson_status": "failed"}, None, True, Said(False, False, None, None)),
    ({"lesson_status": "passed", "score": {"raw": "79"}}, MASTERY, True, Said(False, False, 0.79, None)),
    ({"lesson_status": "failed", "score": {"raw": "8", "max": "10"}}, MASTERY, True, Said(False, True, 0.8, None)),
    ({"score": {"raw": "15", "min": "10", "max": "20"}}, None, False, Said(False, None, 0.5, None)),
    ({"score": {"raw": "200"}, "session_time": "01:02:03.5"}, None, False, Said(False, None, 1.0, 3723.5)),
    ({"score": {"raw": "5", "max": "0"}, "session_time": "00:00:00"}, None, False, Said(False, None, None, None)),
]
MODELS: list[tuple[Any, Any, bool, Said]] = [  # SCORM 2004
    ({"completion_status": "unknown"}, None, True, Said(True, None, None, None)),
    (DONE | {"success_status": "failed"}, None, True, Said(False, False, None, None)),
    (DONE | {"score": {"scaled": "0.8"}}, MASTERY, False, Said(True, True, 0.8, None)),
    ({"completion_status": "incomplete", "success_status": "passed"}, None, True, Said(False, True, None, None)),
    ({"score": {"scaled": "-0.5"}, "session_time": "PT1H2M3S"}, None, False, Said(False, None, 0.0, 3723.0)),
    ({"score": {"scaled": "NaN"}, "session_time": 5}, None, False, Said(False, None, None, None)),
]


@pytest.mark.parametrize(
    "version, model, mastery, ended, said",
    [*(("1.2", {"core": core}, *more) for core, *more in CORES), *(("2004", *each) for each in MODELS)],
)
def test_what_a_data_model_comes_to(version: str, model: Any, mastery: Any, ended: bool, said: Said) -> None:
    assert scorm.read(model, version, mastery, ended=ended) == said
