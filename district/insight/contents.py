"""What a report says, as data: chapters of entries by the keys of figures, which rooms bring."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """A figure by its key, told apart by up to two of its dimensions."""

    figure: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chapter:
    key: str
    words: str | Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Report:
    """`says`: one sentence of what it speaks of."""

    key: str
    words: str | Promise
    says: str | Promise
    chapters: tuple[Chapter, ...] = field(default_factory=tuple)


MONEY = Chapter(
    "money", _("申报和给付"),
    (Entry("cases.decided", ("bureau",)), Entry("cases.granted", ("programme",)),
     Entry("cases.granted_yuan", ("bureau",)), Entry("cases.firms")),
)  # fmt: skip
REPORTS = {
    report.key: report
    for report in (
        Report(
            "year", _("一年办成了什么"), _("答复里写的每一件事，一年里做了多少。每个数点开是口径和背后的行。"), (MONEY,)
        ),
    )
}
