"""FEEL expressions: evaluate one, or compile it once and evaluate it often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from rulebook.feel.evaluate import Expression
from rulebook.feel.isotext import parse_date
from rulebook.feel.parser import parse
from rulebook.feel.runtime import Diagnostic
from rulebook.front.plain import Answer, Given, feel_values, plain
from rulebook.saying import say


class Compiled:
    """An expression, compiled. Make it with `compile`."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        if not isinstance(text, str):
            raise TypeError(say("表达式应是文字，给的是 {type}。", type=type(text).__name__))
        if isinstance(names, str):
            raise TypeError(say("names 应是几个名字，例如 [{names}]。", names=repr(names)))
        self.text = text
        self._expression = Expression(parse(text, names))

    def __repr__(self) -> str:
        return f"rulebook.compile({self.text!r})"

    def evaluate(self, variables: Mapping[str, Given] | None = None, *, now: dt.datetime | None = None) -> Answer:
        """The answer with these variables; `now` is what `now()` and `today()` speak of, without it they are null.

        Raises TypeError and ValueError for a variable FEEL has no value for.
        """
        given = {} if variables is None else variables
        result = self._expression.evaluate(feel_values(given), now=clock(now))
        hints = tuple(_dates_as_text(given)) if result.diagnostics else ()
        return Answer(plain(result.value), (*result.diagnostics, *hints))


def compile(text: str, names: Collection[str] = ()) -> Compiled:
    """A FEEL expression, compiled. `names`: variables with spaces or signs in them. Raises FeelSyntaxError."""
    return Compiled(text, names)


def evaluate(text: str, variables: Mapping[str, Given] | None = None, *, now: dt.datetime | None = None) -> Answer:
    """The answer of a FEEL expression with these variables. Raises FeelSyntaxError; see `Compiled.evaluate`."""
    given = {} if variables is None else variables
    names = [name for name in given if isinstance(name, str)] if isinstance(given, Mapping) else []
    return Compiled(text, names).evaluate(given, now=now)


def clock(now: dt.datetime | None) -> dt.datetime | None:
    """The moment as given. Raises TypeError for anything else, a date without a time too."""
    if now is not None and not isinstance(now, dt.datetime):
        raise TypeError(say("now 应是 datetime.datetime，给的是 {type}。", type=type(now).__name__))
    return now


def _dates_as_text(given: Mapping[str, Given]) -> Iterator[Diagnostic]:
    """Something went wrong, and a variable looks like a date but is text: the usual mistake."""
    for name, value in given.items():
        day = parse_date(value) if isinstance(value, str) else None
        if day is not None:
            python = f"datetime.date({day.year}, {day.month}, {day.day})"
            yield Diagnostic(say("“{name}”是文字，不是日期：在 Python 里请用 {python}，在表达式里请用 date({word})。",
                                 name=name, word=name, python=python))  # fmt: skip
