"""Minutes between the twelve streets: our own estimate from which lie side by side, until somebody measures them."""

from __future__ import annotations

from itertools import combinations

from django.utils.translation import gettext as _

from district.ground.slots import actions as slots
from district.ground.slots.queries import ways_said

BESIDE = {
    "大桥街道": ("平凉路街道", "江浦路街道", "控江路街道", "定海路街道", "延吉新村街道"),
    "平凉路街道": ("江浦路街道",),
    "江浦路街道": ("四平路街道", "控江路街道"),
    "控江路街道": ("四平路街道", "延吉新村街道", "五角场街道"),
    "延吉新村街道": ("长白新村街道", "定海路街道", "五角场街道"),
    "长白新村街道": ("定海路街道", "殷行街道"),
    "四平路街道": ("五角场街道",),
    "五角场街道": ("长海路街道", "殷行街道"),
    "长海路街道": ("殷行街道", "新江湾城街道"),
    "殷行街道": ("新江湾城街道",),
}
NEAR, NEXT, FAR = 20, 30, 40
SOURCE = "示例参数：按街道相邻估算，未实测"


def streets() -> list[str]:
    return sorted({*BESIDE, *(each for others in BESIDE.values() for each in others)})


def neighbours(street: str) -> set[str]:
    return {*BESIDE.get(street, ()), *(one for one, others in BESIDE.items() if street in others)}


def estimate(one: str, other: str) -> int:
    """Minutes: next to each other, with one street between, farther."""
    if other in neighbours(one):
        return NEAR
    return NEXT if neighbours(one) & neighbours(other) else FAR


def say_what_is_not_said() -> str:
    """The estimate for every pair nobody has said anything of."""
    known = set(ways_said().values_list("one", "other"))
    missing = [pair for pair in combinations(streets(), 2) if pair not in known]
    for one, other in missing:
        slots.say_way(one=one, other=other, minutes=estimate(one, other), source=SOURCE)
    return _("补上 %(n)d 段街道之间的路程估算") % {"n": len(missing)}
