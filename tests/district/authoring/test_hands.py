"""Who wrote, edited or proposed a draft does not approve it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from district.authoring import actions
from district.authoring.models import Draft
from district.authoring.permissions import may_approve
from district.ground.people.permissions import Refused
from tests.district.authoring.conftest import RULE, Desk
from tests.district.cases.factories import person


def edited(desk: Desk) -> Draft:
    """Begun by the author, put right by the second."""
    draft = desk.changed("从业人员 >= 3", "从业人员 >= 2")
    desk.save(draft, actions.text_of(draft, RULE).replace("从业人员: 2,", "从业人员: 1,"), by=desk.second)
    return draft


def test_who_edited_does_not_approve(desk: Desk) -> None:
    draft = edited(desk)
    actions.propose(draft=draft, by=desk.author)
    with pytest.raises(Refused, match="改过或送审过"):
        actions.approve(draft=draft, by=desk.second)
    assert desk.second not in actions._second_persons(draft)
    actions.approve(draft=draft, by=desk.leader)
    assert draft.state == "approved"


def test_who_proposed_does_not_approve(desk: Desk) -> None:
    draft = desk.changed("从业人员 >= 3", "从业人员 >= 2")
    actions.save(draft=draft, path=RULE, seen=actions.texts.mark(actions.text_of(draft, RULE)), by=desk.author,
                 text=actions.text_of(draft, RULE).replace("从业人员: 2,", "从业人员: 1,"))  # fmt: skip
    actions.propose(draft=draft, by=desk.leader)
    with pytest.raises(Refused, match="改过或送审过"):
        actions.approve(draft=draft, by=desk.leader)
    actions.approve(draft=draft, by=desk.second)


def test_a_hand_stays_one_when_the_draft_comes_back(desk: Desk) -> None:
    draft = edited(desk)
    actions.propose(draft=draft, by=desk.author)
    actions.send_back(draft=draft, note="再想想", by=desk.author)
    actions.propose(draft=draft, by=desk.author)
    assert not may_approve(desk.second, draft)
    third = person("third", officer=draft.office.name)
    assert may_approve(third, draft)


def test_who_only_looked_has_no_hand_in_it(desk: Desk) -> None:
    draft = edited(desk)
    desk.save(draft, actions.text_of(draft, RULE), by=desk.leader)  # saved as it was
    assert may_approve(desk.leader, draft)


@pytest.mark.database
def test_the_database_holds_it_too(desk: Desk) -> None:
    draft = edited(desk)
    with pytest.raises(DatabaseError, match="draft_approved_by_no_hand_in_it"), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(approver=desk.second)
    with pytest.raises(DatabaseError, match="authoring_drafthand_never_deleted"), transaction.atomic():
        draft.hands.all()._raw_delete("default")
