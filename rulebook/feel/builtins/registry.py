"""The table of built-in functions, and how a call finds the form of a function that fits its arguments.

A form is declared by its signature, in words close to the standard's:

    @builtin("substring", "string: string, start position: number, [length]: number")
    def substring(run, string, start, length=None): ...

`[name]` may be left out; `name...` gathers any number of arguments; `kind?` admits null; `a | b` admits
either. Arguments that fit no form as they are, are tried again after the standard's implicit
conversions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import DecimalException
from typing import TypeVar

from rulebook.feel.runtime import Run
from rulebook.feel.types import ANY, BUILTIN_TYPES, Type, coerce, described
from rulebook.feel.values import Fault, Function, Param, Value, kind

Implementation = TypeVar("Implementation", bound=Callable[..., Value])


@dataclass(frozen=True, slots=True)
class Slot:
    """One parameter of one form."""

    name: str
    kinds: frozenset[str]
    nullable: bool
    optional: bool
    variadic: bool

    def fits(self, value: Value) -> bool:
        if value is None:
            return self.nullable
        return "any" in self.kinds or kind(value) in self.kinds

    def converted(self, value: Value) -> Value:
        """`value` as one of the kinds. Raises Fault when it cannot be."""
        if self.fits(value):
            return value
        if value is not None and "list" in self.kinds:
            return [value]
        for each in sorted(self.kinds & BUILTIN_TYPES.keys()):
            try:
                found = coerce(value, BUILTIN_TYPES[each])
            except Fault:
                continue
            if self.fits(found):
                return found
        wanted = " or ".join(sorted(self.kinds))
        raise Fault(f"“{self.name}” must be a {wanted}, got {described(value)}")


@dataclass(frozen=True, slots=True)
class Form:
    """One signature of a built-in and what it runs."""

    slots: tuple[Slot, ...]
    run: Callable[..., Value]

    def bind(self, args: list[Value], named: dict[str, Value] | None, *, convert: bool) -> list[Value]:
        """The arguments in the order of the slots. Raises Fault when they do not fit."""
        values = self._by_position(args) if named is None else self._by_name(named)
        if convert:
            return [slot.converted(value) for slot, value in zip(self._spread(len(values)), values, strict=True)]
        for slot, value in zip(self._spread(len(values)), values, strict=True):
            if not slot.fits(value):
                wanted = " or ".join(sorted(slot.kinds))
                raise Fault(f"“{slot.name}” must be a {wanted}, got {described(value)}")
        return values

    def _spread(self, size: int) -> list[Slot]:
        extra = size - len(self.slots)
        return [*self.slots[:size], *([self.slots[-1]] * extra if extra > 0 else [])]

    def _by_position(self, args: list[Value]) -> list[Value]:
        least = sum(not slot.optional and not slot.variadic for slot in self.slots)
        variadic = bool(self.slots) and self.slots[-1].variadic
        if len(args) < least or (len(args) > len(self.slots) and not variadic):
            raise Fault(f"expects {self.arity()}, got {len(args)}")
        return args

    def _by_name(self, named: dict[str, Value]) -> list[Value]:
        names = [slot.name for slot in self.slots]
        for name in named:
            if name not in names:
                raise Fault(f"has no parameter “{name}”; they are {', '.join(names) or 'none'}")
        values: list[Value] = []
        for slot in self.slots:
            if slot.name in named:
                values.append(named[slot.name])
            elif slot.optional:
                values.append(_ABSENT)
            elif slot.nullable and not slot.variadic:
                values.append(None)
            else:
                raise Fault(f"lacks the argument “{slot.name}”")
        while values and values[-1] is _ABSENT:
            values.pop()
        return [None if value is _ABSENT else value for value in values]

    def arity(self) -> str:
        """`2 arguments`, `1 to 3 arguments`, `any number of arguments`."""
        if self.slots and self.slots[-1].variadic:
            return "any number of arguments"
        least = sum(not slot.optional for slot in self.slots)
        most = len(self.slots)
        count = str(most) if least == most else f"{least} to {most}"
        return f"{count} argument{'' if count == '1' else 's'}"


_ABSENT = object()
NOT_THIS_FORM = ("expects ", "has no parameter", "lacks ")  # faults that say less than a value of another kind does
_FORMS: dict[str, list[Form]] = {}
FUNCTIONS: dict[str, Function] = {}
"""Every built-in by name, filled when the families are imported."""


def builtin(name: str, signature: str = "") -> Callable[[Implementation], Implementation]:
    """Declare one form of the built-in `name`."""
    slots = tuple(_slot(part) for part in signature.split(", ") if part)

    def register(implementation: Implementation) -> Implementation:
        forms = _FORMS.setdefault(name, [])
        forms.append(Form(slots, implementation))
        FUNCTIONS[name] = Function(name, _params(forms), _dispatcher(name, forms))
        return implementation

    return register


def _slot(part: str) -> Slot:
    name, _, kinds = part.partition(": ")
    optional, variadic, nullable = name.startswith("["), name.endswith("..."), kinds.endswith("?")
    found = frozenset(each.strip() for each in kinds.removesuffix("?").split("|"))
    return Slot(name.strip("[]").removesuffix("..."), found, nullable or "any" in found, optional, variadic)


def _params(forms: list[Form]) -> tuple[Param, ...] | None:
    if len(forms) != 1 or any(slot.variadic or slot.optional for slot in forms[0].slots):
        return None
    return tuple(Param(slot.name, _type(slot.kinds)) for slot in forms[0].slots)


def _type(kinds: frozenset[str]) -> Type:
    return BUILTIN_TYPES.get(next(iter(kinds)), ANY) if len(kinds) == 1 else ANY


def _dispatcher(name: str, forms: list[Form]) -> Callable[[Run, list[Value], dict[str, Value] | None], Value]:
    def call(run: Run, args: list[Value], named: dict[str, Value] | None) -> Value:
        fault: Fault | None = None
        order = list(named or ())  # before(range: …, point: …) and before(point: …, range: …) differ in it alone
        for convert in (False, True):
            for form in sorted(forms, key=lambda each: [slot.name for slot in each.slots] != order) if order else forms:
                try:
                    values = form.bind(args, named, convert=convert)
                except Fault as raised:
                    if fault is None or fault.message.startswith(NOT_THIS_FORM):
                        fault = raised
                    continue
                run.spend(sum(len(value) >> 8 for value in values if isinstance(value, str)))
                return _guarded(form, run, values, name)
        raise Fault(f"{name}() {fault.message if fault else 'cannot be called'}")

    return call


def _guarded(form: Form, run: Run, values: list[Value], name: str) -> Value:
    try:
        return form.run(run, *values)
    except Fault as fault:
        raise Fault(f"{name}(): {fault.message}") from None
    except DecimalException as error:
        raise Fault(f"{name}(): the result cannot be held ({type(error).__name__})") from None


def whole(value: Value, what: str) -> int:
    """A number as int, its fraction cut off. Raises Fault when it is huge."""
    if abs(value) > 10**15:
        raise Fault(f"{what} is too large")
    return int(value)
