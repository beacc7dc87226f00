"""What about the published catalogue wants somebody's eye: values not checked for a year, rules and windows that end,
sources that may have changed, offices without an officer. Found in the catalogue and counted by queries; reads only.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from district.authoring.queries import name_of
from district.ground.people.queries import Duty, Role
from district.policies.library import window
from district.policies.queries import Programme, Release, catalogue_of
from rulebook import Catalogue, Version

YEAR, SOON, CLOSING = 365, 60, 30  # days
NUMBER = re.compile(r"^(?P<who>.+?)〔(?P<year>\d{4})〕(?P<n>\d+)号$")


@dataclass(frozen=True)
class Found:
    """One thing to look at: what, why in words, the day it is about, and what to draft."""

    name: str
    why: str
    path: str = ""
    slug: str = ""
    day: dt.date | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)  # of the button that begins a draft: a double click makes one


@dataclass(frozen=True)
class Watched:
    """One list, with what exactly is compared."""

    key: str
    title: str
    compared: str
    rows: Sequence[Found]


def watched(release: Release, day: dt.date) -> list[Watched]:
    """All lists on a day; two queries beside the release."""
    found = catalogue_of(release)
    return [
        Watched("unchecked", _("一年没有核对"), _("参数、决策表的 checked_on 早于今天一年以上，或者没有写。"),
                sorted(_unchecked(found, day), key=lambda each: (each.day or dt.date.min, each.name))),
        Watched("ending", _("快要到期"), _("项目的 ends 或规则的 until 在 60 天内，并且没有接续的规则。"),
                sorted(_ending(found, day), key=lambda each: each.day or day)),
        Watched("closing", _("申报期快要结束"), _("今天在申报期内，30 天内截止。"),
                sorted(_closing(found, day), key=lambda each: each.day or day)),
        Watched("sources", _("来源可能变了"),
                _("两个项目引用同一份文件（同名），这里引用的文号较旧。只比较目录里写的文号和名称，没有联网核对原文。"),
                list(_sources(found))),
        Watched("ownerless", _("没有经办人"), _("牵头部门名下没有在用的经办人账号。"), list(_ownerless())),
    ]  # fmt: skip


def _unchecked(found: Catalogue, day: dt.date) -> Iterator[Found]:
    for parameter in found.parameters.values():
        yield from _late(parameter.name, parameter.place.file, parameter.checked_on, day)
    for table in found.tables.values():
        at = re.search(r"^checked_on: *[\"']?(\d{4}-\d{2}-\d{2})", found.files[table.place.file], re.MULTILINE)
        if table.outputs:  # lists of words follow a national standard and are not judged by
            yield from _late(
                name_of(table.place.file), table.place.file, dt.date.fromisoformat(at[1]) if at else None, day
            )


def _late(name: str, path: str, checked: dt.date | None, day: dt.date) -> Iterator[Found]:
    if checked is None:
        yield Found(name, _("没有写核对日期"), path)
    elif (day - checked).days > YEAR:
        yield Found(name, _("上次核对距今 %(n)d 天") % {"n": (day - checked).days}, path, day=checked)


def _in_force(found: Catalogue, day: dt.date) -> Iterator[tuple[str, Version]]:
    return ((programme.slug, version) for programme, version in found.in_force(day))


def _ending(found: Catalogue, day: dt.date) -> Iterator[Found]:
    last = day + dt.timedelta(days=SOON)
    for slug, version in _in_force(found, day):
        programme = found.programmes[slug]
        later = any(each.since > version.since and each.since <= last + dt.timedelta(days=1)
                    for each in programme.versions)  # fmt: skip
        if version.until is not None and version.until <= last and not later:
            yield Found(programme.name, _("规则施行到这一天"), version.place.file, slug, version.until)
        ends = re.search(r"^ends: *[\"']?(\d{4}-\d{2}-\d{2})", found.files[programme.place.file], re.MULTILINE)
        if ends and day <= dt.date.fromisoformat(ends[1]) <= last:
            yield Found(programme.name, _("项目写明到这一天结束"), programme.place.file, slug,
                        dt.date.fromisoformat(ends[1]))  # fmt: skip


def _closing(found: Catalogue, day: dt.date) -> Iterator[Found]:
    for slug, version in _in_force(found, day):
        opens, closes = window(dict(version.rest.get("intake") or {}), day)
        if opens is not None and closes is not None and opens <= day <= closes <= day + dt.timedelta(days=CLOSING):
            yield Found(found.programmes[slug].name, _("申报截止"), version.place.file, slug, closes)


def _sources(found: Catalogue) -> Iterator[Found]:
    """A programme's basis beside a newer number of a document of the same issuer and title, cited elsewhere."""
    newest: dict[tuple[str, str], tuple[int, int, str]] = {}
    cited = []
    for programme in found.programmes.values():
        for basis in programme.basis:
            number, title = str(basis.get("number", "")), str(basis.get("title", "")).strip()
            read = NUMBER.match(number)
            if not read or not title:
                continue
            key, at = (read["who"], title), (int(read["year"]), int(read["n"]), number)
            cited.append((programme, key, at))
            newest[key] = max(newest.get(key, at), at)
    for programme, key, at in cited:
        if newest[key] > at:
            words = _("引用 %(old)s，别的项目引用的是 %(new)s") % {"old": at[2], "new": newest[key][2]}
            yield Found(programme.name, words, programme.place.file, programme.slug)


def _ownerless() -> Iterator[Found]:
    with_officer = Duty.objects.filter(role=Role.OFFICER, person__is_active=True).values("organisation")
    rows = Programme.objects.filter(withdrawn=False).exclude(office__in=with_officer).select_related("office")
    for programme in rows.order_by("office__name", "name"):
        yield Found(programme.name, _("%(office)s没有经办人") % {"office": programme.office.name}, "", programme.slug)
