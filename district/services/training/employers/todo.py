"""What waits: filings to acknowledge and steps to take for the desk; what to complete, claim or answer for firms."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.states import GIVEN_UP
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person
from district.services.training.employers.models import AuditItem, Claim, Filing, SharedCourse, Touch
from district.services.training.employers.permissions import KEEPERS
from district.services.training.employers.queries import to_be_heard, touches_of
from district.services.training.employers.states import ASKED, FILED, FINISHED, PROPOSED

SOON = dt.timedelta(days=7)


def _filed(person: Person, _today: dt.date) -> QuerySet[Filing]:
    rows = Filing.objects.filter(state=FILED, office__in=person.bureau_ids(*KEEPERS))
    return rows.select_related("enterprise")


def _touches(person: Person, today: dt.date) -> QuerySet[Touch]:
    return touches_of(person).filter(due_on__lte=today + SOON)


def _asked(person: Person, _today: dt.date) -> QuerySet[Filing]:
    return Filing.objects.of_member(person).filter(state=ASKED).select_related("enterprise")


def _claimable(person: Person, _today: dt.date) -> QuerySet[Filing]:
    """Classes that ended and were never claimed for."""
    standing = Claim.objects.filter(filing=OuterRef("pk")).exclude(application__state__in=GIVEN_UP)
    rows = Filing.objects.of_member(person).filter(~Exists(standing), state=FINISHED, learners__live=True).distinct()
    return rows.select_related("enterprise")


def _doubts(person: Person, _today: dt.date) -> QuerySet[AuditItem]:
    return to_be_heard(person)


def _courses(person: Person, _today: dt.date) -> QuerySet[SharedCourse]:
    rows = SharedCourse.objects.filter(state=PROPOSED, office__in=person.bureau_ids(*KEEPERS))
    return rows.select_related("enterprise")


def _on_desk(row: Filing) -> Shown:
    link = reverse("employers:filing", args=[row.reference])
    return Shown(_("确认培训备案"), f"{row.enterprise.name} · {row.reference}", link)


def _touch(row: Touch) -> Shown:
    return Shown(row.what, row.filing.enterprise.name, reverse("employers:filing", args=[row.filing.reference]))


def _mine(row: Filing, what: str) -> Shown:
    return Shown(what, f"{row.enterprise.name} · {row.reference}", reverse("employers:mine_one", args=[row.reference]))


def _doubt(row: AuditItem) -> Shown:
    filing = row.learner.filing
    link = reverse("employers:mine_one", args=[filing.reference])
    return Shown(_("培训抽查有疑点，请陈述意见"), f"{filing.enterprise.name} · {row.learner.masked}", link)


def _course(row: SharedCourse) -> Shown:
    return Shown(_("审核共享课程"), f"{row.enterprise.name} · {row.title}", reverse("employers:desk_courses"))


SOURCES = (
    Source("training_filed", gettext_lazy("培训备案"), _filed, _on_desk, desk=True, told_by="training"),
    Source("training_touch", gettext_lazy("培训跟踪"), _touches, _touch, "due_on", desk=True),
    Source("training_asked", gettext_lazy("培训备案补正"), _asked, lambda row: _mine(row, _("补充培训备案")),
           told_by="training"),
    Source("training_claim", gettext_lazy("培训补贴"), _claimable, lambda row: _mine(row, _("用学时申报补贴"))),
    Source("training_heard", gettext_lazy("培训抽查"), _doubts, _doubt, "hear_until", told_by="training"),
    Source("training_course", gettext_lazy("共享课程"), _courses, _course, desk=True),
)  # fmt: skip
