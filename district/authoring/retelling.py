"""Other English for one text of a file, or none: wherever the text stands with the English it has now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from district.authoring import document as doc
from district.authoring import texts
from rulebook.catalogue.english import paragraphs
from rulebook.catalogue.stale import Pair
from rulebook.telling import HAN

HEAD = re.compile(r"\A(---[ \t]*\n)(.*?\n)(---[^\n]*\n?)", re.DOTALL)


def retell(files: Mapping[str, str], path: str, pair: Pair, english: str) -> dict[str, str]:
    """Texts by path as they are with `english` in place of the pair's, "" to drop it; a file that goes is "".

    Lists and answers are told whole or not at all: dropping one of theirs drops them all.
    """
    text, beside = files[path], texts.english_beside(path)
    if not path.endswith(".md"):
        return _changed(files, {path: _in_yaml(text, pair, english)})
    changed = {path: HEAD.sub(lambda head: head[1] + _in_yaml(head[2], pair, english) + head[3], text, count=1)}
    if files.get(beside):
        changed[beside] = _in_answer(text, files[beside], pair, english)
    return _changed(files, changed)


def _changed(files: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in now.items() if files[path] != text}


def _in_yaml(text: str, pair: Pair, english: str) -> str:
    document = doc.load(text)
    found = [path for mapping, path in _mappings(document, ()) for path in _places(mapping, path, pair)]
    for path in found:
        doc.put(document, path if english or isinstance(path[-1], str) else path[:-1], english or None)
    return doc.dump(document) if found else text


def _mappings(value: Any, path: doc.Path) -> Iterator[tuple[CommentedMap, doc.Path]]:
    if isinstance(value, CommentedMap):
        yield value, path
    steps = value.items() if isinstance(value, CommentedMap) else enumerate(value) if isinstance(value, list) else ()
    for step, below in steps:
        yield from _mappings(below, (*path, step))


def _places(mapping: CommentedMap, path: doc.Path, pair: Pair) -> Iterator[doc.Path]:
    """Paths at which the English of the pair stands in one mapping's `en`, the innermost that can change alone."""
    beside = mapping.get("en")
    if not isinstance(beside, CommentedMap):
        return
    for key, said in beside.items():
        own = str(path[-1]) if key == "name" and key not in mapping and path else None
        for step in _within(mapping.get(key, own), said, pair):
            yield (*path, "en", key, *step)


def _within(chinese: Any, said: Any, pair: Pair) -> Iterator[doc.Path]:
    if isinstance(chinese, CommentedMap):
        each = {name: name if HAN.search(str(name)) else value for name, value in chinese.items()}
        pairs: list[tuple[tuple[Any, ...], Any, Any]]
        pairs = [((name,), each.get(name), value) for name, value in said.items()] if isinstance(said, dict) else []
    elif isinstance(said, CommentedSeq):
        several = chinese if isinstance(chinese, CommentedSeq) else [chinese]
        pairs = [((place,), *both) for place, both in enumerate(zip(several, said, strict=False))]
    else:
        pairs = [((), chinese[0] if isinstance(chinese, CommentedSeq) and chinese else chinese, said)]
    yield from (step for step, one, other in pairs if (_bare(one), _bare(other)) == (_bare(pair[0]), _bare(pair[1])))


def _in_answer(text: str, told: str, pair: Pair, english: str) -> str:
    """An answer's English with one paragraph, or its question, told anew."""
    heads = [HEAD.match(each) for each in (text, told)]
    if heads[0] is None or heads[1] is None:
        return told
    title, question = (str(doc.load(head[2]).get("title") or "") for head in heads if head)
    body = told[heads[1].end() :]
    said = dict(zip(paragraphs(text[heads[0].end() :]), paragraphs(body), strict=False))
    if (_bare(title), _bare(question)) == (_bare(pair[0]), _bare(pair[1])):
        head = doc.load(heads[1][2])
        head["title"] = english
        return heads[1][1] + doc.dump(head) + heads[1][3] + body if english else ""
    if _bare(said.get(pair[0])) != _bare(pair[1]):
        return told
    parts = re.split(r"(\n\s*\n)", body)  # a paragraph may begin with the words of another
    new = "".join(each.replace(each.strip(), english) if each.strip() == said[pair[0]] else each for each in parts)
    return told[: heads[1].end()] + new if english else ""


def _bare(text: Any) -> str:
    return "".join(str(text or "").split())
