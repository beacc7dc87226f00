"""ID numbers: what is wrong is refused, who exists is not."""

from __future__ import annotations

import pytest
from stdnum.cn import ric

from district.ground.record.id_numbers import BadIdNumber, read_id_number


def of(body: str) -> str:
    return body + str(ric.calc_check_digit(body + "0"))


@pytest.mark.parametrize(
    "area",
    ["310110", "310999", "440307", "810000", "830000", "999999"],
    ids=["a district", "a code the table lacks", "a district younger than its people", "Hong Kong", "Taiwan", "none"],
)
def test_the_area_code_refuses_nobody(area: str) -> None:
    number = of(f"{area}19850101001")
    assert read_id_number(number) == number


def test_it_is_read_as_people_write_it() -> None:
    number = next(each for n in range(100) if (each := of(f"31011019850101{n:03}")).endswith("X"))
    spaced = f" {number[:6]} {number[6:14]}　{number[14:].lower()}"
    assert read_id_number(spaced.translate({ord("1"): "１"})) == number


@pytest.mark.parametrize(
    "wrong",
    ["", "310110", of("31011019901301001"), of("31011018991231001"), of("31011029900101001"), of("03011019900101001"),
     of("31011019900101001")[:-1] + "?", "A" * 18, of("31011019900101001") + "1"],
)  # fmt: skip
def test_what_is_wrong_is_refused_and_not_repeated(wrong: str) -> None:
    with pytest.raises(BadIdNumber) as error:
        read_id_number(wrong)
    assert not wrong or wrong not in str(error.value)


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_digit_is_always_found(place: int) -> None:
    number = of("31011019900101001")
    for digit in "0123456789":
        if digit != number[place]:
            with pytest.raises(BadIdNumber):
                read_id_number(number[:place] + digit + number[place + 1 :])
