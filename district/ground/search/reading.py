"""A query read: what was typed by sound or wrongly put right, then cut into what is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from district.ground.record.later import later
from district.ground.search.folding import fold, is_han, loose, runs, singular, sound, sounds, stem
from district.ground.search.lexicon import FEW_LETTERS, LEAD, PREFIX, TYPED_WRONG, Lexicon

rjieba = later("rjieba")
pypinyin = later("pypinyin")

LONGEST = 60  # characters of a query that count
MOST = 16  # things asked for in one query
PHRASE = 5  # English words of one term
WINDOW = range(8, 3, -1)  # characters of a known term of which one is wrong
MIXED = re.compile(r"[\u3400-\u9fff]*[a-z]+[\u3400-\u9fff]+[a-z\u3400-\u9fff]*|[\u3400-\u9fff]+[a-z]+")
SLIPS = 3  # words whose slips are looked for: each costs a walk over all known words
STEMMED = 0.9  # how well an English word with another ending stands for it
PART = 0.6  # how well a part of an unknown word stands for it


@dataclass(frozen=True)
class Wanted:
    """One thing a query asks for; `forms` are the writings looked for, each with how well it stands for it."""

    said: str
    forms: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Reading:
    """`text` is the query as understood, `wanted` what it asks for; `instead`: what was typed, what was understood."""

    text: str
    wanted: tuple[Wanted, ...]
    instead: tuple[tuple[str, str], ...]


def read(query: str, lexicon: Lexicon, known: Callable[[str], bool]) -> Reading:
    """A query of any length and kind; `known` says whether anything that can be found holds a word."""
    folded = fold(query[: LONGEST * 2])[:LONGEST].strip()
    both = [term for term in lexicon.mixed if term in folded]
    bare = folded
    for term in both:
        bare = bare.replace(term, " ")
    instead: list[tuple[str, str]] = []
    typed = MIXED.sub(lambda found: _mixed(found[0], lexicon, instead), bare)
    pieces = [
        _han_right(run, lexicon, known, instead) if is_han(run) else _latin_right(run, lexicon, known, instead)
        for run in runs(typed)
    ]
    text = " ".join([*both, *pieces]) if instead else folded
    wanted = [Wanted(term, tuple(lexicon.forms(term).items())) for term in both]
    wanted += [each for piece in pieces for run in runs(piece) for each in _wanted(run, lexicon, known)]
    if not wanted and len(text) == 1 and text not in lexicon.asides and known(text):
        wanted = [Wanted(text, ((text, 1.0),))]
    unlike = {each.said: each for each in wanted}
    return Reading(text, tuple(unlike.values())[:MOST], tuple(instead))


def _mixed(typed: str, lexicon: Lexicon, instead: list[tuple[str, str]]) -> str:
    """小ju人, kaiban费: characters and pinyin without a blank between, where together they spell known terms."""
    term = _split("".join(sound(typed)), lexicon)
    if term is None:
        return typed
    instead.append((typed, term))
    return term


# Chinese


def _pieces(run: str, lexicon: Lexicon) -> list[str]:
    """A Chinese run cut: words with a meaning of their own first, the longest first; then rjieba's."""
    for size in range(min(lexicon.longest, len(run)), 1, -1):
        for start in range(len(run) - size + 1):
            term = run[start : start + size]
            if term in lexicon.whole:
                return [*_pieces(run[:start], lexicon), term, *_pieces(run[start + size :], lexicon)]
    return list(rjieba.cut(run)) if run else []


def _han_right(run: str, lexicon: Lexicon, known: Callable[[str], bool], instead: list[tuple[str, str]]) -> str:
    """The run with unknown stretches written as the known term that sounds the same, or is one character off."""
    pieces = _pieces(run, lexicon)
    strange = [piece not in lexicon.whole and piece not in lexicon.asides and (len(piece) == 1 or not known(piece))
               for piece in pieces]  # fmt: skip
    marks = "".join(("?" if odd else "-") * len(piece) for piece, odd in zip(pieces, strange, strict=True))
    found = _miswritten(run, marks, lexicon, known)
    if found is not None:
        start, typed, term = found
        instead.append((typed, term))
        sides = (run[:start], run[start + len(typed) :])
        return term.join(_han_right(side, lexicon, known, instead) for side in sides)
    made, stretch = "", ""
    for piece, odd in [*zip(pieces, strange, strict=True), ("", False)]:
        if piece and (odd or len(piece) == 1):
            stretch += piece
            continue
        made += _heard(stretch, lexicon, known, instead) + piece
        stretch = ""
    return made


def _miswritten(run: str, marks: str, lexicon: Lexicon, known: Callable[[str], bool]) -> tuple[int, str, str] | None:
    """(where, what, the known term) of the longest part of a run that has one character wrong, among unknown ones."""
    for size in WINDOW:
        for start in range(len(run) - size + 1):
            typed, marked = run[start : start + size], marks[start : start + size]
            if "?" not in marked or known(typed):
                continue
            for place in (place for place, mark in enumerate(marked) if mark == "?"):
                term = lexicon.wrong.get((typed[:place], typed[place + 1 :]))
                if term is not None:
                    return start, typed, term
    return None


def _heard(stretch: str, lexicon: Lexicon, known: Callable[[str], bool], instead: list[tuple[str, str]]) -> str:
    if len(stretch) <= 1 or known(stretch):
        return stretch
    heard = sounds(stretch)
    for size in range(len(stretch), 1, -1):
        for start in range(len(stretch) - size + 1):
            typed = stretch[start : start + size]
            if all(each in lexicon.asides for each in typed):
                continue
            term = _same_sound(typed, heard[start : start + size], lexicon) or _one_off(typed, lexicon)
            if term is not None and term != typed:
                instead.append((typed, term))
                before = _heard(stretch[:start], lexicon, known, instead)
                return before + term + _heard(stretch[start + size :], lexicon, known, instead)
    return stretch


