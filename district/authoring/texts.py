"""Texts of a catalogue's files: which may be drafted, one form of line ends, differences, three-way merging."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

MINE, MIDDLE, THEIRS = "<<<<<<< 草案", "=======", ">>>>>>> 已发布"
MARKED = re.compile(rf"^({re.escape(MINE)}|{re.escape(THEIRS)})$", re.MULTILINE)
EDITED = re.compile(
    r"[\w-]+/(layer\.yaml|vocabulary\.yaml|parameters/[\w-]+\.yaml|tables/[\w-]+\.(yaml|dmn)|answers/[\w-]+(\.en)?\.md"
    r"|programmes/[\w-]+/(programme|\d{4}-\d{2}-\d{2})\.yaml)"
)
LONGEST = 400_000  # characters of one file


def may_be_drafted(path: str) -> bool:
    """Programmes, their dated rules, parameters, decision tables, offices, questions and answers; nothing else."""
    return EDITED.fullmatch(path) is not None


def english_beside(path: str) -> str:
    """The file that holds an answer's English, or nothing for a file whose English stands within."""
    answer = "/answers/" in path and path.endswith(".md") and not path.endswith(".en.md")
    return f"{path.removesuffix('.md')}.en.md" if answer else ""


def slug_of(path: str) -> str:
    """The programme a file belongs to, or nothing for a file that several rest on."""
    parts = path.split("/")
    return parts[2] if len(parts) > 3 and parts[1] == "programmes" else ""


def shared(paths: Iterable[str]) -> list[str]:
    """Those paths on which more than one programme may rest."""
    return [path for path in paths if not slug_of(path)]


def day_of(path: str) -> str:
    """`2022-01-01` of a dated rule's path, else nothing."""
    stem = PurePosixPath(path).stem
    return stem if slug_of(path) and stem != "programme" else ""


def normal(text: str) -> str:
    """As the catalogue's files are: LF, no byte order mark, one line end at the end."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    return plain if not plain.strip() or plain.endswith("\n") else plain + "\n"


def mark(text: str) -> str:
    """A short digest: what a form was filled in over, to notice that somebody saved meanwhile."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def overlay(files: Mapping[str, str], changed: Mapping[str, str]) -> dict[str, str]:
    """A release's files with a draft's in their place; one that the draft leaves empty is gone."""
    return {path: text for path, text in {**files, **changed}.items() if text or path not in changed}


def different(files: Mapping[str, str], changed: Mapping[str, str]) -> dict[str, str]:
    """Of the changed files those that really differ."""
    return {path: text for path, text in changed.items() if files.get(path, "") != text}


Line = tuple[str, str]


def diff(old: str, new: str, context: int = 3) -> list[Line]:
    """The difference as (kind, line) with kind `add`, `gone`, `same` or `hunk`; empty when there is none."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=context)
    return [_line(each) for place, each in enumerate(lines) if place > 1]


def _line(text: str) -> Line:
    kinds = {"+": "add", "-": "gone", " ": "same"}
    return (kinds[text[0]], text[1:]) if text[:1] in kinds else ("hunk", text.strip("@ "))


def merge(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    """Both changes to a text in one, and whether some lines clashed: those stand between marks, both ways."""
    if mine == theirs or theirs == base:
        return mine, False
    if mine == base:
        return theirs, False
    rows = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    out: list[str] = []
    clashed = False
    for same, old, own, other in _regions(*rows):
        if same or own == other:
            out += own
        elif own == old:
            out += other
        elif other == old:
            out += own
        else:
            clashed = True
            out += [f"{MINE}\n", *own, f"{MIDDLE}\n", *other, f"{THEIRS}\n"]
    return "".join(out), clashed


def _regions(
    base: list[str], mine: list[str], theirs: list[str]
) -> Iterator[tuple[bool, list[str], list[str], list[str]]]:
    """The three texts cut where all agree: (all the same, base, mine, theirs) in order."""
    own, other = _matches(base, mine), _matches(base, theirs)
    at = (0, 0, 0)
    for place in range(len(base)):
        if place in own and place in other:
            here = (place, own[place], other[place])
            if here != at:
                yield False, base[at[0] : here[0]], mine[at[1] : here[1]], theirs[at[2] : here[2]]
            line = base[place : place + 1]
            yield True, line, line, line
            at = (here[0] + 1, here[1] + 1, here[2] + 1)
    if at != (len(base), len(mine), len(theirs)):
        yield False, base[at[0] :], mine[at[1] :], theirs[at[2] :]


def _matches(old: list[str], new: list[str]) -> dict[int, int]:
    """Line numbers of `old` → those of `new` with the same line, in order."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return {a + step: b + step for a, b, size in matcher.get_matching_blocks() for step in range(size)}
