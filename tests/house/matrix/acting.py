"""Rows of acts: each done by each role with a full body, on a thing of each sort, and undone."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.datastructures import MultiValueDict

from district.ground.acts.acts import Act, Done, Invalid, perform
from district.ground.acts.refusing import why_of
from district.ground.acts.registry import ACTS
from tests.house.matrix import given
from tests.house.matrix.bodies import body_of
from tests.house.matrix.given_bodies import BODIES
from tests.house.matrix.kinship import Whose
from tests.house.matrix.roles import cast_for
from tests.house.matrix.things import NOBODYS, groups

Cells = dict[str, str]
CLOSED, UNSEEN, YES, NO, NOT_NOW, FORM = "·", "404", "yes", "no", "not now", "form"
FAULT = "fault"


def rows(asked: Callable[[str], bool]) -> Iterator[tuple[str, str, Cells]]:
    """(act, whose thing, column → what came of it); `asked`: whether an act is, by its key."""
    for act in ACTS:
        if not asked(act.key):
            continue
        if act.key in given.OF_LINKS:
            yield act.key, "by its link", {}
            continue
        if act.on is None:
            yield act.key, NOBODYS, cells(act, None, Whose())
            continue
        model = act.on(cast_for(Whose())["admin"]).model
        found = groups(model)
        for group in sorted(found):
            yield act.key, f"{model._meta.object_name} {group}", best(act, found[group])
        if not found:
            yield act.key, f"{model._meta.object_name} none", {}


PROBED = ("holder", "firm", "person", "officer", "leader", "treasurer", "finance", "auditor", "admin", "expert")


def best(act: Act[Any], things: list[tuple[Any, Whose]]) -> Cells:
    """What came of the first thing with which somebody could do it; else of the first on which it can be done now."""
    ready = [(thing, owner) for thing, owner in things if act.now is None or not act.now(thing)] or things
    for thing, owner in ready:
        cast = cast_for(owner)
        if any(cell(act, cast[name], thing) == YES for name in PROBED if name in cast):
            return cells(act, thing, owner)
    return cells(act, *ready[0])


def cells(act: Act[Any], thing: Any, owner: Whose) -> Cells:
    return {column: cell(act, person, thing) for column, person in cast_for(owner).items()}


def cell(act: Act[Any], person: Any, thing: Any) -> str:
    if not act.door(person):
        return CLOSED
    seen = None
    if act.on is not None:
        seen = act.on(person).filter(pk=thing.pk).first()
        if seen is None:
            return UNSEEN
    with transaction.atomic():
        try:
            outcome = done(act, person, seen)
        except Exception as fault:  # nobody's answer: named by the test
            outcome = f"{FAULT} {type(fault).__name__}"
        transaction.set_rollback(True)
    return outcome


def done(act: Act[Any], person: Any, thing: Any) -> str:
    if act.may is not None and not act.may(person, thing):
        return NO  # asked before the thing's state: as it stands nobody could, which would say of nobody who might
    if act.now is not None and act.now(thing):
        return NOT_NOW
    if act.key in given.ONLY_ASKED:
        return YES
    try:
        data, files = body(act, person, thing)
    except Http404:
        return UNSEEN
    except Exception as error:
        if why_of(error) is None:
            raise
        return NOT_NOW
    key = str(uuid.uuid4())
    try:
        outcome = perform(act, by=person, thing=thing, data=data, files=files, key=key, also=also(act), proved=True)
    except Http404:
        return UNSEEN
    if isinstance(outcome, Done):
        return YES
    if isinstance(outcome, Invalid):
        return FORM
    return NO if outcome.denied else NOT_NOW


def body(act: Act[Any], person: Any, thing: Any) -> tuple[Any, Any]:
    data, files = MultiValueDict[str, Any](), MultiValueDict[str, Any]()
    if act.asks is not None:
        data, files = body_of(act.form(person, thing))
    more: Mapping[str, Any] = BODIES[act.key](person, thing) if act.key in BODIES else {}
    for name, value in more.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data, files


def also(act: Act[Any]) -> dict[str, Any]:
    """What an address gives the action besides the thing."""
    takes = inspect.signature(act.do).parameters
    asked = getattr(act.asks, "base_fields", {})
    return {name: value for name, value in given.BESIDE.items()
            if name in takes and name not in asked and name != act.named}  # fmt: skip
