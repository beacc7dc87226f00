"""A checked tree as FEEL text, the same tree always the same text."""

from __future__ import annotations

from decimal import Decimal

from rulebook.feel import And, Arith, BoolLit, Call, Compare, Name, Neg, Node, NullLit, NumberLit, Or, Path, StringLit

TIGHT = {"+": 1, "-": 1, "*": 2, "/": 2}


def text_of(node: Node) -> str:
    match node:
        case Or(terms=terms):
            return " or ".join(text_of(each) for each in terms)
        case And(terms=terms):
            return " and ".join(f"({text_of(each)})" if isinstance(each, Or) else text_of(each) for each in terms)
        case Compare(op=op, left=left, right=right):
            return f"{text_of(left)} {op} {text_of(right)}"
        case Arith(op=op, left=left, right=right):
            return f"{_side(left, TIGHT[op], False)} {op} {_side(right, TIGHT[op], True)}"
        case Neg(operand=operand):
            inside = text_of(operand)
            return f"-({inside})" if isinstance(operand, Arith | Neg) else f"-{inside}"
        case Call(function=Name(name=name), args=args):
            return f"{name}({', '.join(text_of(each) for each in args)})"
        case Path(source=source, member=member):
            return f"{text_of(source)}.{member}"
        case Name(name=name):
            return name
        case NumberLit(value=value):
            return number_text(value)
        case StringLit(value=value):
            return quoted(value)
        case BoolLit(value=value):
            return "true" if value else "false"
        case NullLit():
            return "null"
    raise TypeError(type(node).__name__)


def _side(node: Node, tight: int, right: bool) -> str:
    inner = TIGHT[node.op] if isinstance(node, Arith) else 9
    return f"({text_of(node)})" if inner < tight or (right and inner == tight) else text_of(node)


def number_text(value: Decimal) -> str:
    return f"{value:f}"


def quoted(text: str) -> str:
    said = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{said}"'
