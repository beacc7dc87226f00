"""Questions as data: what is asked, of which kind, when, within which limits; pages of them make a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    SEVERAL = "several"
    YES_NO = "yes-no"
    SCALE = "scale"
    FILE = "file"
    TABLE = "table"
    NOTE = "note"


KINDS = {
    Kind.TEXT: _("一行文字"), Kind.LONG: _("多行文字"), Kind.NUMBER: _("数字"), Kind.MONEY: _("金额（元）"),
    Kind.DATE: _("日期"), Kind.CHOICE: _("单选"), Kind.SEVERAL: _("多选"), Kind.YES_NO: _("是或否"),
    Kind.SCALE: _("量表"), Kind.FILE: _("文件"), Kind.TABLE: _("表格"), Kind.NOTE: _("说明文字"),
}  # fmt: skip
LISTED = {Kind.CHOICE, Kind.SEVERAL, Kind.SCALE}  # kinds that offer choices
IN_ROWS = set(Kind) - {Kind.TABLE, Kind.NOTE, Kind.FILE, Kind.SEVERAL}  # kinds a column of a table may have


@dataclass(frozen=True)
class Words:
    """A text in Chinese and, where somebody wrote it, in English; `str` is in the reader's language."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.en or self.zh) if english else (self.zh or self.en)

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def plain(self) -> list[str]:
        return [self.zh, self.en]


NONE = Words()


@dataclass(frozen=True)
class Choice:
    """One answer that is offered; `score` is what it is worth where answers are added up."""

    key: str
    label: Words
    score: Decimal | None = None


@dataclass(frozen=True)
class Question:
    """One question. `when` and `limit` are FEEL: the first over answers to earlier questions, the second over its own
    as well; `says` is told where the limit is not kept. `places`: digits behind the point, 0 for whole numbers, None
    for any. `columns` are a table's. A file may have to be one of `pictures`. `unsure`: words of an answer that says
    nothing yet, offered beside yes and no.
    """

    key: str
    kind: Kind
    label: Words = NONE
    help: Words = NONE
    required: bool = False
    when: str = ""
    limit: str = ""
    says: Words = NONE
    unit: str = ""
    places: int | None = None
    choices: tuple[Choice, ...] = ()
    columns: tuple[Question, ...] = ()
    pictures: bool = False
    unsure: Words = NONE

    @property
    def asks(self) -> bool:
        """Whether anything is answered; a note only says something."""
        return self.kind != Kind.NOTE

    @property
    def kind_words(self) -> str:
        return str(KINDS[self.kind])

    def choice(self, key: object) -> Choice | None:
        return next((each for each in self.choices if each.key == key), None)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it: only what is said."""
        found: dict[str, Any] = {"key": self.key, "kind": str(self.kind)}
        found |= {name: words.plain() for name in WORDS if (words := getattr(self, name))}
        found |= {
            name: value for name in ("required", "when", "limit", "unit", "pictures") if (value := getattr(self, name))
        }
        if self.places is not None:
            found["places"] = self.places
        if self.choices:
            found["choices"] = [_choice_plain(each) for each in self.choices]
        if self.columns:
            found["columns"] = [each.plain() for each in self.columns]
        return found


WORDS = ("label", "help", "says", "unsure")


def _choice_plain(choice: Choice) -> dict[str, Any]:
    score = {} if choice.score is None else {"score": str(choice.score)}
    return {"key": choice.key, "label": choice.label.plain(), **score}


@dataclass(frozen=True)
class Page:
    """Questions that are asked together. A page without a key has no head of its own."""

    key: str
    label: Words
    questions: tuple[Question, ...]
    when: str = ""

    def plain(self) -> dict[str, Any]:
        said = {"key": self.key, "label": self.label.plain(), "questions": [each.plain() for each in self.questions]}
        return said | ({"when": self.when} if self.when else {})


@dataclass(frozen=True)
class Content:
    """Everything a version of a questionnaire asks, in order."""

    pages: tuple[Page, ...] = ()

    def __iter__(self) -> Iterator[Question]:
        for page in self.pages:
            yield from page.questions

    @property
    def asked(self) -> dict[str, Question]:
        """Key → question, of those that are answered, in order."""
        return {each.key: each for each in self if each.asks}

    def plain(self) -> list[dict[str, Any]]:
        return [each.plain() for each in self.pages]

    @classmethod
    def kept(cls, said: list[dict[str, Any]]) -> Content:
        """What `plain` was kept of."""
        return cls(tuple(
            Page(each["key"], Words(*each["label"]), tuple(map(question_kept, each["questions"])), each.get("when", ""))
            for each in said
        ))  # fmt: skip


def question_kept(said: Mapping[str, Any]) -> Question:
    plain: dict[str, Any] = {name: Words(*said[name]) for name in WORDS if name in said}
    plain |= {name: said[name] for name in ("required", "when", "limit", "unit", "pictures") if name in said}
    return Question(
        key=said["key"], kind=Kind(said["kind"]), places=said.get("places"),
        choices=tuple(map(_choice_kept, said.get("choices", ()))),
        columns=tuple(map(question_kept, said.get("columns", ()))), **plain,
    )  # fmt: skip


def _choice_kept(said: Mapping[str, Any]) -> Choice:
    score = said.get("score")
    return Choice(said["key"], Words(*said["label"]), None if score is None else Decimal(score))


def one_page(*questions: Question) -> Content:
    """Questions of a form that is one page."""
    return Content((Page("", NONE, questions),))


def steps(count: int, labels: Mapping[int, Words] | None = None) -> tuple[Choice, ...]:
    """The choices of a scale from 1 to `count`; ends that are said beside their number."""
    said = labels or {}
    return tuple(Choice(str(n), said.get(n, Words(str(n), str(n))), Decimal(n)) for n in range(1, count + 1))
