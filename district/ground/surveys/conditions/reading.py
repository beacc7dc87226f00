"""FEEL text to a checked tree of few forms: comparisons of answers, joined by and, or; every other form is refused.

What says the same gets the same tree: `x between 1 and 5` becomes two comparisons, `not(x > 5)` becomes `x <= 5`, a
yes-no answer alone becomes `x = true`. Such trees are what a workbook of the XLSForm standard can say too.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from district.ground.surveys.conditions.scope import (
    DATE,
    NAMES,
    NOTHING,
    NUMBER,
    NUMBERS,
    OF_KIND,
    ROWS,
    TEXT,
    TEXTS,
    TRUTH,
    Scope,
    Wrong,
)
from district.ground.surveys.questions import Kind
from rulebook.chinese_feel import chinese
from rulebook.feel import (
    And,
    Arith,
    AtLit,
    Between,
    BoolLit,
    Call,
    Compare,
    FeelSyntaxError,
    In,
    ListLit,
    Name,
    NameIndex,
    Neg,
    Node,
    NullLit,
    NumberLit,
    Or,
    Path,
    RangeLit,
    StringLit,
    parse,
)
from rulebook.feel.isotext import parse_date

OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
FUNCTIONS = {  # name → its arguments' types, its own
    "count": ((ROWS, TEXTS), NUMBER), "sum": ((NUMBERS,), NUMBER), "min": ((NUMBERS,), NUMBER),
    "max": ((NUMBERS,), NUMBER), "string length": ((TEXT,), NUMBER), "floor": ((NUMBER,), NUMBER),
}  # fmt: skip
MOST = 2000  # characters of a condition
DEEPEST = 40


def read(text: str, scope: Scope) -> Node:
    """The condition as a tree of few forms. Raises Wrong."""
    if len(text) > MOST:
        raise Wrong(_("条件太长，最多 %(n)d 个字。") % {"n": MOST})
    try:
        node = parse(text, NameIndex([*scope.names, *scope.later]))
    except FeelSyntaxError as error:
        raise Wrong(_("写法不对：%(why)s") % {"why": chinese(error.message)}) from None
    return truth(node, scope)


def truth(node: Node, scope: Scope, depth: int = 0) -> Node:
    """A node that stands where true or false is wanted."""
    if depth > DEEPEST:
        raise Wrong(_("条件嵌套太深。"))
    match node:
        case And(terms=terms):
            return _joined(And, [truth(each, scope, depth + 1) for each in terms])
        case Or(terms=terms):
            return _joined(Or, [truth(each, scope, depth + 1) for each in terms])
        case Compare():
            return _compared(node, scope)
        case Between(value=value, low=low, high=high):
            return truth(And((Compare(">=", value, low), Compare("<=", value, high))), scope, depth + 1)
        case In(value=value, tests=tests):
            return truth(_among(value, tests), scope, depth + 1)
        case Call(function=Name(name="not"), args=(inner,)):
            return negated(truth(inner, scope, depth + 1))
        case Call(function=Name(name="list contains"), args=(several, StringLit() as chosen)):
            return Call(Name("list contains"), (_several(several, chosen, scope), chosen))
        case BoolLit():
            return node
        case _:
            found, type_ = _valued(node, scope)
            if type_ != TRUTH:
                raise Wrong(_("这里要的是一个成立或不成立的条件，不是%(type)s。") % {"type": NAMES[type_]})
            return Compare("=", found, BoolLit(True))  # a yes; what is unanswered is none, as in XLSForm


def _joined(make: type[And] | type[Or], terms: list[Node]) -> Node:
    """A chain is one flat node."""
    flat: list[Node] = []
    for each in terms:
        flat.extend(each.terms if isinstance(each, make) else [each])
    return make(tuple(flat))


def _among(value: Node, tests: tuple[Node, ...]) -> Node:
    """`x in ("a", "b")`, `x in [1..5]` as comparisons."""
    found: list[Node] = []
    for each in tests:
        match each:
            case ListLit(items=items):
                found.extend(Compare("=", value, item) for item in items)
            case RangeLit(low=low, high=high, low_included=from_, high_included=to):
                found.append(
                    And((Compare(">=" if from_ else ">", value, low), Compare("<=" if to else "<", value, high)))
                )
            case _:
                found.append(Compare("=", value, each))
    if not found:
        raise Wrong(_("in 后面没有列出任何值。"))
    return found[0] if len(found) == 1 else Or(tuple(found))


def negated(node: Node) -> Node:
    """What holds where `node` is false, pushed inwards; unknown stays unknown."""
    match node:
        case And(terms=terms):
            return _joined(Or, [negated(each) for each in terms])
        case Or(terms=terms):
            return _joined(And, [negated(each) for each in terms])
        case Compare(op=op, left=left, right=right):
            return Compare(OPPOSITE[op], left, right)
        case BoolLit(value=value):
            return BoolLit(not value)
        case Call(function=Name(name="not"), args=(inner,)):
            return inner
        case _:
            return Call(Name("not"), (node,))


def _compared(node: Compare, scope: Scope) -> Node:
    left, one = _valued(node.left, scope)
    right, other = _valued(node.right, scope)
    if isinstance(left, NullLit | BoolLit | NumberLit | StringLit) and not isinstance(
        right, NullLit | BoolLit | NumberLit | StringLit
    ):
        turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
        return _compared(Compare(turned.get(node.op, node.op), node.right, node.left), scope)
    if node.op not in {"=", "!="} and (one, other) not in {(NUMBER, NUMBER), (DATE, DATE)}:
        raise Wrong(_("%(op)s 比的是两个数字或两个日期，这里是%(one)s和%(other)s。")
                    % {"op": node.op, "one": NAMES[one], "other": NAMES[other]})  # fmt: skip
    if {one, other} & {ROWS, NUMBERS} or (TEXTS in {one, other} and NOTHING not in {one, other}):
        raise Wrong(_("%(one)s不能这样比；多选用 list contains(…, \"选项\")，表格用 count(…) 或 sum(…)。")
                    % {"one": NAMES[one]})  # fmt: skip
    if one != other and NOTHING not in {one, other}:
        raise Wrong(_("不能拿%(one)s和%(other)s比。") % {"one": NAMES[one], "other": NAMES[other]})
    if TEXTS in {one, other}:  # nothing was ticked
        return Compare(node.op, Call(Name("count"), (left,)), NumberLit(Decimal(0)))
    _check_choice(left, right, scope)
    return Compare(node.op, left, right)


def _check_choice(left: Node, right: Node, scope: Scope) -> None:
    """A choice is compared with one of its keys."""
    if isinstance(left, Name) and isinstance(right, StringLit):
        question = scope.names[left.name]
        if question.kind == Kind.CHOICE and question.choice(right.value) is None:
            raise Wrong(_no_choice(question.key, right.value, question.choices))


def _no_choice(key: str, said: str, choices: tuple[object, ...]) -> str:
    there = "、".join(str(getattr(each, "key", "")) for each in choices[:12])
    return _("“%(key)s”没有选项“%(said)s”，有：%(there)s。") % {"key": key, "said": said, "there": there}


def _several(node: Node, chosen: StringLit, scope: Scope) -> Node:
    found, type_ = _valued(node, scope)
    if type_ != TEXTS or not isinstance(found, Name):
        raise Wrong(_("list contains 前面要的是一道多选题。"))
    question = scope.names[found.name]
    if question.choice(chosen.value) is None:
        raise Wrong(_no_choice(question.key, chosen.value, question.choices))
    return found


def _valued(node: Node, scope: Scope) -> tuple[Node, str]:
    """A node that stands where a value is wanted, and its type."""
    match node:
        case NumberLit():
            return node, NUMBER
        case StringLit():
            return node, TEXT
        case BoolLit():
            return node, TRUTH
        case NullLit():
            return node, NOTHING
        case AtLit(text=text):
            return _day(text)
        case Name(name=name):
            return node, _named(name, scope)
        case Path(source=Name(name=table), member=member):
            return _column(table, member, scope)
        case Neg(operand=operand):
            return Neg(_number(operand, scope)), NUMBER
        case Arith(op=op, left=left, right=right) if op in {"+", "-", "*", "/"}:
            return Arith(op, _number(left, scope), _number(right, scope)), NUMBER
        case Call(function=Name(name=name), args=args):
            return _called(name, args, scope)
    raise Wrong(_("条件里不能用“%(form)s”这种写法。") % {"form": type(node).__name__})


def _number(node: Node, scope: Scope) -> Node:
    found, type_ = _valued(node, scope)
    if type_ != NUMBER:
        raise Wrong(_("加减乘除要的是数字，这里是%(type)s。") % {"type": NAMES[type_]})
    return found


def _day(text: str) -> tuple[Node, str]:
    if parse_date(text) is None:
        raise Wrong(_("“%(text)s”不是日期，请写成 2026-01-31。") % {"text": text})
    return Call(Name("date"), (StringLit(text),)), DATE


def _named(name: str, scope: Scope) -> str:
    if name in scope.names:
        return scope.type_of(name)
    if name in scope.later:
        raise Wrong(_("“%(name)s”在后面才问，条件只能看前面的答案。") % {"name": name})
    raise Wrong(_("没有“%(name)s”这道题。") % {"name": name})


def _column(table: str, member: str, scope: Scope) -> tuple[Node, str]:
    if _named(table, scope) != ROWS:
        raise Wrong(_("“%(name)s”不是表格，没有列。") % {"name": table})
    column = next((each for each in scope.names[table].columns if each.key == member), None)
    if column is None:
        raise Wrong(_("表格“%(name)s”没有“%(column)s”这一列。") % {"name": table, "column": member})
    if OF_KIND[column.kind] != NUMBER:
        raise Wrong(_("只有数字的列可以合计，“%(column)s”不是。") % {"column": member})
    return Path(Name(table), member), NUMBERS


def _called(name: str, args: tuple[Node, ...], scope: Scope) -> tuple[Node, str]:
    if name == "today" and not args:
        return Call(Name("today")), DATE
    if name == "date" and len(args) == 1 and isinstance(args[0], StringLit):
        return _day(args[0].value)
    if name not in FUNCTIONS or len(args) != 1:
        there = "、".join([*FUNCTIONS, "list contains", "not", "date", "today"])
        raise Wrong(_("条件里不能用“%(name)s(…)”；可以用 %(there)s。") % {"name": name, "there": there})
    takes, gives = FUNCTIONS[name]
    found, type_ = _valued(args[0], scope)
    if type_ not in takes:
        raise Wrong(_("%(name)s(…) 里不能是%(type)s。") % {"name": name, "type": NAMES[type_]})
    return Call(Name(name), (found,)), gives
