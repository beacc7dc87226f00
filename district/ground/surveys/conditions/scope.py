"""What a condition may speak of: names of earlier answers and their types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.ground.surveys.questions import Kind, Question

NUMBER, TEXT, DATE, TRUTH, TEXTS, ROWS, NUMBERS, NOTHING, FILE = (
    "number", "text", "date", "truth", "texts", "rows", "numbers", "nothing", "file",
)  # fmt: skip
OF_KIND = {
    Kind.TEXT: TEXT, Kind.LONG: TEXT, Kind.NUMBER: NUMBER, Kind.MONEY: NUMBER, Kind.DATE: DATE, Kind.CHOICE: TEXT,
    Kind.SEVERAL: TEXTS, Kind.YES_NO: TRUTH, Kind.SCALE: NUMBER, Kind.FILE: FILE, Kind.TABLE: ROWS,
}  # fmt: skip
NAMES: dict[str, str | Promise] = {
    NUMBER: _("数字"), TEXT: _("文字"), DATE: _("日期"), TRUTH: _("是或否"), TEXTS: _("多选"), ROWS: _("表格"),
    NUMBERS: _("表格的一列数字"), NOTHING: _("空"), FILE: _("文件"),
}  # fmt: skip


class Wrong(Exception):
    """A condition that cannot stand; `str()` says why."""


@dataclass(frozen=True)
class Scope:
    """Questions that may be named. `own`: the key of the one whose limit it is; `later`: keys asked afterwards."""

    names: Mapping[str, Question]
    own: str = ""
    later: frozenset[str] = frozenset()

    @classmethod
    def of(cls, earlier: Iterable[Question], own: Question | None = None, later: Iterable[str] = ()) -> Scope:
        known = {each.key: each for each in [*earlier, *([own] if own else [])] if each.asks}
        return cls(known, own.key if own else "", frozenset(later))

    def type_of(self, key: str) -> str:
        return OF_KIND[self.names[key].kind]
