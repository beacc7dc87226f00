"""Kinds of long work: each room says once what it does, who may drive it and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from django.db.models import Max, QuerySet
from django.utils.functional import Promise

from district.ground.bringing.registry import Registry
from district.ground.people.permissions import Answer, Refused
from district.ground.people.queries import Person
from district.ground.record.moves import MoveRefused
from district.ground.work import words
from district.ground.work.models import Work

Tell = Callable[..., None]
Own = TypeVar("Own", bound=Work)


class Stopped(Exception):
    """Somebody stopped the work, or another worker has it: leave everything as it is."""


class Halt(Exception):
    """It cannot go on as it stands; `str()` says why. The row in hand is undone, those before it stay."""


class Broken(Exception):
    """It comes to nothing until somebody puts it right; `str()` says what."""


@dataclass(frozen=True)
class Piece:
    """What is done in one transaction. `place`: its number in the work, the same on every try; `rows` it counts for."""

    place: int
    subject: str = ""
    rows: int = 1
    data: Any = None


class Doing:
    """One worker's hands on one piece of work; a kind's own class does the work.

    What takes long and writes nothing belongs into `pieces()`, between the transactions; `do` is short. `tell(done=,
    total=)` keeps progress within one piece, renews the lease and raises Stopped.
    """

    refusals: tuple[type[Exception], ...] = (Refused, MoveRefused)
    whole = False  # whether a fault of one piece breaks the whole: its rows are to be done again, not passed over

    def __init__(self, work: Work, tell: Tell) -> None:
        self.work, self.tell = work, tell

    def to_try(self) -> Iterable[Piece]:
        """What has not been tried; each is done and undone again."""
        return ()

    def tried(self, piece: Piece, why: str, found: Any) -> None:
        """What the trial said: why not, empty when it would work, and what `do` returned."""

    def pieces(self) -> Iterable[Piece]:
        """What is left to do, in order."""
        raise NotImplementedError

    def do(self, piece: Piece) -> Any:
        """Do one, in a transaction that also writes down that it is done. One of `refusals` undoes it."""

    def places(self) -> Iterator[int]:
        """Numbers that follow those of the rows there are, where nothing gives a row a number of its own."""
        last = self.work.outcomes.aggregate(last=Max("place"))["last"]
        return count((last or 0) + 1)

    def breaks(self, piece: Piece) -> bool:
        """Whether a fault of this piece breaks the whole."""
        return self.whole

    def refuse(self, piece: Piece, why: str) -> None:
        """It could not be done, by one of `refusals`; beside the row that says so."""

    def finish(self) -> Mapping[str, Any] | None:
        """In the transaction that ends the work; what the log says of it. None: it is not at its end after all."""
        return {}

    def failed(self, why: str) -> None:
        """In the transaction that says it broke."""

    def leave(self) -> None:
        """After the last transaction of this turn, however it came out."""


@dataclass(frozen=True)
class Kind:
    """`noun` names it in the log (`job` → start-job, job-done); empty where the room writes its own lines.

    `may_go_on`: who lets it go on after a stop, where that is another than who may stop it.

    `turn`: seconds after which it lets other tasks of the worker go first; None where beginning anew costs too much.
    `tells`: it posts to many people row by row, so somebody looks before so many notices leave (record's outbox).
    `stopped`: what the room does in the transaction of a stop, with the reason given. `rows`: the kind's own rows with
    what `title` reads of them, so that a list fetches them together.
    """

    key: str
    room: str
    label: str | Promise
    unit: str | Promise
    doing: Callable[[Work, Tell], Doing]
    may_drive: Callable[[Person, Work], Answer]
    address: Callable[[Work], str]
    title: Callable[[Work], str]
    may_go_on: Callable[[Person, Work], Answer] | None = None
    noun: str = ""
    words: words.Words = field(default_factory=dict)
    stopped: Callable[[Work, Person | None, str], None] | None = None
    wants_why: bool = False
    tells: bool = False
    turn: float | None = 20.0
    rows: Callable[[], QuerySet[Any]] | None = None


def own(work: Work, rows: QuerySet[Own]) -> Own:
    """A piece of work as its kind's own row: itself where it is one already, else fetched."""
    return work if isinstance(work, rows.model) else rows.get(pk=work.pk)


_kinds: Registry[Kind] = Registry("long work")


def register(kind: Kind) -> None:
    """A room brings a kind when the site starts; brought twice it stands once."""
    _kinds.register(kind)
    words.keep(kind.key, kind.words)


def kind_of(work: Work) -> Kind:
    return _kinds[work.kind]


def all_kinds() -> list[Kind]:
    return list(_kinds)
