"""Who may read a file: the rooms say. A file no room answers for is read by nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from district.ground.files.models import StoredFile
from district.ground.people.permissions import Answer, No
from district.ground.people.queries import Person

MayRead = Callable[[Person, StoredFile], Answer]
_readers: dict[str, list[MayRead]] = {}
_hidden: set[str] = set()


def register_reader(room: str, may_read_: MayRead, *, hides: bool = False) -> None:
    """A room's rule for files of `room`, its own or another's: one yes is enough. Called when apps are ready.
    `hides`: who may not read a file of it does not learn that there is one."""
    if hides:
        _hidden.add(room)
    known = _readers.setdefault(room, [])
    if may_read_ not in known:
        known.append(may_read_)


def may_read(person: Person, file: StoredFile) -> Answer:
    answer = No(_("这个文件不对您公开。"))
    for ask in _readers.get(file.room, []):
        found = ask(person, file)
        if found:
            return found
    return answer


def is_hidden(file: StoredFile) -> bool:
    """Whether who may not read it is told that there is no such file."""
    return file.room in _hidden
