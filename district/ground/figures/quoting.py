"""Numbers quoted in a text by key: `{cases.granted 2022}` becomes what was counted, kept as it was said."""

from __future__ import annotations

import re
import uuid

from django.utils.translation import gettext as _

from district.ground.figures.actions import say
from district.ground.figures.counting import NotCounted
from district.ground.figures.models import Said
from district.ground.figures.periods import NotAPeriod, Period
from district.ground.figures.registry import FIGURES
from district.ground.figures.shown import FigureShown, in_words
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person
from district.ground.record.actions import official

QUOTE = re.compile(r"\{([a-z_]+\.[a-z_]+)((?:\s+[^\s{}]+)*)\s*\}")
MOST = 20  # of one text


class NotQuoted(ValueError):
    """A quotation that names no figure, no period or nothing that may be said; `str()` is fit for who wrote it."""


def quoted(text: str, *, place: str, subject: str, by: Person, key: uuid.UUID) -> str:
    """The text with its quotations as numbers, each kept as a Said row about `subject`. `{figure}` is everything up to
    today, `{figure 2022}` a period, `{figure 2022 bureau=区科委}` a part. Raises NotQuoted; call it in a transaction.
    """
    count = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        if count > MOST:
            raise NotQuoted(_("一段话里最多引用 %(n)d 个数字。") % {"n": MOST})
        return _said(found, place, subject, by, uuid.uuid5(key, f"{count} {found[0]}"))

    with official():
        return QUOTE.sub(replaced, text)


def _said(found: re.Match[str], place: str, subject: str, by: Person, key: uuid.UUID) -> str:
    figure = FIGURES.get(found[1])
    if figure is None:
        raise NotQuoted(_("没有叫 %(key)s 的数字，见“数说”。") % {"key": found[1]})
    period, where = None, dict[str, str]()
    try:
        for word in found[2].split():
            name, equals, value = word.partition("=")
            if equals:
                where[name] = value
            else:
                period = Period.read(word)
        row = say(figure, period, where=where, place=place, subject=subject, by=by, request_key=key)
    except (NotAPeriod, NotCounted, Refused) as cannot:
        raise NotQuoted(f"{found[0]}：{cannot}") from None
    return words_of(row)


def words_of(said: Said) -> str:
    return in_words(said.number, said.bottom, said.percent, said.unit, money=said.money)


def quote(shown: FigureShown) -> str:
    """What one writes to quote a figure as it is shown. A value with a space cannot be written so."""
    return "{" + " ".join([shown.key, shown.period, *(f"{key}={value}" for key, value in shown.where.items())]) + "}"
