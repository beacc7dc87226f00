"""Taking foreign packages in: what is read of a cmi5.xml, what is refused and how it is said."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from district.ground.acts.refusing import NotPossible
from district.ground.files.actions import BadUpload
from district.ground.people.permissions import Refused
from district.services.training.courses import actions
from district.services.training.courses.foreign.sample import NAME, sample
from district.services.training.courses.foreign.taking import path_of, root, take_in
from district.services.training.courses.foreign.types import BYTES, type_of
from district.services.training.courses.models import Lesson, Package, PackageFile
from tests.district.cases.factories import District
from tests.district.services.training.courses.conftest import School
from tests.district.services.training.courses.packages import HEAD, PAGE, packed, structure, title, unit
from tests.district.services.training.courses.test_pages import As, text


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def take(school: School, file: io.BytesIO, name: str = "示例.zip") -> Package:
    return take_in(course=school.course, file=file, name=name, by=school.teacher)


def lesson_of(school: School, file: io.BytesIO | None = None, **said: Any) -> Lesson:
    said = {"kind": "package", "title": "", "minutes": 10} | said
    return actions.add_lesson(
        course=school.course, by=school.teacher, said=actions.LessonSaid(**said), file=file, name=NAME
    )


def test_a_package_is_read_and_kept_under_its_digests(school: School) -> None:
    file = sample()
    lesson = lesson_of(school, file)
    package = lesson.package
    assert package is not None and package.digest == hashlib.sha256(file.getvalue()).hexdigest()
    assert (lesson.title, lesson.english, lesson.seconds) == (
        "签租约前看三样", "Three things to look at before the lease", 600,
    )  # fmt: skip
    [only] = package.units
    assert (only["moveOn"], only["masteryScore"], only["url"], only["launchMethod"]) == (
        "CompletedAndPassed", "0.6", "index.html", "AnyWindow",
    )  # fmt: skip
    kept = {each.path: each for each in package.files.all()}
    assert set(kept) == {"cmi5.xml", "index.html", "cmi5.js", "course.js", "style.css"}
    for each in kept.values():
        path = path_of(each.digest)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == each.digest and path.stat().st_size == each.size
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not [each for each in root().iterdir() if each.name.startswith(".")]
    for rows in (Package.objects.all(), PackageFile.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(size=1)


def test_the_same_package_is_kept_once_and_a_new_one_is_a_new_version(school: School) -> None:
    first = take(school, packed())
    assert take(school, packed({"index.html": PAGE, "one.js": "1"})) == first and first.version == 1
    second = take(school, packed({"index.html": PAGE, "one.js": "2"}))
    assert (second.version, second.identifier) == (2, first.identifier)
    assert first.files.get(path="index.html").digest == second.files.get(path="index.html").digest


def test_units_of_blocks_stand_in_their_order(school: School) -> None:
    block = f'<block id="urn:b">{title("一组")}{unit(2, more="")}<block id="urn:c">{title()}{unit(3)}</block></block>'
    more = unit(4, inside="<launchParameters> a=1 </launchParameters><entitlementKey>k</entitlementKey>",
                url="index.html?a=b#c")  # fmt: skip
    units = take(school, packed(xml=structure(unit(1), block, more))).units
    assert [each["id"][-1] for each in units] == ["1", "2", "3", "4"]
    assert units[1]["moveOn"] == "NotApplicable" and units[3]["launchParameters"] == "a=1"


def linked() -> io.BytesIO:
    found = packed()
    with zipfile.ZipFile(found, "a") as archive:
        link = zipfile.ZipInfo("away")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return found


def locked() -> io.BytesIO:
    """A file that says it is under a password."""
    data = packed().getvalue()
    place = data.rfind(b"PK\x01\x02")
    return io.BytesIO(data[: place + 8] + b"\x01" + data[place + 9 :])


def lying() -> io.BytesIO:
    """A directory that claims another size than what comes out."""
    data = packed({"index.html": PAGE, "big.txt": b"0" * 30_000_000}).getvalue()
    place = data.rfind(b"PK\x01\x02")
    return io.BytesIO(data[: place + 24] + (10).to_bytes(4, "little") + data[place + 28 :])


AU = "cmi5.xml 第 2 行 <au>：要求 "
BAD = {
    "empty": (lambda: io.BytesIO(b""), "文件是空的"),
    "no zip": (lambda: io.BytesIO(b"%PDF-1.7 nothing"), "不是 ZIP"),
    "torn": (lambda: io.BytesIO(packed().getvalue()[40:]), "已损坏"),
    "no structure": (lambda: packed(xml=""), "没有 cmi5.xml, imsmanifest.xml"),
    "empty manifest": (lambda: packed({"imsmanifest.xml": "<manifest/>"}, xml=""), "imsmanifest.xml 第 1 行 <man"),
    "deeper": (lambda: packed({"course/cmi5.xml": structure()}, xml=""), "course/cmi5.xml 要放在压缩包最上一层"),
    "up": (lambda: packed({"index.html": PAGE, "../up.js": "1"}), "“../up.js”指向课件外面"),
    "absolute": (lambda: packed({"index.html": PAGE, "/etc/x": "1"}), "“/etc/x”指向课件外面"),
    "drive": (lambda: packed({"index.html": PAGE, "c:/x": "1"}), "指向课件外面"),
    "backslash": (lambda: packed({"index.html": PAGE, "a\\b": "1"}), "指向课件外面"),
    "control": (lambda: packed({"index.html": PAGE, "a\nb": "1"}), "指向课件外面"),
    "link": (linked, "“away”是链接"),
    "locked": (locked, "加了密码"),
    "two alike": (lambda: packed({"index.html": PAGE, "Index.HTML": PAGE}), "分不清用哪一个"),
    "long": (lambda: packed({"index.html": PAGE, "a" * 201: "1"}), "太长或太深"),
    "deep": (lambda: packed({"index.html": PAGE, "a/" * 12 + "b": "1"}), "太长或太深"),
    "many": (lambda: packed({"index.html": PAGE, **{f"{n}.txt": "1" for n in range(2000)}}), "超过 2000 个文件"),
    "bomb": (lambda: packed({"index.html": PAGE, "big.txt": b"0" * 30_000_000}), "异常地大"),
    "lying": (lying, "已损坏|异常地大"),
    "broken markup": (lambda: packed(xml="<courseStructure>"), "cmi5.xml 第 1 行不是正确的 XML"),
    "entities": (lambda: packed(xml=structure(head=HEAD + '<!DOCTYPE a [<!ENTITY x "y">]>')), "第 2 行有 DOCTYPE"),
    "nested": (lambda: packed(xml=structure("<x>" * 60 + "</x>" * 60)), "套得太深"),
    "other root": (lambda: packed(xml="<course/>"), "<course>：要求 courseStructure"),
    "no course": (lambda: packed(xml=structure(course="<x/>")), "<courseStructure>：要求 <course>"),
    "no id": (lambda: packed(xml=structure(course=f"<course>{title()}</course>")), '<course>：要求 id="…"'),
    "no title": (lambda: packed(xml=structure('<au id="urn:a"><url>index.html</url></au>')), f"{AU}<title>"),
    "empty title": (
        lambda: packed(xml=structure('<au id="urn:a"><title/><url>index.html</url></au>')), f"{AU}<title><langstring",
    ),
    "no unit": (lambda: packed(xml=structure("<x/>")), "<courseStructure>：要求 au"),
    "no url": (lambda: packed(xml=structure(f'<au id="urn:a">{title()}</au>')), f"{AU}<url>"),
    "elsewhere": (lambda: packed(xml=structure(unit(url="https://example.com/a.html"))), "<url>：要求是包里的文件"),
    "rooted": (lambda: packed(xml=structure(unit(url="/a.html"))), "<url>：要求是包里的文件"),
    "missing": (lambda: packed(xml=structure(unit(url="other.html"))), "包里没有“other.html”"),
    "move on": (lambda: packed(xml=structure(unit(more='moveOn="Seen"'))), '要求 moveOn="Passed|.*“Seen”'),
    "mastery": (lambda: packed(xml=structure(unit(more='masteryScore="60"'))), '要求 masteryScore="0…1"；现在是“60”'),
    "mastery word": (lambda: packed(xml=structure(unit(more='masteryScore="NaN"'))), "masteryScore"),
    "method": (lambda: packed(xml=structure(unit(more='launchMethod="Popup"'))), "launchMethod"),
    "twice": (lambda: packed(xml=structure(unit(1), unit(1))), "用了两次"),
    "too many units": (lambda: packed(xml=structure(*(unit(n) for n in range(201)))), "超过 200 个单元"),
}  # fmt: skip


@pytest.mark.parametrize("which", BAD)
def test_a_wrong_package_is_refused_and_says_where(school: School, which: str) -> None:
    make, why = BAD[which]
    with pytest.raises(BadUpload, match=why):
        take(school, make())
    assert not Package.objects.exists() and not list(root().glob("??/*"))


def test_a_package_too_heavy_is_refused(school: School, settings: LazySettings) -> None:
    settings.PACKAGE_MOST_BYTES = 1 << 20
    with pytest.raises(BadUpload, match="课件超过 1 MB"):
        take(school, packed({"index.html": PAGE, "film.mp4": bytes(range(256)) * 8192 + b"x"}) and _heavy())


def _heavy() -> io.BytesIO:
    found = packed()
    with zipfile.ZipFile(found, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("film.mp4", b"\x00" * (2 << 20))
    return found


def test_names_in_chinese_and_what_computers_leave_behind(school: School) -> None:
    left = {"__MACOSX/._index.html": "x", "a/.DS_Store": "x", "第一页.html": PAGE}
    package = take(school, packed(left, xml=structure(unit(url="%E7%AC%AC%E4%B8%80%E9%A1%B5.html"))))
    assert {each.path for each in package.files.all()} == {"cmi5.xml", "第一页.html"}


def test_a_lesson_of_a_package_says_what_it_needs(school: School, here: District) -> None:
    with pytest.raises(NotPossible, match="ZIP"):
        lesson_of(school)
    with pytest.raises(NotPossible, match="几分钟"):
        lesson_of(school, packed(), minutes=None)
    with pytest.raises(Refused):
        actions.add_lesson(course=school.course, by=here.stranger, file=packed(), name="a.zip",
                           said=actions.LessonSaid("package", "", minutes=5))  # fmt: skip
    with pytest.raises(NotPossible, match="名字"):
        actions.add_lesson(course=school.course, by=school.teacher, said=actions.LessonSaid("text", "", text="x"))
    lesson = lesson_of(school, packed())
    said = actions.LessonSaid("package", "另一个名字", minutes=20)
    actions.change_lesson(lesson=lesson, by=school.teacher, said=said)
    assert lesson.package is not None and lesson.title == "另一个名字" and lesson.seconds == 1200
    other = packed({"index.html": PAGE, "one.js": "2"})
    actions.change_lesson(lesson=lesson, by=school.teacher, said=said, file=other, name="新.zip")
    assert lesson.package.version == 2 and Package.objects.count() == 2


def test_an_officer_uploads_one_on_the_page_and_a_wrong_one_keeps_what_was_typed(school: School, as_: As) -> None:
    client = as_(school.teacher)
    page = reverse("courses:add_lesson", args=["sample"])
    typed = {"kind": "package", "title": "", "english": "", "text": "先看这个", "questions": "", "minutes": "8",
             "passes": "60"}  # fmt: skip
    empty = SimpleUploadedFile("旧.zip", packed({"imsmanifest.xml": "<m/>"}, xml="").getvalue())
    answer = client.post(page, typed | {"file": empty})
    assert answer.status_code == 422 and "imsmanifest.xml 第 1 行" in text(answer) and "先看这个" in text(answer)
    missing = client.post(page, typed | {"kind": "text"})
    assert missing.status_code == 422 and "请写这一课的名字" in text(missing)
    good = SimpleUploadedFile("新.zip", sample().getvalue())
    assert client.post(page, typed | {"file": good}).status_code == 302
    package = Package.objects.get()
    desk = text(client.get(reverse("courses:desk_course", args=["sample"])))
    assert "签租约前看三样" in desk and "新.zip，第 1 版" in desk and package.short in desk
    shown = text(client.get(reverse("courses:packages")))
    assert package.short in shown and "urn:huiqi:own:before-the-lease" in shown


def test_packages_of_other_bureaus_are_not_listed(school: School, as_: As, here: District) -> None:
    take(school, packed())
    assert text(as_(school.teacher).get(reverse("courses:packages"))).count("urn:example:course") == 1
    assert as_(here.stranger).get(reverse("courses:packages")).status_code == 403


def test_types_are_told_from_a_list_of_our_own() -> None:
    assert type_of("a/b.HTML") == "text/html" and type_of("x.js") == "text/javascript"
    assert type_of("x.exe") == type_of("x") == type_of("a.html/x") == BYTES
