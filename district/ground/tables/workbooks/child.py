"""Run as a program of its own: reads one workbook under limits of memory and time, and answers on standard output.

`python -m district.ground.tables.workbooks.child FILE MEMORY SECONDS CELLS UNPACKED`. A parser of somebody else's file
may ask for any amount of memory, loop or crash: here it takes nobody along. Imports nothing of the house but the gate.
First answer: what the sheets are (`about`), or why there is nothing to read. Then, for each line with a sheet's place,
its rows.
"""

from __future__ import annotations

import pickle
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree

from district.ground.gate.archives import entries_told
from district.ground.gate.limits import limit

TOP = 30  # rows shown of every sheet
CHUNK = 1 << 20
MOST_XML = 4 << 30  # bytes of one sheet's XML
MOST_NAMED = 2000  # cells without a value that are told of
MOST_ENTRIES = 5000
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LOCKED = "EncryptedPackage".encode("utf-16-le")  # how an OLE file names the part that holds a locked workbook
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br=["\']([A-Z]{1,3})(\d{1,7})["\']([^>]*)>')
COLUMNS = re.compile(rb'\br=["\']([A-Z]{1,3})\d')
ROWS = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br=["\'](\d{1,8})["\']')
WRONG = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
UNCOUNTED = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')


class Unreadable(Exception):
    """(why, details) as the parent puts it into words."""


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part of an XLSX; empty for other kinds."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    with archive.open("xl/_rels/workbook.xml.rels") as file:
        targets = {each.get("Id"): each.get("Target", "") for each in _elements(file)}
    with archive.open("xl/workbook.xml") as file:
        sheets = [each for each in _elements(file) if each.tag == f"{MAIN}sheet"]
    said = {each.get("name", ""): targets.get(each.get(RELATION), "") for each in sheets}
    found = {name: target[1:] if target.startswith("/") else f"xl/{target}" for name, target in said.items()}
    return {name: part for name, part in found.items() if part in names}


def _elements(file: Any) -> Iterator[ElementTree.Element]:
    yield from ElementTree.parse(file).iter()  # noqa: S314


def chunks(file: Any) -> Iterator[bytes]:
    """A sheet's XML, cut behind a row's end where there is one, so that no cell is cut in two."""
    kept, read = b"", 0
    while more := file.read(CHUNK):
        read += len(more)
        if read > MOST_XML:
            raise Unreadable("large", {})
        kept += more
        end = kept.rfind(b"</row>")
        if end < 0 and len(kept) < 8 * CHUNK:
            continue
        end = len(kept) if end < 0 else end
        yield kept[:end]
        kept = kept[end:]
    yield kept


def scan(archive: zipfile.ZipFile, part: str, name: str, most: int) -> dict[str, str]:
    """Cells that hold no value though they look like it: reference → what stands there. Refuses what is too wide."""
    height = width = rows = 0
    seen: set[bytes] = set()
    empty: dict[str, str] = {}
    with archive.open(part) as file:
        for chunk in chunks(file):
            numbers = ROWS.findall(chunk)
            rows += chunk.count(b"<row")
            height = max(height, rows, *map(int, numbers[-1:])) if numbers else max(height, rows)
            new = set(COLUMNS.findall(chunk)) - seen
            seen |= new
            width = max([width, *map(column_number, new)])
            if height * width > most:
                raise Unreadable("cells", {"sheet": name, "cell": _far(chunk, width, height), "rows": height,
                                           "columns": width})  # fmt: skip
            if len(empty) < MOST_NAMED and (b'"e"' in chunk or b"<f" in chunk):
                empty |= {ref.decode(): text.decode("utf-8", "replace") for ref, text in WRONG.findall(chunk)}
                empty |= {ref.decode(): "=" for ref in UNCOUNTED.findall(chunk)}
    return empty


def _far(chunk: bytes, width: int, height: int) -> str:
    """The cell that stands furthest out, to be named."""
    far = max(CELL.findall(chunk), key=lambda cell: (column_number(cell[0]) == width) + (int(cell[1]) == height),
              default=None)  # fmt: skip
    return (far[0] + far[1]).decode() if far else ""


def check_container(path: str, unpacked: int) -> None:
    """What can be told before anything is parsed: a lock, a bomb, an archive that is no workbook."""
    with Path(path).open("rb") as file:
        start = file.read(8)
        if start.startswith(OLD_WORKBOOK) and LOCKED in file.read():
            raise Unreadable("locked", {})
        if not start.startswith(WORKBOOK):
            return
        if (entries_told(file) or 0) > MOST_ENTRIES:
            raise Unreadable("bomb", {})
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable("torn", {}) from None
    if not any(each.filename.endswith((".xml", ".bin")) for each in entries):
        raise Unreadable("archive", {})
    if len(entries) > MOST_ENTRIES or sum(each.file_size for each in entries) > unpacked:
        raise Unreadable("bomb", {})


def about(path: str, most: int) -> tuple[Any, list[dict[str, Any]]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    empty: dict[str, dict[str, str]] = {}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name, part in parts_of(archive).items():
                empty[name] = scan(archive, part, name, most)
    book = CalamineWorkbook.from_path(path)
    sheets = []
    for place, meta in enumerate(book.sheets_metadata):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(place)
        if sheet.total_height * sheet.total_width > most:
            raise Unreadable("cells", {"sheet": meta.name, "cell": "", "rows": sheet.total_height,
                                       "columns": sheet.total_width})  # fmt: skip
        sheets.append({
            "place": place, "name": meta.name, "visible": meta.visible == SheetVisibleEnum.Visible,
            "height": sheet.total_height, "empty": empty.get(meta.name, {}),
            "top": sheet.to_python(skip_empty_area=False, nrows=TOP), "merged": sheet.merged_cell_ranges or [],
        })  # fmt: skip
    return book, sheets


def main(path: str, memory: str, seconds: str, cells: str, unpacked: str) -> None:
    out: BinaryIO = sys.stdout.buffer
    limit(int(memory), int(seconds))
    try:
        check_container(path, int(unpacked))
        book, sheets = about(path, int(cells))
    except Unreadable as error:
        pickle.dump(("refused", *error.args), out)
        return
    except MemoryError:
        pickle.dump(("refused", "large", {}), out)
        return
    except Exception as error:
        pickle.dump(("refused", "broken", {"why": str(error)[:200]}), out)
        return
    pickle.dump(("sheets", sheets), out)
    out.flush()
    for line in sys.stdin:
        rows = book.get_sheet_by_index(int(line)).to_python(skip_empty_area=False)
        pickle.dump(rows, out, protocol=5)
        out.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
