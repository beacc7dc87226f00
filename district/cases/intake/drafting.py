"""What a draft page knows: facts at hand, what is still to ask, and the verdict on both together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from district.cases.core import standing
from district.cases.core.models import Application
from district.cases.core.states import RETURNED
from district.cases.giving import limits
from district.cases.headcount.list_rows import ListState, counted, differing, list_of
from district.cases.intake import correcting
from district.cases.intake.forms import CaseForm, FactField
from district.cases.intake.papers import Paper, papers_of
from district.enterprises import queries as enterprises
from district.ground import clock
from district.policies import queries as policies
from district.policies.queries import ProgrammeVersion


@dataclass(frozen=True)
class Draft:
    """A draft or a returned application as it stands this moment. `kinds` are the facts to ask for, in order;
    `verifying` those still to be known that bureaus verify.
    """

    application: Application
    version: ProgrammeVersion
    frozen: standing.Frozen
    verdict: standing.VerdictJson
    kinds: list[Any]
    may_stand: bool
    papers: list[Paper] = field(default_factory=list)
    listed: ListState | None = None
    facts: standing.Frozen = field(default_factory=dict)
    verifying: list[Any] = field(default_factory=list)

    def known(self) -> list[dict[str, Any]]:
        """Facts the rule uses that need not be asked again: name, value, unit, grade, source, valid_from."""
        asked = {kind.name for kind in self.kinds}
        return [
            standing.shown(name, fact)
            for name, fact in self.frozen.items()
            if name in used_names(self.version, self.verdict) and name not in asked
        ]

    def declared(self) -> dict[str, standing.Value]:
        """Values filled in so far, of facts that are asked for and can be read."""
        return typed({kind.name: kind for kind in self.kinds}, self.application.entered)

    def differing(self) -> list[dict[str, Any]]:
        """Facts of which the list says otherwise than a better source: {name, unit, known, source, listed}."""
        return differing(self.listed.asked, self.listed.given, self.frozen) if self.listed else []

    def unread(self) -> list[str]:
        """Facts asked for whose filled-in text cannot be read."""
        read = self.declared()
        return [kind.name for kind in self.kinds if self.application.entered.get(kind.name) and kind.name not in read]

    def expired(self) -> dict[str, dict[str, Any]]:
        return {name: fact for name, fact in self.frozen.items() if fact.get("expired")}

    def asked_back(self) -> list[correcting.Asked]:
        """The list of a returned case, each item with what answers it by now."""
        if self.application.state != RETURNED:
            return []
        units = {kind.name: kind.unit for kind in self.kinds}
        return correcting.of_draft(self.application, self.papers, self.declared(), units)

    def form(self, **options: Any) -> CaseForm:
        return CaseForm(**self.form_with(), **options)

    def form_with(self) -> dict[str, Any]:
        """What its form is made with."""
        return {
            "application": self.application, "kinds": self.kinds, "verdict": self.verdict, "papers": self.papers,
            "asked": self.asked_back(), "bad": self.found_wanting(),
        }  # fmt: skip

    def found_wanting(self) -> dict[str, str]:
        """Papers an official found something wrong with: reference → what."""
        if self.application.state != RETURNED:
            return {}
        checks = self.application.paper_checks.select_related("paper")
        latest = {str(each.paper.reference): each for each in checks}
        return {reference: each.note for reference, each in latest.items() if not each.fine}


def draft_of(application: Application) -> Draft:
    """Judge what is known together with what has been filled in so far.

    A draft stands under the version in force today; a returned case under the one it was handed in under.
    """
    version, as_of = application.version, application.as_of
    if application.state == "draft":
        as_of = clock.today()
        version = policies.version_on(application.programme, as_of) or version
    frozen = standing.freeze(application.enterprise, as_of)
    before = standing.judge(version, frozen, as_of, application.statements)
    wanted = [item.about for item in application.corrections.all() if item.kind == "fact"]
    names = [*before["missing"], *application.entered, *wanted]
    kinds = enterprises.fact_kinds()
    listed = list_of(application, version)
    declared = typed(kinds, application.entered) | counted(listed, frozen)
    said = standing.with_declared(frozen, declared, kinds, as_of)
    after = standing.judge(version, said, as_of, application.statements)
    asked = {*names, *after["missing"]}
    disputes = standing.contested(application.enterprise, frozen)
    stands = standing.may_stand(version, frozen, disputes, as_of, after)
    by_list = set(listed.asked.gives) if listed else set()
    asked_kinds = [kind for kind in kinds.values() if kind.name in asked and kind.name not in by_list and kind.asked]
    held = [kind for kind in kinds.values() if kind.name in after["missing"] and not kind.asked]
    papers = papers_of(application, version, clock.today())
    return Draft(application, version, frozen, after, asked_kinds, stands, papers, listed, said, held)


def due_of(draft: Draft) -> limits.Due | None:
    """What the enterprise would get by what is filled in, limits it has reached taken off."""
    row = draft.application
    row.version, row.as_of = draft.version, clock.today() if row.state == "draft" else row.as_of
    return limits.seen(row, draft.verdict, draft.facts)


def typed(kinds: dict[str, Any], entered: dict[str, str]) -> dict[str, standing.Value]:
    """What was typed, as values; what cannot be read is left out (the form says so when it is handed in)."""
    found: dict[str, standing.Value] = {}
    for name, text in entered.items():
        if name in kinds:
            try:
                value = FactField(kinds[name]).clean(text)
            except ValidationError:
                continue
            if value not in (None, ""):
                found[name] = value
    return found


def used_names(version: ProgrammeVersion, verdict: standing.VerdictJson) -> set[str]:
    """The facts a version rests on, through derived ones where its description names them."""
    named = {name for each in standing.conditions(verdict) for name in each.get("facts") or {}}
    return named | set(version.description.get("facts") or [])
