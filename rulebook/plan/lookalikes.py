"""Names that look the same and are not: decomposed letters, compatibility forms copied from PDFs, invisible signs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from rulebook.saying import Said, say

INVISIBLE = {
    "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u2060": "零宽连接", "\ufeff": "字节序标记",
    "\u00ad": "软连字符", "\u200e": "从左向右标记", "\u200f": "从右向左标记", "\u00a0": "不换行空格",
    "\u3000": "全角空格",
}  # fmt: skip
# letters of other scripts that are drawn as Latin ones
DRAWN = str.maketrans("АВЕКМНОРСТХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxABEZHIKMNOPTYXo")


def folded(name: str) -> str:
    """What a reader sees of a name."""
    shown = "".join(each for each in name if each not in INVISIBLE and not each.isspace())
    return unicodedata.normalize("NFKC", shown).translate(DRAWN)


def look_alike(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks like this one without being it."""
    if not name:
        return None
    seen = folded(name)
    return next((each for each in known if each != name and folded(each) == seen), None)


def difference(name: str, other: str) -> Said:
    """Which characters make `name` another than `other`, with their code points."""
    odd = [(place, each) for place, each in enumerate(name, 1) if each not in other] or [
        (place, each) for place, each in enumerate(name, 1) if place > len(other) or other[place - 1] != each
    ]
    if not odd:
        return say("少了几个字符")
    place, each = next((pair for pair in odd if pair[1] in INVISIBLE or unicodedata.combining(pair[1])), odd[0])
    meant = unicodedata.normalize("NFKC", each).translate(DRAWN)
    if each in INVISIBLE:
        return say("第 {place} 个字符是看不见的 U+{code:04X}（{what}）", place=place, code=ord(each),
                   what=say(INVISIBLE[each]))  # fmt: skip
    if unicodedata.combining(each):
        return say("第 {place} 个字符是组合用的附加符号 U+{code:04X}", place=place, code=ord(each))
    if meant in other and len(meant) == 1 and meant != each:
        return say("第 {place} 个字符“{each}”是 U+{code:04X}，应是“{meant}” U+{wanted:04X}", place=place, each=each,
                   code=ord(each), meant=meant, wanted=ord(meant))  # fmt: skip
    return say("第 {place} 个字符“{each}”是 U+{code:04X}", place=place, each=each, code=ord(each))
