"""Questions that wait for an office's reply."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.asking.models import AskedQuestion
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role


def questions(person: Person, today: dt.date) -> QuerySet[AskedQuestion]:
    offices = person.bureau_ids(Role.OFFICER, Role.LEADER)
    return AskedQuestion.objects.filter(state=AskedQuestion.State.OPEN, office__in=offices)


def _shown(row: AskedQuestion) -> Shown:
    return Shown(_("答复提问"), row.title, reverse("policies:desk_question", args=[row.reference]), row.provisional)


QUESTIONS = Source("question", gettext_lazy("提问"), questions, _shown, "due_on", desk=True)
