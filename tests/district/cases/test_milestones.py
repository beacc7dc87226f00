"""Acceptance of a project: asked for with papers, looked at by one, confirmed by another; then its money is due."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from district.cases.aftercare.milestones import actions, states
from district.cases.aftercare.milestones.models import Milestone
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.funds import actions as funds
from district.funds.models import Instalment
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.ground.record.moves import MoveRefused, dead_ends
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, HIRING, District, person, publish
from tests.district.ground.files.samples import pdf

RULE = "test/programmes/hiring/2022-01-01.yaml"
HALVES = (
    "benefit: {amount: 6000, pay: once, instalments: [{share: 50 %, at: decision}, {share: 50 %, at: acceptance}]}\n"
    "budget: 示例专项\n"
)


@pytest.fixture
def case(here: District, settings: Any, tmp_path: Any) -> Application:
    """Granted, half of it paid by acceptance."""
    settings.MEDIA_ROOT = tmp_path
    rule = HIRING.replace("benefit: {amount: 从业人员 * 806.625, pay: once}\n", HALVES)
    here.programmes = publish({**FILES, RULE: rule})
    office = here.programmes["hiring"].office
    settings.FINANCE_BUREAU = office.name
    line = funds.open_line(year=2022, office=office, name="示例专项", by=here.officer)
    funds.appropriate(line=line, level="district", amount=Decimal(100_000), by=here.officer)
    return deciding.decided(here.judged()).application


@pytest.fixture
def mate(here: District) -> Person:
    return person("mate", "示例经办乙", officer="区人社局")


def paper(name: str = "验收报告.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(), content_type="application/pdf")


def ask(here: District, case: Application, **more: Any) -> Milestone:
    said = {"by": here.founder, "milestone": "acceptance", "say": "项目已完成", "files": [paper()],
            "request_key": uuid.uuid4(), **more}  # fmt: skip
    return actions.ask(application=case, **said)


def waiting() -> str:
    return str(Instalment.objects.get(at="acceptance").state)


def test_the_table_of_moves_has_no_dead_end() -> None:
    assert dead_ends(states.STATES, states.MOVES) == []


def test_two_persons_make_the_second_half_due(here: District, case: Application, mate: Person) -> None:
    row = ask(here, case)
    assert Message.objects.filter(to=here.officer, title__contains="验收").exists()
    with pytest.raises(MoveRefused):
        actions.confirm(row=row, by=mate)
    actions.check(row=row, by=here.officer, found="看了现场和报告，合格")
    with pytest.raises(Refused, match="核验的人不能自己确认"):
        actions.confirm(row=row, by=here.officer)
    with pytest.raises(Refused):
        actions.confirm(row=row, by=here.colleague)
    assert waiting() == "waiting"
    actions.confirm(row=row, by=mate)
    assert (row.state, waiting()) == ("confirmed", "due")
    assert LogEntry.objects.get(verb="reach").data["found_by"] == here.officer.username
    assert Message.objects.filter(to=here.founder, title__contains="验收合格").exists()


def test_it_is_asked_for_once_and_with_papers(here: District, case: Application) -> None:
    several: list[dict[str, Any]] = [{"files": []}, {"say": " "}, {"milestone": "decision"}]
    for wrong in several:
        with pytest.raises(NotPossible):
            ask(here, case, **wrong)
    with pytest.raises(Refused, match="获得同意的企业"):
        ask(here, case, by=here.stranger)
    key = uuid.uuid4()
    assert ask(here, case, request_key=key) == ask(here, case, request_key=key)
    with pytest.raises(NotPossible, match="已经申请过"):
        ask(here, case)


def test_sent_back_it_is_asked_for_again(here: District, case: Application, mate: Person) -> None:
    row = ask(here, case)
    with pytest.raises(NotPossible, match="还缺什么"):
        actions.turn_back(row=row, by=here.officer, why=" ")
    actions.turn_back(row=row, by=here.officer, why="缺决算表")
    assert Message.objects.filter(to=here.founder, body="缺决算表", needs_action=True).exists()
    assert ask(here, case).state == "asked" and waiting() == "waiting"


@pytest.mark.database
def test_no_one_person_makes_it_due_at_any_door(here: District, case: Application) -> None:
    with pytest.raises(funds.NotPossible, match="另一人确认"):
        funds.reach(reference=case.reference, at="acceptance", by=here.officer, found_by=here.officer)
    row = ask(here, case)
    for state, by in (("confirmed", None), ("checked", here.officer)):
        with pytest.raises(IntegrityError, match="milestone_confirmed_by"), transaction.atomic():
            Milestone.objects.filter(pk=row.pk).update(state=state, checked_by=here.officer, confirmed_by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(application=case, milestone="acceptance", state="asked", say="x", by=here.founder,
                                 reference="YSX", at=row.at, request_key=uuid.uuid4())  # fmt: skip


@pytest.mark.database
@pytest.mark.parametrize(("name", "changed"), [
    ("milestone_state_is_known", {"state": "lost"}),
    ("milestone_returned_says_why", {"state": "returned"}),
    ("milestones_milestone_never_updated", {"say": ""}),
])  # fmt: skip
def test_the_database_refuses(here: District, case: Application, name: str, changed: dict[str, Any]) -> None:
    row = ask(here, case)
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        Milestone.objects.filter(pk=row.pk).update(**changed)


@pytest.mark.database
def test_a_request_says_what_was_reached(here: District, case: Application) -> None:
    with pytest.raises(IntegrityError, match="milestone_says_what_was_reached"), transaction.atomic():
        Milestone.objects.create(application=case, milestone="acceptance", state="asked", say="", by=here.founder,
                                 reference="YSX", at=case.decided_at, request_key=uuid.uuid4())  # fmt: skip


def test_the_pages_lead_from_the_firm_to_the_money(here: District, case: Application, mate: Person, as_: Any) -> None:
    mine = f"/my/applications/{case.reference}/"
    assert f"{mine}acceptance/" in as_(here.founder).get(mine).content.decode()
    said = {"request_key": str(uuid.uuid4()), "milestone": "acceptance", "say": "完成", "papers": [paper()]}
    as_(here.founder).post(f"{mine}acceptance/", said)
    row = Milestone.objects.get()
    assert row.reference in as_(here.officer).get("/desk/acceptances/").content.decode()
    one = f"/desk/acceptances/{row.reference}/"
    shown = as_(here.officer).get(one).content.decode()
    assert "验收报告.pdf" in shown
    assert as_(here.officer).get(f"/files/{row.papers[0]['file']}/").status_code == 200
    as_(here.officer).post(f"{one}move/", {"verb": "check", "words": "合格"})
    assert "核验的人不能自己确认" in as_(here.officer).get(one).content.decode()
    assert as_(here.colleague).get(one).status_code == 404
    as_(mate).post(f"{one}move/", {"verb": "confirm"})
    assert waiting() == "due" and "验收合格" in as_(here.founder).get(f"{mine}acceptance/").content.decode()
