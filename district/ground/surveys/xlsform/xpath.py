"""XLSForm's expressions to FEEL and back: the part of XPath in which conditions over answers are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from district.ground.surveys.conditions.reading import OPPOSITE, read, truth
from district.ground.surveys.conditions.scope import Scope, Wrong
from district.ground.surveys.conditions.writing import TIGHT, number_text, text_of
from district.ground.surveys.questions import Kind, Question
from rulebook.feel import (
    And,
    Arith,
    BoolLit,
    Call,
    Compare,
    Name,
    Neg,
    Node,
    NullLit,
    NumberLit,
    Or,
    Path,
    StringLit,
    walk,
)

TOKEN = re.compile(
    r"""\s*(?:(?P<name>\$\{\s*[^{}\s]+\s*\})|(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<string>'[^']*'|"[^"]*")
    |(?P<word>[A-Za-z][A-Za-z0-9-]*)|(?P<own>\.(?!\.))|(?P<op>!=|<=|>=|[=<>+*(),-]))""",
    re.VERBOSE,
)
SUMS = {"sum": "sum", "min": "min", "max": "max"}
KNOWN = "、".join(["and", "or", *(f"{each}()" for each in (
    "not", "selected", "count-selected", "count", "sum", "min", "max", "string-length", "floor", "date", "today"
))])  # fmt: skip
MOST, DEEPEST = 2000, 40


@dataclass(frozen=True)
class Names:
    """Questions by name; a table's columns with the table they stand in; the one whose limit it is."""

    questions: Mapping[str, Question]
    tables: Mapping[str, str]
    own: str = ""
    inside: str = ""


def to_feel(text: str, names: Names, scope: Scope) -> Node:
    """The expression as a checked tree, whose text can be read again. Raises Wrong."""
    if len(text) > MOST:
        raise Wrong(_("条件太长，最多 %(n)d 个字。") % {"n": MOST})
    reader = _Reader(text, names, scope)
    try:
        node = reader.condition()
        reader.end()
        found = truth(node, scope)
        read(text_of(found), scope)  # a questionnaire keeps the text: a sum too deep for FEEL is refused here
        return found
    except RecursionError:
        raise Wrong(_("条件嵌套太深。")) from None


