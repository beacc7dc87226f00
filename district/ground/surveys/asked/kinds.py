"""Which kind knows what of a question."""

from __future__ import annotations

from district.ground.surveys.asked.base import Asked, Date, Long, Money, Number, Text
from district.ground.surveys.asked.files import File, Note
from district.ground.surveys.asked.listed import One, Scale, Several, YesNo
from district.ground.surveys.asked.rows import Table
from district.ground.surveys.questions import Kind, Question


def asked(question: Question) -> Asked:
    return _KINDS[question.kind]


_KINDS: dict[Kind, Asked] = {
    Kind.TEXT: Text(), Kind.LONG: Long(), Kind.NUMBER: Number(), Kind.MONEY: Money(), Kind.DATE: Date(),
    Kind.CHOICE: One(), Kind.SEVERAL: Several(), Kind.YES_NO: YesNo(), Kind.SCALE: Scale(), Kind.FILE: File(),
    Kind.TABLE: Table(asked), Kind.NOTE: Note(),
}  # fmt: skip
