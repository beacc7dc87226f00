"""The policy lab: a programme's rule changed in a draft, run over the register beside the published one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

import rulebook
from district.policies.models import ProgrammeVersion, Run
from district.policies.queries import catalogue_of
from rulebook import Catalogue, CatalogueError
from rulebook.simulating.report import simulate
from rulebook.simulating.vary import BadVary, Vary, asked


class BadDraft(ValueError):
    """The draft cannot be run; `faults` say line and what was expected."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Trial:
    """The draft a run tries: its number, its name, and the day from which its rule is to be in force."""

    reference: str
    title: str
    since: dt.date
    text: str

    @property
    def columns(self) -> dict[str, Any]:
        return {"draft_of": self.reference, "draft_title": self.title, "draft_from": self.since}


def path_of(version: ProgrammeVersion) -> str:
    """The rule's file within its release."""
    wanted = f"/programmes/{version.programme.slug}/{version.in_force_from}.yaml"
    return str(next(path for path in version.release.files if path.endswith(wanted)))


def text_of_rule(version: ProgrammeVersion) -> str:
    text: str = version.release.files[path_of(version)]
    return text


def reformed(version: ProgrammeVersion, text: str) -> Catalogue:
    """The release's catalogue with this one rule replaced. Raises BadDraft; that examples disagree is no fault."""
    files: Mapping[str, str] = {**version.release.files, path_of(version): text}
    try:
        return rulebook.read_files(files, version.release.layer)
    except CatalogueError as error:
        raise BadDraft([_("第 %(line)d 行：%(say)s") % {"line": each.line, "say": each.message}
                        for each in error.faults]) from None  # fmt: skip


def money(text: str) -> Decimal | None:
    """A budget in yuan as typed; None when empty. Raises BadDraft."""
    plain = text.replace(",", "").replace("，", "").strip()
    if not plain:
        return None
    try:
        found = Decimal(plain)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or found <= 0 or found > Decimal(10) ** 14:
        raise BadDraft([_("预算应是大于零的数字，单位元。")])
    return found


def varied(catalogue: Catalogue, slug: str, text: str, as_of: dt.date) -> tuple[Vary, ...]:
    """Parameters to try, `参数=值,值` a line. Raises BadDraft, also for one that this programme does not use."""
    try:
        found = asked(catalogue, [line for line in text.splitlines() if line.strip()], as_of)
    except BadVary as error:
        raise BadDraft([str(error)]) from None
    version = catalogue.programmes[slug].version_on(as_of)
    for each in found:
        if version is None or each.name not in version.uses:
            raise BadDraft([_("这个项目的规则没有用到参数“%(name)s”。") % {"name": each.name}])
    return found


def work_lab(run: Run, folder: Path, *, told: Callable[[int], object]) -> dict[str, Any]:
    """Simulate the draft over the snapshot; `told(rows done)` may raise to stop. Returns the summary."""
    version = ProgrammeVersion.objects.select_related("programme", "release").get(pk=run.version_id)
    base, reform = catalogue_of(version.release), reformed(version, run.draft)
    budgets = {version.programme.slug: run.budget} if run.budget is not None else {}
    return simulate(
        base, reform, folder / "facts.csv", folder / "lab", run.as_of, budgets=budgets,
        varies=varied(reform, version.programme.slug, run.vary, run.as_of),
        progress=lambda share: told(int(run.total * share)),
    )  # fmt: skip
