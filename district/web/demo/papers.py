"""Papers of the demonstration, as somebody hands them in: plainly samples."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import ContentFile

from district.ground.papers import pdf
from district.ground.papers.letter import Letter, Part


def paper(*, title: str, by: str, says: tuple[str, ...], on: dt.date) -> ContentFile[bytes]:
    """A PDF with a sample's mark across it."""
    parts = tuple(Part(each) for each in says)
    made = pdf.written(Letter(office=by, number="", title=title, to="", parts=parts, date=on, sample=True))
    return ContentFile(made, name=f"{title}.pdf")
