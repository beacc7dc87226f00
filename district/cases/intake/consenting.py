"""Consent to hand a draft in when its window opens: given, taken back, used by the worker on the day."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_edit
from district.cases.core.states import DRAFT
from district.cases.core.windows import Window, window_of
from district.cases.intake.completing import hand_in_draft, missing_of
from district.cases.intake.drafting import Draft
from district.cases.intake.models import Consent
from district.cases.intake.queries import live_consent
from district.enterprises.actions import BadValue, tell_members
from district.ground import clock
from district.ground.messages.queueing import posting_many
from district.ground.people.permissions import Refused, require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log
from district.ground.record.moves import MoveRefused
from district.policies import queries as policies

ROOM = "cases"
logger = logging.getLogger(__name__)


def window_to_come(application: Application) -> Window | None:
    """The window a draft waits for; None when it is open, or when there is none."""
    if application.state != DRAFT:
        return None
    today = clock.today()
    version = policies.version_on(application.programme, today) or application.version
    window = window_of(version.description.get("intake") or {}, today)
    return window if window is not None and not window.is_open(today) else None


def text_of(application: Application, window: Window) -> str:
    """What a member agrees to."""
    with official():
        said = _(
            "同意在%(y)d年%(m)d月%(d)d日申报期开放时，按届时草稿的内容自动提交“%(programme)s”。提交之前可以随时取消。"
        )
        opens = window.opens
        return said % {"y": opens.year, "m": opens.month, "d": opens.day, "programme": application.programme.name}


def consent_part(draft: Draft) -> dict[str, Any] | None:
    """What the draft's page shows of it: {window, text, live, missing}; None where there is nothing to wait for."""
    window = window_to_come(draft.application)
    if window is None:
        return None
    return {
        "window": window, "text": text_of(draft.application, window), "live": live_consent(draft.application),
        "missing": missing_of(draft),
    }  # fmt: skip


def give_consent(*, application: Application, by: Person) -> Consent:
    """A member agrees that the draft is handed in when its window opens. Agreed already: the same consent.

    Raises NotPossible (not a draft, no window to wait for), Refused.
    """
    require(may_edit(by, application))
    with transaction.atomic():
        row = lock(Application.objects.all()).select_related("programme", "version").get(pk=application.pk)
        if live := live_consent(row):
            return live
        window = window_to_come(row)
        if window is None:
            raise NotPossible(_("申报期已经开放或这件已经提交，请直接提交。"))
        consent = Consent.objects.create(
            application=row, kind=Consent.Kind.WINDOW, text=text_of(row, window), by=by, at=clock.now(),
            opens_on=window.opens,
        )  # fmt: skip
        write_log(room=ROOM, subject=row.reference, verb="consent", by=by, before=row.state, after=row.state,
                  data={"text": consent.text, "opens": window.opens.isoformat()})  # fmt: skip
    return consent


def take_back(*, application: Application, by: Person) -> None:
    """Take a consent back before it is used; without one nothing happens. Refused."""
    require(may_edit(by, application))
    with transaction.atomic():
        live = lock(Consent.objects.filter(application=application, withdrawn_at=None, used_at=None)).first()
        if live is None:
            return
        live.withdrawn_at, live.withdrawn_by = clock.now(), by
        live.save(update_fields=["withdrawn_at", "withdrawn_by"])
        write_log(room=ROOM, subject=application.reference, verb="take_back_consent", by=by, before=application.state,
                  after=application.state)  # fmt: skip


@dataclass
class Done:
    """What a run came to: references by outcome; `broken` are cases our own fault kept from being tried to the end."""

    submitted: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    moot: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def submit_consented() -> Done:
    """Hand in every draft whose day has come. Each case in its own transaction; run again it finds nothing to do."""
    done = Done()
    waiting = Consent.objects.filter(
        kind=Consent.Kind.WINDOW, withdrawn_at=None, used_at=None, opens_on__lte=clock.today()
    )
    with posting_many():
        for pk, reference in waiting.order_by("opens_on", "at", "pk").values_list("pk", "application__reference"):
            try:
                with transaction.atomic():
                    _use(pk, reference, done)
            except Exception:  # one case must not keep the others from being handed in; it is tried again next time
                logger.exception("%s: not handed in", reference)
                done.broken.append(reference)
    return done


def _use(pk: int, reference: str, done: Done) -> None:
    consent = lock(Consent.objects.all()).select_related("by").get(pk=pk)
    if consent.withdrawn_at or consent.used_at:  # taken back, or another worker was quicker
        return
    application = Application.objects.select_related("programme__office", "enterprise", "version__release").get(
        pk=consent.application_id
    )
    if application.state != DRAFT:
        _close(consent, Consent.Outcome.MOOT)
        done.moot.append(reference)
        return
    try:
        with transaction.atomic():
            # as if the member who agreed pressed the button now: the same checks, their name in the log
            hand_in_draft(application=application, by=consent.by, request_key=_key(consent), declaration=consent.text)
    except (NotPossible, Refused, BadValue, MoveRefused) as refused:
        why = str(refused)
        _close(consent, Consent.Outcome.FAILED, why)
        _tell_failure(application, why)
        done.failed[reference] = why
    else:
        _close(consent, Consent.Outcome.SUBMITTED)
        done.submitted.append(reference)


def _key(consent: Consent) -> uuid.UUID:
    """One submission a consent, however often it is tried."""
    return uuid.uuid5(consent.application.request_key, f"consent {consent.pk}")


def _close(consent: Consent, outcome: str, why: str = "") -> None:
    consent.used_at, consent.outcome, consent.why = clock.now(), outcome, why
    consent.save(update_fields=["used_at", "outcome", "why"])


def _tell_failure(application: Application, why: str) -> None:
    with official():
        tell_members(
            application.enterprise, room=ROOM, subject=application.reference, needs_action=True,
            title=_("“%(programme)s”没有自动提交成功") % {"programme": application.programme.name},
            body=_("原因：%(why)s 草稿还在，请补齐后自己提交。") % {"why": why},
            link=reverse("cases:mine_one", args=[application.reference]), office=application.programme.office,
        )  # fmt: skip
    write_log(room=ROOM, subject=application.reference, verb="consent_failed", by=None, before=application.state,
              after=application.state, reason=why)  # fmt: skip
