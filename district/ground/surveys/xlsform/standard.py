"""The standard's own reader over what we read and write: what pyxform refuses is not handed on as an XLSForm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from district.ground.surveys.xlsform.layout import EN, ZH, type_and_list
from district.ground.surveys.xlsform.sheets import Sheet

ROW = re.compile(r"\[row : (\d+)\]\s*")
LANGUAGES = {"zh": ZH, "en": EN}


def convert(sheets: Mapping[str, list[dict[str, str]]]) -> str:
    """The XForm of an XLSForm given as rows by sheet. Raises pyxform's PyXFormError."""
    from pyxform.xls2xform import convert as by_the_standard  # takes half a second: only who needs it pays

    given: dict[str, Any] = {name: [_filled(row) for row in rows] for name, rows in sheets.items()}
    heads = {
        f"{name}_header": [dict.fromkeys(column for row in rows for column in row)] for name, rows in given.items()
    }
    return str(by_the_standard(given | heads, form_name="data").xform)


def _filled(row: Mapping[str, str]) -> dict[str, str]:
    return {column: said for column, said in row.items() if said}


def complaints(sheets: Mapping[str, Sheet]) -> Iterator[tuple[int, str]]:
    """What the standard's reader says of a workbook: (row, sentence)."""
    from pyxform.errors import PyXFormError

    rows = {name: [_named(line.cells) for line in sheet.lines] for name, sheet in sheets.items()}
    rows["settings"] = [{**(rows.get("settings") or [{}])[0], "default_language": ZH}]
    try:
        convert(rows)
    except PyXFormError as error:
        said = str(error)
        match = ROW.search(said)
        row = 0
        if match is not None:
            place = int(match[1]) - 2  # it counts the head and from one
            lines = sheets["survey"].lines
            row = lines[place].number if 0 <= place < len(lines) else 0
        yield row, ROW.sub("", said)[:300]


def _named(cells: Mapping[str, str]) -> dict[str, Any]:
    """Columns as the standard calls them."""
    found = {}
    for column, said in cells.items():
        word, _colons, language = column.partition("::")
        said = " ".join(filter(None, type_and_list(said))) if column == "type" else said
        found[f"{word}::{LANGUAGES[language]}" if language in LANGUAGES else column] = said
    return found
