"""How a paper looks, measured on positions: GB/T 9704-2012's page, lines, characters, head, signature."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from district.ground.papers import docx, pdf
from district.ground.papers.letter import Annex, Letter, Part, Table
from district.ground.papers.titles import broken, width

MM = 72 / 25.4
LONG = "本项目所称企业是指在示例区注册并依法经营的中小微企业具体标准按照国家有关规定执行" * 6
REMEDY = "如不服本决定，可以在2026年12月31日前申请复核；也可以自收到本决定之日起60日内依法申请行政复议。"


class Line(NamedTuple):
    """One line as it is set: points from the page's left and upper edge, its size, its text."""

    left: float
    right: float
    top: float
    size: float
    text: str


def letter(paragraphs: int, **more: Any) -> Letter:
    parts = (
        Part("经审查，决定如下。"), Part("一、决定", level=1), Part("同意。"), Part("二、理由和依据", level=1),
        *(Part(LONG) for _n in range(paragraphs)), Part("三、不服怎么办", level=1), Part(REMEDY),
    )  # fmt: skip
    given: dict[str, Any] = {
        "office": "上海市示例区人力资源和社会保障局", "number": "示人社惠〔2026〕7号", "to": "示例甲科技有限公司",
        "title": "关于同意“首次创业一次性社保补贴”申报的决定", "parts": parts, "date": dt.date(2026, 11, 26),
        "check": "https://example.org/verify/ABCD-EFGH", "check_code": "ABCD-EFGH",
    }  # fmt: skip
    return Letter(**{**given, **more})


@cache
def pages(paragraphs: int) -> list[list[Line]]:
    return set_lines(pdf.written(letter(paragraphs)))


def set_lines(made: bytes) -> list[list[Line]]:
    return [_lines(page) for page in PdfReader(io.BytesIO(made)).pages]


def _lines(page: Any) -> list[Line]:
    found: dict[int, list[tuple[float, float, str]]] = defaultdict(list)

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if text.strip():
            left, up = (tm[4] * cm[n] + tm[5] * cm[n + 2] + cm[n + 4] for n in (0, 1))
            found[round(float(page.mediabox.height) - up)].append((left, size, text.strip()))

    page.extract_text(visitor_text=visit)
    rows = []
    for top, pieces in sorted(found.items()):
        pieces.sort()
        size = max(each[1] for each in pieces)
        text = "".join(each[2] for each in pieces)
        rows.append(Line(pieces[0][0], pieces[-1][0] + width(pieces[-1][2]) * pieces[-1][1], top, size, text))
    return rows


def body(rows: list[Line]) -> list[Line]:
    return [row for row in rows if abs(row.size - 15.75) < 0.1 and row.top < (297 - 35) * MM]


def of(paragraphs: int, count: int) -> list[list[Line]]:
    found = pages(paragraphs)
    assert len(found) == count
    return found


@pytest.mark.parametrize(("paragraphs", "count"), [(1, 2), (4, 3), (6, 4)])
def test_a_full_page_has_22_lines_of_28_characters(paragraphs: int, count: int) -> None:
    for rows in of(paragraphs, count)[1:-1]:
        lines = body(rows)
        assert len(lines) in (21, 22)  # 21 where two lines of a paragraph must stay together
        steps = {after.top - before.top for before, after in itertools.pairwise(lines)}
        assert steps <= {28, 29, 30}
        assert max(len(line.text) for line in lines) == 28
        assert all(line.left >= 28 * MM - 0.5 and line.right <= (210 - 26) * MM + 0.5 for line in lines)
        assert min(line.top for line in lines) == pytest.approx(37 * MM + 0.8 * 15.75, abs=1)


@pytest.mark.parametrize(("paragraphs", "count"), [(0, 2), (1, 2), (4, 3), (6, 4)])
def test_no_page_has_a_signature_alone_nor_a_heading_at_its_foot(paragraphs: int, count: int) -> None:
    found = of(paragraphs, count)
    last = "".join(row.text for row in found[-1])
    assert "行政复议" in last and "2026年11月26日" in last and "核验码" in last
    for rows in found:
        assert not body(rows)[-1].text.startswith(("一、", "二、", "三、"))


def test_a_short_letter_is_one_page() -> None:
    short = letter(0, check="", check_code="", parts=(Part("经审查，决定如下。"), Part(REMEDY)))
    assert len(set_lines(pdf.written(short))) == 1


def test_the_head_stands_35_mm_below_the_texts_upper_edge() -> None:
    first = pages(0)[0]
    assert first[0].text == "上海市示例区人力资源和社会保障局"
    assert first[0].top - 0.8 * first[0].size == pytest.approx((37 + 35) * MM, abs=1.5)
    number = next(row for row in first if row.text == "示人社惠〔2026〕7号")  # and no space inside when copied
    assert number.top - first[0].top > 2 * 28


def test_a_long_name_of_an_office_stays_on_one_line() -> None:
    made = set_lines(pdf.written(letter(0, office="上海市示例区规划和自然资源局城市更新和土地管理事务中心")))
    assert made[0][0].text == "上海市示例区规划和自然资源局城市更新和土地管理事务中心"
    assert made[0][0].right <= (210 - 26) * MM + 1


def test_signature_and_date_stand_on_one_axis_the_date_four_characters_from_the_edge() -> None:
    last = pages(0)[-1]
    name, date = (
        next(row for row in last if row.text == text) for text in ("上海市示例区人力资源和社会保障局", "2026年11月26日")
    )
    edge, narrow = (210 - 26) * MM, 15.75
    assert edge - (date.left + date.right) / 2 == pytest.approx(edge - (name.left + name.right) / 2, abs=6)
    assert edge - date.right == pytest.approx(4 * narrow, abs=12)


