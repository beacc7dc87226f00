"""Holding the database against the heads that were signed: those it keeps, and those that others kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.anchors import covering, signing
from district.ground.anchors.covering import NOTHING, covered
from district.ground.anchors.models import Anchor
from district.ground.record.queries import seals_of

Said = Mapping[str, Any]
SOME = 500


@dataclass(frozen=True)
class Kept:
    """A signed head as somebody kept it; `where` is said to the reader."""

    where: str
    statement: str
    signature: str

    @property
    def said(self) -> Said | None:
        try:
            found = json.loads(self.statement)
        except ValueError:
            return None
        whole = isinstance(found, dict) and {"day", "number", "seal", "tables", "before"} <= set(found)
        return found if whole else None


def verify(key: Ed25519PublicKey, paths: Iterable[Path] = ()) -> tuple[int, list[str]]:
    """How many heads were held against the log, and all that differs, in words.

    `paths`: files to which heads were taken; theirs are true where the database's say otherwise.
    """
    own = [Kept(_("数据库 %(day)s") % {"day": clock.said(row.day)}, row.statement, row.signature)
           for row in Anchor.objects.order_by("day")]  # fmt: skip
    faults: list[str] = []
    outside = [each for path in paths for each in _read(path, faults)]
    sound = [each for each in [*own, *outside] if _is_signed(each, key, faults)]
    heads = _once(sound, faults)
    faults += _gone(own, outside)
    faults += _against_log(heads)
    faults += _against_tables(heads)
    return len(heads), faults


def _read(path: Path, faults: list[str]) -> list[Kept]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(_("读不了存证文件 %(path)s：%(why)s") % {"path": path, "why": error})
        return []
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        where = f"{path.name}:{number}"
        if not line.startswith("{"):
            continue  # a mail's own words
        try:
            said = json.loads(line)
            found.append(Kept(where, str(said["statement"]), str(said["signature"])))
        except (ValueError, KeyError, TypeError):
            faults.append(_("%(where)s：不是签了名的留痕末行。") % {"where": where})
    return found


def _is_signed(kept: Kept, key: Ed25519PublicKey, faults: list[str]) -> bool:
    if kept.said is not None and signing.holds(kept.statement, kept.signature, key):
        return True
    faults.append(_("%(where)s：签名不对。") % {"where": kept.where})
    return False


def _once(kept: Iterable[Kept], faults: list[str]) -> list[tuple[str, Said]]:
    """A head a day, by day; two that differ are a fault, whichever is true."""
    days: dict[str, tuple[Kept, Said]] = {}
    for each in kept:
        said = each.said
        assert said is not None
        known = days.setdefault(str(said["day"]), (each, said))
        if known[0].statement != each.statement:
            faults.append(_("%(one)s 与 %(two)s 签的不是同一行。") % {"one": known[0].where, "two": each.where})
    return [(each.where, said) for _day, (each, said) in sorted(days.items())]


def _gone(own: Iterable[Kept], outside: Iterable[Kept]) -> list[str]:
    there = {each.statement for each in own}
    return [
        _("%(where)s：数据库里没有这一天的签名。") % {"where": each.where}
        for each in outside if each.statement not in there
    ]  # fmt: skip


def _against_log(heads: list[tuple[str, Said]]) -> list[str]:
    found: dict[int, str] = {0: NOTHING}
    numbers = [int(said["number"]) for _where, said in heads]
    for start in range(0, len(numbers), SOME):
        found |= seals_of(numbers[start : start + SOME])
    return [
        _("%(where)s：签名时第 %(n)d 行的印记是 %(seal)s…，现在不是。留痕被重写过。")
        % {"where": where, "n": said["number"], "seal": str(said["seal"])[:16]}
        for where, said in heads if found.get(int(said["number"])) != said["seal"]
    ]  # fmt: skip


def _against_tables(heads: list[tuple[str, Said]]) -> list[str]:
    faults = []
    for each in covered:
        before, after = NOTHING, 0
        for where, said in heads:
            known = said["tables"].get(each.key)
            if known is None:  # signed before this table was covered
                continue
            computed = covering.digest(each, before, after, int(known["last"]))
            if computed != known["digest"]:
                faults.append(_("%(where)s：%(what)s 在签名以后被改动过。") % {"where": where, "what": each.label})
            before, after = known["digest"], int(known["last"])
    return faults
