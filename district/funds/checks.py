"""What stops an action of this room, in words for the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext as _

from district.funds.money import NotMoney, to_yuan

__all__ = ["NoLine", "NotEnough", "NotMoney", "NotPossible", "words"]


class NotPossible(Exception):
    """This cannot be done now; `str()` says why."""


class NotEnough(NotPossible):
    """The line has less than is asked for. `left` is what it has, in fen."""

    def __init__(self, line: object, wanted: int, left: int) -> None:
        self.wanted, self.left = wanted, left
        super().__init__(
            _("“%(line)s”可用 %(left)s，不够 %(wanted)s。")
            % {"line": line, "left": words(left), "wanted": words(wanted)}
        )


class NoLine(NotPossible):
    """The programme names a budget line that has none this year (未安排预算)."""

    def __init__(self, name: str, year: int) -> None:
        super().__init__(_("%(year)s 年没有安排“%(name)s”的预算，不能决定拨付。") % {"year": year, "name": name})


def words(fen: int) -> str:
    """`12,345.60 元`: exact, for messages."""
    return _("%(yuan)s 元") % {"yuan": f"{to_yuan(fen):,.2f}"}