class _Reader:
    """Recursive descent; every answer is a FEEL node."""

    def __init__(self, text: str, names: Names, scope: Scope) -> None:
        self.names, self.scope, self.depth = names, scope, 0
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            match = TOKEN.match(text, at)
            if match is None:
                raise Wrong(_("从“%(text)s”起读不懂。") % {"text": text[at:].strip()[:20]})
            kind = str(match.lastgroup)
            self.tokens.append((kind, match[kind]))
            at = match.end()
        self.place = 0

    @property
    def token(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def take(self, kind: str, *texts: str) -> str:
        found, text = self.token
        if found == kind and (not texts or text in texts):
            self.place += 1
            return text
        return ""

    def expect(self, text: str) -> None:
        if not self.take("op", text):
            raise Wrong(
                _("这里应是“%(text)s”，不是“%(found)s”。") % {"text": text, "found": self.token[1] or _("结尾")}
            )

    def end(self) -> None:
        if self.token[0] != "end":
            raise Wrong(_("到“%(text)s”这里读不懂。") % {"text": self.token[1]})

    def condition(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Wrong(_("条件嵌套太深。"))
        terms = [self._all()]
        while self.take("word", "or"):
            terms.append(self._all())
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Or(tuple(terms))

    def _all(self) -> Node:
        terms = [self._one()]
        while self.take("word", "and"):
            terms.append(self._one())
        return terms[0] if len(terms) == 1 else And(tuple(terms))

    def _one(self) -> Node:
        """A comparison, a function that is true or false, or a condition in brackets."""
        kind, text = self.token
        if kind == "word" and text in {"not", "selected", "true", "false"}:
            return self._truth_call(text)
        if (kind, text) != ("op", "("):
            return self._comparison()
        start, depth = self.place, self.depth
        try:
            return self._bracketed()
        except Wrong as wrong:
            first, self.place, self.depth = wrong, start, depth
        try:  # it may be a sum in brackets, as in (${a} + ${b}) > 5
            return self._comparison()
        except Wrong:
            raise first from None

    def _comparison(self) -> Node:
        left = self._sum()
        op = self.take("op", *OPPOSITE)
        if not op:
            raise Wrong(_("这里应是一个比较，例如 ${n} > 5、${x} = 'a'。"))
        return self._compared(op, left, self._sum())

    def _bracketed(self) -> Node:
        self.expect("(")
        found = self.condition()
        self.expect(")")
        if self.token[0] == "op" and self.token[1] not in {")", ","}:
            raise Wrong(_("条件的真假不能再拿来比较或计算。"))
        return found

    def _truth_call(self, word: str) -> Node:
        self.place += 1
        self.expect("(")
        if word in {"true", "false"}:
            self.expect(")")
            return BoolLit(word == "true")
        if word == "not":
            inner = truth(self.condition(), self.scope)
            self.expect(")")
            return turned(inner)
        several = self._sum()
        self.expect(",")
        chosen = self.take("string")
        if not chosen:
            raise Wrong(_("selected() 的第二个要是引号里的选项名。"))
        self.expect(")")
        question = self._question(several)
        if question is not None and question.kind != Kind.SEVERAL:
            return self._compared("=", several, StringLit(chosen[1:-1]))
        return Call(Name("list contains"), (several, StringLit(chosen[1:-1])))

    def _question(self, node: Node) -> Question | None:
        return self.names.questions.get(node.name) if isinstance(node, Name) else None

    def _compared(self, op: str, left: Node, right: Node) -> Node:
        """Two-sided; a literal is read as the question on the other side would have it."""
        if self._question(left) is None and self._question(right) is not None:
            flipped = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
            op, left, right = flipped.get(op, op), right, left
        question = self._question(left)
        if question is not None:
            right = _as_asked(question, right)
        return Compare(op, left, right)

    def _sum(self) -> Node:
        return self._arith(1)

    def _arith(self, level: int) -> Node:
        left = self._arith(2) if level == 1 else self._signed()
        while True:
            op = self.take("op", *("+", "-")) if level == 1 else (self.take("op", "*") or self.take("word", "div"))
            if not op:
                return left
            right = self._arith(2) if level == 1 else self._signed()
            left = Arith("/" if op == "div" else op, left, right)

    def _signed(self) -> Node:
        return Neg(self._signed()) if self.take("op", "-") else self._value()

    def _value(self) -> Node:
        kind, text = self.token
        self.place += 1
        if kind == "number":
            return NumberLit(Decimal(text))
        if kind == "string":
            return StringLit(text[1:-1]) if len(text) > 2 else NullLit()
        if kind == "own" and self.names.own:
            return Name(self.names.own)
        if kind == "name":
            return self._named(text[2:-1].strip())
        if kind == "word":
            return self._called(text)
        if (kind, text) == ("op", "("):
            self.depth += 1
            if self.depth > DEEPEST:
                raise Wrong(_("条件嵌套太深。"))
            found = self._sum()
            self.depth -= 1
            self.expect(")")
            return found
        raise Wrong(_("这里应是 ${name}、数字或引号里的文字，不是“%(found)s”。") % {"found": text or _("结尾")})

    def _named(self, name: str) -> Node:
        table = self.names.tables.get(name)
        if table and table != self.names.inside:
            raise Wrong(_("“%(name)s”是表格里的一列，只能用 sum()、min()、max() 合计。") % {"name": name})
        return Name(name)

    def _called(self, word: str) -> Node:
        self.expect("(")
        if word == "today":
            self.expect(")")
            return Call(Name("today"))
        if word == "date":
            text = self.take("string")
            self.expect(")")
            return Call(Name("date"), (StringLit(text[1:-1]),))
        if word in SUMS:
            name = self.take("name")[2:-1].strip()
            self.expect(")")
            if name not in self.names.tables:
                raise Wrong(_("%(word)s() 里要的是表格的一列。") % {"word": word})
            return Call(Name(word), (Path(Name(self.names.tables[name]), name),))
        plain = {"count": "count", "count-selected": "count", "string-length": "string length", "floor": "floor"}
        if word not in plain:
            raise Wrong(_("不能用“%(word)s()”；可以用 %(there)s。") % {"word": word, "there": KNOWN})
        inner = self._sum()
        self.expect(")")
        return Call(Name(plain[word]), (inner,))


def _as_asked(question: Question, literal: Node) -> Node:
    """A literal as the question's answers are kept."""
    if question.kind == Kind.YES_NO and isinstance(literal, StringLit) and literal.value in {"yes", "no"}:
        return BoolLit(literal.value == "yes")
    if question.kind == Kind.SCALE and isinstance(literal, StringLit) and literal.value.isdecimal():
        return NumberLit(Decimal(literal.value))
    if question.kind == Kind.CHOICE and isinstance(literal, NumberLit):
        return StringLit(number_text(literal.value))
    return literal


def turned(node: Node) -> Node:
    """XPath's not(): true wherever `node` is not true, so also where an answer is lacking."""
    match node:
        case And(terms=terms):
            return Or(tuple(turned(each) for each in terms))
        case Or(terms=terms):
            return And(tuple(turned(each) for each in terms))
        case Compare(op=op, left=left, right=right):
            other = Compare(OPPOSITE[op], left, right)
            if op in {"=", "!="}:
                return other
            lacking = [Compare("=", Name(name), NullLit()) for name in _may_lack(node)]
            return Or((*lacking, other)) if lacking else other
        case BoolLit(value=value):
            return BoolLit(not value)
        case Call(function=Name(name="not"), args=(inner,)):
            return inner
        case _:
            return Call(Name("not"), (node,))


def _may_lack(node: Node) -> list[str]:
    """Answers a comparison reads, but for those it only counts."""
    counted = {id(each.args[0]) for each in walk(node) if isinstance(each, Call) and each.args
               and each.function in {Name("count"), Name("sum"), Name("min"), Name("max")}}  # fmt: skip
    functions = {id(each.function) for each in walk(node) if isinstance(each, Call)}
    inner = {id(below) for each in walk(node) if id(each) in counted for below in walk(each)}
    names = [each.name for each in walk(node) if isinstance(each, Name) and id(each) not in functions | inner]
    return list(dict.fromkeys(names))


def from_feel(node: Node, names: Names) -> str:
    """The checked tree as XLSForm says it. Raises Wrong where it cannot."""
    return _Writer(names).said(node)


class _Writer:
    def __init__(self, names: Names) -> None:
        self.names = names

    def said(self, node: Node) -> str:
        match node:
            case Or(terms=terms):
                return " or ".join(map(self.said, terms))
            case And(terms=terms):
                return " and ".join(
                    f"({self.said(each)})" if isinstance(each, Or) else self.said(each) for each in terms
                )
            case Compare(op=op, left=left, right=right):
                return f"{self.said(left)} {op} {self._compared(left, right)}"
            case Arith(op=op, left=left, right=right):
                word = "div" if op == "/" else op
                return f"{self._side(left, TIGHT[op], False)} {word} {self._side(right, TIGHT[op], True)}"
            case Neg(operand=operand):
                inside = self.said(operand)
                return f"-({inside})" if isinstance(operand, Arith | Neg) else f"-{inside}"
            case Call(function=Name(name=name), args=args):
                return self._called(name, args)
            case Name(name=name):
                return "." if name == self.names.own else f"${{{name}}}"
            case Path(member=member):
                return f"${{{member}}}"
            case NumberLit(value=value):
                return number_text(value)
            case StringLit(value=value):
                return _quoted(value)
            case BoolLit(value=value):
                return "true()" if value else "false()"
            case NullLit():
                return "''"
        raise Wrong(_("条件里不能用“%(form)s”这种写法。") % {"form": type(node).__name__})

    def _side(self, node: Node, tight: int, right: bool) -> str:
        inner = TIGHT[node.op] if isinstance(node, Arith) else 9
        return f"({self.said(node)})" if inner < tight or (right and inner == tight) else self.said(node)

    def _compared(self, left: Node, right: Node) -> str:
        if isinstance(right, BoolLit) and isinstance(left, Name):
            return "'yes'" if right.value else "'no'"
        return self.said(right)

    def _called(self, name: str, args: tuple[Node, ...]) -> str:
        words: dict[str, Callable[[], str]] = {
            "list contains": lambda: f"selected({self.said(args[0])}, {self.said(args[1])})",
            "count": lambda: f"{self._count(args[0])}({self.said(args[0])})",
            "string length": lambda: f"string-length({self.said(args[0])})",
        }
        if name in words:
            return words[name]()
        return f"{name}({', '.join(map(self.said, args))})"

    def _count(self, node: Node) -> str:
        question = self.names.questions.get(node.name) if isinstance(node, Name) else None
        return "count-selected" if question is not None and question.kind == Kind.SEVERAL else "count"


def _quoted(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    if '"' in text:
        raise Wrong(_("文字里既有单引号又有双引号，XLSForm 写不出来。"))
    return f'"{text}"'
