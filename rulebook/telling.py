"""Chinese sentences told in English from what they say: by templates, with the words of a catalogue put in.

A stored verdict, gap or notice is Chinese text. Its template is recognised, its numbers and dates are written the
English way, and every name in it is looked up. What nobody has English for stays as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
DATE = r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日"
NUMBER = r"[-−]?\d[\d,]*(?:\.\d+)?"
AMOUNT = rf"{NUMBER} ?[^\d\s，。；、（）“”]*"
NAMES = r"(?:“[^”]*”)+(?:等 \d+ 项)?"
KINDS = {
    "date": DATE.replace("(", "(?:"), "amount": AMOUNT, "names": NAMES, "held": rf"{NAMES}由.+?，不需要您提供",
    "label": "[^：→“”]+", "where": "(?:在“[^”]*”的一组|里面)+|必须满足", "long": ".+", "rule": ".+", "many": ".+",
    "gaps": ".+", "gap": ".+?", "": ".+?",
}  # fmt: skip
QUOTE = re.compile("“[^”]*”")
QUOTED = "(?:[^“”]|“[^“”]*”)+"
SLOT = re.compile(r"\{(\w*)(?::(\w+))?\}|%\((\w+)\)[sd]|%[sd]")
JOINTS = {"；": "; ", "，": ", ", "、": ", ", "。": ". ", "·": ": "}
YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
SINGULAR = {"people": "person", "persons": "person"}
ENOUGH = 4  # characters and points of a template's own: fewer are a chance likeness, where a part stays Chinese
MOST = 2_000  # characters: longer texts are documents, not sentences


@dataclass(frozen=True)
class Template:
    """One sentence with slots, read from Chinese and written in English."""

    chinese: str
    english: str

    @cached_property
    def slots(self) -> tuple[tuple[str, str], ...]:
        """(name, kind) of each slot, in order; those without a name are numbered."""
        found = enumerate(SLOT.finditer(self.chinese))
        return tuple((match[1] or match[3] or str(place), match[2] or "") for place, match in found)

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """What stands between the slots."""
        plain = SLOT.sub("\0", self.chinese).replace("%%", "%").replace("{{", "{").replace("}}", "}")
        return tuple(plain.split("\0"))

    @cached_property
    def longest(self) -> str:
        return max(self.literals, key=len)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        parts = [re.escape(self.literals[0])]
        pairs = zip(self.literals, self.literals[1:], strict=False)
        for (_, kind), (before, after) in zip(self.slots, pairs, strict=True):
            quoted = not kind and before.endswith("“") and after.startswith("”")
            parts.append(f"({QUOTED if quoted else KINDS[kind]}){re.escape(after)}")
        return re.compile("".join(parts), re.DOTALL)

    def filled(self, values: Mapping[str, str]) -> str:
        numbered = iter(values.values())

        def value(match: re.Match[str]) -> str:
            name = match[1] or match[3]
            return values.get(name, match[0]) if name else next(numbered, match[0])

        return SLOT.sub(value, self.english).replace("%%", "%")


class Teller:
    """Tells sentences by templates; `words` gives the English of a text that stands alone, "" where there is none."""

    def __init__(self, words: Callable[[str], str], templates: Mapping[str, str]) -> None:
        self.words = words
        made = [Template(chinese, english) for chinese, english in templates.items()]
        self.whole = {each.chinese: each.english for each in made if not each.slots}
        self.open = sorted(filter(_telling, made), key=lambda each: -sum(map(len, each.literals)))

    def tell(self, text: str) -> str:
        """The text in English as far as it can be said, "" where nothing of it can."""
        if not HAN.search(text) or len(text) > MOST:
            return text
        return self.words(text) or self.whole.get(text, "") or self._value(text) or self._sentence(text) \
            or self._joined(text)  # fmt: skip

    def inner(self, text: str) -> str:
        """A part of a sentence: in English, or as it is."""
        return self.tell(text) or text

    def _value(self, text: str) -> str:
        if match := re.fullmatch(DATE, text):
            return day_words(*map(int, match.groups()))
        return self.amount(text) if re.fullmatch(AMOUNT, text) else ""

    def amount(self, text: str) -> str:
        """`12.00 万元` → ¥120,000; `1 人` → 1 person."""
        found = re.match(NUMBER, text)
        number, unit = _number(found[0] if found else ""), text[found.end() if found else 0 :].strip()
        if found is None or number is None:
            return ""
        if unit in YUAN:
            return yuan_words(number * YUAN[unit])
        said = self.words(unit) if unit else ""
        if not said and HAN.search(unit):
            return ""
        said = said or unit
        if abs(number) == 1:
            said = SINGULAR.get(said, said.removesuffix("s"))
        return f"{found[0]}{'' if said == '%' else ' '}{said}".strip()

    def _sentence(self, text: str) -> str:
        """By the template with most words of its own; one that leaves no Chinese is better."""
        best = ""
        for template in self.open:
            if template.longest not in text or not (match := template.pattern.fullmatch(text)):
                continue
            values = dict(self._slots(template, match))
            said = template.filled(values)
            if not HAN.search(said):
                return said
            spoken = {name: "" if kind == "rule" else values[name] for name, kind in template.slots}
            own = len(re.findall(r"[^\x00-\x7f]", "".join(template.literals)))
            if not best and (own >= ENOUGH or not HAN.search(QUOTE.sub("", template.filled(spoken)))):
                best = said  # the words of a rule, and names in quotes, may stay Chinese
        return best

    def _slots(self, template: Template, match: re.Match[str]) -> Iterator[tuple[str, str]]:
        ways: dict[str, Callable[[str], str]] = {
            "date": self._value, "amount": self._value, "names": self._names, "held": self._held,
            "many": self._many, "gaps": self._gaps, "rule": self._rule,
        }  # fmt: skip
        for place, (name, kind) in enumerate(template.slots):
            found = match[place + 1]
            yield name, ways.get(kind, self.inner)(found) or found

    def _names(self, text: str) -> str:
        names = [f"“{self.inner(each)}”" for each in re.findall("“([^”]*)”", text)]
        if more := re.search(r"等 (\d+) 项$", text):
            return f"{', '.join(names)} and {int(more[1]) - len(names)} more"
        return listed(names)

    def _held(self, text: str) -> str:
        """`“甲”由信用平台核验，“乙”由税务核验，不需要您提供`."""
        said = [f"{self._names(names)} will be verified by {self.inner(who)}"
                for names, who in re.findall(rf"({NAMES})由(.+?)核验(?:，|$)", text)]  # fmt: skip
        return f"{'; '.join(said)}; you need not supply it"

    def _many(self, text: str) -> str:
        parts = [self.tell(each) for each in text.split("；")]
        return "; ".join(parts) if all(parts) else self.tell(text) or text

    def _rule(self, text: str) -> str:
        """An expression with its names in English; a text that is none as it can be told."""
        if told := self.tell(text):
            return told
        return re.sub(rf"[\w·]*{HAN.pattern}[\w·“”]*", lambda name: self.words(name[0]) or name[0], text)

    def _gaps(self, text: str) -> str:
        """Failed clauses, each with its gap in brackets; a clause may itself hold ；."""
        said, waiting = [], ""
        for part in text.split("；"):
            waiting = f"{waiting}；{part}" if waiting else part
            bracket = re.fullmatch(r"(.+)（([^（）]*)）", waiting)
            gap = self.tell(bracket[2]) if bracket and not self.words(waiting) else ""
            if bracket and gap:
                said.append(f"{self.inner(bracket[1])} ({gap})")
                waiting = ""
            elif told := self.tell(waiting):
                said.append(told)
                waiting = ""
        return "; ".join([*said, *([waiting] if waiting else [])])

    def _joined(self, text: str) -> str:
        """Several sayings in a row, where each can be said."""
        for joint, english in JOINTS.items():
            parts = text.removesuffix(joint).split(joint)
            several = len(parts) > 1 or (joint == "。" and text.endswith(joint))
            if several and all(parts) and all(told := [self.tell(each) for each in parts]):
                return english.join(told) + (english.strip() if text.endswith(joint) else "")
        return ""


def _telling(template: Template) -> bool:
    """Whether a template has words of its own: one that is all slots would fit any text."""
    spoken = HAN.search("".join(template.literals)) or {"held", "rule"} & set(dict(template.slots).values())
    return bool(template.slots) and bool(spoken)


def listed(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""


def day_words(year: int, month: int, day: int) -> str:
    """24 June 2022."""
    try:
        return f"{day} {dt.date(year, month, day):%B %Y}"
    except ValueError:
        return ""


def yuan_words(amount: Decimal) -> str:
    """¥120,000; fen only where there are any."""
    return f"¥{amount:,.0f}" if amount == amount.to_integral_value() else f"¥{amount:,.2f}"


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        return None


def templates(*tables: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Several tables as one, the first of two that say the same in force."""
    found: dict[str, str] = {}
    for table in tables:
        for chinese, english in table:
            found.setdefault(chinese, english)
    return found
