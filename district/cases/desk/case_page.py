"""What an official sees of a case: the verdict beside the facts, what changed, who answers what, the moves open."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.aftercare.permissions import may_see_collisions
from district.cases.approving.showing import on_case
from district.cases.core import queries, standing, steps
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_answer, may_decide, may_work
from district.cases.core.process import JOINT, NOTICE, SCORE
from district.cases.core.states import (
    ACCEPTED,
    GRANTED,
    MOVES,
    NOTICED,
    ON_DESK,
    OPEN_STATES,
    RETURNED,
    SUBMITTED,
    TO_GRANT,
    TO_REFUSE,
)
from district.cases.core.story import coming, entries, notice_of, page_of
from district.cases.core.today import differences
from district.cases.desk.assigning.permissions import may_assign
from district.cases.desk.assigning.queries import officers_for
from district.cases.desk.forms import DecideForm, DeclineForm, SendBackForm
from district.cases.giving import limits
from district.cases.headcount import comparing
from district.cases.intake import correcting
from district.cases.intake.queries import list_differs, list_handed_in, papers_on_desk
from district.cases.letters.queries import letters_of
from district.cases.places.listed import waits_for_list
from district.cases.review import corrections, ready
from district.funds.queries import paused_of_case
from district.ground import clock
from district.ground.people.queries import Person, Role

SUBJECT_PAGES = {
    "enterprise": "enterprises:enterprise",
    "person": "enterprises:person",
    "base": "enterprises:enterprise",
}


def desk_view(case: Application, person: Person) -> dict[str, Any]:
    """The context of the case page."""
    verdict = queries.verdict_now(case)
    rows = facts_shown(case, verdict)
    works, decides = may_work(person, case), may_decide(person, case)
    open_now = case.state in ON_DESK
    proposed = corrections.proposed_corrections(case)
    differs = differences(case) if open_now else []
    happened = list(case.register_events.select_related("event", "settled_by"))
    returns = bool(works) and case.state == SUBMITTED and not case.times_returned
    return {
        "application": case, "verdict": verdict, "changes": queries.changes(case),
        "differs": differs, "happened": happened,
        "to_read": differs or any(each.holds and each.settled_at is None for each in happened),
        "facts": [row for row in rows if row["used"] or row.get("dispute")],
        "other_facts": [row for row in rows if not (row["used"] or row.get("dispute"))],
        "questions": questions(case, verdict, person), "papers": papers_on_desk(case),
        "checks": works or decides, "listed": list_handed_in(case), "differing": list_differs(case),
        **comparing.on_desk(case, person), **on_case(case, person),
        **asked_back(case), "entries": entries(case, public=False), "coming": coming(case),
        "letters": letters_of(case.pk),
        "may_serve": case.programme.office_id in person.bureau_ids(Role.OFFICER, Role.LEADER),
        "decision": case.decisions.in_force().select_related("by", "office", "replaces").first(),
        "moves": moves(case, bool(works)), "paused": paused_of_case(case.reference) if case.state == GRANTED else [],
        "works": works, "decides": decides, "proposed": proposed, "request_key": uuid.uuid4(),
        "send_back_form": SendBackForm(proposed) if returns else None,
        "decline_form": DeclineForm() if works and case.state == SUBMITTED else None,
        "decide_form": DecideForm() if decides and case.state in TO_GRANT | TO_REFUSE else None,
        "assignable": assignable(case, person),
        "steps": steps_of(case), "opinions": list(case.opinions.select_related("office", "by")),
        "due": limits.seen(case, verdict) if decides and case.state in OPEN_STATES else None,
        "too_early": _too_early(case), "may_replace": bool(decides),
        "may_settle": bool(may_see_collisions(person)),
        **_correction(case, bool(works)),
        "may_read_anew": bool(works) and open_now, "why_not": "" if works or decides or not open_now else decides.why,
        "enterprise_url": page_of(SUBJECT_PAGES[case.enterprise.subject], case.enterprise.uscc),
        "policy_url": page_of("policies:programme", case.programme.slug),
    }  # fmt: skip


def asked_back(case: Application) -> dict[str, Any]:
    """The list sent back, each item with its answer once the case was handed in again."""
    asked = correcting.of_case(case, case.facts)
    return {"corrections": asked, "answered": [each for each in asked if each.item.replied_at]}


def _correction(case: Application, works: bool) -> dict[str, Any]:
    """A correction that did not come in time: what is to happen, and whether this person may end the case."""
    if case.state != RETURNED or case.due_on is None or case.due_on >= clock.today():
        return {}
    words = _("到期还没有告知企业。")
    if (last := case.lapses_on) is not None:
        words = _("已告知企业：%(y)d年%(m)d月%(d)d日之后仍不补正的视为撤回。") % {
            "y": last.year, "m": last.month, "d": last.day}  # fmt: skip
    return {"may_end_correction": works, "correction_words": words}


def assignable(case: Application, person: Person) -> list[Person]:
    """Whom this person may give the case to."""
    if case.state not in OPEN_STATES or not may_assign(person, case):
        return []
    return list(officers_for(case.programme.office).exclude(pk=case.officer_id or 0))


def _too_early(case: Application) -> str:
    """Why the case cannot be granted yet; empty when it can, or when the verdict says no anyway."""
    if case.state not in TO_GRANT:
        return ""
    try:
        ready.check_ready(case, "granted", note="-")
    except NotPossible as early:
        return str(early)
    return ""


def facts_shown(case: Application, verdict: standing.VerdictJson) -> list[dict[str, Any]]:
    """The frozen facts, those that decide something first, disputes and missing ones marked."""
    judged: dict[str, bool | None] = {}
    for each in standing.conditions(verdict):
        for name in each.get("facts") or {}:
            judged[name] = each["value"] if judged.get(name) is not False else False
    shown = [*case.contested, *(each.about for each in case.corrections.all() if each.kind == "fact")]
    used = set(judged) | set(case.version.description.get("facts") or [])
    rows = [
        {**standing.shown(name, fact), "holds": judged.get(name), "used": name in used,
         "dispute": case.contested.get(name)}
        for name, fact in standing.needed(case.version, case.facts, shown).items()
    ]  # fmt: skip
    missing = [{"name": name, "missing": True, "used": True} for name in verdict["missing"] if name not in case.facts]
    return missing + sorted(rows, key=lambda row: (not row["dispute"], not row["used"]))


def questions(case: Application, verdict: standing.VerdictJson, person: Person) -> list[dict[str, Any]]:
    """The conditions people judge, each with the latest answer and whether this person may answer."""
    given = {each.condition: each for each in case.answers.select_related("by").order_by("at", "pk")}
    return [
        {
            "condition": each, "answer": given.get(each["id"]),
            "may": case.state == ACCEPTED and bool(may_answer(person, case, each["person"])),
        }
        for each in queries.asked_of_officials(verdict)
    ]  # fmt: skip


def moves(case: Application, works: bool) -> list[dict[str, Any]]:
    """Moves one may make by a single click, the first being the main one: label, what will happen, where to post."""
    if not works:
        return []
    open_now = [verb for verb, move in MOVES.items() if move.click and case.state in move.sources]
    if "refer" in open_now and steps.handling(case).next_step(case.passed) != JOINT:
        open_now.remove("refer")
    return [
        {"verb": verb, "label": MOVES[verb].label, "tells": MOVES[verb].tells, "primary": place == 0,
         "action": reverse(f"cases:{verb}", args=[case.reference])}
        for place, verb in enumerate(open_now)
    ]  # fmt: skip


def steps_of(case: Application) -> list[dict[str, Any]]:
    """The steps between acceptance and decision: {words, done, now, url}; empty where a version has none."""
    handling = steps.handling(case)
    here = {"joint": JOINT, "scoring": SCORE, "noticed": NOTICE}.get(case.state)
    following = here or (handling.next_step(case.passed) if case.state == ACCEPTED else None)
    where = {
        JOINT: reverse("cases:joint", args=[case.reference]) if case.opinions.exists() else "",
        SCORE: _round_url(case), NOTICE: _notice_url(case) if NOTICE in handling.steps else "",
    }  # fmt: skip
    return [
        {"words": steps.WORDS[step], "done": step in case.passed and step != here, "now": step == following,
         "url": where[step]}
        for step in handling.steps
    ]  # fmt: skip


def _notice_url(case: Application) -> str:
    """Its notice; before that the list that says who, or, where there is none, the page of what waits for a notice."""
    if notice := notice_of(case):
        return reverse("cases:desk_notice", args=[notice.reference])
    if waits_for_list(case) and case.state != NOTICED:
        return reverse("cases:places", args=[case.programme.slug])
    return reverse("cases:desk_notices")


def _round_url(case: Application) -> str:
    entry = case.entries.select_related("round").last()
    return reverse("cases:round", args=[entry.round.reference]) if entry else reverse("cases:rounds")
