"""Drafts of the catalogue: one's own to go on with, others' to approve, approved ones to publish."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from district.authoring.models import Draft, DraftHand
from district.authoring.states import APPROVED, DRAFT, PROPOSED
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role
from district.policies.permissions import may_publish

MOVES = {
    DRAFT: gettext_lazy("写完草案并送审"), PROPOSED: gettext_lazy("审签草案"), APPROVED: gettext_lazy("发布草案"),
}  # fmt: skip


def drafts(person: Person, today: dt.date) -> QuerySet[Draft]:
    """What a person had a hand in waits for another's approval."""
    hand = DraftHand.objects.filter(draft=OuterRef("pk"), person=person)
    offices = person.bureau_ids(Role.OFFICER, Role.LEADER)
    moves = Q(state=DRAFT, author=person) | Q(state=PROPOSED, office__in=offices) & ~Q(author=person) & Q(~Exists(hand))
    if may_publish(person):
        moves |= Q(state=APPROVED)
    return Draft.objects.visible_to(person).filter(moves)


def _shown(row: Draft) -> Shown:
    return Shown(str(MOVES[row.state]), row.title, reverse("authoring:draft_one", args=[row.reference]))


DRAFTS = Source("rule_draft", gettext_lazy("政策草案"), drafts, _shown, desk=True)
