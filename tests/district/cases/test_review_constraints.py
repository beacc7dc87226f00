"""What the database itself refuses of reviews, scoring, notices, appeals: each named constraint violated once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from district.cases.appeals import actions as appeals
from district.cases.appeals.models import Appeal
from district.cases.core.models import Application
from district.cases.letters.models import IssuedLetter
from district.cases.places.models import Allocation, Place, Places
from district.cases.review.joint import actions as joint
from district.cases.review.joint.models import Opinion
from district.cases.review.notice import actions as notice
from district.cases.review.notice.models import Notice, NoticeLine, Objection
from district.cases.review.ranking import actions as places
from district.cases.review.scoring.models import Entry, Judge, Round, Sheet
from district.ground.record.sealed import SealedField
from tests.district.cases import deciding
from tests.district.cases.giants import DAY, Giants, giants
from tests.standing import as_built, standing

pytestmark = pytest.mark.database


built, award = standing(DAY, giants), as_built


def copy(row: models.Model, **changed: Any) -> object:
    row.pk = None
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def change(row: models.Model, **changed: Any) -> None:
    """Behind the actions' back; what is sealed is written with its row."""
    if any(isinstance(row._meta.get_field(name), SealedField) for name in changed):
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
    else:
        type(row)._default_manager.filter(pk=row.pk).update(**changed)


def opinion(award: Giants) -> Opinion:
    found = joint.refer(application=award.accepted(1), by=award.officer).opinions.first()
    assert found
    return found


def letter(award: Giants) -> Any:
    return place(award).application.decisions.get().letter


def twice(row: Any) -> Any:
    """The acceptance's letter once more, made for the cause it was already made for."""
    first = row.application.letters.get(kind="accepted")
    return copy(first, number="X", code="X")


def sheet(award: Giants) -> Sheet:
    award.round([award.reviewed(1)])
    return Sheet.objects.first()  # type: ignore[return-value]


def line(award: Giants) -> NoticeLine:
    notice.propose(applications=award.listed((50, 30)), by=award.officer, request_key=uuid.uuid4())
    return NoticeLine.objects.get()


def objection(award: Giants) -> Objection:
    return notice.object_to(line=line(award), grounds="示例理由", address="192.0.2.1")


def place(award: Giants) -> Place:
    [case] = award.listed((50, 30))
    Application.objects.filter(pk=case.pk).update(passed=["joint-review", "score", "notice"])
    deciding.decide(application=Application.objects.get(pk=case.pk), by=award.officer, outcome="granted")
    return Place.objects.get()


def two_pots(award: Giants) -> object:
    one = allocation(award)
    copy(one, rule="pro-rata", request_key=uuid.uuid4())
    return copy(one, request_key=uuid.uuid4())


def appeal(award: Giants) -> Appeal:
    decision = place(award).application.decisions.get()
    return appeals.file(decision=decision, by=award.founder, grounds="金额不对")


def two_rows(award: Giants) -> object:
    return [Places.objects.create(programme=award.programme, year=2022, count=1) for _ in range(2)]


CONSTRAINTS: dict[str, Callable[[Giants], object]] = {
    "one_opinion_per_bureau_and_case": lambda award: copy(opinion(award)),
    "opinion_given_has_a_time": lambda award: change(opinion(award), said="silent"),
    "objecting_opinion_has_a_reason": lambda award: change(
        opinion(award), said="object", by=award.finance, at="2022-05-21T00:00Z"
    ),
    "opinion_given_has_a_giver": lambda award: change(opinion(award), said="agree", at="2022-05-21T00:00Z"),
    "one_row_of_places_per_programme_year": two_rows,
    "one_pot_is_shared_out_once": two_pots,
    "never_more_places_than_the_quota": lambda award: change(place(award).places, taken=31),
    "one_place_per_application": lambda award: copy(place(award)),
    "one_entry_per_case_and_round": lambda award: copy(sheet(award).entry, code="A09"),
    "one_entry_per_code": lambda award: copy(sheet(award).entry, application=award.accepted(9)),
    "one_seat_per_expert": lambda award: copy(sheet(award).seat),
    "one_sheet_per_expert_and_case": lambda award: copy(sheet(award)),
    "sheet_given_has_a_total": lambda award: change(sheet(award), state="given"),
    "one_letter_a_cause": lambda award: twice(letter(award)),
    "letter_of_a_decision_names_it": lambda award: copy(letter(award), decision=None, cause="X", number="X", code="X"),
    "letter_kind_is_known": lambda award: copy(letter(award), decision=None, kind="x", cause="X", number="X", code="X"),
    "recusal_has_a_reason": lambda award: change(sheet(award), state="recused"),
    "notice_lasts_a_day_at_least": lambda award: copy(
        line(award).notice, reference="GSX", request_key=uuid.uuid4(), until="2022-05-01"
    ),
    "notice_lines_are_numbered": lambda award: copy(line(award), application=award.accepted(9)),
    "one_line_per_case_and_notice": lambda award: copy(line(award), serial=9),
    "objection_has_grounds": lambda award: copy(objection(award), reference="YYX", grounds=""),
    "objection_answered_has_a_reply": lambda award: change(objection(award), state="upheld"),
    "objection_statement_has_its_giver": lambda award: change(objection(award), statement="x"),
    "only_who_stops_says_until_when": lambda award: change(opinion(award), suspended_until="2022-06-01"),
    "one_open_appeal_per_decision": lambda award: copy(appeal(award), reference="FHX"),
    "appeal_has_grounds": lambda award: copy(appeal(award), reference="FHX", grounds="", state="withdrawn"),
    "appeal_answered_has_a_reply": lambda award: change(appeal(award), state="dismissed"),
    "appeal_upheld_has_a_new_decision": lambda award: change(appeal(award), state="upheld", reply="x"),
}
MODELS = (
    Allocation,
    Appeal,
    Entry,
    IssuedLetter,
    Notice,
    NoticeLine,
    Objection,
    Opinion,
    Place,
    Places,
    Round,
    Judge,
    Sheet,
)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_refuses(award: Giants, name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        CONSTRAINTS[name](award)
    # SQLite names the columns of a plain unique constraint, not its name
    assert name in str(refused.value) or "UNIQUE" in str(refused.value)


def test_every_named_constraint_is_violated_once() -> None:
    named = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    assert set(CONSTRAINTS) == named


def allocation(award: Giants) -> Allocation:
    award.scored((50, 30))
    return places.allot(version=award.programme.versions.get(), by=award.officer, request_key=uuid.uuid4())


FROZEN: dict[str, tuple[Callable[[Giants], models.Model], dict[str, Any]]] = {
    "allocation": (allocation, {"rule": "x"}),
    "notice": (lambda award: line(award).notice, {"title": "x"}),
    "noticeline": (line, {"name": "x"}),
    "objection": (objection, {"grounds": "x"}),
    "place": (place, {"at": "2022-05-21T00:00Z"}),
    "appeal": (appeal, {"grounds": "x"}),
    "issuedletter": (lambda award: place(award).application.decisions.get().letter, {"digest": "x"}),
}


@pytest.mark.parametrize("table", FROZEN)
def test_what_was_said_in_public_is_never_changed(award: Giants, table: str) -> None:
    make, changed = FROZEN[table]
    row = make(award)
    with pytest.raises(DatabaseError, match=f"{row._meta.db_table}_never_updated"), transaction.atomic():
        change(row, **changed)
    with pytest.raises(DatabaseError, match=f"{row._meta.db_table}_never_deleted"), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk)._raw_delete("default")
