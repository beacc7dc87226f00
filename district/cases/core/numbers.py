"""Public numbers: a reference nobody can guess, and decision numbers without a gap."""

from __future__ import annotations

from django.utils.crypto import get_random_string
from django.utils.translation import override

from district.cases.core.models import Application, NumberSeries
from district.ground.people.queries import Bureau
from district.ground.record.actions import lock
from district.ground.record.queries import district_name

LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXY"  # without what reads alike


def draw(length: int) -> str:
    """Letters and digits nobody can guess."""
    return get_random_string(length, LETTERS)


def new_reference(year: int) -> str:
    """A case's public number, as SB2026-7KQ4-M2XP: readable, and neither the row's id nor in order."""
    while True:
        drawn = draw(8)
        reference = f"SB{year}-{drawn[:4]}-{drawn[4:]}"
        if not Application.objects.filter(reference=reference).exists():
            return reference


def take_number(office: Bureau, year: int, mark: str = "惠") -> tuple[int, str]:
    """The bureau's next number of a kind of paper in the year, as (15, 杨人社惠〔2026〕15号); 惠 marks decisions.

    Call it inside the transaction of what is numbered: the series row stays locked to its end, so numbers follow one
    another and one that is not used after all is given again.
    """
    series, _created = NumberSeries.objects.get_or_create(office=office, year=year, mark=mark)
    series = lock(NumberSeries.objects.all()).get(pk=series.pk)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last, f"{code(office, mark)}〔{year}〕{series.last}号"


def code(office: Bureau, mark: str = "惠") -> str:
    """The bureau's letters (机关代字): the district's first character, the bureau's short name, the kind's mark."""
    with override("zh-hans"):
        district = district_name()
    return f"{district[:1]}{office.name.removeprefix('区').removesuffix('局')}{mark}"
