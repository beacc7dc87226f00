"""FEEL tree → plan: names resolved, types checked, everything columns cannot do refused with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rulebook import feel
from rulebook.feel import nodes as f
from rulebook.feel.regexes import compiled
from rulebook.feel.values import Fault
from rulebook.plan import nodes as p
from rulebook.plan.functions import FUNCTIONS, MEMBERS, read_date, read_duration
from rulebook.plan.near import near
from rulebook.plan.types import BOOLEAN, DATE, DAYS, MONTHS, NUMBER, STRING, ListOf, Type, type_name, type_of
from rulebook.saying import OfFeel, say

ORDERED = {NUMBER, DATE, MONTHS, DAYS, STRING}


class PlanFault(Exception):
    """This piece of an expression cannot be part of a rule; the message says why, `span` where."""

    def __init__(self, message: str, span: f.Span) -> None:
        super().__init__(message)
        self.message, self.span = message, span


class UnknownName(PlanFault):
    """A name that the scope does not have; `known` are those it has."""

    def __init__(self, name: str, known: Iterable[str], span: f.Span) -> None:
        self.name, self.known = name, list(known)
        super().__init__(f"没有名为“{name}”的事实或参数{near(name, self.known)}", span)

    def written(self, text: str) -> UnknownName:
        """The same, of the name as it stands in the text: white space that nobody sees included."""
        return UnknownName(text[self.span.start : self.span.end] or self.name, self.known, self.span)


@dataclass(frozen=True)
class Symbol:
    """What a name stands for: kind fact | derived | parameter | as-of; `choices` are the words a string fact may be.

    `unit` is what a number is counted in, as declared.
    """

    name: str
    kind: str
    type: Type
    choices: frozenset[str] = frozenset()
    unit: str = ""

    def offering(self, words: Iterable[str]) -> Symbol:
        """The same, knowing more of the words it may be."""
        return Symbol(self.name, self.kind, self.type, self.choices | frozenset(words), self.unit)


@dataclass
class Scope:
    """The names a rule may use."""

    symbols: Mapping[str, Symbol]
    index: feel.NameIndex = field(init=False)

    @property
    def units(self) -> Mapping[str, str]:
        """Name → unit, for the names that have one."""
        return self._units

    def __post_init__(self) -> None:
        self._units = {name: symbol.unit for name, symbol in self.symbols.items() if symbol.unit}
        self.index = feel.NameIndex(self.symbols)


def build(text: str, scope: Scope, expected: Type | None = None) -> p.Plan:
    """The plan of an expression. Raises FeelSyntaxError or PlanFault; `expected` is the type it must have."""
    plan = Builder(scope).plan(feel.parse(text, scope.index))
    if expected is not None and plan.type != expected:
        raise PlanFault(f"这里要{type_name(expected)}，得到的是{type_name(plan.type)}。", plan.span)
    return plan


def build_test(text: str, value: p.Plan, scope: Scope) -> p.Plan:
    """A decision-table cell as a condition on `value`; `-` is always true."""
    tests = feel.parse_unary_tests(text, scope.index)
    if tests.any:
        return p.Const(BOOLEAN, True, span=tests.span)
    builder = Builder(scope)
    made = p.either(tuple(builder.test(value, each) for each in tests.tests), tests.span)
    return p.Not(BOOLEAN, made, span=tests.span) if tests.negated else made


class Builder:
    """One pass over one FEEL tree."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.makers: dict[type[f.Node], Callable[..., p.Plan]] = {
            f.NumberLit: lambda node: p.Const(NUMBER, node.value, span=node.span),
            f.StringLit: lambda node: p.Const(STRING, node.value, span=node.span),
            f.BoolLit: lambda node: p.Const(BOOLEAN, node.value, span=node.span),
            f.AtLit: self.at_literal, f.Name: self.name, f.Path: self.path, f.Compare: self.compare,
            f.Arith: self.arith, f.Neg: self.negative, f.And: self.logic, f.Or: self.logic, f.Between: self.between,
            f.In: self.member, f.If: self.conditional, f.Call: self.call, f.ListLit: self.list,
        }  # fmt: skip

    def plan(self, node: f.Node) -> p.Plan:
        maker = self.makers.get(type(node))
        if maker is None:
            raise PlanFault(refusal(node), node.span)
        return maker(node)

    def boolean(self, node: f.Node) -> p.Plan:
        made = self.plan(node)
        if made.type != BOOLEAN:
            raise PlanFault(f"这里要一个是或否的条件，得到的是{type_name(made.type)}。", node.span)
        return made

    # names and literals

    def name(self, node: f.Name) -> p.Plan:
        symbol = self.scope.symbols.get(node.name)
        if symbol is None:
            raise UnknownName(node.name, self.scope.symbols, node.span)
        return p.Ref(symbol.type, symbol.name, symbol.kind, span=node.span)

    def at_literal(self, node: f.AtLit) -> p.Plan:
        duration = read_duration(node.text)
        if duration is not None:
            return p.Const(type_of(duration), duration, span=node.span)
        return p.Const(DATE, as_date(node.text, node.span), span=node.span)

    def list(self, node: f.ListLit) -> p.Plan:
        items = [self.plan(each) for each in node.items]
        if not items or not all(isinstance(each, p.Const) and each.type == items[0].type for each in items):
            raise PlanFault('规则里的列表要写成同一类型的常数，例如 ("中型", "小型")。', node.span)
        values = tuple(each.value for each in items if isinstance(each, p.Const))
        return p.Const(ListOf(str(items[0].type)), values, span=node.span)

    def path(self, node: f.Path) -> p.Plan:
        source = self.plan(node.source)
        members = MEMBERS.get(source.type, ()) if isinstance(source.type, str) else ()
        if node.member not in members:
            offered = f"可用的是 {'、'.join(members)}。" if members else "它没有可取的部分。"
            raise PlanFault(f"{type_name(source.type)}没有“{node.member}”；{offered}", node.span)
        return p.Call(NUMBER, node.member, (source,), span=node.span)

    # logic

    def compare(self, node: f.Compare) -> p.Plan:
        return self.comparison(node.op, self.plan(node.left), self.plan(node.right), node.span)

    def comparison(self, op: str, left: p.Plan, right: p.Plan, span: f.Span) -> p.Plan:
        if left.type != right.type:
            raise PlanFault(f"{type_name(left.type)}不能和{type_name(right.type)}比较。", span)
        if op not in ("=", "!=") and left.type not in ORDERED:
            raise PlanFault(f"{type_name(left.type)}只能比较相等，不能比较大小。", span)
        self.known_word(left, right)
        self.known_word(right, left)
        return p.Compare(BOOLEAN, op, left, right, span=span)

    def known_word(self, ref: p.Plan, word: p.Plan) -> None:
        """A literal compared with a fact of fixed words must be one of them."""
        if isinstance(ref, p.Ref) and isinstance(word, p.Const) and isinstance(word.value, str):
            choices = self.scope.symbols[ref.name].choices
            if choices and word.value not in choices:
                raise PlanFault(f"“{ref.name}”没有“{word.value}”这个取值{near(word.value, choices)}", word.span)

    def logic(self, node: f.And | f.Or) -> p.Plan:
        op = "and" if isinstance(node, f.And) else "or"
        return p.Logic(BOOLEAN, op, tuple(self.boolean(each) for each in node.terms), span=node.span)

    def between(self, node: f.Between) -> p.Plan:
        value = self.plan(node.value)
        low = self.comparison(">=", value, self.plan(node.low), node.span)
        return p.both((low, self.comparison("<=", value, self.plan(node.high), node.span)), node.span)

    def member(self, node: f.In) -> p.Plan:
        value = self.plan(node.value)
        return p.either(tuple(self.test(value, each) for each in node.tests), node.span)

    def test(self, value: p.Plan, node: f.Node) -> p.Plan:
        """`value` against one test: a comparison, a range, a list, or something it must equal."""
        if isinstance(node, f.UnaryTest):
            return self.comparison(node.op, value, self.plan(node.operand), node.span)
        if isinstance(node, f.RangeLit):
            low = self.comparison(">=" if node.low_included else ">", value, self.plan(node.low), node.span)
            high = self.comparison("<=" if node.high_included else "<", value, self.plan(node.high), node.span)
            return p.both((low, high), node.span)
        if isinstance(node, f.UnaryTests):
            made = p.either(tuple(self.test(value, each) for each in node.tests), node.span)
            return p.Not(BOOLEAN, made, span=node.span) if node.negated else made
        made = self.plan(node)
        if isinstance(made, p.Const) and isinstance(made.value, tuple):
            words = tuple(p.Const(type_of(each), each, span=node.span) for each in made.value)
            return p.either(tuple(self.comparison("=", value, each, node.span) for each in words), node.span)
        if made.type == BOOLEAN and value.type != BOOLEAN:
            return made
        return self.comparison("=", value, made, node.span)

    def conditional(self, node: f.If) -> p.Plan:
        condition, then, orelse = self.boolean(node.condition), self.plan(node.then), self.plan(node.orelse)
        if then.type != orelse.type:
            raise PlanFault(f"then 是{type_name(then.type)}，else 是{type_name(orelse.type)}，两边要一样。", node.span)
        return p.If(then.type, condition, then, orelse, span=node.span)

    # arithmetic and functions

    def arith(self, node: f.Arith) -> p.Plan:
        left, right = self.plan(node.left), self.plan(node.right)
        result = ARITHMETIC.get((str(left.type), node.op, str(right.type)))
        if result is None:
            raise PlanFault(f"{type_name(left.type)} {node.op} {type_name(right.type)} 没有意义。", node.span)
        return p.Arith(result, node.op, left, right, span=node.span)

    def negative(self, node: f.Neg) -> p.Plan:
        operand = self.plan(node.operand)
        if operand.type not in (NUMBER, MONTHS, DAYS):
            raise PlanFault(f"{type_name(operand.type)}不能取负。", node.span)
        if isinstance(operand, p.Const) and operand.type == NUMBER:
            assert isinstance(operand.value, Decimal)
            return p.Const(NUMBER, -operand.value, span=node.span)
        return p.Arith(operand.type, "*", operand, p.Const(NUMBER, MINUS_ONE), span=node.span)

    def call(self, node: f.Call) -> p.Plan:
        name = node.function.name if isinstance(node.function, f.Name) else ""
        if node.named:
            raise PlanFault("规则里的函数按位置写参数，不写参数名。", node.span)
        if name == "not" and len(node.args) == 1:
            return p.Not(BOOLEAN, self.boolean(node.args[0]), span=node.span)
        args = tuple(self.plan(each) for each in node.args)
        if name == "duration" and len(args) == 1:
            return self.duration(args[0], node)
        if name == "date" and len(args) == 1 and isinstance(args[0], p.Const) and isinstance(args[0].value, str):
            return p.Const(DATE, as_date(args[0].value, args[0].span), span=node.span)
        function = FUNCTIONS.get(name)
        if function is None:
            offered = [*FUNCTIONS, "not", "duration"]
            raise PlanFault(f"规则里不能用函数“{name or '（表达式）'}”{near(name, offered)}", node.span)
        self.check_arguments(name, args, node.span)
        if name == "matches":
            check_pattern(args[1])
        return p.Call(function.gives, name, args, span=node.span)

    def check_arguments(self, name: str, args: tuple[p.Plan, ...], span: f.Span) -> None:
        function = FUNCTIONS[name]
        most, least = len(function.takes), len(function.takes) - function.optional
        if not (len(args) >= least and (function.variadic or len(args) <= most)):
            raise PlanFault(f"“{name}”要 {least} 个参数，写了 {len(args)} 个。", span)
        for place, arg in enumerate(args):
            wanted = function.takes[min(place, most - 1)]
            if arg.type != wanted:
                message = f"“{name}”的第 {place + 1} 个参数要{type_name(wanted)}，得到的是{type_name(arg.type)}。"
                raise PlanFault(message, arg.span)

    def duration(self, arg: p.Plan, node: f.Call) -> p.Plan:
        value = read_duration(arg.value) if isinstance(arg, p.Const) and isinstance(arg.value, str) else None
        if value is None:
            raise PlanFault('duration 要一个写明的 ISO 8601 时长，例如 duration("P6M")。', node.span)
        return p.Const(type_of(value), value, span=node.span)


