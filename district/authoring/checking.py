"""The live check: what `rulebook check` says of a release with a draft's files in it, and how it differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

import rulebook
from district.authoring import texts
from district.ground import clock
from district.policies.english import stale
from district.policies.queries import Release
from rulebook import Catalogue, CatalogueError, Fault, Version
from rulebook.catalogue.stale import Stale
from rulebook.judging.bench import bench
from rulebook.judging.examples import Outcome, fair_competition, run_version, unreached
from rulebook.judging.obligations import run_obligation_examples
from rulebook.judging.summaries import check_summaries
from rulebook.judging.verdict import plain

WORDS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Ran:
    """One example: whether it came out, what was judged, what disagrees."""

    name: str
    passed: bool
    eligible: bool | None
    amount: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class CheckedVersion:
    """One dated rule: clauses a machine judges of all, its examples, conditions no example decides."""

    slug: str
    since: str
    judged: int
    clauses: int
    examples: tuple[Ran, ...]
    undecided: tuple[Fault, ...]

    @property
    def failed(self) -> int:
        return sum(not each.passed for each in self.examples)


@dataclass(frozen=True)
class Changed:
    """One file's difference from what is published; `new` when it is not there yet."""

    path: str
    lines: list[texts.Line]
    new: bool


@dataclass
class Checked:
    """`faults` stop publication; `warnings` don't; each of `stale`, English of an older text, wants a ruling first.

    `versions` are those of the programmes looked at.
    """

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    versions: list[CheckedVersion] = field(default_factory=list)
    fair: list[Fault] = field(default_factory=list)
    stale: tuple[Stale, ...] = ()
    changes: list[Changed] = field(default_factory=list)
    rests_on: list[str] = field(default_factory=list)
    hash: str = ""
    read: bool = False

    @cached_property
    def green(self) -> bool:
        return not self.faults

    @property
    def examples(self) -> int:
        return sum(len(each.examples) for each in self.versions)

    @property
    def failed(self) -> int:
        return sum(each.failed for each in self.versions)


def check(base: Release, changed: Mapping[str, str], stands: Collection[Sequence[str]] = ()) -> Checked:
    """Read, type, compile and run the examples of the whole catalogue; show those of the programmes concerned.

    Concerned are programmes whose files are changed, and those whose rules became others through a shared file.
    `stands`: (Chinese, English) that somebody ruled on.
    """
    found = Checked(changes=differences(base.files, changed))
    for path, text in changed.items():
        line = next((at for at, each in enumerate(text.splitlines(), 1) if texts.MARKED.fullmatch(each)), 0)
        if line:
            found.faults.append(Fault(path, line, 1, _("这里有两边都改过的地方，请留下要的，删掉标记。")))
    try:
        catalogue = rulebook.read_files(texts.overlay(base.files, changed), base.layer)
    except CatalogueError as error:
        found.faults += [each for each in error.faults if not each.warning]
        found.warnings += [each for each in error.faults if each.warning]
        found.faults.sort()
        return found
    found.read, found.hash = True, catalogue.hash
    found.stale = stale(base, catalogue, stands)
    _examples(found, catalogue, base, changed)
    found.faults += check_summaries(catalogue, clock.today())
    return found


def _examples(found: Checked, catalogue: Catalogue, base: Release, changed: Mapping[str, str]) -> None:
    ready = bench(catalogue)
    concerned = {texts.slug_of(path) for path in changed} | set(moved(base, catalogue) if texts.shared(changed) else ())
    found.rests_on = sorted(concerned & set(catalogue.programmes))
    for slug, programme in catalogue.programmes.items():
        for version in programme.versions:
            outcomes = list(run_version(ready, programme, version))
            found.faults += [fault for each in outcomes for fault in each.faults]
            if slug in concerned:
                found.versions.append(_version(version, outcomes))
    promised = list(run_obligation_examples(catalogue))
    found.faults += [each for each in promised if not each.warning]
    found.warnings += [each for each in promised if each.warning and each.file in changed]
    folders = {f"/programmes/{slug}/" for slug in found.rests_on}
    found.fair = [each for each in fair_competition(catalogue) if any(folder in each.file for folder in folders)]
    found.warnings += [each for each in catalogue.warnings if each.file in changed]
    found.faults.sort()


def _version(version: Version, outcomes: Iterable[Outcome]) -> CheckedVersion:
    ran = list(outcomes)
    judged, clauses = version.coverage
    return CheckedVersion(
        version.slug, str(version.since), judged, clauses,
        tuple(Ran(each.example.name, not each.faults, each.verdict.eligible if each.verdict else None,
                  _amount(each), each.faults) for each in ran),
        tuple(unreached(version, ran)),
    )  # fmt: skip


def _amount(outcome: Outcome) -> str:
    verdict = outcome.verdict
    return "" if verdict is None or verdict.amount is None else str(plain(verdict.amount))


def moved(base: Release, catalogue: Catalogue) -> list[str]:
    """Programmes with a rule whose hash is another than in the release: a shared file reached them."""
    from district.policies.queries import catalogue_of

    before = {(slug, version.since): version.hash for slug, each in catalogue_of(base).programmes.items()
              for version in each.versions}  # fmt: skip
    return sorted({slug for slug, each in catalogue.programmes.items()
                   for version in each.versions if before.get((slug, version.since)) != version.hash})  # fmt: skip


def differences(files: Mapping[str, str], changed: Mapping[str, str]) -> list[Changed]:
    """What a draft changes, file by file; a new rule is shown beside the latest one before it."""
    return [
        Changed(path, texts.diff(files.get(path) or _before(files, changed, path), text), path not in files)
        for path, text in sorted(changed.items())
    ]


def _before(files: Mapping[str, str], changed: Mapping[str, str], path: str) -> str:
    folder = path.rsplit("/", 1)[0]
    earlier = sorted(each for each in files if each.rsplit("/", 1)[0] == folder and texts.day_of(each) and each < path)
    return changed.get(earlier[-1], files[earlier[-1]]) if earlier else ""
