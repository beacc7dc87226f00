"""Who may read what was handed in, and who may look it over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.core.models import Application
from district.cases.core.permissions import may_decide
from district.cases.intake.models import Attached
from district.ground.files.queries import StoredFile
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person


def may_read_attached(person: Person, file: StoredFile) -> Answer:
    """A paper handed in with a case: whoever may see the case on the desk."""
    cases = Application.objects.on_desk_of(person).values("pk")
    if Attached.objects.filter(file=file, application__in=cases).exists():
        return Yes
    return No(_("这份材料只对企业自己和办理它申报的人员公开。"))


def may_check(person: Person, application: Application) -> Answer:
    """Say of a paper whether it is in order: the lead bureau's officers and leaders."""
    return may_decide(person, application)
