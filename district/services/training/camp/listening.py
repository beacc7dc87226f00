"""When a person takes back the consent by which they are kept, what they answered the camp goes too."""

from __future__ import annotations

from district.enterprises.queries import Enterprise
from district.ground.people.queries import Person
from district.ground.record.actions import write_log
from district.services.training.camp import joining, states
from district.services.training.camp.models import CampSignUp


def answers_forgotten(subject: Enterprise, by: Person | None) -> None:
    """Sign-ups that stand are withdrawn, answers are deleted; attendance stays, as it was consented to."""
    if subject.account is None:
        return
    for row in CampSignUp.objects.filter(person=subject.account).exclude(answers={}):
        if row.state in states.STANDING and not row.is_in:
            joining.withdraw(row=row, by=subject.account)
        else:
            CampSignUp.objects.filter(pk=row.pk).update(answers={})
            write_log(room="camp", subject=row.reference, verb="delete-answers", by=by)
