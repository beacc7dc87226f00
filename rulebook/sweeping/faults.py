"""What could not be judged in a sweep: named, counted, and never in the way of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rulebook.catalogue.model import Version

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
        at = f"{self.place}: {self.programme}：{self.message}"
        if not self.count:
            yield f"{at}，这个项目没有判断。"
            return
        named = "、".join(self.keys) + (" 等" if self.count > len(self.keys) else "")
        yield f"{at}：{self.count} 个主体（{named}）。"


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
    parts = [f"{programmes} 个项目没有判断"] if programmes else []
    parts += [f"{verdicts} 个判定没有得出"] if verdicts else []
    parts += [f"{misfits} 个值按未知处理"] if misfits else []
    return f"；{'，'.join(parts)}（见上），其余都已判断" if parts else ""
