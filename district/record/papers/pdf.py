"""A paper as PDF, set by typst: no network, the same bytes for the same paper."""

from __future__ import annotations

import io
import json
from pathlib import Path

import segno
import typst

from district.record.papers.letter import Letter

TEMPLATE = Path(__file__).with_name("letter.typ")


def written(letter: Letter) -> bytes:
    """The PDF's bytes; fonts are inside."""
    inputs = {
        "letter": json.dumps(letter.plain(), ensure_ascii=False),
        "qr": qr_svg(letter.check) if letter.check else "",
    }
    return bytes(typst.compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs))


def qr_svg(address: str) -> str:
    """A QR code of an address."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=1)
    return out.getvalue().decode()