def test_page_numbers_stand_outside_left_on_even_pages() -> None:
    found = pages(6)
    for place, rows in enumerate(found, start=1):
        folio = next(row for row in rows if row.text.replace(" ", "") == f"—{place}—")
        assert folio.top > (297 - 35 + 7) * MM
        assert (folio.left > 105 * MM) == (place % 2 == 1)


def test_the_imprint_ends_on_the_texts_lower_edge() -> None:
    last = pages(6)[-1]
    assert any("2026年11月26日印发" in row.text for row in last)
    row = next(row for row in last if "印发" in row.text)
    assert row.top == pytest.approx((297 - 35) * MM - 14 * 0.2 - 8 - 1, abs=6)


def test_the_file_can_be_kept_and_read_aloud() -> None:
    reader = PdfReader(io.BytesIO(pdf.written(letter(1))))
    about = reader.xmp_metadata
    assert about is not None
    raw = about.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in raw and "<pdfaid:conformance>A</pdfaid:conformance>" in raw
    assert "<pdfuaid:part>1</pdfuaid:part>" in raw
    assert reader.metadata and reader.metadata.title == letter(1).title
    assert str(reader.root_object["/Lang"]).lower() in ("zh-cn", "zh")


def test_a_sample_says_so_across_every_page_and_others_do_not() -> None:
    text = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.written(letter(4, sample=True)))).pages]
    assert all("样 张" in each for each in text)
    assert not any("样 张" in row.text for rows in pages(6) for row in rows)
    header = Document(io.BytesIO(docx.written(letter(1, sample=True)))).sections[0]
    assert "样" in header.header.paragraphs[0].text and "样" in header.even_page_header.paragraphs[0].text


ROWS = tuple((str(n), "示例乙信息技术（上海）有限公司", "12,600.00") for n in range(80))
TABLE = Table(("序号", "户名", "金额（元）"), ROWS, (1, 5, 2), (2,))
LISTED = letter(
    0, annexes=(Annex("拨付明细", (Part("单位：元", table=TABLE),)),),
    signed_by=("经办", "复核"), disclosure="主动公开", contact="政策科，021-00000000", copies=("区财政局",),
)  # fmt: skip


def test_a_table_repeats_its_head_on_every_page_and_says_every_row_in_both_files() -> None:
    made = set_lines(pdf.written(LISTED))
    listed = ["".join(row.text for row in rows) for rows in made[2:]]
    assert len(listed) >= 2 and all("序号户名金额" in each.replace(" ", "") for each in listed)
    grid = Document(io.BytesIO(docx.written(LISTED))).tables[0]
    assert len(grid.rows) == 81 and grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in grid.rows[80].cells] == list(ROWS[79])


def _said(made: bytes) -> str:
    document = Document(io.BytesIO(made))
    found = []
    for element in document.element.body.iter(qn("w:t")):
        found.append(element.text or "")
    return "".join("".join(found).split())


def test_both_files_say_every_line_of_the_description() -> None:
    paper = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.written(LISTED))).pages).split())
    text = _said(docx.written(LISTED))
    for line in LISTED.lines():
        bare = "".join(line.split())
        assert bare in text, line
        assert bare in paper or len(bare) > 60, line


def test_the_docx_numbers_its_pages_on_both_sides_and_says_who_wrote_it() -> None:
    document = Document(io.BytesIO(docx.written(LISTED)))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text == "— 1 —"
        assert [each.text for each in footer._element.iter(qn("w:instrText"))] == [" PAGE "]
    about = document.core_properties
    assert (about.title, about.author, about.language) == (LISTED.title, LISTED.office, "zh-CN")
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
    assert (section.top_margin, section.bottom_margin) == pytest.approx((Mm(37), Mm(35)), abs=500)


def test_the_docx_keeps_headings_with_what_follows_and_the_signature_together() -> None:
    paragraphs = Document(io.BytesIO(docx.written(letter(2)))).paragraphs
    kept = {each.text: each.paragraph_format.keep_with_next for each in paragraphs}
    assert kept["一、决定"] and kept["三、不服怎么办"] and kept[REMEDY] and kept["2026年11月26日"]


@pytest.mark.parametrize("make", [docx.written, pdf.written])
@pytest.mark.parametrize("odd", ["一\v二", "一\x00二", "一\x0c二", "一\u2028二", "一\ud800二", "一\uffff二", "a\r\nb"])
def test_odd_characters_of_people_never_stop_a_paper(make: Callable[[Letter], bytes], odd: str) -> None:
    assert make(letter(0, title=odd, to=odd, notes=(odd,), parts=(Part(odd, items=(odd,)),)))


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("关于同意企业人力资源社会保险补贴“”（）、2026 AB创业"), min_size=1, max_size=90))
def test_a_title_loses_nothing_and_no_line_is_too_wide(title: str) -> None:
    lines = broken(title)
    assert "".join(lines) == title
    assert len(lines) == 1 or all(width(line) <= 20 for line in lines)


@pytest.mark.parametrize(
    ("title", "lines"),
    [("关于不予同意“专精特新“小巨人”企业认定”申报的决定", ["关于不予同意“专精特新", "“小巨人”企业认定”申报的决定"]),
     ("关于同意“首次创业一次性社保补贴”申报的决定", ["关于同意“首次创业一次性", "社保补贴”申报的决定"]),
     ("关于给予示例用工补贴的决定", ["关于给予示例用工补贴的决定"])],
)  # fmt: skip
def test_a_title_breaks_by_meaning(title: str, lines: list[str]) -> None:
    assert broken(title) == lines
