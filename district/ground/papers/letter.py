"""What an official paper says, without how it looks."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

# What XML cannot hold (and no printer shows) goes; a soft line break from a word processor is a line break.
BREAKS = re.compile("[\v\f\x85\u2028\u2029]|\r\n?")
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Table:
    """A table in a paper: its heads, its rows as text, how wide each column is against the others.

    `right` names the columns set flush right (amounts), counted from 0. Heads are repeated on every page.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    right: tuple[int, ...] = ()

    @property
    def shares(self) -> tuple[int, ...]:
        """How wide each column is; equal where nothing is said."""
        return self.widths or (1,) * len(self.head)


@dataclass(frozen=True)
class Part:
    """One paragraph. `level` 0 is plain text, 1 to 3 headings of that depth; `items` are numbered lines below it."""

    text: str
    level: int = 0
    items: tuple[str, ...] = ()
    table: Table | None = None


def _personally(part: Part) -> Part:
    items = tuple(each.replace("你单位", "你") for each in part.items)
    return replace(part, text=part.text.replace("你单位", "你"), items=items)


@dataclass(frozen=True)
class Annex:
    """An annex (附件): on a page of its own, after the signature."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Letter:
    """One paper: from `office`, numbered, titled, to somebody, in parts, signed and dated.

    `check` is the address at which it can be verified, `check_code` what to type there; both empty for a paper
    that is not verified. `notes` stand small at the end. `disclosure` is its 公开属性, `contact` who answers
    questions, `copies` who else gets it (抄送), `signed_by` who signs by hand on it. `sample` prints 样张 across
    every page: a paper that binds nobody.
    """

    office: str
    number: str
    title: str
    to: str
    parts: tuple[Part, ...]
    date: dt.date
    signer: str = ""
    notes: tuple[str, ...] = ()
    check: str = ""
    check_code: str = ""
    disclosure: str = ""
    contact: str = ""
    copies: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = field(default=())
    signed_by: tuple[str, ...] = ()
    sample: bool = False

    def to_a_person(self) -> Letter:
        """The same words to a natural person: 你, where an organisation is 你单位."""
        return replace(self, parts=tuple(_personally(each) for each in self.parts))

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it: printable text only, the date in the official form."""
        said = {**asdict(self), "date": official_date(self.date), "signer": self.signer or self.office}
        return dict(_printable(said))

    @classmethod
    def kept(cls, said: dict[str, Any], *, check: str = "", check_code: str = "") -> Self:
        """The paper that `plain` was kept of, with the address and code by which it is verified."""
        year, month, day = (int(each) for each in re.findall(r"\d+", said["date"]))
        annexes = tuple(Annex(each["title"], _parts(each["parts"])) for each in said["annexes"])
        return cls(**{
            **said, "date": dt.date(year, month, day), "parts": _parts(said["parts"]), "annexes": annexes,
            "check": check, "check_code": check_code,
            **{name: tuple(said[name]) for name in ("notes", "copies", "signed_by")},
        })  # fmt: skip

    @property
    def digest(self) -> str:
        """SHA-256 over what it says, but for how it is verified."""
        said = {**self.plain(), "check": "", "check_code": ""}
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def lines(self) -> list[str]:
        """Every sentence in order: what both files must hold."""
        plain = Letter.kept(self.plain())
        found = [*([plain.disclosure] if plain.disclosure else []), plain.office, plain.number, plain.title]
        found += [f"{plain.to}："] if plain.to else []
        found += [line for part in plain.parts for line in said(part)]
        found += [annexed(plain)] if plain.annexes else []
        found += [*signatures(plain), plain.signer, official_date(plain.date), *remarks(plain)]
        for annex in plain.annexes:
            found += [annex.title, *(line for part in annex.parts for line in said(part))]
        return [*(each for each in found if each), *imprint(plain)]


def said(part: Part) -> list[str]:
    """What one part says, line by line, its table cell by cell."""
    cells = [*part.table.head, *(cell for row in part.table.rows for cell in row)] if part.table else []
    return [each for each in (part.text, *numbered(part), *cells) if each]


def numbered(part: Part) -> list[str]:
    """The items as they are written."""
    return [f"{n}. {item}" for n, item in enumerate(part.items, start=1)]


def annexed(letter: Letter) -> str:
    """The line that announces the annexes."""
    if len(letter.annexes) == 1:
        return f"附件：{letter.annexes[0].title}"
    return "附件：" + "\n".join(f"{n}. {each.title}" for n, each in enumerate(letter.annexes, start=1))


def signatures(letter: Letter) -> list[str]:
    """A line to sign on, for each who signs by hand."""
    return [f"{name}（签名）：" for name in letter.signed_by]


def remarks(letter: Letter) -> list[str]:
    """What stands under the date: whom to ask, then the notes."""
    return [*([f"（联系人：{letter.contact}）"] if letter.contact else []), *letter.notes]


def imprint(letter: Letter) -> list[str]:
    """The imprint (版记): who else gets it; who printed it and when. A paper without a number has none."""
    if not letter.number:
        return []
    copied = [f"抄送：{'，'.join(letter.copies)}。"] if letter.copies else []
    return [*copied, letter.office, f"{official_date(letter.date)}印发"]


def official_date(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def printable(text: str) -> str:
    """Text that any file can hold: odd line ends become line feeds, control characters go."""
    return UNPRINTABLE.sub("", BREAKS.sub("\n", text))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value


def _parts(said: list[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(each["text"], each["level"], tuple(each["items"]), _table(each["table"])) for each in said)


def _table(said: dict[str, Any] | None) -> Table | None:
    if said is None:
        return None
    rows = tuple(tuple(row) for row in said["rows"])
    return Table(tuple(said["head"]), rows, tuple(said["widths"]), tuple(said["right"]))
