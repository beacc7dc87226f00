"""Rows of addresses that are read: what each role is answered, for a thing of each sort where it is about one."""

from __future__ import annotations

import inspect
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, get_resolver

from district.ground.acts.refusing import named
from district.ground.tables.registry import TABLES
from tests.house.matrix import given
from tests.house.matrix.acting import Cells
from tests.house.matrix.kinship import Whose
from tests.house.matrix.roles import COLUMNS, cast_for
from tests.house.matrix.things import NOBODYS, groups
from tests.house.test_routes import is_ours

WORD = re.compile(r"<(?:(\w+):)?(\w+)>")
BESIDE = {"kind": ("pdf", "docx", "decision"), "year": ("2022",), "place": ("1",), "order": ("1",), "serial": ("1",),
          "number": ("1",), "calendar": ("sessions",)}  # fmt: skip
POST_ONLY = 405
NOT_ASKED = given.NO_THING | given.BY_LINK
MOST, THINGS = 6, 3  # kinds, and things of a kind, that are tried for an address
PROBED = ("holder", "firm", "person", "officer", "auditor", "admin", "expert", "steward")
ENOUGH = ("stranger", "firm", "officer", "expert")  # of the API's lists, whose doors are the lists' own
Found = tuple[type[Model], str]


def patterns(prefix: str = "", resolver: Any = None) -> Iterator[tuple[str, URLPattern]]:
    for each in (resolver or get_resolver()).url_patterns:
        if hasattr(each, "url_patterns"):
            yield from patterns(prefix + str(each.pattern), each)
        else:
            yield prefix + str(each.pattern), each


def rows(of: dict[str, str], asked: Callable[[str], bool]) -> Iterator[tuple[str, str, Cells]]:
    """`of`: address → the things it is about, as the table has them; what it lacks is looked for."""
    lists = {f"api/v1/{each.key}" for each in TABLES}
    with mock.patch("django.template.backends.django.Template.render", lambda *_args, **_more: ""):
        for path, each in patterns():
            if not is_ours(each) or "^" in path or path in NOT_ASKED or not reads(path, each) or not asked(path):
                continue
            words = WORD.findall(path)
            if words:
                yield from _about(path, each, words[0][1], of.get(path, ""))
                continue
            found = cells(f"/{path}", Whose(), ENOUGH if path in lists else COLUMNS)
            if str(POST_ONLY) not in found.values():
                yield path, NOBODYS, found


def reads(path: str, route: URLPattern) -> bool:
    """Whether the address is looked at, not only posted to."""
    if path.startswith("api/"):
        return not getattr(route.callback, "acts", ())
    return bool(getattr(route.callback, "reads", True))


def _about(path: str, route: URLPattern, word: str, stored: str) -> Iterator[tuple[str, str, Cells]]:
    said = given.OF.get(path, "") or stored
    if path in given.OUTER:
        word = next(name for _kind, name in WORD.findall(path) if name not in given.OUTER[path])
    found = _read(said) if said else next((e for e in _candidates(route, word) if _opens(path, word, *e)), None)
    if found is None:
        yield path, "none", {}
        return
    model, field = found
    for group, things in sorted(groups(model).items()):
        made = _first(path, word, field, things)
        if str(POST_ONLY) not in made.values():
            yield path, f"{model._meta.label}.{field} {group}", made


def _opens(path: str, word: str, model: type[Model], field: str) -> bool:
    """Whether an address with a thing of this kind is answered to anybody."""
    for things in groups(model).values():
        for thing, owner in things[:2]:
            cast = cast_for(owner)
            for address in _addresses(path, word, field, thing):
                tried = {answer(address, cast[name]) for name in PROBED if name in cast}
                if tried & {"yes", "on", str(POST_ONLY)}:
                    return True
    return False


def _read(stored: str) -> Found:
    label, _dot, field = stored.split(" ")[0].rpartition(".")
    return apps.get_model(label), field


def _candidates(route: URLPattern, word: str) -> Iterator[Found]:
    """Kinds whose address this may be: by the act of the address, else those of its own room first."""
    for act in getattr(route.callback, "acts", ()):
        if act.on is not None and act.by == word:
            yield act.on(cast_for(Whose())["admin"]).model, act.by
            return
    module = inspect.unwrap(route.callback).__module__.split(".")
    found = []
    for model in apps.get_models():
        name = "reference" if word == "id" else word
        try:
            model._meta.get_field(name) if name != "pk" else model._meta.pk
        except FieldDoesNotExist:
            continue
        common = _common(module, model.__module__.split("."))
        if model.__module__.startswith("district.") and common > 1:
            found.append((-common, model._meta.label, model, name))
    for _near, _label, model, name in sorted(found, key=lambda each: each[:2])[:MOST]:
        yield model, name


def _common(one: list[str], other: list[str]) -> int:
    """How many folders two modules share from the top."""
    return sum(1 for _pair in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _first(path: str, word: str, field: str, things: list[tuple[Any, Whose]]) -> Cells:
    """What all are answered of the first thing that is answered to anybody who is asked before; else of the first."""
    tried = [(address, owner) for thing, owner in things[:THINGS] for address in _addresses(path, word, field, thing)]
    for address, owner in tried:
        if "yes" in (probed := cells(address, owner, PROBED)).values():
            return cells(address, owner, known=probed)
    return cells(*tried[0])


def _addresses(path: str, word: str, field: str, thing: Any) -> Iterator[str]:
    said = {name: str(named(thing, where)) for name, where in given.OUTER.get(path, {}).items()}
    others = [name for _kind, name in WORD.findall(path) if name != word and name not in said]
    for chosen in itertools.product(*(BESIDE.get(name, ("1",)) for name in others)):
        yield "/" + _filled(path, {word: str(getattr(thing, field)), **said, **dict(zip(others, chosen, strict=True))})


def _filled(path: str, said: dict[str, str]) -> str:
    return WORD.sub(lambda match: said[match[2]], path)


def cells(address: str, owner: Whose, columns: tuple[str, ...] = COLUMNS, known: Cells | None = None) -> Cells:
    """`known`: what was asked before."""
    known = known or {}
    return {
        column: known[column] if column in known else answer(address, person)
        for column, person in cast_for(owner).items() if column in columns
    }  # fmt: skip


CLIENTS: dict[int | None, Client] = {}


def client_of(person: Any) -> Client:
    key = person.pk if person else None
    if key not in CLIENTS:
        CLIENTS[key] = Client(raise_request_exception=False)
        if person is not None:
            CLIENTS[key].force_login(person)
    return CLIENTS[key]


def answer(address: str, person: Any) -> str:
    found = client_of(person).get(address)
    if found.status_code in (301, 302):
        return "login" if "/accounts/login/" in found["Location"] else "on"
    return {200: "yes", 403: "no", 401: "login"}.get(found.status_code, str(found.status_code))
