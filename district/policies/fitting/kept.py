"""What a visitor has answered: kept in the session and nowhere else, and as a signed link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.core import signing
from django.http import HttpRequest

from district.enterprises.actions import text_of, value_of
from district.enterprises.queries import Value, normal
from district.policies.queries import FactKind

KEY, SALT = "fitting", "policies.fitting"
FIRM, TRADER, FOUNDER, STUDENT, SEEKER = "firm", "sole-trader", "founder", "student", "job-seeker"
WHO = (FOUNDER, FIRM, TRADER, STUDENT, SEEKER)
OWNERS = (FIRM, TRADER)
PERSONS = (STUDENT, SEEKER)
SAID, REGISTER = "said", "register"
MOST = 80  # answers: more than the vocabulary asks is nobody's


@dataclass(frozen=True)
class Kept:
    """Who it is, and answers: fact → canonical text; `words` as they were typed where they were not exact; `source` of
    each is said or register; `skipped` are facts the person could not tell."""

    who: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()

    @property
    def asked(self) -> int:
        """How many questions are done: told or passed over, what the register said and the first step not counted."""
        told = [name for name in self.answers if self.source.get(name) == SAID]
        return len(told) + len(self.skipped)

    def facts(self, kinds: Mapping[str, FactKind]) -> dict[str, Value]:
        """The answers as values; what the vocabulary no longer knows is dropped."""
        found: dict[str, Value] = {}
        for name, text in self.answers.items():
            if name in kinds:
                try:
                    found[name] = value_of(kinds[name], text)
                except (ValueError, ArithmeticError):
                    continue  # kept under another vocabulary
        return found

    def told(self, kind: FactKind, value: Value, *, words: str = "", source: str = SAID) -> Kept:
        """With one more answer."""
        name = kind.name
        kept = {each: text for each, text in self.words.items() if each != name} | ({name: words} if words else {})
        return replace(
            self, answers={**self.answers, name: text_of(kind, value)}, words=kept,
            source={**self.source, name: source}, skipped=tuple(each for each in self.skipped if each != name),
        )  # fmt: skip

    def without(self, names: Iterable[str]) -> Kept:
        """With some answers taken back."""
        gone = set(names)
        parts = ({k: v for k, v in each.items() if k not in gone} for each in (self.answers, self.words, self.source))
        answers, words, source = parts
        return replace(self, answers=answers, words=words, source=source,
                       skipped=tuple(each for each in self.skipped if each not in gone))  # fmt: skip

    def passed_over(self, name: str) -> Kept:
        """The person does not know."""
        return replace(self, skipped=(*(each for each in self.skipped if each != name), name)[-MOST:])


def of(request: HttpRequest) -> Kept:
    """What this visitor has said so far."""
    return read(request.session.get(KEY))


def keep(request: HttpRequest, kept: Kept) -> None:
    request.session[KEY] = asdict(kept)


def read(data: Any) -> Kept:
    """Out of a session or a link, whatever stands there; what does not fit is left out."""
    if not isinstance(data, dict):
        return Kept()
    who = data.get("who")
    answers, words, source = (_texts(data.get(key)) for key in ("answers", "words", "source"))
    skipped = data.get("skipped")
    return Kept(who if who in WHO else "", answers, words, source,
                tuple(str(each) for each in skipped[:MOST]) if isinstance(skipped, list | tuple) else ())  # fmt: skip


def _texts(data: Any) -> dict[str, str]:
    pairs = data.items() if isinstance(data, dict) else ()
    return {str(key)[:60]: normal(str(value))[:200] for key, value in list(pairs)[:MOST]}


def link(kept: Kept) -> str:
    """The answers as a signed text that fits into an address: who and answers, nothing else."""
    return signing.dumps({"who": kept.who, "answers": dict(kept.answers)}, salt=SALT, compress=True)


def of_link(token: str) -> Kept | None:
    """What a link holds; None where it is not ours."""
    try:
        data = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found = read(data)
    return replace(found, source=dict.fromkeys(found.answers, SAID))
