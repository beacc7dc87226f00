"""Text is cleaned at the door: what no paper can hold never gets in, and nobody is refused for pasting it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse

from district.cases.core.models import Application
from district.ground.papers import pdf
from district.ground.papers.letter import Letter
from district.ground.people.models import Person
from district.web import preparing
from tests.district.cases import deciding
from tests.district.cases.factories import District

pytestmark = pytest.mark.django_db


def test_a_soft_line_break_in_a_note_is_a_line_end_in_every_paper(
    here: District, as_: Callable[[Person], Client]
) -> None:
    case = here.judged()
    client = as_(here.officer)
    note = "第一行\v第二行\x07\u2028第三行"
    client.post(reverse("cases:decide", args=[case.reference]), {"outcome": "granted", "note": note})
    decision = deciding.signed(Application.objects.get(pk=case.pk).proposals.get())
    assert decision.note == "第一行\n第二行\n第三行"
    for kind in ("pdf", "docx"):
        assert client.get(reverse("cases:letter", args=[decision.letter.code, kind])).status_code == 200


def test_a_machine_without_a_chinese_typeface_says_so_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "FACES", ("No Such Face",))
    pdf.typeface.cache_clear()
    try:
        with pytest.raises(CommandError, match="fonts-noto-cjk"):
            preparing.require_typeface()
        paper: Any = Letter(office="", number="", title="", to="", parts=(), date=None)  # type: ignore[arg-type]
        with pytest.raises(pdf.NoTypeface):
            pdf.written(paper)
    finally:
        pdf.typeface.cache_clear()
    monkeypatch.undo()
    preparing.require_typeface()
