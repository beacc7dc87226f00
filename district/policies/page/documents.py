"""Official documents a programme rests on: number, title, day, and the text where it may be quoted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from district.policies import plain_text
from district.policies.queries import compiled

SENTENCE = re.compile(r"[^。！？；]*[。！？；]?")
QUOTES = 2  # sentences of a document shown beside a programme
BARE = 4  # letters a name needs, its district's taken off, to be looked for in a text


@dataclass(frozen=True)
class Document:
    """A text of the catalogue, quoted word for word; `whole`: nothing but `omitted` is left out."""

    slug: str
    number: str
    title: str
    issuer: str
    issued: dt.date | None
    source: str
    publicity: str
    status: str
    whole: bool
    omitted: str
    checked_on: dt.date | None
    paragraphs: tuple[str, ...]


@lru_cache(maxsize=16)
def documents(hash_: str) -> Mapping[str, Document]:
    """Those of a release, by slug."""
    made = (_document(slug, text) for slug, text in compiled(hash_).documents.items())
    return {each.slug: each for each in made if each is not None}


def _document(slug: str, text: str) -> Document | None:
    head, body = plain_text.answer_parts(text)
    if not head.get("number"):
        return None
    said = {name: str(head.get(name) or "") for name in ("title", "issuer", "source", "publicity", "status", "omitted")}
    return Document(
        slug, str(head["number"]), issued=_day(head.get("issued")), checked_on=_day(head.get("checked_on")),
        whole=head.get("whole") is not False, paragraphs=tuple(plain_text.paragraphs(body)), **said,
    )  # fmt: skip


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


@dataclass(frozen=True)
class Basis:
    """One document a rule names. `text` is it where the catalogue holds it, `quotes` its sentences about the
    programme; `named`: what follows the number in a sentence of its own."""

    number: str
    title: str
    status: str
    cite: str
    issued: dt.date | None
    text: Document | None = None
    quotes: tuple[str, ...] = ()


def basis(hash_: str, described: Mapping[str, Any], district: str) -> list[Basis]:
    """The documents a version rests on, in the order the catalogue names them."""
    held = {each.number: each for each in documents(hash_).values()}
    found = []
    for each in described.get("basis") or []:
        number = str(each.get("number") or "")
        text = held.get(number)
        quotes = _about(text, str(described["name"]), district) if text else ()
        found.append(Basis(number, str(each.get("title") or ""), str(each.get("status") or ""),
                           str(each.get("cite") or ""), _day_of(each, text), text, quotes))  # fmt: skip
    return found


def _day_of(each: Mapping[str, Any], text: Document | None) -> dt.date | None:
    """Stored descriptions hold days as text."""
    written = each.get("issued")
    if isinstance(written, str):
        written = dt.date.fromisoformat(written)
    return _day(written) or (text.issued if text else None)


def _about(text: Document, name: str, district: str) -> tuple[str, ...]:
    """Sentences in which the programme is named, as they stand."""
    bare = name.removeprefix(district).removeprefix("区").removesuffix("补贴").removesuffix("企业")
    if len(bare) < BARE:
        bare = name
    sentences = (each[0].strip() for paragraph in text.paragraphs for each in SENTENCE.finditer(paragraph))
    return tuple(each for each in sentences if bare in each)[:QUOTES]
