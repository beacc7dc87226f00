"""The eighteen digits of a resident's ID number, or of a residence permit in the same form."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from district.ground import clock

FORM = re.compile(r"[1-9]\d{16}[\dX]")
EARLIEST = dt.date(1900, 1, 1)


class BadIdNumber(ValueError):
    """Not an ID number. Does not repeat it."""


def read_id_number(written: str) -> str:
    """Its canonical text: half-width, no spaces, capital X. Raises BadIdNumber.

    Form, check digit and day of birth are looked at, the area code is not: codes come and go, a number keeps the code
    of the place and year it was given in, and permits of residents of Hong Kong, Macao and Taiwan have codes of their
    own. `ric.validate` refuses, and for some codes breaks on, numbers of people who exist.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", written)).upper()
    if not FORM.fullmatch(plain) or ric.calc_check_digit(plain) != plain[-1]:
        raise BadIdNumber
    try:
        born = ric.get_birth_date(plain)
    except ValidationError:
        raise BadIdNumber from None
    if not EARLIEST <= born <= clock.today():
        raise BadIdNumber
    return plain
