"""`synonyms.yaml`: what people call things, for search. Words of all layers count together; a layer only adds.

```yaml
same:                          # both ways: whoever asks for one finds what holds any other of the line
  - [个体工商户, 个体户]
means:                         # one way: whoever asks for the left also finds what holds the right, not the reverse
  高企: [高新技术企业]
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rulebook.catalogue.source import Faults, Item
from rulebook.saying import say


@dataclass(frozen=True)
class Synonyms:
    """`same`: groups of words that stand for each other; `means`: a word → words of the catalogue it also asks for."""

    same: tuple[tuple[str, ...], ...] = ()
    means: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_synonyms(items: Iterable[Item], faults: Faults) -> Synonyms:
    """The files of all layers as one, their shape checked before; a word that means itself is a mistake."""
    same: list[tuple[str, ...]] = []
    means: dict[str, tuple[str, ...]] = {}
    for item in items:
        groups, words = item.get("same"), item.get("means")
        for group in groups.list() if groups is not None else ():
            same.append(tuple(dict.fromkeys(each.text.strip() for each in group.list())))
        for word, place, targets in words.items() if words is not None and words.is_map else ():
            listed = [targets] if not targets.is_list else targets.list()
            found = tuple(each.text.strip() for each in listed)
            if word.strip() in found:
                faults.add(place, say("“{word}”的意思不能是它自己。", word=word.strip()))
            means[word.strip()] = tuple(dict.fromkeys([*means.get(word.strip(), ()), *found]))
    return Synonyms(tuple(same), means)
