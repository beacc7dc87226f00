"""Reads of drafts: lists, files one may work on, the names rules may use."""

from __future__ import annotations

import re
from typing import TypedDict

from django.db.models import Count, Q, QuerySet

from district.authoring import texts
from district.authoring.models import Draft
from district.authoring.states import OPEN_STATES
from district.ground.people.queries import Bureau, Person, Role
from district.policies.queries import Programme, Release, catalogue_of, current_release

__all__ = [
    "Draft", "bureaus_of", "drafts_for", "editable", "name_of", "overtaken", "programmes_of", "rule_for_trial",
    "titles", "vocabulary",
]  # fmt: skip
TITLE = re.compile(r"^(?:name|title): *(.+)$", re.MULTILINE)


class Name(TypedDict):
    """A name a rule may use, as the editor offers it."""

    name: str
    kind: str
    type: str
    unit: str
    choices: list[str]


def drafts_for(person: Person) -> QuerySet[Draft]:
    """Every draft the person may see, the last changed first, with what a list shows."""
    rows = Draft.objects.visible_to(person).select_related("programme", "office", "author", "approver")
    return rows.order_by("-changed_at", "-pk")


def bureaus_of(person: Person) -> list[Bureau]:
    """Bureaus for which the person may draft."""
    return list(Bureau.objects.filter(pk__in=person.bureau_ids(Role.OFFICER, Role.LEADER)))


def programmes_of(person: Person) -> QuerySet[Programme]:
    """Programmes the person may draft, with the number of their open drafts."""
    mine = Programme.objects.filter(office__in=person.bureau_ids(Role.OFFICER, Role.LEADER), withdrawn=False)
    counted = Count("drafts", filter=Q(drafts__state__in=OPEN_STATES))
    return mine.select_related("office").annotate(open_drafts=counted).order_by("name")


def editable(draft: Draft) -> list[str]:
    """Paths this draft may change: its programme's, then shared ones."""
    files = texts.overlay(draft.base.files, draft.files)
    slug = draft.programme.slug if draft.programme else ""
    own = [path for path in files if texts.may_be_drafted(path) and slug and texts.slug_of(path) == slug]
    rest = [path for path in files
            if texts.may_be_drafted(path) and not texts.slug_of(path) and not path.endswith(".en.md")]  # fmt: skip
    return sorted(own, key=lambda path: (bool(texts.day_of(path)), path)) + sorted(rest)


def name_of(path: str) -> str:
    """`tech-little-giant/2017-02-01.yaml` of a path: what tells it from its neighbours."""
    return "/".join(path.split("/")[2:])


def titles(files: dict[str, str]) -> dict[str, str]:
    """What each file calls itself, where it says."""
    return {path: found[1] for path, text in files.items() if (found := TITLE.search(text))}


def vocabulary(release: Release) -> list[Name]:
    """Facts, derived facts and parameters a rule may name, for completion."""
    found = catalogue_of(release)
    names: list[Name] = [{"name": "核算日", "kind": "fact", "type": "date", "unit": "", "choices": []}]
    for kind in found.facts.values():
        names.append({"name": kind.name, "kind": "fact", "type": kind.type, "unit": kind.unit,
                      "choices": list(kind.choices)[:40]})  # fmt: skip
    for each in found.derived.values():
        names.append({"name": each.name, "kind": "derived", "type": each.type, "unit": each.unit,
                      "choices": list(each.choices)[:40]})  # fmt: skip
    for parameter in found.parameters.values():
        names.append({"name": parameter.name, "kind": "parameter", "type": str(parameter.type), "unit": parameter.unit,
                      "choices": []})  # fmt: skip
    return names


def rule_for_trial(draft: Draft) -> str | None:
    """The path of the draft's rule to try in the lab: the latest dated one it changes."""
    dated = sorted(path for path in draft.files if texts.day_of(path))
    return dated[-1] if dated else None


def overtaken(draft: Draft) -> bool:
    """Whether something else was published since the draft was begun or merged."""
    return draft.base != current_release()
