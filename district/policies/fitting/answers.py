"""A typed answer: understood in whatever form people write it, or refused in a sentence that says what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district.enterprises import spoken
from district.enterprises.actions import BadValue, parse
from district.enterprises.queries import Value, normal
from district.enterprises.trades import queries as trades
from district.ground import clock
from district.ground.search.folding import loose, sound
from district.policies.english import in_english
from district.policies.queries import Catalogue, FactKind
from rulebook.judging.gaps import amount as amount_words

TRADE, SECTION = "行业代码", "行业门类"
FOUNDED = "成立日期"
LIKE = {"元": "300万、3,000,000", "人": "12、10-20人、约二十人", "月": "8、半年、一年半", "%": "5、5%"}
COUNTED = {"人", "件", "名", "人次"}  # what there is no half of
LIKE_ENGLISH = {"元": "3 million, 3,000,000", "人": "12, 10 to 20, about twenty", "月": "8, half a year", "%": "5, 5%"}
LEAST = 3  # letters of an English name: fewer begin too many
YES, NO = {"对", "是的", "有的", "要", "会"}, {"没", "没有", "不", "不是", "不要", "不会"}


@dataclass(frozen=True)
class Understood:
    """The value a text means. `exact` is False where it was a range or a guess; `also`: facts that follow from it."""

    value: Value
    exact: bool = True
    also: tuple[tuple[str, Value], ...] = ()


def understand(kind: FactKind, text: str, day: dt.date) -> Understood:
    """What somebody meant by a text. Raises BadValue with a sentence for the person who typed it."""
    said = normal(text)
    if not said:
        raise BadValue(_("请填一填，或者点“不清楚”。"))
    if kind.name == TRADE:
        return _trade(said)
    found = _read(kind, said, day)
    refuse_impossible(kind, found.value, day)
    return found


def _read(kind: FactKind, said: str, day: dt.date) -> Understood:
    if kind.type == "number":
        number = spoken.number(said, kind.unit, whole=kind.places == 0)
        if number is None or not isinstance(number.value, Decimal):
            like = LIKE_ENGLISH if get_language() == "en" else LIKE
            words = {"text": said[:40], "example": like.get(kind.unit, "3")}
            raise BadValue(_("没看懂“%(text)s”。请写数字，例如 %(example)s。") % words)
        if kind.unit in COUNTED and number.value != number.value.to_integral_value():
            raise BadValue(
                _("“%(name)s”是整数，您填的是 %(text)s，请再看一眼。") % {"name": kind.name, "text": said[:40]}
            )
        return Understood(_placed(kind, number.value), number.exact)
    if kind.type == "date":
        return _day(kind, said, day)
    if kind.type == "boolean" and said in YES | NO:
        return Understood(said in YES)
    if kind.asking.suggest and not kind.choices:
        return Understood(_suggested(kind.asking.suggest, said))
    value = parse(kind, said)
    assert value is not None
    return Understood(value)


def _placed(kind: FactKind, number: Decimal) -> Decimal:
    """To the fact's places, towards zero: half a month more is not a month. What is far too large stays as it is."""
    if abs(number) >= Decimal(10) ** 16:
        return number
    return number.quantize(Decimal(1).scaleb(-(6 if kind.places is None else kind.places)), "ROUND_DOWN")


def _day(kind: FactKind, said: str, day: dt.date) -> Understood:
    try:
        value = parse(kind, said)
        assert value is not None
        return Understood(value)
    except BadValue as wrong:
        if rough := spoken.day(said, day):
            assert isinstance(rough.value, dt.date)
            return Understood(rough.value, rough.exact)
        words = {"text": said[:40], "why": str(wrong)}
        raise BadValue(_("没看懂“%(text)s”：%(why)s；只记得年月也可以，例如 2025年3月。") % words) from None


def _suggested(common: tuple[str, ...], said: str) -> str:
    """杨浦, 上海市杨浦区 and Yangpu are 杨浦区; anything else is as it was written."""
    near = [each for each in common if each == said or said.endswith(each) or each.startswith(said)]
    if not near and said.isascii():
        near = [each for each in common if _is_english(in_english(each).casefold(), said.casefold())]
    near = near or [each for each in common if _sounds(said) and _sounds(said) in (_sounds(each), _sounds(each[:-1]))]
    return near[0] if len(near) == 1 or (near and near[0] == said) else said


