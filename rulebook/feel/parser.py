"""FEEL text to syntax tree: operators, postfixes and literals; forms that start with a word are in `forms`.

A recursive-descent parser with precedence climbing. From loosest to tightest: or, and, comparison (= <
between in instance-of), + -, * /, **, unary minus, postfix (.name, [filter], (arguments)).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation

from rulebook.feel import nodes as n
from rulebook.feel.forms import Forms
from rulebook.feel.lexer import FeelSyntaxError, Source, Token, tokens, unquote
from rulebook.feel.names import NameIndex
from rulebook.feel.stream import Made

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_ORDERS = COMPARISONS - {"=", "!="}
_LEVELS = {"+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_OR, _AND, _COMPARE, _ADD = 1, 2, 3, 4
# When one of these follows a `[` after a range's upper end, the `[` closes the range: no filter starts so
_CLOSERS = frozenset({")", "]", "}", ",", ".", "..", ":", "=", "!=", "<", "<=", ">", ">=", "+", "*", "/", "**"})


class Parser(Forms):
    """One pass over one text."""

    def expression(self) -> n.Node:
        """A whole expression, loosest operators included."""
        with self.nested():
            return self._binary(_OR)

    def _binary(self, level: int) -> n.Node:
        return self._climb(self._prefix(), level)

    def _climb(self, left: n.Node, level: int) -> n.Node:
        """`left` with all the operators of at least this level that follow it."""
        while True:
            token = self.token
            found = self._infix_level(token)
            if found < level:
                return left
            if found in (_OR, _AND):
                left = self._logic(left, token.text, found)
            elif found == _COMPARE:
                left = self._comparison(left)
            else:
                self.advance()
                right = self._binary(found + 1)
                left = self.made(n.Arith(token.text, left, right, span=self.across(left, right)), left, right)

    @staticmethod
    def _infix_level(token: Token) -> int:
        if token.kind == "op":
            return _COMPARE if token.text in COMPARISONS else _LEVELS.get(token.text, 0)
        if token.kind == "keyword":
            return {"or": _OR, "and": _AND, "between": _COMPARE, "in": _COMPARE, "instance": _COMPARE}.get(
                token.text, 0
            )
        return 0

    def _logic(self, left: n.Node, word: str, level: int) -> n.Node:
        terms = [left]
        while self.take("keyword", word):
            terms.append(self._binary(level + 1))
        make = n.Or if word == "or" else n.And
        return self.made(make(tuple(terms), span=self.across(left, terms[-1])), *terms)

    def _comparison(self, left: n.Node) -> n.Node:
        token = self.advance()
        if token.text == "between":
            low = self._binary(_ADD)
            self.expect("keyword", "and", "“and” between the two ends of “between”")
            high = self._binary(_ADD)
            return self.made(n.Between(left, low, high, span=self.across(left, high)), left, low, high)
        if token.text == "in":
            tests = self._in_tests()
            return self.made(n.In(left, tests, span=self.since(left.span.start)), left, *tests)
        if token.text == "instance":
            self.expect("name", "of", "“of” after “instance”")
            kind = self.type_ref()
            return self.made(n.InstanceOf(left, kind, span=self.across(left, kind)), left)
        ranged = token.text in ("=", "!=") and self.token.kind == "op" and self.token.text in _ORDERS
        right = self.test(_ADD) if ranged else self._binary(_ADD)  # `= >= 2`: equal to that range
        return self.made(n.Compare(token.text, left, right, span=self.across(left, right)), left, right)

    # Unary tests --------------------------------------------------------------------------------------------

    def _in_tests(self) -> tuple[n.Node, ...]:
        """What follows `in`: one test, or several in parentheses."""
        if not self.at("op", "("):
            return (self.test(_ADD),)
        with self.nested():
            tests = self._paren(allow_many=True)
        if len(tests) != 1:
            return tests
        # it may be an ordinary parenthesis that goes on, as in `x in (a + b) * c`
        return (self._climb(self._postfix(tests[0]), _ADD),)

    def test(self, level: int = _OR) -> n.Node:
        """One positive unary test: a comparison without left side, or an expression."""
        token = self.token
        if token.kind == "op" and token.text in COMPARISONS:
            self.advance()
            operand = self._binary(_ADD)
            return self.made(n.UnaryTest(token.text, operand, span=self.since(token.start)), operand)
        return self._binary(level)

    def unary_tests(self) -> n.UnaryTests:
        """A whole decision-table cell."""
        start = self.token.start
        if self.at("op", "-") and self.stream[self.position + 1].kind == "end":
            self.advance()
            return n.UnaryTests(any=True, span=self.since(start))
        if self._negation():
            self.advance()
            self.expect("op", "(", "“(” after “not”")
            tests = self._tests_until(")")
            self.advance()
            return n.UnaryTests(tests, negated=True, span=self.since(start))
        return n.UnaryTests(self._tests(), span=self.since(start))

    def _tests(self) -> tuple[n.Node, ...]:
        """The tests of a cell, up to its end; they may stand in parentheses, as after `in`."""
        place, opened = self.position, self.at("op", "(")
        try:
            return self._tests_until("")
        except FeelSyntaxError as error:
            if not opened:
                raise
            self.position = place + 1
            try:
                tests = self._tests_until(")")
            except FeelSyntaxError:
                raise error from None
            self.advance()
            return tests

    def _negation(self) -> bool:
        """Is the whole cell `not(…)`, and not a larger expression that merely starts with it?"""
        if not self.at("name", "not") or self.stream[self.position + 1].text != "(":
            return False
        depth = 0
        for place in range(self.position + 1, len(self.stream)):
            token = self.stream[place]
            if token.kind == "op":
                depth += (token.text in "([{") - (token.text in ")]}")
            if depth == 0:
                return self.stream[place + 1].kind == "end" if place + 1 < len(self.stream) else False
        return True  # not closed: let the tests report it

    def _tests_until(self, closer: str) -> tuple[n.Node, ...]:
        tests = [self.test()]
        while self.take("op", ","):
            tests.append(self.test())
        if closer and not self.at("op", closer):
            raise self.error(f"expected “,” or “{closer}”")
        return tuple(tests)

    # Prefix, postfix, primary -------------------------------------------------------------------------------

    def _prefix(self) -> n.Node:
        if not self.at("op", "-"):
            return self._postfix(self._primary())
        start = self.advance().start
        with self.nested():
            operand = self._prefix()
        return self.made(n.Neg(operand, span=self.since(start)), operand)

    def _postfix(self, node: n.Node) -> n.Node:
        while True:
            start = node.span.start
            if self.at("op", "."):
                self.advance()
                member = self.member_name()
                node = self.made(n.Path(node, member, span=self.since(start)), node)
            elif self.at("op", "(") and not isinstance(node, n.NumberLit | n.NullLit | n.BoolLit | n.ListLit):
                node = self._call(node)
            elif self.at("op", "[") and not self._closes_range():
                self.advance()
                with self.members_in_scope():
                    condition = self.expression()
                self.expect("op", "]", "“]” at the end of the filter")
                node = self.made(n.Filter(node, condition, span=self.since(start)), node, condition)
            else:
                return node

    def _closes_range(self) -> bool:
        if self.range_ends == 0:
            return False
        follower = self.stream[self.position + 1]
        if follower.kind == "keyword":
            return follower.text in (
                "and",
                "or",
                "in",
                "then",
                "else",
                "return",
                "satisfies",
                "between",
                "instance",
            )
        return follower.kind == "end" or (follower.kind == "op" and follower.text in _CLOSERS)

    def _call(self, function: n.Node) -> n.Node:
        self.advance()
        with self.outside_range():
            if self.starts_named_argument():
                named = self._separated(self._named_argument, ")")
                self.expect("op", ")", "“,” or “)” in the arguments")
                span = self.since(function.span.start)
                return self.made(n.Call(function, (), named, span=span), function, *named)
            args = self._separated(self.expression, ")")
            self.expect("op", ")", "“,” or “)” in the arguments")
            return self.made(n.Call(function, args, span=self.since(function.span.start)), function, *args)

    def _named_argument(self) -> n.NamedArg:
        start = self.token.start
        name = self.name_until({":"}, "an argument name")
        self.expect("op", ":", "“:” after the argument name")
        value = self.expression()
        return self.made(n.NamedArg(name, value, span=self.since(start)), value)

    def _separated(self, item: Callable[[], Made], closer: str) -> tuple[Made, ...]:
        if self.at("op", closer):
            return ()
        items = [item()]
        while self.take("op", ","):
            items.append(item())
        return tuple(items)

    def _primary(self) -> n.Node:
        token = self.token
        if token.kind in ("name", "keyword", "number", "other") or token.text in ("'", "@"):
            known = self.known_name()
            if known is not None:
                return known
        if token.kind == "number":
            return self._number()
        if token.kind == "string":
            self.advance()
            return self.made(n.StringLit(unquote(token.text), span=self.since(token.start)))
        if token.kind == "keyword":
            return self.word_form()
        if token.kind == "name":
            return self.made(n.Name(self.plain_name(), span=self.since(token.start)))
        if token.text == "(":
            with self.nested():
                return self._paren(allow_many=False)[0]
        if token.kind == "op":
            return self._bracketed(token)
        raise self.error("expected a value, a name or “(”")

    def _number(self) -> n.Node:
        token = self.advance()
        try:
            value = Decimal(token.text)
        except InvalidOperation:
            raise FeelSyntaxError("this number is out of range", self.since(token.start)) from None
        return self.made(n.NumberLit(value, span=self.since(token.start)))

    def _bracketed(self, token: Token) -> n.Node:
        if token.text in ("[", "]"):
            with self.nested(), self.outside_range():
                return self._list_or_range(token)
        if token.text == "{":
            with self.outside_range():
                return self.context()
        if token.text == "@":
            return self._at_literal()
        raise self.error("expected a value, a name or “(”")

    def _at_literal(self) -> n.Node:
        start = self.advance().start
        if self.token.kind != "string" or self.token.spaced:
            raise self.error('expected a string right after “@”, as in @"2024-01-31"')
        text = unquote(self.advance().text)
        return self.made(n.AtLit(text, span=self.since(start)))

    def _paren(self, *, allow_many: bool) -> tuple[n.Node, ...]:
        """`(expression)`, `(< 5)`, `(1..5]` and, after `in`, `(test, test)`."""
        start = self.advance().start
        with self.outside_range():
            first = self.test()
            if self.at("op", "..") and not isinstance(first, n.UnaryTest):
                return (self._range(start, first, low_included=False),)
            tests = [first]
            while allow_many and self.take("op", ","):
                tests.append(self.test())
        self.expect("op", ")", "“,” or “)”" if allow_many else "“)”")
        return tuple(tests)

    def _list_or_range(self, opener: Token) -> n.Node:
        self.advance()
        if opener.text == "]":
            low = self.expression()
            if not self.at("op", ".."):
                raise self.error("expected “..” in the range")
            return self._range(opener.start, low, low_included=False)
        if self.take("op", "]"):
            return self.made(n.ListLit((), span=self.since(opener.start)))
        first = self.test()
        if self.at("op", "..") and not isinstance(first, n.UnaryTest):
            return self._range(opener.start, first, low_included=True)
        items = [first]
        while self.take("op", ","):
            items.append(self.test())
        self.expect("op", "]", "“,” or “]” in the list")
        return self.made(n.ListLit(tuple(items), span=self.since(opener.start)), *items)

    def _range(self, start: int, low: n.Node, *, low_included: bool) -> n.Node:
        self.advance()
        with self.inside_range():
            high = self.expression()
        closer = self.token
        if closer.kind != "op" or closer.text not in (")", "]", "["):
            raise self.error("expected “]” or “)” at the end of the range")
        self.advance()
        span = self.since(start)
        return self.made(n.RangeLit(low, high, low_included, closer.text == "]", span=span), low, high)


def parse(text: str, names: Collection[str] | NameIndex = (), members: Collection[str] | NameIndex = ()) -> n.Node:
    """The syntax tree of an expression.

    `names` are the variables in scope (only those with spaces or signs matter); `members` are names that may
    stand after a dot or inside a filter, such as the components of the model's types.
    Raises FeelSyntaxError, and nothing else, when the text is not an expression.
    """
    return _whole(text, names, members, Parser.expression)


def parse_unary_tests(
    text: str, names: Collection[str] | NameIndex = (), members: Collection[str] | NameIndex = ()
) -> n.UnaryTests:
    """The syntax tree of a decision-table cell: `-`, `< 5, [10..20)`, `not("a", "b")`, or with `?`.

    Raises FeelSyntaxError, and nothing else, when the text is no such cell.
    """
    return _whole(text, names, members, Parser.unary_tests)


def _whole(
    text: str,
    names: Collection[str] | NameIndex,
    members: Collection[str] | NameIndex,
    rule: Callable[[Parser], Made],
) -> Made:
    source = Source(text)
    parser = Parser(source, tokens(source), names, members)
    try:
        tree = rule(parser)
    except RecursionError:
        raise FeelSyntaxError("the expression is nested too deeply", source.span(0, 0)) from None
    if parser.token.kind != "end":
        raise parser.error("expected an operator or the end of the expression")
    return tree
