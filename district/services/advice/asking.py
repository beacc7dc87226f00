"""Writes of needs: asked, taken back, given back, ended, gone on with, ended with nobody."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.posting import mark_done
from district.ground.people.permissions import require
from district.ground.people.queries import Expert, Person
from district.ground.record.actions import official, write_log
from district.services.advice import meeting, numbers, offering, telling
from district.services.advice.facts import known_of
from district.services.advice.models import Encounter, Mode, Need, Subject
from district.services.advice.moving import REASON, ROOM, move
from district.services.advice.pairing import end_pairings
from district.services.advice.permissions import may_ask, may_coordinate, may_serve, may_speak_for
from district.services.advice.promises import promise_of
from district.services.advice.states import PLANNED

LONGEST = 4000  # characters of what is asked
AT_ONCE = 10  # open needs of one person; beyond it is a slip or no need


def ask(
    *, by: Person, subject: Subject, text: str, stage: str, request_key: uuid.UUID, street: str = "", mode: str = "",
    answers: Mapping[str, Any] | None = None, enterprise: Enterprise | None = None, wanted: Expert | None = None,
    programme: str = "", follows: Need | None = None, may_publish: bool = False,
) -> Need:  # fmt: skip
    """Somebody asks, for themselves or an enterprise; fitting experts are asked at once. Idempotent by key.

    `answers` as `surveys` keeps them. `wanted`: the adviser one had before. Raises Refused, NotPossible.
    """
    require(may_ask(by, enterprise))
    if not text.strip():
        raise NotPossible(_("请写下想问什么。"))
    if subject.ended_at is not None:
        raise NotPossible(_("这个事项已经停用，请另选一个。"))
    if mode and mode not in Mode.values:
        raise NotPossible(_("请选一种方式。"))
    promise = promise_of(programme)
    with transaction.atomic():
        if known := Need.objects.filter(request_key=request_key, asker=by).first():
            return known
        if sum(each.is_open for each in Need.objects.filter(asker=by).only("state")) >= AT_ONCE:
            raise NotPossible(_("您已有 %(n)d 件没办完的咨询，请先办完或者撤回。") % {"n": AT_ONCE})
        due = promise.accept.from_day(clock.today())
        facts = known_of(enterprise, stage=stage, street=street, mode=mode)
        need = Need.objects.create(
            reference=numbers.new_reference(numbers.NEED), office=promise.office, subject=subject, topic=subject.topic,
            programme=promise.slug, asker=by, enterprise=enterprise, whom=(enterprise or by).name[:80], stage=stage,
            street=str(facts["street"] or ""), mode=mode, text=text.strip()[:LONGEST], answers=dict(answers or {}),
            known=facts, wanted=wanted, follows=follows, asked_at=clock.now(), due_from=clock.today(),
            due_on=due.date, due_provisional=due.provisional, request_key=request_key,
            may_publish=may_publish,
        )  # fmt: skip
        write_log(room=ROOM, subject=need.reference, verb="ask", by=by, after=need.state,
                  data={"subject": subject.key, "mode": mode, "programme": promise.slug})  # fmt: skip
        offering.find(need)
    need.refresh_from_db()
    return need


def withdraw(*, need: Need, by: Person, why: str = "") -> Need:
    """Whoever asked takes it back; what was arranged, and a pairing, is over, experts are told. Raises Refused,
    MoveRefused."""
    require(may_speak_for(by, need))
    with move(need, "withdraw", by, why) as row:
        row.ended_at, row.why = clock.now(), why.strip()[:REASON]
        telling.withdrawn(row, offering.close(row))
        _cancel_what_is_planned(row, by)
        end_pairings(row.pairings.all(), by=by, why=row.why or _("需求已撤回"))
        mark_done(room=ROOM, subject=row.reference)
    return need


def end(*, need: Need, by: Person) -> Need:
    """It is over, and with it a pairing; what came of it is said by whoever asked, ten days later. Raises Refused,
    MoveRefused, NotPossible: something is still arranged, or nothing took place."""
    require(may_serve(by, need))
    with move(need, "end", by) as row:
        if row.encounters.filter(state=PLANNED).exists():
            raise NotPossible(_("还有约好没进行的服务，请先记录或者取消。"))
        if not row.encounters.filter(recorded_at__isnull=False).exists():
            raise NotPossible(_("还没有一次服务记录，不能办结。"))
        row.ended_at = clock.now()
        with official():
            why = _("咨询已办结")
        telling.ended(row, end_pairings(row.pairings.all(), by=by, why=why))
        mark_done(room=ROOM, subject=row.reference)
    return need


def again(*, need: Need, by: Person) -> Need:
    """It was not solved: the same adviser goes on; where their term is over, the coordinator finds another. Raises
    Refused, MoveRefused, NotPossible: it has been rated."""
    require(may_speak_for(by, need))
    with transaction.atomic():
        with move(need, "again", by) as row:
            if hasattr(row, "rating"):
                raise NotPossible(_("已经评价过，请再提一个咨询，可以请原来的专家。"))
            row.ended_at, row.rate_asked_at = None, None
            there = row.expert is not None and row.expert.stands()
            if there:
                telling.woken_expert(row)
        if not there:
            with official():
                why = _("专家的聘期结束")
            hand_back(need, by=by, why=why)
    return need


def give_back(*, need: Need, by: Person, why: str) -> Need:
    """The expert cannot go on: the coordinator finds another. Raises Refused, MoveRefused, NotPossible: no reason."""
    require(may_serve(by, need))
    if not why.strip():
        raise NotPossible(_("请写明为什么交回。"))
    hand_back(need, by=by, why=why)
    return need


def hand_back(need: Need, *, by: Person | None, why: str) -> None:
    """The need is the desk's again: who asked is told, the coordinator woken; what is arranged is cancelled, who were
    paired are no longer. Whoever calls has asked. Raises MoveRefused."""
    with move(need, "give_back", by, why) as row:
        name = row.expert.name if row.expert else ""
        offering.let_go(row, by=by)
        row.expert, row.woken_at = None, clock.now()
        _cancel_what_is_planned(row, by)
        end_pairings(row.pairings.all(), by=by, why=why)
        telling.given_back(row, name, why.strip())


def give_up(*, need: Need, by: Person, why: str) -> Need:
    """Nobody takes it: whoever asked is told in writing, with the reason. Raises Refused, MoveRefused, NotPossible."""
    require(may_coordinate(by, need))
    if not why.strip():
        raise NotPossible(_("请写明原因，对方会看到。"))
    with move(need, "give_up", by, why) as row:
        row.why, row.ended_at = why.strip()[:REASON], clock.now()
        offering.close(row)
        mark_done(room=ROOM, subject=row.reference)
        telling.nobody(row)
    return need


def _cancel_what_is_planned(need: Need, by: Person | None) -> None:
    """But nothing that has begun: whoever advised there still records it or signs, and their hours count."""
    rows = Encounter.objects.filter(Q(starts=None) | Q(starts__gt=clock.now()), need=need, state=PLANNED)
    for each in rows.with_elsewhere():
        meeting.drop(each, by=by, why=_("需求已撤回或者换专家"))
