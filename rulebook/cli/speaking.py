"""How commands speak: in the language of the locale or of --lang, a sentence at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.feel_words import syntax_said
from rulebook.cli.files import io_fault
from rulebook.english_differences import DIFFERENCES
from rulebook.english_verdicts import VERDICTS
from rulebook.feel.lexer import FeelSyntaxError
from rulebook.feel.runtime import Diagnostic
from rulebook.saying import english, spoken, told
from rulebook.telling import Teller, templates

Words = Callable[[str], str]


def complain(error: Exception) -> None:
    """Print what is wrong, each fault of several on its line."""
    for each in getattr(error, "faults", None) or [error]:
        print(wrong(each), file=sys.stderr)


def wrong(fault: object) -> str:
    """One fault; of an expression that cannot be read with line and column in front."""
    if isinstance(fault, OSError):
        return told(io_fault(fault))
    if isinstance(fault, FeelSyntaxError):
        return f"{fault.span.line}:{fault.span.column}: {syntax(fault)}"
    return told(fault)


def syntax(error: FeelSyntaxError) -> str:
    """Why an expression cannot be read; English is what the reader of FEEL says anyway."""
    return error.message if spoken() == "en" else str(syntax_said(error))


def diagnosed(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Why things became null, each with its place where that is known."""
    return [str(Diagnostic(told(each.message), each.span)) for each in diagnostics]


def words_of(catalogue: Catalogue, slug: str = "") -> Words:
    """Texts of a catalogue, of a programme in the first place, and sentences made of them, as they are spoken.

    What the catalogue has no English for stays as it is.
    """
    if spoken() != "en":
        return str
    entry = f"programmes/{slug}" if slug else ""
    teller = Teller(lambda text: catalogue.english.of(text, entry), templates(VERDICTS.items(), DIFFERENCES.items()))
    return lambda text: teller.tell(text) or english(text)
