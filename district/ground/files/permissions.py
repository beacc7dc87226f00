"""Who may read a file: the rooms say. A file no room answers for is read by nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from district.ground.files.models import StoredFile
from district.ground.people.permissions import Answer, No
from district.ground.people.queries import Person

MayRead = Callable[[Person, StoredFile], Answer]
_readers: dict[str, list[MayRead]] = {}


def register_reader(room: str, may_read_: MayRead) -> None:
    """A room's rule for files of `room`, its own or another's: one yes is enough. Called when apps are ready."""
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
