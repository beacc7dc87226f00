"""A list sent back (补正清单), item by item: what it is about, and what answers it by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from district.cases.core import evidence, standing
from district.cases.core.checks import NotPossible
from district.cases.core.evidence import Given
from district.cases.core.models import Application, Correction
from district.cases.core.reasoning import value_in_words
from district.cases.intake.papers import Paper
from district.ground import clock
from district.ground.record.actions import official

FACT, PAPER = "fact", "evidence"


@dataclass(frozen=True)
class Asked:
    """One item with its answer: papers that were not there when it was sent back ({name, file, …}), a fact's value or
    words in place of a paper (`said`), the words written to the item (`reply`).
    """

    item: Correction
    number: int
    files: tuple[Mapping[str, Any], ...] = ()
    said: str = ""
    reply: str = ""

    @property
    def answered(self) -> bool:
        return bool(self.files or self.said or self.reply)

    @property
    def wrote(self) -> bool:
        """Whether the reply is the enterprise's own words, not what was put down of papers and values."""
        return bool(self.reply) and self.reply not in (self._of_files(), self._of_value())

    @property
    def words(self) -> str:
        """The answer as the case keeps it: the enterprise's own words, else what was given."""
        return self.reply or self._of_files() or self._of_value()

    @official()
    def _of_files(self) -> str:
        names = "、".join(str(each["name"]) for each in self.files)
        return _("已补交：%(names)s") % {"names": names} if names else ""

    @official()
    def _of_value(self) -> str:
        return _("已填写：%(value)s") % {"value": self.said} if self.said else ""


def of_draft(
    case: Application, papers: Iterable[Paper], declared: Mapping[str, standing.Value], units: Mapping[str, str]
) -> list[Asked]:
    """As the draft of a returned case answers it now; `units` of facts by their name."""
    chosen = {each.name: [_as_kept(row) for row in each.chosen] for each in papers}
    words = {each.name: each.words for each in papers}
    values = {name: value_in_words(standing.text_of(value), units.get(name, "")) for name, value in declared.items()}
    return [
        _asked(item, place, chosen.get(item.about, []), words.get(item.about, ""), values.get(item.about, ""))
        for place, item in enumerate(case.corrections.all(), 1)
    ]  # fmt: skip


def of_case(case: Application, facts: Mapping[str, Mapping[str, Any]]) -> list[Asked]:
    """As it is answered by what the case holds: the papers and words given, and facts ({value, unit} by name)."""
    values = {name: value_in_words(fact["value"], fact["unit"], fact.get("type", "")) for name, fact in facts.items()}
    return [
        _asked(item, place, evidence.papers_in(given := case.evidence.get(item.about)), _plain(given),
               values.get(item.about, ""))
        for place, item in enumerate(case.corrections.all(), 1)
    ]  # fmt: skip


def open_items(asked: Sequence[Asked]) -> list[Asked]:
    return [each for each in asked if not each.answered]


def check_replies(row: Application, declared: Mapping[str, standing.Value], replies: Mapping[int, str]) -> None:
    """Every item gets its answer: a fact its value, a paper another one than was there, or words.

    Raises NotPossible.
    """
    items = list(row.corrections.all())
    for item in items:
        item.reply = replies.get(item.pk, "").strip()
        item.save(update_fields=["reply"])
    said = {name: {"value": standing.text_of(value), "unit": ""} for name, value in declared.items()}
    if unanswered := open_items(of_case(row, said)):
        names = "、".join(each.item.about or each.item.say for each in unanswered)
        raise NotPossible(_("请逐项答复，还有：%(names)s。") % {"names": names})


def keep_replies(row: Application) -> None:
    """What each item was answered with, in words, once the case holds it."""
    for each in of_case(row, row.facts):
        each.item.reply, each.item.replied_at = each.words, clock.now()
        each.item.save(update_fields=["reply", "replied_at"])


def _asked(item: Correction, place: int, papers: Iterable[Mapping[str, Any]], words: str, value: str) -> Asked:
    reply = item.reply.strip()
    if item.kind == FACT:
        return Asked(item, place, said=value, reply=reply)
    if item.kind != PAPER:
        return Asked(item, place, reply=reply)
    before = set(evidence.references_of(item.was))
    new = tuple(each for each in papers if str(each["paper"]) not in before)
    return Asked(item, place, files=new, said=words if words != _plain(item.was) else "", reply=reply)


def _plain(given: Given | None) -> str:
    return given if isinstance(given, str) else ""


def _as_kept(row: Any) -> dict[str, Any]:
    return {"paper": str(row.reference), "name": row.file.name, "file": str(row.file.reference)}
