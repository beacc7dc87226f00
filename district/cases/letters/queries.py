"""Reads of issued papers: as a paper again, by code or number, of one case."""

from __future__ import annotations

import re
import unicodedata

from django.db import models

from district.cases.core.models import Submission
from district.cases.letters.models import FiledLetter, IssuedLetter, Kind, Served
from district.ground.papers.letter import Letter

__all__ = [
    "FiledLetter", "IssuedLetter", "Served", "letter_of", "letters_of", "letters_of_finding", "masked", "numbered",
    "receipt_paper", "with_code",
]  # fmt: skip

NUMBER = re.compile(r"^(\w+?)[\[\](){}〔〕【】《》<>]*(\d{4})[\[\](){}〔〕【】《》<>]*第?0*(\d+)号?$")


def letter_of(issued: IssuedLetter, check: str = "") -> Letter:
    """The paper as it was issued, `check` being the address at which it can be verified."""
    return Letter.kept(issued.content, check=check, check_code=issued.code if check else "")


def letters_of(case_pk: int) -> list[IssuedLetter]:
    """Every paper of a case that is served, oldest first, with how it was; receipts stand with what was handed in."""
    rows = IssuedLetter.objects.filter(application=case_pk).exclude(kind=Kind.RECEIPT)
    rows = rows.select_related("application", "office")
    return list(rows.prefetch_related("served__by"))


def letters_of_finding(case_pk: int, finding_pk: int) -> list[IssuedLetter]:
    """The papers a finding led to, oldest first: what was told, what was decided."""
    return [each for each in letters_of(case_pk) if each.cause == f"finding {finding_pk}"]


def receipt_paper(submission: Submission) -> IssuedLetter | None:
    """The receipt of a submission; None where the bureau handed in by itself."""
    return IssuedLetter.objects.filter(kind=Kind.RECEIPT, cause=f"submission {submission.pk}").first()


def with_code(text: str) -> IssuedLetter | None:
    """The paper under a code, typed in any case, full width, with or without dashes; None where there is none."""
    bare = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())[:12]
    if len(bare) != 12:
        return None
    return _rows().filter(code="-".join((bare[:4], bare[4:8], bare[8:]))).first()


def numbered(text: str) -> IssuedLetter | None:
    """The paper under a document number, whatever brackets and spaces it is typed with."""
    match = NUMBER.match(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if match is None:
        return None
    return _rows().filter(number=f"{match[1]}〔{match[2]}〕{match[3]}号").first()


def masked(name: str) -> str:
    """A name as strangers may see it: enough to compare, too little to learn."""
    return name[:2] + "＊" * max(1, len(name) - 4) + name[-2:] if len(name) > 4 else name[:1] + "＊" * (len(name) - 1)


def _rows() -> models.QuerySet[IssuedLetter]:
    related = ("application__programme", "application__enterprise", "decision", "office")
    return IssuedLetter.objects.select_related(*related)
