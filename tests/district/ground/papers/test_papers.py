"""One description, two files: the same words in both, GB/T 9704's page, equal bytes, money in capitals."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from docx import Document
from pypdf import PdfReader

from district.ground.papers import docx, pdf
from district.ground.papers.letter import Letter, Part
from district.ground.papers.money import capital

LETTER = Letter(
    office="上海市示例区人力资源和社会保障局", number="示人社惠〔2022〕15号", title="关于给予示例用工补贴的决定",
    to="示例甲科技有限公司", date=dt.date(2022, 6, 24),
    parts=(
        Part("你单位申报示例用工补贴一案，经审查，决定如下："), Part("一、决定", level=1),
        Part("同意给予补贴6453.00元（大写：陆仟肆佰伍拾叁元整）。"),
        Part("二、理由和依据", level=1, items=("在示例区注册（示例规〔2022〕1号 第三条）", "从业人员 8 人")),
    ),
    notes=("本决定所用参数含示例参数。",), check="https://example.org/verify/ABCD-EFGH", check_code="ABCD-EFGH",
)  # fmt: skip


def squeezed(text: str) -> str:
    """Without spaces and line ends, which a page sets as it needs."""
    return "".join(text.split())


def test_both_files_say_the_same() -> None:
    paper = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.written(LETTER))).pages))
    text = squeezed("".join(each.text for each in Document(io.BytesIO(docx.written(LETTER))).paragraphs))
    for line in [*LETTER.lines(), LETTER.check_code]:
        assert squeezed(line) in paper, line
        assert squeezed(line) in text, line


def test_the_page_is_the_standards() -> None:
    section = Document(io.BytesIO(docx.written(LETTER))).sections[0]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(each.mm) for each in margins if each is not None] == [37, 35, 28, 26]
    box = PdfReader(io.BytesIO(pdf.written(LETTER))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_equal_papers_are_equal_bytes_and_fonts_are_inside() -> None:
    made = pdf.written(LETTER)
    assert made == pdf.written(LETTER)
    fonts = PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    inner = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values()]
    assert inner and all(
        {"/FontFile", "/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object()) for font in inner
    )


def test_what_is_typed_is_text_and_not_markup() -> None:
    odd = Letter(**{**LETTER.__dict__, "to": "#panic() [甲] \\ 公司 & <b>", "check": "", "check_code": ""})
    text = squeezed(PdfReader(io.BytesIO(pdf.written(odd))).pages[0].extract_text())
    assert squeezed("#panic() [甲] \\ 公司 & <b>：") in text


def test_the_digest_is_over_what_is_said() -> None:
    moved = Letter(**{**LETTER.__dict__, "check": "", "check_code": ""})
    other = Letter(**{**LETTER.__dict__, "number": "示人社惠〔2022〕16号"})
    assert LETTER.digest == moved.digest != other.digest


@pytest.mark.parametrize(
    ("amount", "words"),
    [("500000", "伍拾万元整"), ("6453.00", "陆仟肆佰伍拾叁元整"), ("1330.29", "壹仟叁佰叁拾元贰角玖分"),
     ("0.05", "伍分"),      ("100.05", "壹佰元零伍分"), ("10000.10", "壹万元壹角"), ("0", "零元整")],
)  # fmt: skip
def test_money_in_capitals(amount: str, words: str) -> None:
    assert capital(Decimal(amount)) == words


def test_less_than_a_fen_has_no_capitals() -> None:
    with pytest.raises(ValueError, match="two places"):
        capital(Decimal("1.005"))