def _sounds(name: str) -> str:
    """杨普区, yangpu qu and YangPuQu sound like 杨浦区."""
    return loose("".join(normal(name).lower().split())) if name.isascii() else "".join(sound(name))


def refuse_wide(found: Catalogue, text: str) -> None:
    """Raise BadValue for a place wider than a district: 上海 where 杨浦区 is asked for."""
    said, above = normal(text), ""
    for layer in found.layers[:-1]:
        names = (layer.name, layer.name.removesuffix("市"), layer.name.removeprefix(above), in_english(layer.name))
        if said.casefold() in (each.casefold() for each in names if each):
            raise BadValue(
                _("“%(text)s”有好几个区，请写到区，例如 %(name)s。") % {"text": said, "name": found.layers[-1].name}
            )
        above = layer.name


def _is_english(name: str, said: str) -> bool:
    """Yangpu, Yangpu District and Yangpu District, Shanghai are Yangpu District."""
    return len(said) >= LEAST and (name.startswith(said) or name in said)


def _trade(said: str) -> Understood:
    """A trade by its code or name; what finds several is asked back."""
    found = trades.trade_of(said)
    if found is None:
        several = trades.find(said, 4)
        if not several:
            raise BadValue(_("没有找到“%(text)s”。换个说法试试，例如“软件”“餐饮”“服装制造”。") % {"text": said[:40]})
        names = "、".join(map(trades.said, several))
        raise BadValue(_("“%(text)s”可能是：%(names)s。请从列出的里面选一个。") % {"text": said[:40], "names": names})
    return Understood(found.code, also=((SECTION, found.path[0]),) if found.path else ())


def refuse_impossible(kind: FactKind, value: Value, day: dt.date) -> None:
    """Raise BadValue for what can only be a slip: five staff too few, founded tomorrow."""
    least, most = kind.asking.limits(day)
    if isinstance(value, dt.date):
        _refuse_day(kind, value, least, most, day)
    elif isinstance(value, Decimal):
        words = {"name": kind.name, "value": _amount(value, kind.unit) if abs(value) < 10**17 else str(value)}
        if isinstance(least, Decimal) and value < least:
            words["least"] = _amount(least, kind.unit)
            raise BadValue(_("“%(name)s”不会少于 %(least)s，您填的是 %(value)s，请再看一眼。") % words)
        if isinstance(most, Decimal) and value > most:
            words["most"] = _amount(most, kind.unit)
            raise BadValue(_("“%(name)s”不会超过 %(most)s，您填的是 %(value)s，是不是多打了几位？") % words)


def refuse_contradiction(facts: Mapping[str, FactKind], known: Mapping[str, Value], name: str) -> None:
    """Raise BadValue where a part is more than the whole it belongs to, whichever of the two was just answered."""
    for part in facts.values():
        whole = facts.get(part.asking.part_of)
        if whole is None or name not in (part.name, whole.name):
            continue
        few, many = known.get(whole.name), known.get(part.name)
        if isinstance(few, Decimal) and isinstance(many, Decimal) and many > few:
            words = {"part": part.name, "whole": whole.name, "many": _amount(many, part.unit),
                     "few": _amount(few, whole.unit)}  # fmt: skip
            raise BadValue(
                _("“%(part)s”是“%(whole)s”里的一部分，不会比它多：%(part)s %(many)s，%(whole)s %(few)s。请改其中一个。")
                % words
            )


def _amount(value: Decimal, unit: str) -> str:
    said = amount_words(value, unit)
    return (in_english(said) or said) if get_language() == "en" else said


def _refuse_day(kind: FactKind, value: dt.date, least: object, most: object, day: dt.date) -> None:
    words = {"name": kind.name, "value": clock.said(value)}
    if isinstance(most, dt.date) and value > most:
        words["most"] = clock.said(most)
        if most == day and kind.name == FOUNDED:
            raise BadValue(_("%(value)s 还没有到。还没注册的话，请回到第一步选“还没有企业，打算创业”。") % words)
        raise BadValue(_("“%(name)s”不会晚于 %(most)s，您填的是 %(value)s，请再看一眼。") % words)
    if isinstance(least, dt.date) and value < least:
        words["least"] = clock.said(least)
        raise BadValue(_("“%(name)s”不会早于 %(least)s，您填的是 %(value)s，请再看一眼。") % words)
