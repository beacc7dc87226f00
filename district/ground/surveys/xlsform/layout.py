"""The sheets and columns of an XLSForm that are read and written; types and what they ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

from district.ground.surveys.questions import Kind, Question

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
ZH, EN = "中文 (zh)", "English (en)"
WORDS = {"label": "label", "hint": "help", "constraint_message": "says"}  # column → what of a question
PLAIN = ("type", "name", "required", "relevant", "constraint", "appearance", "unit", "places")
OF_CHOICES = ("list_name", "name", "score")
OF_SETTINGS = ("form_title", "form_id", "version", "default_language", "style")
LANGUAGE = re.compile(r"(?P<column>[a-z_]+)\s*::\s*(?P<language>.+)", re.IGNORECASE)
YES_NO = "yes_no"
LOOKS = {"multiline", "money", "likert", "minimal", "quick", "field-list", "thousands-sep", "numbers"}
TYPES = ("text", "integer", "decimal", "date", "select_one", "select_multiple", "note", "image", "file",
         "begin_group", "end_group", "begin_repeat", "end_repeat")  # fmt: skip
OTHER_NAMES = {"begin group": "begin_group", "end group": "end_group", "begin repeat": "begin_repeat",
               "end repeat": "end_repeat", "string": "text", "int": "integer", "photo": "image",
               "select one": "select_one", "select multiple": "select_multiple",
               "select_many": "select_multiple"}  # fmt: skip


@dataclass(frozen=True)
class CellFault:
    """A cell that is refused: where, and what was expected. `question`: whose it is; `part`: which column."""

    sheet: str
    row: int
    column: str
    why: str
    question: str = ""
    part: str = ""

    def plain(self) -> dict[str, str | int]:
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "why": self.why,
                "question": self.question, "part": self.part}  # fmt: skip


def language_of(text: str) -> str:
    """`zh`, `en`, or nothing."""
    said = text.strip().lower()
    code = re.search(r"\(([a-z-]+)\)$", said)
    if code:
        return {"zh": "zh", "en": "en"}.get(code[1].split("-")[0], "")
    if said in {"中文", "简体中文", "汉语", "chinese", "zh", "zh-cn", "zh-hans"}:
        return "zh"
    return "en" if said in {"english", "en", "英文", "英语"} else ""


def type_and_list(said: str) -> tuple[str, str]:
    """`select_one trades` → (select_one, trades)."""
    plain = " ".join(said.split())
    for other, name in OTHER_NAMES.items():
        if plain.lower() == other or plain.lower().startswith(f"{other} "):
            plain = name + plain[len(other) :]
            break
    word, _space, rest = plain.partition(" ")
    return word.lower(), rest.strip()


def kind_of(word: str, look: str, keys: list[str], list_name: str) -> tuple[Kind, int | None, bool] | None:
    """(kind, places, pictures) of a type with its appearance; None where it asks nothing we know."""
    looks = set(look.split())
    if word == "select_one":
        if list_name == YES_NO and keys == ["yes", "no"]:
            return Kind.YES_NO, None, False
        scale = "likert" in looks and keys == [str(n) for n in range(1, len(keys) + 1)] and bool(keys)
        return (Kind.SCALE if scale else Kind.CHOICE), None, False
    found: dict[str, tuple[Kind, int | None, bool]] = {
        "text": (Kind.LONG if "multiline" in looks else Kind.TEXT, None, False),
        "integer": (Kind.NUMBER, 0, False),
        "decimal": (Kind.MONEY if "money" in looks else Kind.NUMBER, None, False),
        "date": (Kind.DATE, None, False), "select_multiple": (Kind.SEVERAL, None, False),
        "note": (Kind.NOTE, None, False), "image": (Kind.FILE, None, True), "file": (Kind.FILE, None, False),
    }  # fmt: skip
    return found.get(word)


def type_of(question: Question) -> tuple[str, str]:
    """A question's type and appearance."""
    lists = f"{question.key}_list"
    return {
        Kind.TEXT: ("text", ""), Kind.LONG: ("text", "multiline"), Kind.MONEY: ("decimal", "money"),
        Kind.NUMBER: ("integer" if question.places == 0 else "decimal", ""), Kind.DATE: ("date", ""),
        Kind.CHOICE: (f"select_one {lists}", ""), Kind.SEVERAL: (f"select_multiple {lists}", ""),
        Kind.YES_NO: (f"select_one {YES_NO}", ""), Kind.SCALE: (f"select_one {lists}", "likert"),
        Kind.FILE: ("image" if question.pictures else "file", ""), Kind.NOTE: ("note", ""),
    }[question.kind]  # fmt: skip
