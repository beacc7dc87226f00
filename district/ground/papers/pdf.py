"""A paper as PDF, set by typst: no network, equal bytes for equal papers, to be kept (PDF/A) and read aloud (UA)."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from district.ground.papers.letter import Letter, annexed, imprint, remarks, signatures
from district.ground.papers.titles import broken, width

TEMPLATE = Path(__file__).with_name("letter.typ")
STANDARDS: Any = ["a-2a", "ua-1"]
FACES = ("FangSong", "FangSong_GB2312", "STFangsong", "FZFangSong-Z02S", "Noto Serif CJK SC")
HEAD, WIDE = 30, 430  # points: the head's size, and how wide it may get


class NoTypeface(Exception):
    """This machine has no typeface for Chinese: nothing is printed rather than boxes."""


def written(letter: Letter) -> bytes:
    """The PDF's bytes; fonts are inside. Raises NoTypeface."""
    if typeface() is None:
        raise NoTypeface(" / ".join(FACES))
    inputs = {"letter": json.dumps(_laid_out(letter), ensure_ascii=False),
              "qr": qr_svg(letter.check) if letter.check else ""}  # fmt: skip
    return bytes(
        typst.compile(
            TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, font_paths=_fonts()
        )
    )


def qr_svg(address: str, *, fits: bool = False) -> str:
    """A QR code of an address; where it `fits`, as large as what it stands in."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=1, omitsize=fits)
    return out.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    """The machine's typefaces, looked for once and not with every paper."""
    return typst.Fonts()


@cache
def typeface() -> str | None:
    """The first typeface of this machine that papers may be set in; None where no Chinese would be readable."""
    here = set(_fonts().families())
    return next((face for face in FACES if face in here), None)


def head_size(office: str) -> float:
    """The size of the red head in points: a long name of an office stays on one line."""
    return min(HEAD, int(WIDE / max(1.0, width(office)) * 2) / 2)


def _laid_out(letter: Letter) -> dict[str, Any]:
    plain = letter.plain()
    clean = Letter.kept(plain, check=letter.check, check_code=letter.check_code)
    tables = [part for each in (plain, *plain["annexes"]) for part in each["parts"] if part["table"]]
    for part, real in zip(tables, _tables(clean), strict=True):
        part["table"]["shares"] = real
    return {
        **plain, "day": [letter.date.year, letter.date.month, letter.date.day], "head": head_size(clean.office),
        "lines": broken(clean.title), "annexed": annexed(clean) if clean.annexes else "",
        "signatures": signatures(clean), "remarks": remarks(clean), "imprint": imprint(clean),
    }  # fmt: skip


def _tables(letter: Letter) -> list[tuple[int, ...]]:
    parts = [*letter.parts, *(part for annex in letter.annexes for part in annex.parts)]
    return [part.table.shares for part in parts if part.table]
