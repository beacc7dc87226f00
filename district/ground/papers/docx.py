"""A paper as DOCX, for bureaus that edit in WPS or Word."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import segno
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from district.ground.papers.letter import (
    Annex,
    Letter,
    Part,
    Table,
    annexed,
    imprint,
    numbered,
    official_date,
    remarks,
    signatures,
)
from district.ground.papers.pdf import head_size
from district.ground.papers.titles import broken, width

BODY, HEADING, TITLE, RED = "仿宋", "黑体", "方正小标宋简体", RGBColor(0xC0, 0, 0)
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # mm
PITCH, SIZE, SMALL, WIDE = 28.99, 15.75, 10.5, 156  # points: 22 lines a page, 28 characters a line; mm
HEADINGS = {1: HEADING, 2: "楷体", 3: BODY}
LIGHT = RGBColor(0xF0, 0xC8, 0xC8)


def written(letter: Letter) -> bytes:
    """The DOCX's bytes: the same words as the PDF's, in the same order."""
    clean = Letter.kept(letter.plain(), check=letter.check, check_code=letter.check_code)
    document = _document(clean)
    _head(document, clean)
    for part in clean.parts:
        _part(document, part)
    if clean.parts:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    _ending(document, clean)
    for n, annex in enumerate(clean.annexes, start=1):
        _annex(document, annex, f"附件{n}" if len(clean.annexes) > 1 else "附件")
    _imprint(document, imprint(clean))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _document(letter: Letter) -> Any:
    """An empty official document: page, margins, typeface, language, line pitch, page numbers, who wrote it."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, wide in MARGINS.items():
        setattr(section, side, Mm(wide))
    section.footer_distance = Mm(35 - 7 - 5)  # the number's dash stands 7 mm under the text
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    language = OxmlElement("w:lang")
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), "zh-CN")
    style.element.rPr.append(language)
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing, shape.space_after = WD_LINE_SPACING.EXACTLY, Pt(PITCH), Pt(0)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    if letter.sample:
        for header in (section.header, section.even_page_header):
            _say(header.paragraphs[0], "样　张", size=60, font=HEADING, align="CENTER", colour=LIGHT)
    about = document.core_properties
    about.title, about.author, about.language, about.subject = letter.title, letter.office, "zh-CN", letter.number
    about.created = about.modified = dt.datetime.combine(letter.date, dt.time())
    return document


def _head(document: Any, letter: Letter) -> None:
    """公开属性, the red head of a numbered paper, title, addressee; a form or minutes begins with its title."""
    if letter.disclosure:
        _add(document, letter.disclosure, font=HEADING)
    if letter.number:
        _red_head(document, letter)
    title = _add(document, "\n".join(broken(letter.title)), size=22, font=TITLE, align="CENTER")
    title.paragraph_format.keep_with_next = True
    if not letter.number:
        _add(document, letter.office, font="楷体", align="CENTER")
    _add(document, "")
    if letter.to:
        _add(document, f"{letter.to}：")


def _red_head(document: Any, letter: Letter) -> None:
    office = _add(document, letter.office, size=head_size(letter.office), font=TITLE, align="CENTER", colour=RED)
    office.paragraph_format.space_before = Mm(35) - (Pt(PITCH) if letter.disclosure else 0)
    for _line in range(2):
        _add(document, "")
    _line_below(_add(document, letter.number, align="CENTER"))
    for _line in range(2):
        _add(document, "")


def _part(document: Any, part: Part) -> None:
    if part.text:
        said = _add(document, part.text, font=HEADINGS.get(part.level, BODY), indent=True)
        said.paragraph_format.keep_with_next = part.level > 0
    for line in numbered(part):
        _add(document, line, indent=True)
    if part.table:
        _table(document, part.table)


