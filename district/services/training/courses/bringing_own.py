"""The courses this house wrote itself (`own/`), entered as an officer's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML

from district.ground.people.permissions import holds, require
from district.ground.people.queries import Person, Role
from district.services.training.courses.editing import LessonSaid, add_course, add_lesson, publish
from district.services.training.courses.foreign.sample import NAME, sample
from district.services.training.courses.models import Course

OWN = Path(__file__).with_name("own")
FIRST = ("first-idea", "small-sums", "open-the-door", "before-investors")  # what others come after, before them


def written() -> dict[str, dict[str, Any]]:
    """Reference → what the file says."""
    reader = YAML(typ="safe")
    return {name: reader.load((OWN / f"{name}.yaml").read_text(encoding="utf-8")) for name in FIRST}


def bring_own(*, by: Person) -> int:
    """Enter and open those that are not there; how many. Refused."""
    require(holds(Role.OFFICER, Role.LEADER)(by))
    count = 0
    with transaction.atomic():
        for reference, said in written().items():
            if not Course.objects.filter(reference=reference).exists():
                _bring(reference, said, by)
                count += 1
    return count


def _bring(reference: str, said: dict[str, Any], by: Person) -> None:
    course = add_course(
        by=by, reference=reference, title=said["title"], english=said["english"], summary=said["summary"],
        level=said["level"], after=Course.objects.filter(reference__in=said.get("after", [])),
    )  # fmt: skip
    for each in said["lessons"]:
        add_lesson(course=course, by=by, said=LessonSaid(
            kind=each["kind"], title=each["title"], english=each["english"], text=each.get("text", ""),
            questions=each["questions"], passes=each.get("passes", 60),
        ))  # fmt: skip
    publish(course=course, by=by)


def bring_foreign(*, by: Person) -> None:
    """A course whose one lesson is a package, ours too: for a demonstration of how others' run. Refused."""
    course = add_course(
        by=by, reference="before-the-lease", title="签租约前看三样", english="Before the lease", level=4,
        summary="租第一间办公室之前，看产权、看用途、看退租。这一课是 cmi5 课件，在隔开的框里运行。",
    )  # fmt: skip
    add_lesson(course=course, by=by, said=LessonSaid("package", "", minutes=8), file=sample(), name=NAME)
    publish(course=course, by=by)
