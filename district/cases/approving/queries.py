"""Reads of proposals: what waits for whom, what a case's proposal has and lacks."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from district.cases.approving.levels import LEADER, OFFICER, REVIEWER, SIGNS, WORDS, levels_of, needed
from district.cases.approving.models import Proposal, Signature
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.core.states import OPEN_STATES
from district.enterprises.queries import ties
from district.ground import clock
from district.ground.people.queries import Person, Role, duties_in

S = Proposal.State
ROWS = ("application__enterprise", "application__programme", "by", "office", "replaces")


def waiting_of(case: Application) -> Proposal | None:
    """The proposal a case waits on."""
    return Proposal.objects.filter(application=case, state=S.WAITING).select_related("by", "replaces", "office").first()


def waiting_for(person: Person) -> QuerySet[Proposal]:
    """待我审批: proposals whose next signature this person may give, the longest waiting first."""
    rows = Proposal.objects.filter(_turn_of(person, REVIEWER) | _turn_of(person, LEADER), state=S.WAITING)
    done = Signature.objects.filter(Q(by=person) | Q(instead_of=person)).values("proposal")
    rows = rows.exclude(pk__in=done).exclude(ties(person, "application__enterprise"))
    return rows.select_related(*ROWS).order_by("at", "pk")


def _turn_of(person: Person, level: str) -> Q:
    """The level's proposals of bureaus where the person has the duty, not by a colleague's who signed already."""
    found = Q(pk__in=[])
    for duty in person.duties:
        if duty.role in SIGNS[level]:
            here = Q(turn=level, office=duty.bureau_id)
            if duty.person_id != person.pk:
                signed = Signature.objects.filter(Q(by=duty.person_id) | Q(instead_of=duty.person_id))
                here &= ~Q(pk__in=signed.values("proposal"))
            found |= here
    return found


def proposed_by(person: Person) -> QuerySet[Proposal]:
    """What the person proposed that waits for others, or came back and was not proposed again."""
    newer = Proposal.objects.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))
    back = Q(state=S.RETURNED, application__state__in=OPEN_STATES) & ~Exists(newer)
    rows = Proposal.objects.filter(Q(state=S.WAITING) | back, by=person)
    return rows.select_related(*ROWS).order_by("-at", "-pk")


def concerning(person: Person) -> QuerySet[Proposal]:
    """What waits for this person's signature and what they proposed, the longest waiting first."""
    mine = Q(pk__in=waiting_for(person).values("pk")) | Q(pk__in=proposed_by(person).values("pk"))
    return Proposal.objects.filter(mine).select_related(*ROWS).order_by("at", "pk")


def check_signed(case: Application, outcome: str, by: Person, replaces: Decision | None = None) -> None:
    """Raises NotPossible where no proposal of this outcome is signed at every level, last by who decides."""
    found = Proposal.objects.filter(application=case, state=S.WAITING, outcome=outcome, replaces=replaces).first()
    if found is None:
        raise NotPossible(_("先由经办人提出拟办意见，再由另一个人签批。"))
    last = found.signatures.last()
    if found.turn or last is None or last.by_id != by.pk:
        raise NotPossible(_("还差“%(level)s”这一级签批，不能作出决定。") % {"level": WORDS.get(found.turn, "")})


def lapse(case: Application, appeal: int | None = None) -> None:
    """The enterprise took its application, or its appeal (by its key), back: nothing is left to sign. In the caller's
    move."""
    rows = Proposal.objects.filter(Q(appeal=appeal), application=case, state=S.WAITING)
    rows.update(state=S.LAPSED, turn="", ended_at=clock.now())


def way_out() -> str:
    """What a bureau without enough people does. A stand-in for who signed is no second person; a duty makes one."""
    return _(
        "请系统管理员在“用户和岗位”里给另一个人（如分管区领导、别的部门负责人）登记本部门的岗位，登记后就可以签批；"
        "有人不在岗的，在“不在岗和代理”里登记代理人。"
    )


def route(case: Application, by: Person, yuan: Any, *, again: bool = False) -> list[str]:
    """Who signs, level by level; `again`: in place of a decision, where a leader always signs last.

    A bureau of two has nobody left to review between its officer and its leader. Raises NotPossible where a level
    would find nobody to sign it.
    """
    found = needed(levels_of(case.version.description), yuan)
    if again and found[-1] != LEADER:
        found = [OFFICER, LEADER]
    here = duties_in([case.programme.office_id], Role.OFFICER, Role.LEADER).values_list("person", "role")
    people, leaders = {pk for pk, _role in here}, {pk for pk, role in here if role == Role.LEADER}
    if LEADER in found and REVIEWER in found and len(people | {by.pk}) < len(found):
        found.remove(REVIEWER)
    if not people - {by.pk}:
        raise NotPossible(_("本部门没有第二个人可以签批。%(way)s") % {"way": way_out()})
    if LEADER in found and not leaders - {by.pk}:
        if by.pk in leaders:
            raise NotPossible(_("这一件要由您审批，请由经办人提出拟办意见。"))
        raise NotPossible(_("这一件要由负责人审批，本部门没有别的负责人。%(way)s") % {"way": way_out()})
    return found


def shown(proposal: Proposal | None) -> list[dict[str, Any]]:
    """The levels of a proposal: {words, by, instead_of, at}; who has not signed yet is None."""
    if proposal is None:
        return []
    done = {each.place: each for each in proposal.signatures.select_related("by", "instead_of")}
    return [{"words": WORDS[role], "signed": done.get(place), "now": place == len(done) + 1}
            for place, role in enumerate(proposal.levels, 1)]  # fmt: skip


def leader_signs_above(case: Application, yuan: Any) -> bool:
    """Whether a version has a leader sign for so many yuan."""
    return LEADER in needed(levels_of(case.version.description), yuan)
