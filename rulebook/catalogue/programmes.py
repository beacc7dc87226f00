"""programmes/<slug>/: programme.yaml and its dated versions, as typed objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from rulebook.catalogue import scalars
from rulebook.catalogue.examples import read_examples
from rulebook.catalogue.format_rules import KINDS, SERVED, SUBJECTS
from rulebook.catalogue.handling import check_handling
from rulebook.catalogue.intake import check_intake
from rulebook.catalogue.known import Known
from rulebook.catalogue.model import (
    OWNERS,
    Benefit,
    Clause,
    Condition,
    Group,
    Programme,
    Together,
    Version,
)
from rulebook.catalogue.obligations import read_obligations
from rulebook.catalogue.periods import MONTHS
from rulebook.catalogue.source import Faults, Item
from rulebook.plan.nodes import Plan
from rulebook.plan.types import BOOLEAN, NUMBER
from rulebook.plan.units import unit_of
from rulebook.saying import say

GROUPS = ("any", "all", "none")


def read_programme(item: Item, slug: str, layer: str, faults: Faults) -> Programme:
    """programme.yaml, its shape checked before, without its versions."""
    written = item.get("slug")
    if written is not None and written.text != slug:
        faults.add(written, say("slug 写的是“{text}”，文件夹名是“{slug}”，两者要一致。", text=written.text, slug=slug))
    if item.get("expect_all") is not None and (none := item.get("expect_none")) is not None:
        faults.add(none, say("expect_all 和 expect_none 只能写一个。"))
    basis = item.get("basis")
    return Programme(
        slug=slug, layer=layer, place=scalars.place(item), office=scalars.text(item.get("office")),
        name=scalars.text(item.get("name")) or slug,
        kind=scalars.word(item.get("kind"), KINDS, "service"),
        subject=scalars.word(item.get("subject"), SUBJECTS, "enterprise"),
        with_offices=scalars.texts(item.get("with")), for_whom=scalars.texts(item.get("for")),
        serves=tuple(each for each in scalars.texts(item.get("serves")) if each in SERVED) or OWNERS,
        topics=scalars.texts(item.get("topics")), summary=scalars.text(item.get("summary")),
        basis=tuple(_basis(each) for each in (basis.list() if basis else [])),
        act=scalars.text(item.get("act")),
        expect_all=scalars.text(item.get("expect_all")), expect_none=scalars.text(item.get("expect_none")),
    )  # fmt: skip


def _basis(item: Item) -> dict[str, object]:
    if not item.is_map:
        return {"number": item.text}
    return {key: value.plain() for key, _, value in item.items() if key != "en"}


def read_version(item: Item, slug: str, since: dt.date, known: Known, faults: Faults) -> Version:
    """One dated rule file. `hash`, `uses` and `illustrative` are filled in when the whole catalogue is known."""
    check_handling(item, faults)
    check_intake(item, faults, known.facts)
    clauses = item.get("conditions")
    conditions: dict[str, Condition] = {}
    made = tuple(_clauses(clauses, known, conditions, faults)) if clauses else ()
    skip = {"conditions", "benefit", "examples", "until", "obligations", "en"}
    return Version(
        slug=slug, since=since, until=scalars.date(item.get("until")), place=scalars.place(item),
        conditions=made, benefit=_benefit(item.get("benefit"), known, faults),
        examples=read_examples(item.get("examples"), since, known.facts, known.derived_types, conditions, faults),
        rest={key: value.plain() for key, _, value in item.items() if key not in skip},
        uses=frozenset(), hash="", illustrative=scalars.text(item.get("status")) == "illustrative",
        together=tuple(_together(item.get("together"), known, faults)),
        rank=scalars.expression(item.get("rank"), known.scope, NUMBER, faults),
        obligations=read_obligations(item.get("obligations"), since, known, faults),
    )  # fmt: skip


def _together(item: Item | None, known: Known, faults: Faults) -> Iterator[Together]:
    for each in item.list() if item is not None else ():
        limit = each.get("at_most")
        plan = _yuan(limit, known, faults)
        yield Together(scalars.texts(each.get("with")), plan, scalars.text(limit))


def _clauses(item: Item, known: Known, found: dict[str, Condition], faults: Faults) -> list[Clause]:
    return [_clause(each, known, found, faults) for each in item.list() if each.is_map]


def _clause(item: Item, known: Known, found: dict[str, Condition], faults: Faults) -> Clause:
    for kind in GROUPS:
        part = item.get(kind)
        if part is not None:
            return Group(kind, tuple(_clauses(part, known, found, faults)), scalars.place(item))
    return _condition(item, known, found, faults)


def _condition(item: Item, known: Known, found: dict[str, Condition], faults: Faults) -> Condition:
    id_ = scalars.text(item.get("id"))
    if id_ and id_ in found:
        faults.add(item, say("条件 id “{id}”用了两次，第一次在第 {line} 行。", id=id_, line=found[id_].place.line))
    when, person = item.get("when"), scalars.text(item.get("person"))
    if when is None and not person and id_:
        faults.add(item, say("条件“{id}”要么写 when（机器判断），要么写 person（由谁判断）。", id=id_))
    if when is not None and person:
        faults.add(item, say("条件“{id}”写了 when，机器已能判断，不再写 person。", id=id_))
    made = Condition(
        id=id_, say=scalars.text(item.get("say")), place=scalars.place(when or item),
        plan=scalars.expression(when, known.scope, BOOLEAN, faults),
        when=when.text if when else "", person=person, cite=scalars.text(item.get("cite")),
        status=scalars.text(item.get("status")),
    )  # fmt: skip
    found.setdefault(id_, made)
    return made


def _benefit(item: Item | None, known: Known, faults: Faults) -> Benefit:
    if item is None or not item.is_map:
        return Benefit()
    amount, cap = item.get("amount"), item.get("cap")
    times, per = scalars.whole(item.get("times")), scalars.word(item.get("per"), MONTHS)
    if times is not None and item.get("per") is None:
        faults.add(item.get("times") or item, say("times 说几期，要和 per（按什么时期）一起写。"))
    return Benefit(
        amount=_yuan(amount, known, faults), amount_text=scalars.text(amount),
        cap=_yuan(cap, known, faults), cap_text=scalars.text(cap),
        pay=scalars.text(item.get("pay"), "once"), per=per, times=times, say=scalars.text(item.get("say")),
        round=scalars.word(item.get("round"), ("fen", "yuan")),
        status=scalars.text(item.get("status")), instalments=_instalments(item, faults),
    )  # fmt: skip


def _yuan(item: Item | None, known: Known, faults: Faults) -> Plan | None:
    """An amount; counted in anything but yuan it is a fault."""
    plan = scalars.expression(item, known.scope, NUMBER, faults)
    unit = unit_of(plan, known.scope.units).name if plan is not None else ""
    if item is not None and unit not in ("", "元"):
        faults.add(item, say("金额以元计，这里算出来的是{unit}。", unit=unit))
    return plan


def _instalments(benefit: Item, faults: Faults) -> tuple[tuple[Decimal, str], ...]:
    """`instalments: [{share: 50 %, at: decision}, {share: 50 %, at: acceptance}]`; the shares add up to 100."""
    item = benefit.get("instalments")
    if item is None or item.is_null:
        return ()
    parts: list[tuple[Decimal, str]] = []
    for each in item.list():
        share = scalars.parse_value(scalars.text(each.get("share")).rstrip("%").strip(), NUMBER)
        if not isinstance(share, Decimal) or share < 0:
            return ()  # its shape has said so
        if not 0 < share <= 100:
            faults.add(each.get("share") or each, say("share 写的是“{share}”，应大于 0，不超过 100。", share=share))
            return ()
        parts.append((share, scalars.text(each.get("at"), "decision")))
    if sum(share for share, _at in parts) != 100:
        faults.add(item, say("instalments 各期的 share 合计应是 100 %。"))
    if benefit.get("times") is not None:
        faults.add(item, say("instalments 和 times 不能同时写：按期给付的不再分期。"))
    return tuple(parts)
