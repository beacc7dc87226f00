"""A questionnaire on paper, to be filled in by hand."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.ground import clock
from district.ground.papers import docx
from district.ground.papers.letter import Letter, Part, Table, official_date
from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.models import Questionnaire, QuestionnaireVersion
from district.ground.surveys.questions import Kind, Question

EMPTY_ROWS = 4


def written(questionnaire: Questionnaire, version: QuestionnaireVersion) -> bytes:
    """The version as DOCX, in Chinese whatever the page speaks."""
    with override(settings.LANGUAGE_CODE):
        return docx.written(letter_of(questionnaire, version))


def letter_of(questionnaire: Questionnaire, version: QuestionnaireVersion) -> Letter:
    known = version.asks.asked
    parts = [Part(questionnaire.purpose), Part(_("请谁回答：%(who)s。截止：%(day)s。") % {
        "who": questionnaire.audience, "day": official_date(questionnaire.closes_on)})]  # fmt: skip
    number = 0
    for page in version.asks.pages:
        if page.label:
            parts.append(Part(str(page.label), level=1))
        for each in page.questions:
            number += each.asks
            parts += question_parts(each, number, known)
    return Letter(
        office=questionnaire.office.full, number="", title=questionnaire.title, to="", parts=tuple(parts),
        date=clock.today(), notes=(_("第%(n)d版") % {"n": version.number},),
    )  # fmt: skip


def question_parts(question: Question, number: int, known: dict[str, Question]) -> list[Part]:
    """What the paper says of one question, with room for its answer."""
    if question.kind == Kind.NOTE:
        return [Part(str(question.label))]
    unit = f"（{question.unit}）" if question.unit else ""
    must = _("（必答）") if question.required else ""
    when = _("（满足“%(when)s”时回答）") % {"when": in_words(question.when, known)} if question.when else ""
    parts = [Part(f"{number}. {question.label}{unit}{must}{when}")]
    parts += [Part(str(question.help))] if question.help else []
    parts += [Part(line) for line in asked(question).printed(question)]
    if question.kind == Kind.TABLE:
        head = tuple(f"{each.label}（{each.unit}）" if each.unit else str(each.label) for each in question.columns)
        parts.append(Part("", table=Table(head, (tuple("　" for _each in head),) * EMPTY_ROWS)))
    return parts


def in_words(condition: str, known: dict[str, Question]) -> str:
    """A condition with the questions' words in the place of their names, as far as that reads."""
    said = condition
    for key in sorted(known, key=len, reverse=True):
        said = said.replace(key, str(known[key].label)) if len(key) > 2 else said
    return said
