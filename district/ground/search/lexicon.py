"""The words search knows: those of titles, names and first sentences, and the synonyms; by writing and by sound."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from district.ground.record.later import later
from district.ground.search.asides import ASIDES
from district.ground.search.folding import fold, initials, is_han, runs, singular, sound, stem
from district.ground.search.things import Thing

rjieba = later("rjieba")

TITLE, TERM, NAME, LEAD = 4, 3, 2, 1  # what a word is worth when two sound the same; TERM: of tags and synonyms
JOINED = 4  # words of a title taken together at most
FEW_LETTERS, PREFIX, TYPED_WRONG = 2, 4, range(5, 21)
STEP = 0.05
LEAST = 0.7


@dataclass(frozen=True)
class Words:
    """What is known of words beside the things: what the district is called, which words say the same, and which stand
    for others; `otherwise`: what words stand for that no thing holds."""

    here: tuple[str, ...] = ()
    same: Sequence[Sequence[str]] = ()
    means: Mapping[str, Sequence[str]] = field(default_factory=dict)
    otherwise: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Lexicon:
    """Known terms with their worth, how they sound and what else they ask for. Built once, then only read."""

    def __init__(self, words: Words, things: Iterable[Thing]) -> None:
        kept = list(things)
        meant = _meanings(words)
        self.means = {**_unheld(words.otherwise, kept), **meant}
        self.asides = ASIDES | set(words.here)
        self.terms: dict[str, int] = {}
        self.english: set[str] = set()
        for thing in kept:
            self._take(thing)
        self.written = set(self.terms)  # by those who write the catalogue: what one may have meant to write
        for word in meant:
            self._know(word, TERM)
        self.stems = {stem(word): word for word in self.means if not is_han(word) and " " not in word}
        self.mixed = sorted((each for each in self.means if not is_han(each) and len(runs(each)) > 1), key=len)[::-1]
        self.whole = {*self.means, *(fold(name) for thing in kept if thing.kind == "office" for name in thing.names)}
        self.longest = max(map(len, self.whole), default=0)
        self._by_sound()

    def _take(self, thing: Thing) -> None:
        for worth, texts in ((TITLE, (thing.title,)), (TERM, thing.tags), (NAME, (thing.english, *thing.names)),
                             (LEAD, (thing.lead,))):  # fmt: skip
            for run in (run for text in texts for run in runs(fold(text))):
                if not is_han(run):
                    self.english |= {singular(word) for word in run.split() if not word.isdecimal()}
                    continue
                words = list(rjieba.cut(run))
                for size in range(1, JOINED + 1 if worth > LEAD else 2):
                    for start in range(len(words) - size + 1):
                        self._know("".join(words[start : start + size]), worth)
                if worth > LEAD:
                    self._know(run, worth)

    def _know(self, term: str, worth: int) -> None:
        if len(term) > 1 and is_han(term):
            self.terms[term] = max(self.terms.get(term, 0), worth)
        elif not is_han(term):
            self.english |= {singular(word) for word in term.split()}

    def _by_sound(self) -> None:
        """Syllables, letters, initials and one wrong character → the term that is worth most, then the shortest."""
        self.syllables: dict[tuple[str, ...], str] = {}
        self.initials: dict[str, str] = {}
        self.wrong: dict[tuple[str, str], str] = {}
        for term in sorted(self.terms, key=lambda each: (-self.terms[each], len(each), each)):
            heard = sound(term)
            self.syllables.setdefault(heard, term)
            if self.terms[term] > LEAD or len(heard) > FEW_LETTERS:
                self.initials.setdefault(initials(heard), term)
            if len(term) > FEW_LETTERS and term in self.written and self.terms[term] >= TERM:
                for place in range(len(term)):
                    self.wrong.setdefault((term[:place], term[place + 1 :]), term)
        self.begins = {heard[:size] for heard in self.syllables for size in range(1, len(heard) + 1)}
        self.letters = {"".join(heard): term for heard, term in reversed(self.syllables.items())}
        self.spelt = sorted(self.letters)
        self.most_letters = max(map(len, self.spelt), default=0)

    def starting(self, letters: str) -> str | None:
        """The term worth most of those whose pinyin begins so."""
        found = []
        for spelt in self.spelt[bisect_left(self.spelt, letters) :]:
            if not spelt.startswith(letters):
                break
            found.append(self.letters[spelt])
        return min(found, key=lambda each: (-self.terms[each], len(each), each), default=None)

    def near(self, letters: str) -> str | None:
        """The English word or the term by pinyin that is one slip of the finger away."""
        pattern = _slips(letters)
        word = min((each for each in self.english if _close(each, letters) and pattern.fullmatch(each)), default=None)
        if word is not None:
            return word
        found = [self.letters[each] for each in self.spelt if _close(each, letters) and pattern.fullmatch(each)]
        return min(found, key=lambda each: (-self.terms[each], len(each), each), default=None)

    def forms(self, term: str) -> dict[str, float]:
        """What a word asks for and how well: itself, what it means, and what stands for these both ways."""
        found = {term: 1.0}
        targets = [each for each in self.means.get(term, ()) if is_han(each) or not is_han(term)]
        for place, target in enumerate(targets):
            found.setdefault(target, max(1 - STEP * (place + 1), LEAST))
        return found


def _close(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= 1


def _slips(letters: str) -> re.Pattern[str]:
    """One letter more, fewer, or another; or two that changed places."""
    made = set()
    for place in range(len(letters) + 1):
        made.add(letters[:place] + "." + letters[place:])
        if place < len(letters):
            made |= {letters[:place] + ".?" + letters[place + 1 :]}
            made.add(letters[:place] + letters[place : place + 2][::-1] + letters[place + 2 :])
    return re.compile("|".join(sorted(made)))


def _unheld(otherwise: Mapping[str, Sequence[str]], things: Iterable[Thing]) -> dict[str, tuple[str, ...]]:
    """Words that no thing holds, with what they stand for."""
    texts = "\n".join(fold(" ".join((each.title, *each.names, *each.tags, each.lead, each.body))) for each in things)
    return {word: tuple(meant) for word, meant in otherwise.items() if word not in texts}


def _meanings(words: Words) -> Mapping[str, tuple[str, ...]]:
    """Folded word → folded words it asks for: of its line, then one way, then what stands for those."""
    same: dict[str, list[str]] = {}
    for group in words.same:
        folded = [fold(each) for each in group]
        for word in folded:
            same.setdefault(word, []).extend(other for other in folded if other != word)
    found: dict[str, list[str]] = {word: list(others) for word, others in same.items()}
    for word, targets in words.means.items():
        wanted = [fold(each) for each in targets]
        found.setdefault(_key(fold(word)), []).extend(
            [*wanted, *(each for target in wanted for each in same.get(target, ()))]
        )
    return {_key(word): tuple(dict.fromkeys(each for each in others if each != word)) for word, others in found.items()}


def _key(folded: str) -> str:
    """English is asked for in the singular."""
    return " ".join(map(singular, folded.split())) if not is_han(folded) else folded
