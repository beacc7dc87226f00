"""Sampling campaigns: the population sealed with its digest, then a published seed; part by risk, part by lot.

The draw uses no generator of any language: a decision's lot is SHA-256 of `seed|digest|number`, the smallest first, so
that anybody who has the list and the seed draws the same.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.cases.aftercare.actions import open_finding
from district.cases.aftercare.models import Campaign, CampaignItem
from district.cases.aftercare.numbers import new_reference
from district.cases.aftercare.permissions import may_check, may_sample
from district.cases.aftercare.risk import CHECKLIST, Scored, score_all
from district.cases.aftercare.states import CAMPAIGN_MOVES, CAMPAIGN_STATES, DRAWN, SEALED
from district.cases.core.checks import NotPossible
from district.cases.core.models import Decision
from district.enterprises.queries import Enterprise, ties
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person, officers_of
from district.ground.record.actions import lock, moving, write_log
from district.policies.queries import Programme

ROOM = "cases"
Entry = Mapping[str, Any]  # {number, score, parts}


@dataclass(frozen=True)
class Drawn:
    """One decision drawn: its number, and whether by risk or by lot (random)."""

    number: str
    how: str


def digest_of(population: Iterable[Entry]) -> str:
    """SHA-256 of a sealed population, in hex; the order of the list counts."""
    text = json.dumps([[each["number"], each["score"]] for each in population], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def draw_from(population: Iterable[Entry], *, size: int, share: int, seed: str) -> list[Drawn]:
    """`size` of a population: `share` percent (rounded up) by score, the highest first, the rest by lot."""
    entries = list(population)
    digest = digest_of(entries)

    def lot(entry: Entry) -> str:
        return hashlib.sha256(f"{seed}|{digest}|{entry['number']}".encode()).hexdigest()

    most = min(size, len(entries))
    by_risk = sorted(entries, key=lambda each: (-each["score"], lot(each)))[: -(-most * share // 100)]
    chosen = {each["number"] for each in by_risk}
    rest = sorted((each for each in entries if each["number"] not in chosen), key=lot)
    by_lot = rest[: most - len(by_risk)]
    return [Drawn(each["number"], "risk") for each in by_risk] + [Drawn(each["number"], "random") for each in by_lot]


def prepare(
    *, title: str, office: Bureau, programmes: Iterable[Programme], year: int, size: int, share: int, by: Person,
    request_key: uuid.UUID,
) -> Campaign:  # fmt: skip
    """Seal the population: every grant of these programmes in a year, scored. Idempotent by `request_key`."""
    require(may_sample(by, office))
    chosen = list(programmes)
    if any(each.office_id != office.pk for each in chosen):
        raise NotPossible(_("只能抽查本部门牵头的项目。"))
    if not (size > 0 and 0 <= share <= 100):
        raise NotPossible(_("抽取件数应大于零，比例在 0 到 100 之间。"))
    if known := Campaign.objects.filter(request_key=request_key).first():
        return known
    population = [{"number": each.number, "score": each.score, "parts": each.parts}
                  for each in _population(chosen, year)]  # fmt: skip
    if not population:
        raise NotPossible(_("这些项目在这一年没有同意的决定，没有可抽的件。"))
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(
                reference=new_reference(Campaign, "CC"), title=title.strip(), year=year, office=office, size=size,
                share=share, state=SEALED, population=population, digest=digest_of(population),
                request_key=request_key, by=by, at=clock.now(),
            )  # fmt: skip
            campaign.programmes.set(chosen)
            write_log(room=ROOM, subject=campaign.reference, verb="seal", by=by, after=SEALED,
                      data={"population": len(population), "digest": campaign.digest})  # fmt: skip
    except IntegrityError:
        return Campaign.objects.get(request_key=request_key)
    return campaign


def _population(programmes: list[Programme], year: int) -> list[Scored]:
    rows = Decision.objects.in_force().filter(application__programme__in=programmes, year=year, outcome="granted")
    return score_all(rows.select_related("submission", "application").order_by("number"))


def draw(*, campaign: Campaign, seed: str, by: Person) -> Campaign:
    """Publish the seed and draw; each item goes to an officer who had no part in it."""
    require(may_sample(by, campaign.office))
    if not seed.strip():
        raise NotPossible(_("请写种子，例如当天公布的一个公开号码。"))
    with moving(campaign, "draw", states=CAMPAIGN_STATES, moves=CAMPAIGN_MOVES, room=ROOM, by=by,
                data={"seed": seed.strip()}) as row:  # fmt: skip
        row.seed, row.drawn_at = seed.strip(), clock.now()
        drawn = draw_from(row.population, size=row.size, share=row.share, seed=row.seed)
        scored = {each["number"]: each for each in row.population}
        rows = Decision.objects.filter(number__in=list(scored)).select_related("application__enterprise")
        decisions = {each.number: each for each in rows}
        officers = _Officers(row.office)
        CampaignItem.objects.bulk_create(
            CampaignItem(
                campaign=row, application=decisions[each.number].application, decision=decisions[each.number],
                how=each.how, place=place, score=scored[each.number]["score"], parts=scored[each.number]["parts"],
                officer=officers.for_(decisions[each.number]),
            )
            for place, each in enumerate(drawn, 1)
        )  # fmt: skip
    return campaign


class _Officers:
    """Gives items out evenly; nobody gets what they worked on or decided, or of an enterprise of their own."""

    def __init__(self, office: Bureau) -> None:
        self.people = list(officers_of(office).order_by("pk"))
        self.load = {each.pk: 0 for each in self.people}
        self.own = {
            each.pk: set(Enterprise.subjects.filter(ties(each, "pk")).values_list("pk", flat=True))
            for each in self.people
        }

    def for_(self, decision: Decision) -> Person | None:
        """The officer with the least so far; None when everybody had a part in it."""
        case = decision.application
        free = [each for each in self.people if each.pk not in (decision.by_id, case.officer_id)
                and case.enterprise_id not in self.own[each.pk]]  # fmt: skip
        chosen = min(free, key=lambda each: self.load[each.pk], default=None)
        if chosen is not None:
            self.load[chosen.pk] += 1
        return chosen


def record_result(
    *, item: CampaignItem, by: Person, result: str, answers: Mapping[str, str], note: str = ""
) -> CampaignItem:
    """What came of one item, once: `result` is fine or problem. A problem needs its words and opens a finding."""
    require(may_check(by, item))
    if result not in {"fine", "problem"}:
        raise NotPossible(_("请选择结果。"))
    if set(answers) != set(CHECKLIST) or not set(answers.values()) <= {"yes", "no", "na"}:
        raise NotPossible(_("请逐项回答检查表。"))
    if result == "problem" and not note.strip():
        raise NotPossible(_("发现问题请写明情况。"))
    with transaction.atomic():
        row: CampaignItem = lock(CampaignItem.objects.all()).get(pk=item.pk)
        if row.result:
            if (row.result, row.checked_by_id) == (result, by.pk):
                return row
            raise NotPossible(_("这件已有结果。"))
        if row.campaign.state != DRAWN:
            raise NotPossible(_("这次抽查现在不能记录结果。"))
        row.result, row.answers, row.note = result, dict(answers), note.strip()
        row.checked_by, row.checked_at = by, clock.now()
        if result == "problem":
            row.finding = open_finding(
                decision=row.decision, source="sampling", kind="recovery", cause=f"sampling:{row.pk}", say=row.note,
                since_on=clock.today(), by=by, details={"campaign": row.campaign.reference, "answers": row.answers},
            )  # fmt: skip
        row.save()
        write_log(room=ROOM, subject=row.campaign.reference, verb="check", by=by, after=result, reason=row.note,
                  data={"decision": row.decision.number})  # fmt: skip
    return row


def hand_over(*, person: Person, heir: Person | None, by: Person) -> str:
    """What somebody who leaves has not checked yet goes to their heir; says how many. Raises NotPossible: no heir, or
    one who may not check it."""
    rows = list(lock(CampaignItem.objects.filter(officer=person, result="")).order_by("pk"))
    if rows and heir is None:
        raise NotPossible(_("手上还有 %(n)d 件抽查没有结果，请写由谁接手。") % {"n": len(rows)})
    for row in rows:
        row.officer = heir
        if heir is not None and not (answer := may_check(heir, row)):
            raise NotPossible(f"{row.decision.number}：{answer.why}")
        row.save(update_fields=["officer"])
        data = {"decision": row.decision.number, "from": person.username, "to": heir.username if heir else ""}
        write_log(room=ROOM, subject=row.campaign.reference, verb="hand-over", by=by, data=data)
    return _("待核查的抽查 %(n)d 件") % {"n": len(rows)} if rows else ""


def finish(*, campaign: Campaign, by: Person) -> Campaign:
    """End a campaign: every item has its result."""
    require(may_sample(by, campaign.office))
    with moving(campaign, "finish", states=CAMPAIGN_STATES, moves=CAMPAIGN_MOVES, room=ROOM, by=by) as row:
        left = row.items.filter(result="").count()
        if left:
            raise NotPossible(_("还有 %(n)d 件没有结果。") % {"n": left})
    return campaign
