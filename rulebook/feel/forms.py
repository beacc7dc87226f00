"""The forms of FEEL that start with a word or brace: if, for, some, every, function, contexts, types."""

from __future__ import annotations

from contextlib import ExitStack

from rulebook.feel import nodes as n
from rulebook.feel.lexer import unquote
from rulebook.feel.names import NameIndex
from rulebook.feel.stream import Stream

_SPACED_TYPES = NameIndex(
    (
        "date and time",
        "days and time duration",
        "years and months duration",
        "day time duration",
        "year month duration",
    )
)


class Forms(Stream):
    """Everything but operators."""

    def expression(self) -> n.Node:
        """Provided by the parser proper."""
        raise NotImplementedError

    def word_form(self) -> n.Node:
        """The form that the keyword at hand begins."""
        token = self.token
        match token.text:
            case "true" | "false":
                self.advance()
                return self.made(n.BoolLit(token.text == "true", span=self.since(token.start)))
            case "null":
                self.advance()
                return self.made(n.NullLit(span=self.since(token.start)))
            case "if":
                return self._if()
            case "for" | "some" | "every":
                return self._iteration_form()
            case "function":
                return self._function()
        raise self.error("expected a value, a name or “(”")

    def _if(self) -> n.Node:
        start = self.advance().start
        condition = self.expression()
        self.expect("keyword", "then", "“then” after the condition of “if”")
        then = self.expression()
        self.expect("keyword", "else", "“else”: every “if” needs one")
        orelse = self.expression()
        node = n.If(condition, then, orelse, span=self.since(start))
        return self.made(node, condition, then, orelse)

    def _iteration_form(self) -> n.Node:
        opener = self.advance()
        with self.scope() as scope:
            iterations = [self._iteration(scope)]
            while self.take("op", ","):
                iterations.append(self._iteration(scope))
            word = "return" if opener.text == "for" else "satisfies"
            self.expect("keyword", word, f"“,” or “{word}”")
            body = self.expression()
        span = self.since(opener.start)
        together = tuple(iterations)
        if opener.text == "for":
            return self.made(n.For(together, body, span=span), *together, body)
        make = n.Some if opener.text == "some" else n.Every
        return self.made(make(together, body, span=span), *together, body)

    def _iteration(self, scope: NameIndex) -> n.Iteration:
        start = self.token.start
        name = self.name_until(("in",), "the name of the loop variable, then “in”")
        self.expect("keyword", "in", "“in” after the loop variable")
        source = self.expression()
        end = self.expression() if self.take("op", "..") else None
        self.declare(scope, name)
        below = (source,) if end is None else (source, end)
        return self.made(n.Iteration(name, source, end, span=self.since(start)), *below)

    # Functions and contexts ---------------------------------------------------------------------------------

    def _function(self) -> n.Node:
        start = self.advance().start
        self.expect("op", "(", "“(” after “function”")
        with self.scope() as scope:
            parameters = self._parameters(scope)
            external = self.take("keyword", "external")
            body = self.expression()
        node = n.FunctionDef(parameters, body, external, span=self.since(start))
        return self.made(node, body)

    def _parameters(self, scope: NameIndex) -> tuple[n.Parameter, ...]:
        found: list[n.Parameter] = []
        if self.take("op", ")"):
            return ()
        while True:
            start = self.token.start
            name = self.name_until((":", ",", ")"), "a parameter name")
            kind = self.type_ref() if self.take("op", ":") else None
            self.declare(scope, name)
            found.append(n.Parameter(name, kind, span=self.since(start)))
            if not self.take("op", ","):
                break
        self.expect("op", ")", "“,” or “)” in the parameters")
        return tuple(found)

    def context(self) -> n.Node:
        """`{key: value, …}`"""
        start = self.advance().start
        entries: list[n.Entry] = []
        with ExitStack() as stack:
            scope = stack.enter_context(self.scope())
            while not self.at("op", "}"):
                if entries:
                    self.expect("op", ",", "“,” or “}” in the context")
                entries.append(self._entry(scope))
            self.advance()
        return self.made(n.ContextLit(tuple(entries), span=self.since(start)), *entries)

    def _entry(self, scope: NameIndex) -> n.Entry:
        start = self.token.start
        if self.token.kind == "string":
            key = unquote(self.advance().text)
        else:
            key = self.name_until((":",), "a key (a name or a string), then “:”")
        self.expect("op", ":", "“:” after the key")
        value = self.expression()
        self.declare(scope, key)
        return self.made(n.Entry(key, value, span=self.since(start)), value)

    # Types --------------------------------------------------------------------------------------------------

    def type_ref(self) -> n.TypeRef:
        """A type: `number`, `list<string>`, `context<a: number>`, `function<number> -> string`."""
        with self.nested():
            return self._type()

    def _type(self) -> n.TypeRef:
        start = self.token.start
        spaced = self._longest([_SPACED_TYPES])
        if spaced is not None:
            return self.made(n.NamedType(spaced, span=self.since(start)))
        if self.token.kind not in ("name", "keyword") or self.token.text in ("true", "false"):
            raise self.error("expected a type")
        generic = self.token.text
        if self.stream[self.position + 1].text == "<" and generic in ("list", "range", "context", "function"):
            self.position += 2
            return self._generic(generic, start)
        return self.made(n.NamedType(self._type_name(), span=self.since(start)))

    def _type_name(self) -> str:
        known = self.known_name()
        parts = [known.name if known is not None else self.plain_name()]
        while self.take("op", "."):
            parts.append(self.member_name())
        return ".".join(parts)

    def _generic(self, generic: str, start: int) -> n.TypeRef:
        if generic in ("list", "range"):
            of = self.type_ref()
            self.expect("op", ">", f"“>” at the end of “{generic}<”")
            make = n.ListType if generic == "list" else n.RangeType
            return self.made(make(of, span=self.since(start)), of)
        if generic == "context":
            members = self._member_types()
            self.expect("op", ">", "“,” or “>” in “context<”")
            return self.made(n.ContextType(tuple(members), span=self.since(start)))
        parameters = [] if self.at("op", ">") else [self.type_ref()]
        while self.take("op", ","):
            parameters.append(self.type_ref())
        self.expect("op", ">", "“,” or “>” in “function<”")
        self.expect("op", "->", "“->” and the type of the result")
        result = self.type_ref()
        return self.made(n.FunctionType(tuple(parameters), result, span=self.since(start)))

    def _member_types(self) -> list[tuple[str, n.TypeRef]]:
        members: list[tuple[str, n.TypeRef]] = []
        while not self.at("op", ">"):
            if members and not self.take("op", ","):
                break
            name = self.name_until((":",), "a member name, then “:”")
            self.expect("op", ":", "“:” after the member name")
            members.append((name, self.type_ref()))
        return members
