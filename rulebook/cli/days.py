"""Days and moments as they are written on the command line."""

from __future__ import annotations

import argparse
import datetime as dt

from rulebook.plan.functions import read_date
from rulebook.saying import say, told


def day(text: str) -> dt.date:
    """An option's day. Raises ArgumentTypeError with a sentence."""
    try:
        return read_date(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(told(say("“{text}”不是日期，应写成 2022-06-24 这样。", text=text))) from None


def moment(text: str) -> dt.datetime:
    """An option's date and time. Raises ArgumentTypeError with a sentence."""
    try:
        return dt.datetime.fromisoformat(text.strip())
    except ValueError:
        said = say("应是日期和时刻，例如 2024-06-01T09:00，写的是“{value}”", value=text)
        raise argparse.ArgumentTypeError(told(said)) from None
