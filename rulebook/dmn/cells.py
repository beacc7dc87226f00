"""The cells of a table compiled, with messages that say which cell it is."""

from __future__ import annotations

from collections.abc import Collection

from rulebook.dmn.matching import Cell
from rulebook.feel import NameIndex, parse, parse_unary_tests
from rulebook.feel.compile import Code, compile_node
from rulebook.feel.lexer import FeelSyntaxError
from rulebook.feel.nodes import Node, UnaryTests

Names = Collection[str] | NameIndex


class TableError(ValueError):
    """A table that cannot be used. `place` says where, as in “row 3, input 2”."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message


class Cells:
    """Compiling one table's cells. Raises TableError."""

    def __init__(self, names: Names, members: Names) -> None:
        self.names, self.members = names, members
        self._made: dict[tuple[str, bool], Code] = {}  # many cells of long tables are alike
        self._trees: dict[str, UnaryTests] = {}

    def expression(self, text: str, place: str) -> Code:
        return self._compiled(text, False, place) if text.strip() else lambda env: None

    def tests(self, text: str, place: str) -> Code | None:
        return None if text.strip() in ("", "-") else self._compiled(text, True, place)

    def cell(self, text: str, place: str) -> Cell:
        code = self.tests(text, place)
        return Cell(code, self._trees.get(text) if code is not None else None)

    def _compiled(self, text: str, test: bool, place: str) -> Code:
        if (text, test) not in self._made:
            try:
                self._made[text, test] = compile_node(self._parsed(text, test))
            except FeelSyntaxError as error:
                raise TableError(place, str(error)) from None
        return self._made[text, test]

    def _parsed(self, text: str, test: bool) -> Node:
        if not test:
            return parse(text, self.names, self.members)
        self._trees[text] = parse_unary_tests(text, self.names, self.members)
        return self._trees[text]

    def parts(self, text: str, place: str) -> tuple[Code, ...]:
        """Each test of a list of allowed values on its own, in order."""
        if text.strip() in ("", "-"):
            return ()
        try:
            whole = parse_unary_tests(text, self.names, self.members)
        except FeelSyntaxError as error:
            raise TableError(place, str(error)) from None
        return tuple(compile_node(type(whole)((test,), span=test.span)) for test in whole.tests)
