"""programmes/<slug>/: programme.yaml and its dated versions, as typed objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from rulebook.catalogue import scalars
from rulebook.catalogue.examples import read_examples
from rulebook.catalogue.faults import near
from rulebook.catalogue.handling import check_handling
from rulebook.catalogue.intake import check_intake
from rulebook.catalogue.known import Known
from rulebook.catalogue.model import (
    Benefit,
    Clause,
    Condition,
    Group,
    Place,
    Programme,
    Together,
    Version,
)
from rulebook.catalogue.obligations import read_obligations
from rulebook.catalogue.repeat import check_repeat
from rulebook.catalogue.source import Faults, Item, known_keys
from rulebook.plan import nodes as p
from rulebook.plan.types import BOOLEAN, NUMBER

KINDS = ("subsidy", "award", "loan", "interest", "fee", "rent", "training", "place", "service", "recognition")
SUBJECTS = ("enterprise", "person", "base")
STATUSES = ("seed", "official", "illustrative")
PROGRAMME_KEYS = frozenset(
    [
        "name",
        "slug",
        "subject",
        "office",
        "with",
        "kind",
        "for",
        "basis",
        "summary",
        "topics",
        "owner",
        "checked_on",
        "ends",
        "note",
        "status",
        "ladder",
        "en",
        "expect_all",
        "expect_none",
    ]
)
VERSION_KEYS = frozenset(
    [
        "conditions",
        "benefit",
        "quota",
        "rank",
        "budget",
        "excludes",
        "ceiling",
        "together",
        "repeat",
        "intake",
        "evidence",
        "items",
        "process",
        "deadlines",
        "examples",
        "until",
        "basis",
        "note",
        "status",
        "obligations",
        "workers",
        "joint",
        "rubric",
        "scoring",
        "transition",
        "coverage",
        "documents",
        "checked_on",
        "summary",
        "everyone",
        "nobody",
    ]
)
CONDITION_KEYS = frozenset(["id", "say", "when", "cite", "status", "person", "note", "help", "grade"])
BENEFIT_KEYS = frozenset(
    ["amount", "cap", "pay", "per", "times", "round", "status", "say", "cite", "note", "instalments", "unit"]
)
GROUPS = ("any", "all", "none")
ROUNDS = ("fen", "yuan")


def read_programme(item: Item, slug: str, layer: str, known: Known, faults: Faults) -> Programme:
    """programme.yaml, without its versions."""
    known_keys(item, PROGRAMME_KEYS, "programme.yaml ", faults)
    written = item.get("slug")
    if written is not None and written.text != slug:
        faults.add(written, f"slug 写的是“{written.text}”，文件夹名是“{slug}”，两者要一致。")
    office = scalars.required(item, "office", "programme.yaml ", faults)
    partners = item.get("with")
    for at in [item.get("office"), *(partners.list() if partners else [])]:
        if at is not None and known.offices and at.text and at.text not in known.offices:
            faults.add(at, f"layer.yaml 里没有部门“{at.text}”{near(at.text, known.offices)}")
    basis = item.get("basis")
    return Programme(
        slug=slug, layer=layer, place=scalars.place(item), office=office,
        name=scalars.required(item, "name", "programme.yaml ", faults) or slug,
        kind=scalars.choice(item.get("kind"), KINDS, "kind ", "service", faults),
        subject=scalars.choice(item.get("subject"), SUBJECTS, "subject ", "enterprise", faults),
        with_offices=scalars.texts(item.get("with")), for_whom=scalars.texts(item.get("for")),
        topics=scalars.texts(item.get("topics")), summary=scalars.text(item.get("summary")),
        basis=tuple(_basis(each, faults) for each in (basis.list() if basis else [])),
        expect_all=scalars.text(item.get("expect_all")), expect_none=scalars.text(item.get("expect_none")),
    )  # fmt: skip


def _basis(item: Item, faults: Faults) -> dict[str, object]:
    if not item.is_map:
        return {"number": item.text}
    scalars.choice(item.get("status"), STATUSES, "basis 的 status ", "", faults)
    return {key: value.plain() for key, _, value in item.items()}


def read_version(item: Item, slug: str, since: dt.date, known: Known, faults: Faults) -> Version:
    """One dated rule file. `hash`, `uses` and `illustrative` are filled in when the whole catalogue is known."""
    known_keys(item, VERSION_KEYS, "规则文件", faults)
    check_handling(item, faults, known.offices)
    check_intake(item, faults, known.facts)
    check_repeat(item.get("repeat"), faults)
    clauses = item.get("conditions")
    ids: dict[str, Place] = {}
    conditions = tuple(_clauses(clauses, known, ids, faults)) if clauses else ()
    skip = {"conditions", "benefit", "examples", "until", "obligations"}
    return Version(
        slug=slug, since=since, until=scalars.date(item.get("until"), faults), place=scalars.place(item),
        conditions=conditions, benefit=_benefit(item.get("benefit"), known, faults),
        examples=read_examples(item.get("examples"), since, known.facts, known.derived_types, ids, faults),
        rest={key: value.plain() for key, _, value in item.items() if key not in skip},
        uses=frozenset(), hash="", illustrative=scalars.text(item.get("status")) == "illustrative",
        together=tuple(_together(item.get("together"), known, faults)), rank=_money(item.get("rank"), known, faults),
        obligations=read_obligations(item.get("obligations"), since, known, faults),
    )  # fmt: skip


def _together(item: Item | None, known: Known, faults: Faults) -> Iterator[Together]:
    if item is None or item.is_null:
        return
    if not item.is_list:
        faults.add(item, "together 应是列表，每条写成 {with: [项目…], at_most: 金额}。")
        return
    for each in item.list():
        if not each.is_map or each.get("at_most") is None:
            faults.add(each, "together 的一条应写成 {with: [项目…], at_most: 金额}。")
            continue
        limit = each.get("at_most")
        yield Together(scalars.texts(each.get("with")), _money(limit, known, faults), scalars.text(limit))


def _clauses(item: Item, known: Known, ids: dict[str, Place], faults: Faults) -> list[Clause]:
    if not item.is_list:
        faults.add(item, "conditions 应是列表，每条以 - 开头。")
        return []
    return [clause for each in item.list() if (clause := _clause(each, known, ids, faults)) is not None]


def _clause(item: Item, known: Known, ids: dict[str, Place], faults: Faults) -> Clause | None:
    if not item.is_map:
        faults.add(item, "一条条件应写成 {id: …, say: …, when: …, cite: …}。")
        return None
    for kind in GROUPS:
        part = item.get(kind)
        if part is not None:
            known_keys(item, frozenset({kind, "id", "say", "cite", "status"}), "条件组", faults)
            return Group(kind, tuple(_clauses(part, known, ids, faults)), scalars.place(item))
    known_keys(item, CONDITION_KEYS, "条件", faults)
    return _condition(item, known, ids, faults)


def _condition(item: Item, known: Known, ids: dict[str, Place], faults: Faults) -> Condition:
    id_ = scalars.required(item, "id", "条件", faults)
    if id_ and id_ in ids:
        faults.add(item, f"条件 id “{id_}”用了两次，第一次在第 {ids[id_].line} 行。")
    ids[id_] = scalars.place(item)
    when, person = item.get("when"), scalars.text(item.get("person"))
    if when is None and not person:
        faults.add(item, f"条件“{id_}”要么写 when（机器判断），要么写 person（由谁判断）。")
    scalars.choice(item.get("status"), STATUSES, "status ", "", faults)
    return Condition(
        id=id_, say=scalars.required(item, "say", f"条件“{id_}”", faults), place=scalars.place(when or item),
        plan=scalars.expression(when, known.scope, BOOLEAN, faults) if when else None,
        when=when.text if when else "", person=person, cite=scalars.text(item.get("cite")),
        status=scalars.text(item.get("status")),
    )  # fmt: skip


def _benefit(item: Item | None, known: Known, faults: Faults) -> Benefit:
    if item is None or item.is_null:
        return Benefit()
    if not item.is_map:
        faults.add(item, "benefit 应写成 {amount: …, pay: …}。")
        return Benefit()
    known_keys(item, BENEFIT_KEYS, "benefit ", faults)
    amount, cap = item.get("amount"), item.get("cap")
    return Benefit(
        amount=_money(amount, known, faults), amount_text=scalars.text(amount),
        cap=_money(cap, known, faults), cap_text=scalars.text(cap),
        pay=scalars.text(item.get("pay"), "once"), per=scalars.text(item.get("per")),
        times=scalars.whole(item.get("times"), faults), say=scalars.text(item.get("say")),
        round=scalars.choice(item.get("round"), ROUNDS, "round ", "", faults),
        status=scalars.text(item.get("status")), instalments=_instalments(item, faults),
    )  # fmt: skip


def _instalments(benefit: Item, faults: Faults) -> tuple[tuple[Decimal, str], ...]:
    """`instalments: [{share: 50 %, at: decision}, {share: 50 %, at: acceptance}]`; the shares add up to 100."""
    item = benefit.get("instalments")
    if item is None or item.is_null:
        return ()
    parts: list[tuple[Decimal, str]] = []
    for each in item.list() if item.is_list else [item]:
        if not each.is_map or each.get("share") is None:
            faults.add(each, "instalments 的一期应写成 {share: 50 %, at: decision}。")
            return ()
        known_keys(each, frozenset(["share", "at", "say"]), "instalments ", faults)
        written = scalars.text(each.get("share")).rstrip("%").strip()
        share = scalars.parse_value(written, NUMBER)
        if not isinstance(share, Decimal) or not 0 < share <= 100 or share != round(share, 2):
            faults.add(each.get("share") or each, f"share 写的是“{written}”，应是百分数，如 50 %。")
            return ()
        parts.append((share, scalars.text(each.get("at"), "decision")))
    if sum(share for share, _at in parts) != 100:
        faults.add(item, "instalments 各期的 share 合计应是 100 %。")
    if benefit.get("times") is not None:
        faults.add(item, "instalments 和 times 不能同时写：按期给付的不再分期。")
    return tuple(parts)


def _money(item: Item | None, known: Known, faults: Faults) -> p.Plan | None:
    if item is None or item.is_null:
        return None
    return scalars.expression(item, known.scope, NUMBER, faults)
