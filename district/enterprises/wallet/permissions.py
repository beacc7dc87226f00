"""Who may keep and read papers of an enterprise."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.permissions import Scope, may_act
from district.enterprises.models import Enterprise
from district.ground.files.queries import StoredFile
from district.ground.people.permissions import Answer, No
from district.ground.people.queries import Person

ROOM = "enterprises"
_CLOSED = _("这份材料只对企业自己和办理它申报的人员公开。")


def may_keep_papers(person: Person, enterprise: Enterprise) -> Answer:
    why = _("只有代表这家企业的人可以管理它的材料。")
    return may_act(person, enterprise, Scope.FILLS, Scope.CORRECTS, why=why)


def may_read_file(person: Person, file: StoredFile) -> Answer:
    """A wallet's file: the enterprise's own people. Officials see what was handed in with a case (applications)."""
    enterprise = Enterprise.subjects.filter(uscc=file.subject).first()
    if enterprise is None:
        return No(_CLOSED)
    return may_act(person, enterprise, Scope.FILLS, Scope.CORRECTS, why=_CLOSED)
