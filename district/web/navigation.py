"""The menus as a person sees them: what rooms bring, by wing. An entry whose page is not built yet is not shown.

Entries that stand under another are a *family*: the menu shows its head, its pages show a row of them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from district.ground.bringing.menu import Entry, entries, wings

HOME = 6  # characters of `/desk/`: an address as short is where one is only when it is the very page


@dataclass(frozen=True)
class Door:
    """An entry this person may use: its address, whether it is where they are, what the menu's search looks in;
    `under`: the route of its family's head, "" where it is one itself.
    """

    label: str
    route: str
    url: str
    icon: str
    here: bool
    first: bool
    words: str
    wing: str
    under: str = ""


@dataclass(frozen=True)
class Part:
    """A wing with the doors that are open in it; "" is the top of a menu. `open`: where the person is."""

    key: str
    label: str
    doors: list[Door] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return any(each.here for each in self.doors)


def menu(shell: str, request: HttpRequest, asked: str = "") -> list[Part]:
    """Every page this person has, by wing, wings in their order; with `asked` only those it is found in."""
    asked = asked.lower().strip()
    return _by_wing(shell, [door for door in _open(shell, request) if asked in door.words])


def short(shell: str, request: HttpRequest) -> list[Part]:
    """The same with one door a family: its head, which is also found by what the others are called."""
    found = _open(shell, request)
    beside: dict[str, list[Door]] = {}
    for door in found:
        beside.setdefault(door.under or door.route, []).append(door)
    return _by_wing(shell, [_head(door, beside[door.route]) for door in found if not door.under])


def family(shell: str, request: HttpRequest) -> list[Door]:
    """The pages that stand beside the one asked for; empty where it stands alone or lies deeper."""
    found = _open(shell, request)
    at = next((door for door in found if door.url == request.path), None)
    if at is None:
        return []
    head = at.under or at.route
    beside = [door for door in found if head in (door.under, door.route)]
    return beside if len(beside) > 1 else []


def doors(shell: str, request: HttpRequest) -> list[Door]:
    """Every page without the wings."""
    return [door for part in menu(shell, request) for door in part.doors]


def _by_wing(shell: str, found: list[Door]) -> list[Part]:
    shown = [Part("", ""), *(Part(each.key, str(each.label)) for each in sorted(wings, key=lambda each: each.place)
                             if each.shell == shell)]  # fmt: skip
    for part in shown:
        part.doors.extend(door for door in found if door.wing == part.key)
    return [each for each in shown if each.doors]


def _head(door: Door, of_family: list[Door]) -> Door:
    return replace(door, here=any(each.here for each in of_family), words=" ".join(each.words for each in of_family))


def _open(shell: str, request: HttpRequest) -> list[Door]:
    """The doors open to this person, asked once a request: permissions ask the database."""
    known: dict[str, list[Door]] = request.__dict__.setdefault("_doors", {})
    if shell not in known:
        known[shell] = _ask(shell, request)
    return known[shell]


def _ask(shell: str, request: HttpRequest) -> list[Door]:
    """By place; the one with the longest address that fits is where they are. One whose head is shut to them stands by
    itself.
    """
    named = {each.key: str(each.label) for each in wings if each.shell == shell} | {"": ""}
    mine = [each for each in sorted(entries, key=lambda each: each.place)
            if each.shell == shell and each.wing in named and each.may(request.user)]  # fmt: skip
    found = [door for entry in mine if (door := _door(entry, named[entry.wing])) is not None]
    routes = {door.route for door in found}
    at = max((len(door.url) for door in found if _fits(door.url, request.path)), default=0)
    return [
        replace(
            door,
            here=len(door.url) == at and _fits(door.url, request.path),
            under=door.under if door.under in routes else "",
        )
        for door in found
    ]


def _fits(url: str, path: str) -> bool:
    return path == url or (len(url) > HOME and path.startswith(url))


def _door(entry: Entry, wing: str) -> Door | None:
    try:
        url = reverse(entry.route)
    except NoReverseMatch:
        return None
    label = str(entry.label)
    return Door(
        label=label, route=entry.route, url=url, icon=entry.icon, here=False, first=entry.first,
        words=f"{label} {wing} {entry.words}".lower(), wing=entry.wing, under=entry.under,
    )  # fmt: skip
