"""Everything that can be found, held in memory, and in which order it answers a query. The same in any database."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from district.ground.search.folding import fold, is_han, runs, singular, stem
from district.ground.search.lexicon import Lexicon, Words
from district.ground.search.reading import Reading, Wanted, read
from district.ground.search.things import KINDS, Thing

TITLE, TAGS, LEAD, BODY = 1.0, 0.6, 0.5, 0.25  # what a word is worth where it stands
NAME, NAMED = 0.3, 0.6  # in another name: at least, and how much more the more of the name it is
IS_TITLE = 1.3  # a title or a name that is just this
SECOND = 0.15  # what a second writing of the same word adds
WHOLE, EQUAL, INSIDE = 0.5, 1.0, 0.6  # the query in the title; is the title or a name; the title in the query
SHARE = 0.15  # at most, for how much of the title was asked for
UNKNOWN, UNKNOWNS = 2.0, 2  # what an unknown word weighs, and how many of them do
COMMON = 0.1  # what a word weighs that everything holds
TELLING = 1.0  # a word at least so rare says what is meant, whatever else was typed
WEAK, WEAKEST = 0.35, 0.1  # of the best hit; of all that was asked for
STEPS = 20  # scores this close are equal: what is open comes first
ROWS = frozenset({"organisation", "expert", "notice"})  # things that are rows of one list
BUREAU = "办公室"  # the end of an office's name: who asks for an office to work in does not ask for it
ORDER = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Held:
    """A thing with its texts folded: title, tags, first sentence, the rest, then all of them; and what it is called.

    Texts have blanks around them, so that Latin words can be told.
    """

    thing: Thing
    title: str
    fields: tuple[tuple[float, str], ...]
    names: tuple[str, ...]
    called: frozenset[str]
    whole: str


def held(thing: Thing) -> Held:
    """The thing, ready to be looked through."""
    title = _text([thing.title.removesuffix(BUREAU) if thing.kind == "office" else thing.title])
    names = tuple(_text([each]) for each in (thing.english, *thing.names) if each)
    tags, lead, body = (_text(each) for each in (thing.tags, (thing.lead, thing.english_lead), (thing.body,)))
    called = frozenset(each for name in (thing.title, thing.english, *thing.names) if (each := fold(name)))
    fields = ((TITLE, title), (TAGS, tags), (LEAD, lead), (BODY, body))
    return Held(thing, title, fields, names, called, "\n".join((title, *names, tags, lead, body)))


def _text(parts: Iterable[str]) -> str:
    found = " ".join(fold(each) for each in parts if each)
    latin = [singular(word) for run in runs(found) if not is_han(run) for word in run.split()]
    return f" {' '.join([found, *latin, *map(stem, latin)])} "


@dataclass(frozen=True)
class Scored:
    """A thing with what it scored, and the writings of the query it holds."""

    thing: Thing
    score: float
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Ranked:
    """What answers a query, the best first; how the query was read; and its words that nothing holds."""

    reading: Reading
    found: tuple[Scored, ...]
    strange: tuple[str, ...] = ()


class Index:
    """Things of one catalogue on one day. Built once, only read; `rank` may add things that come and go."""

    def __init__(self, words: Words, things: Iterable[Thing]) -> None:
        self.held = [held(each) for each in things]
        self.lexicon = Lexicon(words, (each.thing for each in self.held))
        self.count = lru_cache(maxsize=4096)(self._count)

    def _count(self, *forms: str) -> int:
        """How many lasting things hold one of them anywhere."""
        return sum(any(_holds(each.whole, form) for form in forms) for each in self.held)

    def rank(self, query: str, passing: Sequence[Held] = ()) -> Ranked:
        """Answers to a query among all things and those `passing`; weak ones are left out."""

        def known(word: str) -> bool:
            return self.count(word) > 0 or any(_holds(each.whole, word) for each in passing)

        reading = read(query, self.lexicon, known)
        weights = [self._weight(each, known) for each in reading.wanted]
        strange = tuple(each.said for each, weight in zip(reading.wanted, weights, strict=True) if not weight)
        asked = sum(weights) + min(len(strange), UNKNOWNS) * UNKNOWN
        if not asked or (strange and max(weights) < TELLING):
            return Ranked(reading, (), strange)
        scored = [
            found for each in (*self.held, *passing) if (found := _score(each, reading, weights, asked)) is not None
        ]
        best = max((each.score for each in scored), default=0)
        strong = [each for each in scored if each.score >= max(WEAK * best, WEAKEST * asked)]
        return Ranked(reading, _apart(sorted(strong, key=lambda each: _place(each, best))), strange)

    def _weight(self, wanted: Wanted, known: Callable[[str], bool]) -> float:
        """The rarer, the heavier; nought for what nothing holds."""
        forms = [form for form, _good in wanted.forms]
        count = self.count(*forms)
        if not count and not any(known(form) for form in forms):
            return 0.0
        return math.log((len(self.held) + 1) / (count + 0.5)) + COMMON


def _apart(found: Sequence[Scored]) -> tuple[Scored, ...]:
    """Of the rows of a list the best keeps its place and the others come last: they say the same about the query."""
    first = {each.thing.kind: each for each in reversed(found) if each.thing.kind in ROWS}
    kept = [each for each in found if each.thing.kind not in ROWS or each is first[each.thing.kind]]
    return (*kept, *(each for each in found if each not in kept))


def _holds(text: str, form: str) -> bool:
    return form in text if is_han(form) else f" {form} " in text


def _score(each: Held, reading: Reading, weights: Sequence[float], asked: float) -> Scored | None:
    total, forms = 0.0, []
    for wanted, weight in zip(reading.wanted, weights, strict=True):
        worths = (
            sorted(
                ((_worth(each, form, own=form == wanted.said) * good, form) for form, good in wanted.forms),
                reverse=True,
            )
            if weight
            else []
        )
        worths = [pair for pair in worths if pair[0]]
        if worths:
            total += weight * (worths[0][0] + SECOND * (worths[1][0] if len(worths) > 1 else 0))
            forms += [form for _worth_, form in worths]
    if not total:
        return None
    title = each.title.strip()
    covered = sum(len(form) for form in set(forms) if form in title)
    total += asked * (_likeness(each, reading.text) + SHARE * min(1.0, covered / max(len(title), 1)))
    return Scored(each.thing, total * each.thing.weight, tuple(dict.fromkeys(forms)))


def _worth(each: Held, form: str, *, own: bool) -> float:
    """What a writing is worth where it stands best in a thing; nought where it does not.

    Another name of a page is one errand of many that lead there: only the query's `own` word is as good as a title.
    """
    if form in each.called and (own or each.thing.kind != "page" or form in each.title):
        return IS_TITLE
    field = next((worth for worth, text in each.fields if _holds(text, form)), 0.0)
    named = max((NAME + NAMED * len(form) / len(name) for name in each.names if _holds(name, form)), default=0.0)
    return max(field, named)


def _likeness(each: Held, text: str) -> float:
    """How the query as a whole is like the title or another name."""
    if text in each.called:
        return EQUAL
    if text in each.title:
        return WHOLE
    said = max((len(name) for name in each.called if len(name) > 1 and _holds(f" {text} ", name)), default=0)
    return INSIDE * said / len(text)


def _place(each: Scored, best: float) -> tuple[int, bool, int, float, str]:
    thing = each.thing
    return -round(STEPS * each.score / best), not thing.open, ORDER[thing.kind], -round(each.score, 6), thing.key
