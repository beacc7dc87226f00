"""Writes of the register: the vocabulary, facts, sizes, memberships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from district.enterprises.events.happening import register_changed
from district.enterprises.models import Enterprise, Fact, FactKind, Membership, Subject
from district.enterprises.permissions import may_declare, may_vouch
from district.enterprises.queries import told_of
from district.enterprises.storing import ensure_enterprises, store_facts
from district.enterprises.values import BadValue, Value, parse, text_of, value_of
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import official

ROOM = "enterprises"
facts_changed = Signal()  # sent after facts changed, with enterprise_ids: list[int]; policies computes sizes anew


@transaction.atomic
def define_facts(*, kinds: Iterable[Mapping[str, Any]]) -> None:
    """Bring the vocabulary in line with the catalogue; a kind that left it stays, for the facts that name it."""
    for position, kind in enumerate(kinds):
        FactKind.objects.update_or_create(
            name=kind["name"], defaults={**{k: v for k, v in kind.items() if k != "name"}, "position": position}
        )


def record_facts(
    *,
    enterprise: Enterprise,
    facts: Mapping[str, Value],
    grade: str,
    source: str,
    valid_from: dt.date,
    by: Person | None = None,
    note: str = "",
    anew: bool = False,
) -> int:
    """Put down facts of one enterprise; returns how many are new. The same value of the same date changes nothing.
    `anew`: what stands is known to be wrong, so that this takes its place though it is of an earlier date.
    """
    kinds = FactKind.objects.in_bulk(list(facts))
    texts = {name: text_of(kinds[name], value) for name, value in facts.items()}
    with transaction.atomic():
        changed = store_facts(
            {enterprise.pk: texts}, grade=grade, source=source, valid_from=valid_from, by=by, note=note,
            anew=anew,
        )  # fmt: skip
    if changed:
        facts_changed.send(sender=Enterprise, enterprise_ids=[enterprise.pk])
    return changed


def declare_fact(
    *, enterprise: Enterprise, name: str, written: object, by: Person, note: str = "",
    valid_from: dt.date | None = None,
) -> Fact:  # fmt: skip
    """An enterprise says something of itself: grade declared, true from today, or from an earlier `valid_from` where
    it is asked about that day. What others vouch for can only be contested, with a `note`: the word is kept for
    officers to look at and is proof of nothing. Raises BadValue, Refused.
    """
    require(may_declare(by, enterprise))
    kind = FactKind.objects.filter(name=name, subject__in=(enterprise.subject, *_run_by(enterprise))).first()
    if kind is None:
        raise BadValue(_("没有这项事实。"))
    if not kind.asked and not note.strip():
        raise BadValue(kind.not_asked + "。")
    value = parse(kind, written)
    if value is None:
        raise BadValue(_("请填写“%(name)s”。") % {"name": name})
    since, grade = valid_from or clock.today(), Fact.Grade.DECLARED
    standing = Fact.objects.filter(enterprise=enterprise, kind=kind, grade=grade, known_until=None)
    with transaction.atomic():
        if standing.filter(valid_from__gt=since).exists():
            return _declare_past(enterprise, kind, text_of(kind, value), since, by, note)
        record_facts(
            enterprise=enterprise, facts={name: value}, grade=grade, source=_said(enterprise), valid_from=since, by=by,
            note=note,
        )  # fmt: skip
        return standing.get()


def _run_by(enterprise: Enterprise) -> tuple[str, ...]:
    return (Subject.ENTERPRISE,) if enterprise.operator_id else ()


def _said(enterprise: Enterprise) -> str:
    return _("本人申报") if enterprise.is_person else _("企业申报")


def _declare_past(enterprise: Enterprise, kind: FactKind, text: str, since: dt.date, by: Person, note: str) -> Fact:
    """What holds of an earlier day than the value that stands: put down and closed at once; the other stands."""
    now = clock.now()
    fact = Fact.objects.create(
        enterprise=enterprise, kind=kind, value=text, grade=Fact.Grade.DECLARED, source=_said(enterprise),
        valid_from=since, known_from=now, known_until=now, by=by, note=note,
    )  # fmt: skip
    facts_changed.send(sender=Enterprise, enterprise_ids=[enterprise.pk])
    return fact


def confirm_fact(*, enterprise: Enterprise, name: str, by: Person) -> Fact:
    """The enterprise confirms a value that stands: the same value, declared today. Raises BadValue, Refused."""
    require(may_vouch(by, enterprise))
    known = Fact.objects.filter(enterprise=enterprise, kind=name, known_until=None).order_by("grade", "-valid_from")
    row = known.select_related("kind").first()
    if row is None:
        raise BadValue(_("还没有“%(name)s”可以确认。") % {"name": name})
    return declare_fact(enterprise=enterprise, name=name, written=_written(row), by=by)


def supply_fact(*, enterprise: Enterprise, name: str, written: object, by: Person, note: str = "") -> Fact:
    """The enterprise completes what is known of it. Raises BadValue, Refused."""
    require(may_vouch(by, enterprise))
    return declare_fact(enterprise=enterprise, name=name, written=written, by=by, note=note)


def _written(row: Fact) -> str:
    return {"true": "是", "false": "否"}.get(row.value, row.value) if row.kind.type == "boolean" else row.value


def contest_fact(*, enterprise: Enterprise, name: str, written: object, note: str, by: Person) -> Fact:
    """The enterprise says otherwise than the register, and why; officers see it among the contested facts."""
    require(may_vouch(by, enterprise))
    if not note.strip():
        raise BadValue(_("请说明为什么有异议。"))
    return declare_fact(enterprise=enterprise, name=name, written=written, by=by, note=note.strip())


@dataclass(frozen=True)
class Delivery:
    """What one source says of enterprises: (code, name, facts) each, all of it true from the same day."""

    firms: Iterable[tuple[str, str, Mapping[str, Value]]]
    source: str
    valid_from: dt.date
    grade: str = Fact.Grade.REGISTER


def take_in(
    *,
    firms: Iterable[tuple[str, str, Mapping[str, Value]]],
    source: str,
    valid_from: dt.date,
    grade: str = Fact.Grade.REGISTER,
) -> list[int]:
    """Data exchange: (code, name, facts) of enterprises, new or known; returns the ids whose facts changed."""
    return take_in_all([Delivery(firms, source, valid_from, grade)])


def take_in_all(deliveries: Iterable[Delivery]) -> list[int]:
    """Several deliveries, one after another; what follows from changed facts is reckoned once, after the last."""
    kinds = FactKind.objects.in_bulk()
    changed: list[int] = []
    for each in deliveries:
        rows = ((code, name, {key: text_of(kinds[key], value) for key, value in facts.items()})
                for code, name, facts in each.firms)  # fmt: skip
        while chunk := list(islice(rows, 1000)):
            _take_in_chunk(chunk, each, changed)
    changed = list(dict.fromkeys(changed))
    if changed:
        facts_changed.send(sender=Enterprise, enterprise_ids=changed)
    return changed


def _take_in_chunk(chunk: Sequence[tuple[str, str, Mapping[str, str]]], delivery: Delivery, changed: list[int]) -> None:
    source, day = delivery.source, delivery.valid_from
    with transaction.atomic():
        made, by_code = ensure_enterprises(chunk, on=day, source=source)
        store_facts({by_code[code]: texts for code, _name, texts in chunk}, grade=delivery.grade, source=source,
                    valid_from=day, fresh_ids=frozenset(made), changed=changed)  # fmt: skip


def set_sizes(*, sizes: Mapping[int, str], as_of: dt.date) -> None:
    """Store the computed size class of enterprises; an empty text is unknown. Only policies calls this."""
    by_size: dict[str, list[int]] = {}
    for pk, size in sizes.items():
        by_size.setdefault(size, []).append(pk)
    with transaction.atomic():
        for size, ids in by_size.items():
            for start in range(0, len(ids), 900):
                rows = Enterprise.objects.filter(pk__in=ids[start : start + 900])
                rows.exclude(size=size, size_as_of=as_of).update(size=size, size_as_of=as_of)


TITLE = 200  # letters a notice's title has room for


def tell_members(
    enterprise: Enterprise, *, title: str, body: str = "", link: str, room: str, subject: str,
    needs_action: bool = False, kind: str = "notice", office: Bureau | None = None,
) -> None:  # fmt: skip
    """A notice to every confirmed member of an enterprise, and to agents who hear for it. Its name leads the title,
    which is all an SMS carries: a person may act for several. See `record.actions.post`.
    """
    named = title if enterprise.name in title else f"{enterprise.name}：{title}"
    with official():
        post(to=told_of(enterprise), title=named[:TITLE], body=body, link=link, room=room, subject=subject,
             needs_action=needs_action, kind=kind, office=office)  # fmt: skip


def join(*, person: Person, enterprise: Enterprise, role: str = Membership.Role.OWNER) -> Membership:
    """Make a person a confirmed member without a claim: demonstration data and data exchange."""
    membership, _created = Membership.objects.update_or_create(
        person=person, enterprise=enterprise,
        defaults={"state": Membership.State.CONFIRMED, "role": role, "since": clock.now(), "until": None},
    )  # fmt: skip
    return membership


__all__ = [
    "BadValue",
    "Delivery",
    "confirm_fact",
    "contest_fact",
    "declare_fact",
    "define_facts",
    "facts_changed",
    "join",
    "parse",
    "record_facts",
    "register_changed",
    "set_sizes",
    "supply_fact",
    "take_in",
    "take_in_all",
    "tell_members",
    "text_of",
    "value_of",
]
