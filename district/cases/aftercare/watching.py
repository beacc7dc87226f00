"""Obligations: made when a decision grants, looked at when due, judged three-valued; breached only on a certain no."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.aftercare import notices
from district.cases.aftercare.actions import close, move_obligation, open_finding
from district.cases.aftercare.models import Finding, Obligation, ObligationCheck
from district.cases.aftercare.numbers import new_reference
from district.cases.aftercare.permissions import may_release
from district.cases.aftercare.states import FINDING_OPEN, OBLIGATION_OPEN, WATCHING
from district.cases.core import knowledge, standing
from district.cases.core.checks import NotPossible
from district.cases.core.models import Decision
from district.enterprises import queries as enterprises
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log
from district.policies import queries as policies

ROOM = "cases"
ASK_AGAIN = dt.timedelta(days=25)  # a monthly check asks once a month, not at every look
THEN = "决定时"
GOES_ON = (Finding.Source.PAUSED, Finding.Source.TWICE)


def take_on(*, decision: Decision) -> list[Obligation]:
    """Rows for the obligations of a granted decision's version; those there are stay as they are.

    A decision that replaces another takes its obligations over, from their first day on.
    """
    if decision.replaces_id is not None:
        _take_over(decision)
    if decision.outcome != "granted":
        return []
    version = decision.submission.version
    made = []
    start = timezone.localtime(decision.at).date()
    with transaction.atomic():
        for each in version.description.get("obligations") or []:
            until = knowledge.after_months(start, each["months"])
            row, created = Obligation.objects.get_or_create(
                decision=decision, key=each["id"],
                defaults={
                    "reference": new_reference(Obligation, "YW"), "application": decision.application,
                    "say": each["say"], "cite": each["cite"], "illustrative": each["status"] == "illustrative",
                    "on_breach": each["on_breach"], "every": each["every"], "state": WATCHING, "from_on": start,
                    "until_on": until, "next_on": knowledge.next_look(start, each["every"], until, start),
                },
            )  # fmt: skip
            if created:
                made.append(row)
                write_log(room=ROOM, subject=row.reference, verb="take_on", by=None, after=WATCHING,
                          data={"decision": decision.number, "key": row.key, "until": until.isoformat()})  # fmt: skip
    return made


def _take_over(new: Decision) -> None:
    """What the replaced decision asked goes on under the new one, or ends with a refusal; its open findings end."""
    words = _("原决定已由 %(number)s 替代") % {"number": new.number}
    with official(), transaction.atomic():
        open_ones = Finding.objects.filter(decision=new.replaces_id, state__in=FINDING_OPEN)
        money = open_ones.filter(source__in=GOES_ON if new.outcome == "granted" else [Finding.Source.TWICE])
        money.update(decision=new)  # money that waits for a ruling waits on
        for finding in open_ones:
            close(finding=finding, by=None, reason=words)
        rows = Obligation.objects.filter(decision=new.replaces_id)
        if new.outcome == "granted":
            rows.update(decision=new)
            return
        for row in rows.filter(state__in=OBLIGATION_OPEN):
            move_obligation(row, "release", None, words, next_on=None)


def catch_up() -> int:
    """Obligations for every granted decision that has none yet; returns how many were made."""
    waiting = Decision.objects.in_force().filter(outcome="granted", obligations=None)
    return sum(
        len(take_on(decision=each))
        for each in waiting.select_related("submission__version", "application").iterator(chunk_size=200)
        if each.submission.version.description.get("obligations")
    )


def watch_due() -> Counter[str]:
    """Look at every obligation that is due today; counts of kept, breached, unknown, ended, heard."""
    due = Obligation.objects.filter(state=WATCHING, next_on__lte=clock.today())
    return Counter(found for pk in list(due.values_list("pk", flat=True)) if (found := look(pk)))


def look(pk: int) -> str:
    """Look at one obligation: a row of what was used and found, then what follows. Empty when it was not due."""
    with official(), transaction.atomic():
        row = lock(Obligation.objects.all()).get(pk=pk)
        today = clock.today()
        if row.state != WATCHING or row.next_on is None or row.next_on > today:
            return ""
        check = _check(row, today)
        row.kept, row.checked_on, row.missing = check.kept, today, check.missing
        row.next_on = knowledge.next_look(row.from_on, row.every, row.until_on, today)
        if check.kept is None:
            _ask(row, today)
        row.save()
        if check.kept is False:
            return _breached(row, check)
        if check.kept and today >= row.until_on:
            move_obligation(row, "keep", None, next_on=None)
            return "ended"
        return "unknown" if check.kept is None else "kept"


def release(*, obligation: Obligation, by: Person, reason: str) -> None:
    """Let an enterprise out of an obligation, with a reason."""
    require(may_release(by, obligation))
    if not reason.strip():
        raise NotPossible(_("请写明理由。"))
    with transaction.atomic():
        row = lock(Obligation.objects.all()).get(pk=obligation.pk)  # a look at it waits, or has opened its finding
        if row.findings.filter(state__in=FINDING_OPEN).exists():
            raise NotPossible(_("还有线索在处理，请先了结线索。"))
        move_obligation(obligation, "release", by, reason.strip(), next_on=None)
        notices.released(obligation, reason.strip())


def _check(row: Obligation, today: dt.date) -> ObligationCheck:
    as_of = min(today, row.until_on)
    decision = row.decision
    facts = knowledge.known(row.application.enterprise, as_of)
    found = policies.watch(
        decision.submission.version, row.key, standing.thaw(facts), standing.thaw(decision.submission.facts), as_of
    )
    return ObligationCheck.objects.create(
        obligation=row, at=clock.now(), on=today, as_of=as_of, kept=found.kept, missing=list(found.missing),
        facts=_used(found.facts, facts, decision.submission.facts),
    )  # fmt: skip


def _used(names: dict[str, Any], now: standing.Frozen, then: standing.Frozen) -> standing.Frozen:
    """Of what an obligation looked at, where each value comes from; derived values as they were computed."""
    used: standing.Frozen = {}
    for name, value in names.items():
        source = then.get(name.removeprefix(THEN)) if name.startswith(THEN) else now.get(name)
        if source is not None:
            used[name] = source
        elif value is not None and not isinstance(value, tuple):
            used[name] = {"value": standing.text_of(value), "type": "derived", "unit": "", "grade": "", "source": "",
                          "valid_from": "", "expired": False}  # fmt: skip
    return used


def _ask(row: Obligation, today: dt.date) -> None:
    """Ask the enterprise for what has run out or was never known; what the decision lacked, and what a bureau
    verifies, cannot be asked for.
    """
    if row.asked_on is not None and today - row.asked_on < ASK_AGAIN:
        return
    held = enterprises.unasked()
    if names := [name for name in row.missing if not name.startswith(THEN) and name not in held]:
        notices.asked(row, names)
        row.asked_on = today


def _breached(row: Obligation, check: ObligationCheck) -> str:
    """A certain no opens a finding, unless it was ruled on before on just these facts."""
    cause = f"obligation:{row.pk}:{standing.digest(check.facts)[:32]}"
    if Finding.objects.filter(cause=cause).heard().exists():
        if check.on >= row.until_on:
            move_obligation(row, "release", None, _("期满，已处理过"), next_on=None)
        return "heard"
    finding = open_finding(
        decision=row.decision, source="obligation", kind="recovery", cause=cause, obligation=row, cite=row.cite,
        say=_("未守住“%(say)s”") % {"say": row.say}, since_on=_since(check), details={"facts": check.facts},
    )  # fmt: skip
    move_obligation(row, "breach", None, finding.reference, next_on=None)
    return "breached"


def _since(check: ObligationCheck) -> dt.date:
    """From when it does not hold, as far as the facts say: the latest day among those of today, at most the look's."""
    days = [dt.date.fromisoformat(each["valid_from"]) for name, each in check.facts.items()
            if each["valid_from"] and not name.startswith(THEN)]  # fmt: skip
    return min(max(days, default=check.as_of), check.as_of)
