"""A paper as DOCX, for bureaus that edit in WPS or Word."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import segno
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from district.record.papers.letter import Letter, numbered

BODY, HEADING, RED = "仿宋", "黑体", RGBColor(0xC0, 0, 0)
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # mm
PITCH, SIZE = 28.9, 15.75  # points: 22 lines a page, 28 characters a line
HEADINGS = {1: HEADING, 2: "楷体", 3: BODY}


def new_document() -> Any:
    """An empty official document: page, margins, typeface, line pitch, page numbers."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in MARGINS.items():
        setattr(section, side, Mm(width))
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(PITCH)
    style.paragraph_format.space_after = Pt(0)
    _page_number(section.footer.paragraphs[0])
    document.core_properties.created = document.core_properties.modified = dt.datetime(2000, 1, 1)  # noqa: DTZ001
    return document


def say(
    document: Any, text: str, *, size: float = SIZE, font: str = BODY, align: str = "", indent: bool = False,
    colour: RGBColor | None = None,
) -> Any:  # fmt: skip
    """One paragraph."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    if size > SIZE:
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(SIZE * 2)
    if align:
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
    return paragraph


def written(letter: Letter) -> bytes:
    """The DOCX's bytes."""
    plain, document = letter.plain(), new_document()
    say(document, plain["office"], size=26, font=HEADING, align="CENTER", colour=RED)
    say(document, "")
    _red_line(say(document, letter.number, align="CENTER"))
    say(document, "")
    say(document, letter.title, size=20, font=HEADING, align="CENTER")
    say(document, "")
    say(document, f"{letter.to}：")
    for part in letter.parts:
        say(document, part.text, font=HEADINGS.get(part.level, BODY), indent=True)
        for line in numbered(part):
            say(document, line, indent=True)
    say(document, "")
    say(document, plain["signer"], align="RIGHT").paragraph_format.right_indent = Pt(SIZE * 2)
    say(document, plain["date"], align="RIGHT").paragraph_format.right_indent = Pt(SIZE * 4)
    for note in letter.notes:
        say(document, note, size=10.5)
    if letter.check:
        say(document, f"核验：{letter.check}　核验码 {letter.check_code}", size=10.5)
        picture = io.BytesIO()
        segno.make(letter.check, error="m", micro=False).save(picture, kind="png", scale=6, border=1)
        picture.seek(0)
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.add_run().add_picture(picture, width=Mm(24))
    return saved(document)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _red_line(paragraph: Any) -> None:
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "10"), ("space", "11"), ("color", "C00000")):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    paragraph._element.get_or_add_pPr().append(border)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for piece in ("— ", None, " —"):
        run = paragraph.add_run(piece or "")
        run.font.size = Pt(14)
        if piece is None:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            run._element.append(field)
