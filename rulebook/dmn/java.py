"""The few static Java methods that DMN models commonly call, done in Python. Everything else is null.

A model may bind a function to Java: class "java.lang.Math", method "max(double, double)". No Java runs
here; the methods below behave as the documented ones do. Unknown classes, methods or signatures raise
Fault.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal

from rulebook.feel.calls import bound
from rulebook.feel.runtime import Run
from rulebook.feel.types import described
from rulebook.feel.values import Fault, Function, Param, Value

_WHOLE = {"byte": 8, "short": 16, "int": 32, "long": 64}
_BOXES = {
    "Byte": "byte",
    "Short": "short",
    "Integer": "int",
    "Long": "long",
    "Float": "float",
    "Double": "double",
}


def external(params: tuple[Param, ...], mapping: Value) -> Function:
    """The function a mapping describes.

    `{java: {class: …, method signature: …}}` or the inner context alone.
    """
    if isinstance(mapping, dict) and "java" in mapping:
        mapping = mapping["java"]
    if not isinstance(mapping, dict):
        raise Fault("an external function needs a context that describes it")
    if "pmml" in mapping or "document" in mapping:
        raise Fault("PMML models cannot be called")
    owner, signature = mapping.get("class"), mapping.get("method signature")
    if not isinstance(owner, str) or not isinstance(signature, str):
        raise Fault("a Java function needs the strings “class” and “method signature”")
    match = re.fullmatch(r"\s*(\w+)\s*\(([^()]*)\)\s*", signature)
    if match is None:
        raise Fault(f"“{signature}” is no method signature")
    types = [_plain(each) for each in match[2].split(",") if each.strip()]
    method = _method(owner.removeprefix("java.lang."), match[1], types)

    def invoke(run: Run, args: list[Value], named: dict[str, Value] | None) -> Value:
        values = bound(match[1], params, args, named)
        if types and types[-1].endswith("..."):
            values = [*values[: len(types) - 1], _flat(values[len(types) - 1 :])]
        if len(values) != len(types):
            raise Fault(f"{signature} does not take {len(values)} arguments")
        try:
            given = [_to_java(value, kind) for value, kind in zip(values, types, strict=True)]
            return _from_java(method(*given))
        except (ValueError, OverflowError, ZeroDivisionError, TypeError) as error:
            raise Fault(f"the Java method {owner}.{match[1]}: {error}") from None

    return Function(match[1], params, invoke)


def _plain(kind: str) -> str:
    """A parameter type without packages; `[Ljava.lang.Object;` is how Java itself writes `Object...`."""
    name = kind.strip()
    if name.startswith("[L") and name.endswith(";"):
        name = name[2:-1] + "..."
    name = name.removeprefix("java.lang.")
    return _BOXES.get(name, name)


def _flat(rest: list[Value]) -> list[Value]:
    return rest[0] if len(rest) == 1 and isinstance(rest[0], list) else rest


def _to_java(value: Value, kind: str) -> object:
    """A FEEL value as a Java parameter type takes it. Raises Fault when it does not fit."""
    if kind.endswith("...") and isinstance(value, list):
        return [_from_any(each) for each in value]
    if kind == "String" and isinstance(value, str):
        return value
    if kind == "char" and isinstance(value, str) and len(value) == 1:
        return value
    if kind == "boolean" and isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        if kind in ("double", "float", "Object"):
            return float(value)
        if kind in _WHOLE and -(2 ** (_WHOLE[kind] - 1)) <= value < 2 ** (_WHOLE[kind] - 1):
            return int(value)
    raise Fault(f"{described(value)} cannot be passed as Java {kind}")


def _from_any(value: Value) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _from_java(value: object) -> Value:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Fault("the result is not a finite number")
        return Decimal(repr(value))
    return str(value)


Method = Callable[..., object]
_UNARY: dict[str, Method] = {
    name: getattr(math, name)
    for name in (
        "cos",
        "sin",
        "tan",
        "acos",
        "asin",
        "atan",
        "cosh",
        "sinh",
        "tanh",
        "exp",
        "log10",
        "sqrt",
        "log",
    )
}
_UNARY |= {
    "abs": abs,
    "ceil": lambda x: float(math.ceil(x)),
    "floor": lambda x: float(math.floor(x)),
    "round": lambda x: math.floor(x + 0.5),
    "cbrt": math.cbrt,
    "signum": lambda x: math.copysign(1.0, x) if x else 0.0,
    "toDegrees": math.degrees,
    "toRadians": math.radians,
}
_BINARY: dict[str, Method] = {
    "max": max,
    "min": min,
    "pow": math.pow,
    "atan2": math.atan2,
    "hypot": math.hypot,
}


def _method(owner: str, name: str, types: list[str]) -> Method:
    numeric = all(each in _WHOLE or each in ("double", "float") for each in types)
    if owner == "Math" and numeric:
        found = {1: _UNARY, 2: _BINARY}.get(len(types), {}).get(name)
        if found is not None:
            return found
    if owner == "String" and name == "valueOf" and len(types) == 1:
        return lambda x: str(x).lower() if isinstance(x, bool) else str(x)
    if owner == "String" and name == "format" and types == ["String", "Object..."]:
        return _format
    if owner in _BOXES and name in ("valueOf", f"parse{owner.removesuffix('eger')}") and len(types) == 1:
        return _boxed(_BOXES[owner], types[0])
    raise Fault(f"{owner}.{name}({', '.join(types)}) is not known here")


def _boxed(kind: str, given: str) -> Method:
    if given not in ("String", kind):
        raise Fault(f"there is no such conversion from {given}")
    if kind in ("float", "double"):
        return float
    limit = 2 ** (_WHOLE[kind] - 1)

    def whole(value: object) -> int:
        number = int(str(value))
        if not -limit <= number < limit:
            raise ValueError(f"{number} is out of range")
        return number

    return whole


def _format(pattern: str, values: list[object]) -> str:
    """`String.format` for %s, %d, %f, %b and %% with plain widths."""
    rest = iter(values)

    def one(match: re.Match[str]) -> str:
        if match[2] == "%":
            return "%"
        try:
            value = next(rest)
        except StopIteration:
            raise ValueError("too few arguments for the format") from None
        if match[2] == "b":
            return str(value).lower()
        return ("%" + match[1] + match[2]) % (value,)

    return re.sub(r"%(-?[0-9]{0,3}(?:\.[0-9]{1,2})?)([sdfb%])", one, pattern)
