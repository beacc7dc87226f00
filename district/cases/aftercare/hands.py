"""Who had a hand in what a finding is about: they took the case up, signed or decided it. Ruling is another's."""

from __future__ import annotations

from django.utils.translation import pgettext

from district.cases.aftercare.models import Finding
from district.cases.approving.models import Signature
from district.cases.core.models import Decision
from district.cases.core.permissions import no_conflict
from district.ground.people.queries import Person, Role, with_duty
from district.ground.record.queries import history

RULERS = (Role.OFFICER, Role.LEADER)


def hands_on(finding: Finding) -> dict[int, list[str]]:
    """Who took up, handled, signed or decided the case, whom they stood in for too: {person: words}."""
    case = finding.application
    found: dict[int, list[str]] = {}
    accepted = [line.by_id for line in history("cases", case.reference) if line.verb == "accept"]
    signatures = Signature.objects.filter(proposal__application=case, proposal__decision__isnull=False)
    signed = [pk for row in signatures.values_list("by", "instead_of") for pk in row]
    decided = list(Decision.objects.filter(application=case).values_list("by", flat=True))
    steps = (
        (pgettext("a hand in a case", "受理"), accepted),
        (pgettext("a hand in a case", "经办"), [case.officer_id]),
        (pgettext("a hand in a case", "签批"), signed),
        (pgettext("a hand in a case", "决定"), decided),
    )
    for words, people in steps:
        for pk in dict.fromkeys(people):
            if pk is not None:
                found.setdefault(pk, []).append(words)
    return found


def hand_of(person: Person, finding: Finding) -> list[str]:
    """What this person did in the case before."""
    return hands_on(finding).get(person.pk, [])


def colleagues_without(finding: Finding) -> list[str]:
    """Names of those in the lead bureau who could rule and had no hand in the case."""
    people = with_duty(*RULERS, offices=[finding.application.programme.office_id]).exclude(pk__in=hands_on(finding))
    return sorted(each.name for each in people if no_conflict(each, finding.application))


def alone(person: Person, finding: Finding) -> list[str]:
    """What whoever rules did in the case, where the bureau has nobody else to rule on a recovery; for the log."""
    if finding.kind != Finding.Kind.RECOVERY or colleagues_without(finding):
        return []
    return hand_of(person, finding)
