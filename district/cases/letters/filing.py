"""An issued paper as the file that is given out: set, sealed, kept once, always the same bytes."""

from __future__ import annotations

import io

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from district.cases.letters.models import FiledLetter, IssuedLetter
from district.cases.letters.queries import letter_of
from district.ground import clock
from district.ground.files.actions import store
from district.ground.papers import pdf, sealing

ROOM = "cases"


def filed(issued: IssuedLetter, site: str = "") -> FiledLetter:
    """The paper's sealed PDF, made once, by the worker or for the first reader; then the same bytes.

    `site` is where the check stands, `https://host`, unless the site knows its own address.
    """
    if known := FiledLetter.objects.select_related("file").filter(letter=issued).first():
        return known
    path = reverse("cases:verify_code", args=[issued.code])
    letter = letter_of(issued, f"{settings.SITE_ADDRESS or site}{path}")
    made = sealing.seal(pdf.written(letter), office=letter.office, at=issued.at)
    try:
        with transaction.atomic():
            file = store(
                file=io.BytesIO(made), name=f"{issued.number}.pdf", room=ROOM, subject=issued.application.reference,
                by=None, own="pdf",
            )  # fmt: skip
            return FiledLetter.objects.create(letter=issued, file=file, digest=file.digest, at=clock.now())
    except IntegrityError:  # another request was a moment quicker
        return FiledLetter.objects.select_related("file").get(letter=issued)