def _ending(document: Any, letter: Letter) -> None:
    """Annexes named, lines to sign on, signature and date, remarks and the check: all on one page."""
    before = len(document.paragraphs)
    if letter.annexes:
        _add(document, "")
        _add(document, annexed(letter), indent=True)
    for line in signatures(letter):
        _add(document, line, indent=True)
    _add(document, "")
    for line in (letter.signer or letter.office, official_date(letter.date)):
        _add(document, line, align="RIGHT").paragraph_format.right_indent = Pt(_aside(letter, line))
    for note in remarks(letter):
        _add(document, note, size=SMALL)
    if letter.check:
        _add(document, f"核验：{letter.check}", size=SMALL)
        _add(document, f"核验码 {letter.check_code}", size=SMALL)
        picture = io.BytesIO()
        segno.make(letter.check, error="m", micro=False).save(picture, kind="png", scale=6, border=1)
        picture.seek(0)
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.add_run().add_picture(picture, width=Mm(24))
    for paragraph in document.paragraphs[before:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _aside(letter: Letter, text: str) -> float:
    """How far from the right a centred line of the signature ends, in points: the date four characters, one axis."""
    lines = (official_date(letter.date), letter.signer or letter.office, text)
    date, name, own = (SIZE * width(each) for each in lines)
    return max(4 * SIZE + date / 2, name / 2) - own / 2


def _annex(document: Any, annex: Annex, head: str) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _add(document, head, font=HEADING)
    _add(document, "\n".join(broken(annex.title)), size=22, font=TITLE, align="CENTER")
    for part in annex.parts:
        _part(document, part)


def _table(document: Any, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.head), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(repeated)
    whole = sum(table.shares)
    for line in (table.head, *table.rows):
        row = grid.rows[0] if line is table.head else grid.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for place, (cell, text) in enumerate(zip(row.cells, line, strict=True)):
            cell.width = Mm(WIDE * table.shares[place] / whole)
            align = "CENTER" if line is table.head else "RIGHT" if place in table.right else ""
            _say(
                cell.paragraphs[0],
                text,
                size=9 if len(table.head) > 4 else SMALL,
                font=HEADING if line is table.head else BODY,
                align=align,
            )


def _imprint(document: Any, lines: list[str]) -> None:
    """版记: rules over, between and under; the office at the left, the day at the right."""
    if not lines:
        return
    for copied in lines[:-2]:
        _line_above(_add(document, copied, size=14))
    last = _add(document, f"{lines[-2]}\t{lines[-1]}", size=14)
    last.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE), alignment=2)
    _border(last, (("top", "000000", "8"), ("bottom", "000000", "8")))
    for paragraph in document.paragraphs[-len(lines) : -1]:
        paragraph.paragraph_format.keep_with_next = True


def _add(document: Any, text: str, **how: Any) -> Any:
    return _say(document.add_paragraph(), text, **how)


def _say(
    paragraph: Any, text: str, *, size: float = SIZE, font: str = BODY, align: str = "", indent: bool = False,
    colour: RGBColor | None = None,
) -> Any:  # fmt: skip
    """One paragraph's text; line feeds in it are line breaks."""
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    if size != SIZE and text:
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(SIZE * 2)
    if align:
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
    return paragraph


def _line_below(paragraph: Any) -> None:
    _border(paragraph, (("bottom", "C00000", "10"),))


def _line_above(paragraph: Any) -> None:
    _border(paragraph, (("top", "000000", "8"),))


def _border(paragraph: Any, sides: tuple[tuple[str, str, str], ...]) -> None:
    border = OxmlElement("w:pBdr")
    for side, colour, weight in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", weight), ("space", "11"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        border.append(line)
    # Word wants a paragraph's properties in the schema's order.
    after = ("shd", "tabs", "snapToGrid", "spacing", "ind", "contextualSpacing", "jc", "rPr", "sectPr")
    paragraph._element.get_or_add_pPr().insert_element_before(border, *(f"w:{name}" for name in after))


def _page_number(paragraph: Any, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one character from the outer edge. The field holds 1 for readers that do not count."""
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.right_indent = shape.left_indent = Pt(SIZE)
    for piece in ("— ", "begin", "PAGE", "separate", "1", "end", " —"):
        run = paragraph.add_run(piece if piece in ("— ", "1", " —") else "")
        run.font.size, run.font.name = Pt(14), "宋体"
        if piece == "PAGE":
            code = OxmlElement("w:instrText")
            code.text = " PAGE "
            run._element.append(code)
        elif piece in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), piece)
            run._element.append(mark)
