"""Who may keep and read papers of an enterprise."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.models import Enterprise
from district.enterprises.permissions import is_member
from district.people.permissions import Answer, No, Yes
from district.people.queries import Person
from district.record.files.queries import StoredFile

ROOM = "enterprises"


def may_keep_papers(person: Person, enterprise: Enterprise) -> Answer:
    if is_member(person, enterprise):
        return Yes
    return No(_("只有代表这家企业的人可以管理它的材料。"))


def may_read_file(person: Person, file: StoredFile) -> Answer:
    """A wallet's file: the enterprise's own people. Officials see what was handed in with a case (applications)."""
    enterprise = Enterprise.objects.filter(uscc=file.subject).first()
    if enterprise is not None and is_member(person, enterprise):
        return Yes
    return No(_("这份材料只对企业自己和办理它申报的人员公开。"))