def _same_sound(typed: str, heard: list[tuple[str, ...]], lexicon: Lexicon) -> str | None:
    """The term whose syllables are among those heard, where what was typed is no word of its own that only sounds near.

    Beginnings that no term has end the walk.
    """
    begun: list[tuple[str, ...]] = [()]
    for options in heard:
        begun = [longer for each in begun for one in options if (longer := (*each, one)) in lexicon.begins]
    term = next((lexicon.syllables[each] for each in begun if each in lexicon.syllables), None)
    if term is None or not rjieba.has_word(typed):
        return term
    return term if lexicon.terms[term] > LEAD and pypinyin.lazy_pinyin(typed) == pypinyin.lazy_pinyin(term) else None


def _one_off(typed: str, lexicon: Lexicon) -> str | None:
    """The term that has one other character, unless the rest is a word by itself: 告老板 is not 小老板 miswritten."""
    if len(typed) <= FEW_LETTERS or any(rjieba.has_word(part) for part in (typed[1:], typed[:-1])):
        return None
    found = (lexicon.wrong.get((typed[:place], typed[place + 1 :])) for place in range(len(typed)))
    return next((each for each in found if each is not None), None)


# Latin letters


def _latin_right(run: str, lexicon: Lexicon, known: Callable[[str], bool], instead: list[tuple[str, str]]) -> str:
    """English stays; what is none is read as pinyin, whole or by initials, or as a slip of the finger."""
    made: list[str] = []
    strange: list[str] = []
    slips = 0
    for term in [*_english(run.split(), lexicon, known), ""]:
        found = term in lexicon.means or term in lexicon.asides or term.isdecimal() or known(term) or known(stem(term))
        if term and not found:
            strange.append(term)
            continue
        right = _spelt(strange, lexicon, SLIPS - slips)
        slips += len(strange)
        instead += [(" ".join(typed), term) for typed, term in right if typed != [term]]
        made += [each for _typed, each in right] + ([term] if term else [])
        strange = []
    return " ".join(made)


def _english(words: list[str], lexicon: Lexicon, known: Callable[[str], bool]) -> Iterator[str]:
    """Words in the singular, those that mean something together as one term."""
    single = [singular(word) if not known(word) or singular(word) in lexicon.means else word for word in words]
    start = 0
    while start < len(single):
        sizes = range(min(PHRASE, len(single) - start), 1, -1)
        size = next((size for size in sizes if " ".join(single[start : start + size]) in lexicon.means), 1)
        yield " ".join(single[start : start + size])
        start += size


def _spelt(strange: list[str], lexicon: Lexicon, slips: int) -> list[tuple[list[str], str]]:
    """Unknown words, each or all together, with the term they spell; itself where they spell none."""
    if not strange:
        return []
    whole = _split(loose("".join(strange)), lexicon)
    if whole is not None:
        return [(strange, whole)]
    return [([word], _one(word, lexicon, place < slips)) for place, word in enumerate(strange)]


def _one(word: str, lexicon: Lexicon, slips: bool) -> str:
    letters = loose(word)
    found = _split(letters, lexicon)
    if found is None and len(word) >= FEW_LETTERS:
        found = lexicon.initials.get(word)
    if found is None and len(word) >= PREFIX:
        found = lexicon.starting(letters)
    if found is None and slips and len(word) in TYPED_WRONG:
        found = lexicon.near(word) or lexicon.near(letters)
    return found or word


def _split(letters: str, lexicon: Lexicon) -> str | None:
    """The fewest terms whose pinyin makes up the letters, one behind another."""
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - lexicon.most_letters), end):
            before, term = best[start], lexicon.letters.get(letters[start:end])
            if before is not None and term is not None and len(before) + 1 < len(best[end] or [""] * MOST):
                best[end] = [*before, term]
    found = best[-1]
    return "".join(found) if found else None


# what is asked for


def _wanted(run: str, lexicon: Lexicon, known: Callable[[str], bool]) -> Iterator[Wanted]:
    han = is_han(run)
    for term in _pieces(run, lexicon) if han else _english(run.split(), lexicon, known):
        if term in lexicon.means:
            yield Wanted(term, tuple(pair for pair in lexicon.forms(term).items() if len(pair[0]) > 1))
        elif term in lexicon.asides or len(term) == 1 or (term.isdecimal() and not known(term)):
            continue
        elif not han:
            near = lexicon.forms(lexicon.stems[stem(term)]) if stem(term) in lexicon.stems else {}
            yield Wanted(term, tuple({**near, stem(term): STEMMED, term: 1.0}.items()))
        elif known(term):
            yield Wanted(term, ((term, 1.0),))
        else:
            yield Wanted(term, tuple(_for_parts(term, lexicon, known)) or ((term, 1.0),))


def _for_parts(word: str, lexicon: Lexicon, known: Callable[[str], bool]) -> Iterator[tuple[str, float]]:
    """Where cutting failed, the longest known parts of a word stand for it; else what one character of it means."""
    for size in range(len(word) - 1, 1, -1):
        parts = [word[start : start + size] for start in range(len(word) - size + 1)]
        found = [part for part in parts if part in lexicon.means or (part in lexicon.terms and known(part))]
        if found:
            yield from ((form, PART * good) for part in found for form, good in lexicon.forms(part).items())
            return
    yield from (
        (form, PART * good) for one in word if one in lexicon.means for form, good in lexicon.forms(one).items()
        if form != one
    )  # fmt: skip
