"""Who may open files of the classroom: films and documents of a course, a certificate's paper."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.files.queries import StoredFile
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person
from district.services.training.courses.models import Certificate, Course
from district.services.training.courses.permissions import is_enrolled

ROOM = "courses"


def may_open_file(person: Person, file: StoredFile) -> Answer:
    """Of a course: who learns in it, and its bureau; of a certificate: whoever may see it."""
    course = Course.objects.filter(reference=file.subject).first()
    if course is not None:
        kept = Course.objects.kept_by(person).filter(pk=course.pk).exists()
        return Yes if kept or is_enrolled(person, course) else No(_("请先报名这门课。"))
    seen = Certificate.objects.visible_to(person).filter(reference=file.subject).exists()
    return Yes if seen else No(_("这个文件不对您公开。"))
