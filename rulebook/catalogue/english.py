"""English beside the texts of a catalogue: `en: {say: …}` in the mapping that holds the text, or the word list `words`.

Chinese is the record; English is looked up by the Chinese text when something is shown, so no hash and no verdict
knows of it. An entry's own English comes first, then the word list, then what another entry says of the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from rulebook.catalogue.faults import near
from rulebook.catalogue.model import Place
from rulebook.catalogue.records import ByKey, Key, Record
from rulebook.catalogue.shapes import Later, ListOf, MapOf, OneOf, Shape
from rulebook.catalogue.source import Faults, Item
from rulebook.catalogue.values import BLANK, TEXT
from rulebook.saying import say
from rulebook.telling import HAN

# for those who write the catalogue, or names of what stands elsewhere
SILENT = frozenset({"note", "id", "slug", "url", "phone", "page", "email", "example", "expect_all", "expect_none",
                    "grade", "gaps", "ties"})  # fmt: skip
CITED = frozenset(["cite", "number", "source", "basis"])  # may have English; a document is also found by its Chinese
UNSHOWN = frozenset(["例子", "义务的例子", "workers ", "expect ", "一行"])


@dataclass(frozen=True)
class Text:
    """One text a reader sees. `english` is "" where there is none; `entry` is the folder or file it belongs to."""

    place: Place
    key: str
    chinese: str
    english: str
    entry: str
    counts: bool = True


@dataclass(frozen=True)
class English:
    """The English of one catalogue. `words`: Chinese → English wherever the word stands alone."""

    texts: tuple[Text, ...]
    words: Mapping[str, str]

    def of(self, text: str, entry: str = "") -> str:
        """The English of a text, "" where it has none; `entry` ("programmes/srdi-award") speaks for itself first."""
        return self._own.get(entry, {}).get(text) or self.words.get(text) or self._anywhere.get(text, "")

    def complete(self, entry: str) -> bool:
        """Whether every text of an entry has English."""
        return not any(each.entry == entry for each in self.lacking)

    @cached_property
    def counted(self) -> int:
        """How many texts English is asked for."""
        return sum(each.counts for each in self.texts)

    @cached_property
    def lacking(self) -> tuple[Text, ...]:
        """The texts without English."""
        return tuple(each for each in self.texts if each.counts and not self.of(each.chinese, each.entry))

    @cached_property
    def _own(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for each in self.texts:
            if each.english:
                found.setdefault(each.entry, {}).setdefault(each.chinese, each.english)
        return found

    @cached_property
    def _anywhere(self) -> Mapping[str, str]:
        return {each.chinese: each.english for each in reversed(self.texts) if each.english}


def entry_of(path: str) -> str:
    """`yangpu/programmes/srdi-award/2022-06-01.yaml` → programmes/srdi-award; of other files the path in the layer."""
    parts = path.removesuffix(".md").removesuffix(".en").removesuffix(".yaml").split("/")[1:]
    return "/".join(parts[:2])


def read_texts(shape: Shape, item: Item, faults: Faults) -> tuple[Text, ...]:
    """Every text of one file that readers see; an `en` that belongs to no text beside it is a fault."""
    entry = entry_of(item.file)
    return tuple(replace(each, entry=entry) for each in _texts(shape, item, None, faults))


def read_answer(head: Item, body: str, english: tuple[Item, str] | None, faults: Faults) -> tuple[Text, ...]:
    """The paragraphs of an answer, and its question where the English stands in a file of its own."""
    entry, start = entry_of(head.file), Place(head.file, head.line)
    chinese, said = paragraphs(body), paragraphs(english[1]) if english else []
    if english and len(said) != len(chinese):
        faults.add(english[0], say("英文有 {count} 段，中文有 {texts} 段：要一段对一段。", count=len(said),
                                   texts=len(chinese)))  # fmt: skip
    said = said if len(said) == len(chinese) else [""] * len(chinese)
    found = [Text(start, "text", *pair, entry) for pair in zip(chinese, said, strict=True)]
    title, translated = head.get("title"), english[0].get("title") if english else None
    if title is not None and translated is not None:
        found.append(Text(Place(title.file, title.line, title.column), "title", title.text.strip(),
                          translated.text.strip(), entry))  # fmt: skip
    return tuple(found)


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def read_words(item: Item) -> dict[str, str]:
    """The word list of a layer."""
    words = item.get("words")
    return {key: value.text.strip() for key, _, value in words.items()} if words is not None else {}


def _texts(shape: Shape, item: Item, named: Item | None, faults: Faults) -> Iterator[Text]:
    """`named` is the key of a map under which the item stands, where that is its name."""
    if isinstance(shape, Later):
        yield from _texts(shape.get(), item, None, faults)
    elif isinstance(shape, ByKey):
        case = next((each for key, each in shape.cases if item.get(key) is not None), shape.otherwise)
        yield from _texts(case, item, None, faults)
    elif isinstance(shape, OneOf):
        for each in shape.shapes:
            yield from _texts(each, item, named, faults)
    elif isinstance(shape, ListOf):
        for part in item.list():
            yield from _texts(shape.of, part, None, faults)
    elif isinstance(shape, MapOf):
        for _, at, part in item.items():
            yield from _texts(shape.of, part, at, faults)
    elif isinstance(shape, Record) and item.is_map and shape.title not in UNSHOWN:
        yield from _record(shape, item, named if shape.named else None, faults)


def _record(shape: Record, item: Item, named: Item | None, faults: Faults) -> Iterator[Text]:
    beside = item.get("en")
    written = {key: each for key, _, each in beside.items()} if beside is not None else {}
    keys = {key.name: key for key in shape.keys if says_text(key) and key.name not in SILENT}
    mine = {name: at for name in keys if (at := item.get(name)) is not None}
    _belongs(shape, beside, mine.keys() | ({"name"} if named is not None else set()), faults)
    if named is not None:
        yield from _pairs("name", named, written.get("name"), faults)
    for name, at in mine.items():
        yield from (_mapped if at.is_map else _pairs)(name, at, written.get(name), faults)
    for key in shape.keys:
        value = item.get(key.name)
        if value is not None and key.name != "en":
            yield from _texts(key.shape, value, None, faults)


def _belongs(shape: Record, beside: Item | None, mine: Iterable[str], faults: Faults) -> None:
    """Every key of `en` is the English of a text that stands beside it."""
    known = sorted(mine)
    for key, at, _ in beside.items() if beside is not None else ():
        if key not in known:
            faults.add(at, say("{what}的 en 里写了“{key}”，旁边没有这段文字{near}", what=say(shape.title), key=key,
                               near=near(key, known)))  # fmt: skip


def _pairs(key: str, at: Item, written: Item | None, faults: Faults) -> Iterator[Text]:
    """Texts with their English: one and one, or a list and a list of the same length."""
    texts = at.list() if at.is_list else [at]
    english = ([written] if not written.is_list else written.list()) if written is not None else []
    if written is not None and (len(english) != len(texts) or written.is_map):
        faults.add(written, say("en 的“{key}”有 {count} 段英文，旁边有 {texts} 段文字：要一一对应。", key=key,
                                count=len(english), texts=len(texts)))  # fmt: skip
        english = []
    for place, each in enumerate(texts):
        yield from _text(key, each, english[place] if english else None)


def _mapped(key: str, at: Item, written: Item | None, faults: Faults) -> Iterator[Text]:
    """A map of words: of each entry its key, or its value where the key is a code; English by the same keys."""
    english = written if written is not None and written.is_map else None
    if written is not None and (english is None or not english.pairs.keys() <= at.pairs.keys()):
        faults.add(written, say("en 的“{key}”要和旁边的对照用同样的键。", key=key))
    for name, place, value in at.items():
        yield from _text(key, place if HAN.search(name) else value, english.get(name) if english is not None else None)


def _text(key: str, at: Item, english: Item | None) -> Iterator[Text]:
    text = at.text.strip()
    if HAN.search(text):
        said = english.text.strip() if english is not None else ""
        yield Text(Place(at.file, at.line, at.column), key, text, said, "", key not in CITED)


def says_text(key: Key) -> bool:
    """Whether a key holds a text, or a list of texts, in the writer's own words."""
    return any(each is TEXT or each is BLANK for each in _alternatives(key.shape))


def _alternatives(shape: Shape) -> Iterator[Shape]:
    if isinstance(shape, ListOf):
        yield from _alternatives(shape.of)
    elif isinstance(shape, OneOf):
        for each in shape.shapes:
            yield from _alternatives(each)
    else:
        yield shape