def as_date(text: str, span: f.Span) -> dt.date:
    try:
        return read_date(text)
    except ValueError:
        raise PlanFault(f"“{text}”不是日期，应写成 2022-06-24 这样。", span) from None


def check_pattern(pattern: p.Plan) -> None:
    """A regular expression is written out, and one of FEEL's: every engine must read it alike."""
    if not isinstance(pattern, p.Const) or not isinstance(pattern.value, str):
        raise PlanFault('matches 的模式要直接写明，例如 matches(行业代码, "^65")，不能是算出来的文字。', pattern.span)
    try:
        compiled(pattern.value, "")
    except Fault as error:
        sign = next((sign for sign in FOREIGN if sign in pattern.value), "")
        why = say(FOREIGN[sign]) if sign else say("（{why}）", why=OfFeel(str(error)))
        message = say("“{pattern}”不是 FEEL 的正则表达式{why}", pattern=pattern.value[:60], why=why)
        raise PlanFault(message, pattern.span) from None


def refusal(node: f.Node) -> str:
    """Why a construct of whole FEEL has no place in a rule."""
    if isinstance(node, f.NullLit):
        return "规则里没有 null：事实要么已知，要么未知，未知由系统处理。"
    return f"规则里不能用 {type(node).__name__}：它不能按列普查。可用的写法见 catalogue.md 的 Expressions。"


