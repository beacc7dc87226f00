"""The menus as a person sees them: what rooms bring, by wing. An entry whose page is not built yet is not shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from district.ground.bringing.menu import Entry, entries, wings

HOME = 6  # characters of `/desk/`: an address as short is where one is only when it is the very page


@dataclass(frozen=True)
class Door:
    """An entry this person may use: its address, whether it is where they are, what the menu's search looks in."""

    label: str
    url: str
    icon: str
    here: bool
    first: bool
    words: str


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
    """The wings in which this person has a door, in their order; with `asked` only the doors it is found in."""
    shown = [Part("", ""), *(Part(each.key, str(each.label)) for each in sorted(wings, key=lambda each: each.place)
                             if each.shell == shell)]  # fmt: skip
    by_key = {each.key: each for each in shown}
    for entry in sorted(entries, key=lambda each: each.place):
        if entry.shell == shell and entry.wing in by_key and entry.may(request.user):
            door = _door(entry, request, by_key[entry.wing].label)
            if door is not None and asked.lower().strip() in door.words:
                by_key[entry.wing].doors.append(door)
    return [each for each in shown if each.doors]


def doors(shell: str, request: HttpRequest) -> list[Door]:
    """The same without the wings."""
    return [door for part in menu(shell, request) for door in part.doors]


def _door(entry: Entry, request: HttpRequest, wing: str) -> Door | None:
    try:
        url = reverse(entry.route)
    except NoReverseMatch:
        return None
    here = request.path == url or (len(url) > HOME and request.path.startswith(url))
    label = str(entry.label)
    return Door(label, url, entry.icon, here, entry.first, f"{label} {wing} {entry.words}".lower())
