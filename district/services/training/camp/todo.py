"""What waits: rolls to hand in, sign-ups to mark, posts to look over, learners to answer."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.moment import Moment
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person
from district.ground.record.calendar import add_working_days
from district.ground.slots.times import ZONE, day_of
from district.services.training.camp import states
from district.services.training.camp.models import CampLesson, Cohort, InternPost, Internship
from district.services.training.camp.models.cohorts import KEEPERS
from district.services.training.camp.models.posts import acted_on_by

ANSWER, MODERATE = 10, 2  # working days


def _rolls(person: Person, today: dt.date) -> QuerySet[CampLesson]:
    over = CampLesson.objects.filter(settled_at=None, session__state="planned", session__ends__lte=Moment())
    kept = Q(trainer=person) | Q(trainer=None, cohort__office__in=person.bureau_ids(*KEEPERS))
    return over.filter(kept).annotate(ended=TruncDate("session__ends", tzinfo=ZONE)).select_related("session", "cohort")


def _marks(person: Person, today: dt.date) -> QuerySet[Cohort]:
    rows = Cohort.objects.filter(
        office__in=person.bureau_ids(*KEEPERS), chosen=True, state=states.CALLED, closes_at__lt=Moment()
    )
    waiting = Count("sign_ups", filter=Q(sign_ups__state=states.SIGNED))
    return rows.annotate(waiting=waiting, due=F("first")).filter(waiting__gt=0)


def _posts(person: Person, today: dt.date) -> QuerySet[InternPost]:
    return InternPost.objects.filter(office__in=person.bureau_ids(*KEEPERS), state=states.WAITING)


def _asked(person: Person, today: dt.date) -> QuerySet[Internship]:
    rows = Internship.objects.filter(acted_on_by(person, "post__"), state=states.ASKED)
    return rows.select_related("post", "learner")


def _roll(row: CampLesson) -> Shown:
    return Shown(
        _("交点名册"), f"{row.session.title} · {row.session.when}", reverse("camp:lesson", args=[row.reference])
    )


def _mark(row: Cohort) -> Shown:
    return Shown(_("打分并排席位"), row.title, reverse("camp:selection", args=[row.reference]))


def _post(row: InternPost) -> Shown:
    return Shown(_("审核实习岗位"), str(row), reverse("camp:desk_post", args=[row.reference]))


def _one(row: Internship) -> Shown:
    return Shown(_("答复学员"), f"{row.learner.name} · {row.post.title}",
                 reverse("camp:my_post", args=[row.post.reference]))  # fmt: skip


def _after(moment: dt.datetime, days: int) -> dt.date:
    return add_working_days(day_of(moment), days).date


SOURCES = (
    Source("camp_roll", gettext_lazy("点名册"), _rolls, _roll, "ended"),
    Source("camp_marks", gettext_lazy("训练营选拔"), _marks, _mark, "due", desk=True),
    Source(
        "camp_post", gettext_lazy("实习岗位审核"), _posts, _post, lambda row: _after(row.made_at, MODERATE), desk=True
    ),
    Source("camp_asked", gettext_lazy("实习报名"), _asked, _one, lambda row: _after(row.asked_at, ANSWER)),
)
