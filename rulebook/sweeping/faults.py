"""What could not be judged in a sweep: named, counted, and never in the way of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rulebook.catalogue.model import Version
from rulebook.saying import Parts, Told, say

MOST_NAMED = 20  # subjects of one fault that are named; the rest are counted


@dataclass
class Fault:
    """One rule's fault. `keys` are the first subjects it met, `count` how many; 0 where it is the whole programme."""

    programme: str
    place: str
    message: str
    keys: list[str] = field(default_factory=list)
    count: int = 0

    def lines(self) -> Iterator[str]:
        at = say("{place}: {slug}：{why}", place=self.place, slug=self.programme, why=Told(self.message))
        if not self.count:
            yield say("{at}，这个项目没有判断。", at=at)
            return
        named = Parts("、", list(self.keys))
        more = say("{named} 等", named=named) if self.count > len(self.keys) else named
        yield say("{at}：{count} 个主体（{named}）。", at=at, count=self.count, named=more)


class Faults:
    """The faults of one sweep, one for each programme and message."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], Fault] = {}

    def add(self, version: Version, message: str, keys: list[str] | None = None, count: int | None = None) -> None:
        """A fault of a whole programme, or of the subjects `keys`; `count` where there are more than are named."""
        at = (version.slug, message)
        if at not in self.found:
            self.found[at] = Fault(version.slug, f"{version.place.file}:{version.place.line}", message)
        fault = self.found[at]
        named = keys or []
        fault.keys += named[: MOST_NAMED - len(fault.keys)]
        fault.count += len(named) if count is None else count

    def forget_subjects(self) -> None:
        """Begin anew with the subjects; programmes that were not judged stay."""
        self.found = {at: fault for at, fault in self.found.items() if not fault.count}

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.found.values())


def summary(faults: Iterable[Fault], misfits: int = 0) -> str:
    """What a sweep's last line says of its faults, and of cells that were taken for unknown; empty without any."""
    found = list(faults)
    programmes, verdicts = len({each.programme for each in found if not each.count}), sum(each.count for each in found)
    counted = {
        "{count} 个项目没有判断": programmes,
        "{count} 个判定没有得出": verdicts,
        "{count} 个值按未知处理": misfits,
    }
    parts = [say(template, count=n) for template, n in counted.items() if n]
    return say("；{doubts}（见上），其余都已判断", doubts=Parts("，", parts)) if parts else ""