FOREIGN = {
    "(?=": "：没有前瞻 (?=…)。", "(?!": "：没有否定前瞻 (?!…)。", "(?<": "：没有后顾和命名组 (?<…)。",
    "(?i": "：没有写在模式里的标志 (?i)。", "\\b": "：没有 \\b；要匹配词的边界，写出边界上的字符。",
    "\\A": "：没有 \\A，开头写 ^。", "\\Z": "：没有 \\Z，结尾写 $。", "\\z": "：没有 \\z，结尾写 $。",
}  # fmt: skip
MINUS_ONE = Decimal(-1)
ARITHMETIC: dict[tuple[str, str, str], Type] = {
    **{(NUMBER, op, NUMBER): NUMBER for op in ("+", "-", "*", "/", "**")},
    (STRING, "+", STRING): STRING,
    (DATE, "-", DATE): DAYS,
    (DATE, "+", MONTHS): DATE, (DATE, "-", MONTHS): DATE, (MONTHS, "+", DATE): DATE,
    (DATE, "+", DAYS): DATE, (DATE, "-", DAYS): DATE, (DAYS, "+", DATE): DATE,
    **{(kind, op, kind): kind for kind in (MONTHS, DAYS) for op in ("+", "-")},
    **{(kind, "/", kind): NUMBER for kind in (MONTHS, DAYS)},
    **{(kind, op, NUMBER): kind for kind in (MONTHS, DAYS) for op in ("*", "/")},
    **{(NUMBER, "*", kind): kind for kind in (MONTHS, DAYS)},
}  # fmt: skip
