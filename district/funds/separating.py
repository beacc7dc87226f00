"""Different people make, check and release a batch, and verify its payees, wherever the finance bureau has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.funds.models import Batch, Payee
from district.ground.people.queries import Duty, Person, Role, bureau_named, duties_in

MAKE, CHECK, FIRST, SECOND = "make", "check", "first-release", "second-release"
ROLES = {MAKE: (Role.OFFICER, Role.LEADER), CHECK: (Role.OFFICER, Role.LEADER),
         FIRST: (Role.OFFICER, Role.LEADER), SECOND: (Role.LEADER,)}  # fmt: skip
VERIFIED = gettext_lazy("核验收款账户")


def hands_on(batch: Batch) -> dict[int, list[str]]:
    """Who had a hand in a batch, and in what: {person: words}."""
    return hands_on_all([batch])[batch.pk]


def hands_on_all(batches: Collection[Batch]) -> dict[int, dict[int, list[str]]]:
    """The same of many, by batch; one query."""
    found: dict[int, dict[int, list[str]]] = {}
    for batch in batches:
        steps = ((batch.made_by_id, _("组批")), (batch.checked_by_id, _("复核")), (batch.first_by_id, _("一级放行")))
        hands = found.setdefault(batch.pk, {})
        for pk, words in steps:
            if pk is not None:
                hands.setdefault(pk, []).append(words)
    verifiers = Payee.objects.filter(payments__batch__in=list(found), verified_by__isnull=False).order_by()
    for batch_id, pk in verifiers.values_list("payments__batch", "verified_by").distinct():
        found[batch_id].setdefault(pk, []).append(str(VERIFIED))
    return found


def acts_as(person: Person, roles: Collection[str]) -> set[int]:
    """Whom a person acts as in the finance bureau: themselves; by a duty lent alone, also the one who is away."""
    here = [each for each in person.duties if each.bureau.name == settings.FINANCE_BUREAU and each.role in roles]
    if any(each.person_id == person.pk for each in here):
        return {person.pk}
    return {person.pk, *(each.person_id for each in here)}


def did(person: Person, batch: Batch, step: str) -> list[str]:
    """What this person, or who they stand in for, did in the batch before."""
    hands = hands_on(batch)
    return [words for pk in sorted(acts_as(person, ROLES[step])) for words in hands.get(pk, [])]


def others(step: str, besides: Iterable[int]) -> list[str]:
    """Names of those in the finance bureau who could do a step and had no hand in the batch.

    The last leader without a hand in it is kept for the second release, which nobody else can give.
    """
    return _others(list(_finance()), step, besides)


def _finance() -> QuerySet[Duty]:
    finance = bureau_named(settings.FINANCE_BUREAU)
    return duties_in([finance.pk] if finance else []).select_related("person")


def _others(duties: Collection[Duty], step: str, besides: Iterable[int]) -> list[str]:
    gone = set(besides)
    rows = [each for each in duties if each.person_id not in gone]
    people = {each.person_id: each.person.name for each in rows if each.role in ROLES[step]}
    leaders = {each.person_id for each in rows if each.role == Role.LEADER} & set(people)
    if step != SECOND and len(leaders) == 1:
        people.pop(leaders.pop())
    return sorted(people.values())


def why_not(person: Person, batch: Batch, step: str, reason: str) -> str:
    """Why this person leaves the step to another, or has to say why they do it; empty where they may go on."""
    return _why(did(person, batch, step), others(step, hands_on(batch)), reason)


def in_turn(person: Person, batches: Collection[tuple[Batch, str]]) -> list[int]:
    """Of batches with the step each waits for, the keys of those a person may take (with a reason, where the bureau has
    nobody else); two queries."""
    if not batches:
        return []
    duties, hands = list(_finance()), hands_on_all([batch for batch, _step in batches])
    found = []
    for batch, step in batches:
        here, own = hands[batch.pk], acts_as(person, ROLES[step])
        if not any(pk in here for pk in own) or not _others(duties, step, here):
            found.append(batch.pk)
    return found


def why_not_make(person: Person, payees: Collection[int], reason: str) -> str:
    """The same for making a batch of these payees' money."""
    rows = Payee.objects.filter(pk__in=payees, verified_by__isnull=False).order_by()
    verifiers = set(rows.values_list("verified_by", flat=True).distinct())
    return _why([str(VERIFIED)] if verifiers & acts_as(person, ROLES[MAKE]) else [], others(MAKE, verifiers), reason)


def _why(done: list[str], free: list[str], reason: str) -> str:
    if not done:
        return ""
    words = {"done": "、".join(done), "names": "、".join(free)}
    if free:
        return _("您已办过%(done)s，请由没有经手的同事办理：%(names)s。") % words
    if not reason.strip():
        return _("您已办过%(done)s，财政部门没有别人可以办；请写明理由，会记入留痕。") % words
    return ""


def wants_reason(person: Person, batch: Batch, step: str) -> bool:
    """Whether the person may go on only with a stated reason."""
    return bool(did(person, batch, step)) and not others(step, hands_on(batch))
