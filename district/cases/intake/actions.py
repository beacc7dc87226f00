"""What the enterprise does to its own application: start, keep, hand in, hand in again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.core import (
    checks,
    clients,
    steps,
    telling,
    terms,
)
from district.cases.core.checks import NotPossible
from district.cases.core.evidence import Given
from district.cases.core.models import Application
from district.cases.core.permissions import may_apply, may_edit
from district.cases.core.states import ENTERED
from district.cases.events import actions as happening
from district.cases.intake import correcting
from district.cases.intake import receipt_paper as receipt
from district.cases.intake.freezing import freeze
from district.cases.intake.handing_in import Declared, declare, hand_in, handed_in, keep, open_draft
from district.enterprises.permissions import is_member
from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.moves import MoveRefused
from district.policies.queries import Programme


def start(*, enterprise: Enterprise, programme: Programme, by: Person, request_key: uuid.UUID) -> Application:
    """Open a draft under the version in force. The same `request_key` again gives the same application.

    Up to sixty days before a window opens a draft may be prepared.
    Raises Refused (not a member), AlreadyOpen, NotPossible (not in force, window closed, had it before).
    """
    require(may_apply(by, enterprise))
    return open_draft(enterprise=enterprise, programme=programme, by=by, request_key=request_key)


def save_draft(
    *,
    application: Application,
    by: Person,
    entered: Mapping[str, str],
    evidence: Mapping[str, Given],
    statements: Mapping[str, bool],
    replies: Mapping[int, str] | None = None,
) -> None:
    """Keep what has been filled in so far, with replies to the list of a returned case. Not logged: until it is
    handed in, a draft is the enterprise's own paper.
    """
    require(may_edit(by, application))
    if not is_member(by, application.enterprise):
        statements = application.statements  # what only the firm can vouch for, an agent does not say in its name
    changed = Application.objects.filter(pk=application.pk, state__in=ENTERED).update(
        entered=dict(entered), evidence=dict(evidence), statements=dict(statements)
    )
    if not changed:
        raise NotPossible(_("已提交，不能再改。"))
    application.entered, application.evidence = dict(entered), dict(evidence)
    application.statements = dict(statements)
    for row in application.corrections.filter(pk__in=replies or {}):
        row.reply = (replies or {})[row.pk].strip()
        row.save(update_fields=["reply"])


def submit(
    *,
    application: Application,
    by: Person,
    declared: Declared,
    request_key: uuid.UUID,
    evidence: Mapping[str, Given] | None = None,
    statements: Mapping[str, bool] | None = None,
    declaration: str = "",
) -> Application:
    """Hand a draft in: record what is declared, read all facts, judge, freeze. Idempotent by `request_key`.

    Raises NotEligible when the verdict is no and nothing is in dispute (see standing.may_stand), NotPossible, Refused.
    """
    require(may_edit(by, application))
    clients.check_own_word(application, by, statements, declared)
    return hand_in(application=application, by=by, declared=declared, request_key=request_key, evidence=evidence,
                   statements=statements, declaration=declaration)  # fmt: skip


def resubmit(
    *,
    application: Application,
    by: Person,
    declared: Declared,
    replies: Mapping[int, str],
    request_key: uuid.UUID,
    evidence: Mapping[str, Given] | None = None,
    statements: Mapping[str, bool] | None = None,
    declaration: str = "",
) -> Application:
    """Hand a corrected application in, every item answered. The version and the as-of date stay those of the first
    submission: being asked to correct must not change which rule applies. Idempotent by `request_key`."""
    require(may_edit(by, application))
    clients.check_own_word(application, by, statements, declared)
    data: dict[str, Any] = {"declaration": declaration} if declaration else {}
    try:
        with transaction.atomic():
            with steps.move(application, "resubmit", by, data) as row:
                checks.check_applied_for(row.version)
                keep(row, evidence, statements)
                correcting.check_replies(row, declared, replies)
                declare(row, declared, by)
                data.update(freeze(row, by, request_key, declared, day=clock.today()))
                correcting.keep_replies(row)
                happening.settle(row, by)
                terms.resume_clock(row, clock.today())
                telling.resubmitted(row)
                clients.told(row, by)
            receipt.issue(application)
    except MoveRefused:
        if not handed_in(application, request_key):
            raise
    return application
