"""Opening a draft and handing it in, whoever does it: a member (actions.py) or, by an automatic grant, the bureau."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.cases.core import checks, clients, numbers, standing, steps, telling, terms
from district.cases.core.checks import AlreadyOpen, NotEligible, NotPossible
from district.cases.core.evidence import Given
from district.cases.core.models import Application, Submission
from district.cases.core.states import DRAFT
from district.cases.core.windows import AHEAD
from district.cases.giving import limits
from district.cases.headcount.list_rows import check_list, counted, list_of
from district.cases.intake import accepting, papers
from district.cases.intake import receipt_paper as receipt
from district.cases.intake.freezing import freeze
from district.enterprises import actions as register
from district.enterprises.queries import Enterprise, unasked
from district.ground import clock
from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person
from district.ground.record.actions import write_log
from district.ground.record.moves import MoveRefused
from district.policies.queries import Programme

ROOM = "cases"
Declared = Mapping[str, standing.Value]
# What a case answers that is handed in, in the same transaction: (case, by whom) → the reference it says so under.
answered_by: Registry[Callable[[Application, Person], str]] = Registry("what a case answers")


def open_draft(
    *, enterprise: Enterprise, programme: Programme, by: Person, request_key: uuid.UUID, ex_officio: str = ""
) -> Application:
    """A draft under the version in force; the caller has asked whether `by` may. `ex_officio`: the round of offers
    by which the bureau opens it. The same `request_key` again gives the same application.

    Raises AlreadyOpen, NotPossible.
    """
    with transaction.atomic():
        if known := _started(request_key, enterprise, programme):
            return known
        today = clock.today()
        try:
            version = checks.version_to_apply_under(enterprise, programme, today, ahead=AHEAD)
        except AlreadyOpen:
            if known := _started(request_key, enterprise, programme):  # the other click got there in between
                return known
            raise
        try:
            with transaction.atomic():
                application = Application.objects.create(
                    reference=numbers.new_reference(today.year), enterprise=enterprise, programme=programme,
                    version=version, state=DRAFT, as_of=today, request_key=request_key, applicant=by,
                    created_at=clock.now(),
                )  # fmt: skip
        except IntegrityError:
            # Another request was a moment quicker (PostgreSQL; on SQLite transactions queue before the check above).
            if known := _started(request_key, enterprise, programme):
                return known
            open_one = Application.objects.filter(enterprise=enterprise, programme=programme).open().get()
            raise AlreadyOpen(open_one.reference) from None
        write_log(room=ROOM, subject=application.reference, verb="start", by=by, after=DRAFT, data=_why(ex_officio))
    return application


def _started(request_key: uuid.UUID, enterprise: Enterprise, programme: Programme) -> Application | None:
    known = Application.objects.filter(request_key=request_key).first()
    if known and (known.enterprise_id, known.programme_id) != (enterprise.pk, programme.pk):
        raise NotPossible(_("这张表单已用于另一件申报，请重新打开页面。"))
    return known


def hand_in(
    *, application: Application, by: Person, declared: Declared, request_key: uuid.UUID,
    evidence: Mapping[str, Given] | None = None, statements: Mapping[str, bool] | None = None, ex_officio: str = "",
    declaration: str = "",
) -> Application:  # fmt: skip
    """Record what is declared, read all facts, judge, freeze; the caller has asked whether `by` may.
    `declaration`: the words `by` vouched with.

    An offer of the programme is answered by it; what needs no acceptance is taken up at once.
    Raises NotEligible, NotPossible, MoveRefused. Idempotent by `request_key`.
    """
    data: dict[str, Any] = _why(ex_officio) | ({"declaration": declaration} if declaration else {})
    try:
        with transaction.atomic():
            with steps.move(application, "submit", by, data) as row:
                data.update(_freeze(row, by, declared, request_key, evidence, statements))
                offered = "" if ex_officio else _answered(row, by)
                straight = bool(offered) and accepting.goes_straight(row)
                if not ex_officio and not straight:
                    telling.submitted(row)
                clients.told(row, by)
            if straight:
                accepting.take_up(application, by=None, data=_why(offered))
            if not ex_officio:
                receipt.issue(application)
    except MoveRefused:
        if not handed_in(application, request_key):
            raise
    return application


def _answered(row: Application, by: Person) -> str:
    """The reference of the round whose offer this case answers; "" where there was none."""
    return next((found for answer in answered_by if (found := answer(row, by))), "")


def _freeze(
    row: Application, by: Person, declared: Declared, request_key: uuid.UUID, evidence: Mapping[str, Given] | None,
    statements: Mapping[str, bool] | None,
) -> dict[str, Any]:  # fmt: skip
    """Version, papers, facts and verdict of today; returns what the log says. Raises NotEligible, NotPossible."""
    today = clock.today()
    row.version = checks.version_to_apply_under(row.enterprise, row.programme, today, besides=row)
    row.as_of, row.submitted_at = today, clock.now()
    keep(row, evidence, statements)
    declare(row, declared, by)
    data = freeze(row, by, request_key, declared)
    if found := limits.due(row, row.verdict).told:
        data["limits"] = found
    if not standing.may_stand(row.version, row.facts, row.contested, row.as_of, row.verdict):
        raise NotEligible(row.verdict)
    terms.start_clock(row, "accept", today)
    return data


def _why(ex_officio: str) -> dict[str, Any]:
    return {"ex_officio": ex_officio} if ex_officio else {}


def handed_in(application: Application, request_key: uuid.UUID) -> bool:
    """The same form was handed in before: a double click, not a mistake."""
    application.refresh_from_db()
    return Submission.objects.filter(application=application, request_key=request_key).exists()


def keep(row: Application, evidence: Mapping[str, Given] | None, statements: Mapping[str, bool] | None) -> None:
    """Take the papers and statements of a form into the case."""
    if evidence is not None:
        row.evidence = dict(evidence)
    if statements is not None:
        row.statements = dict(statements)
    papers.settle(row, clock.today())
    check_list(row)


def declare(row: Application, declared: Declared, by: Person) -> None:
    """Record what the enterprise says, and what its list gives; where a better source says otherwise, say in which
    case it was said. What a bureau verifies is not recorded as said, unless it disputes the bureau.
    """
    known = standing.freeze(row.enterprise, row.as_of)
    held = unasked()
    for name, value in {**declared, **counted(list_of(row, row.version), known)}.items():
        disputed = name in known and known[name]["grade"] != "declared"
        if name in held and (not disputed or known[name]["expired"] or known[name]["value"] == standing.text_of(value)):
            continue
        note = row.reference if disputed else ""
        # Said of the as-of date: an answer given while correcting must count, and be found when it is judged again.
        register.declare_fact(
            enterprise=row.enterprise, name=name, written=value, by=by, note=note, valid_from=row.as_of
        )
