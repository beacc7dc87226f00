"""The single values the format knows, as shapes: texts, dates, durations, terms, words that many keys share."""

from __future__ import annotations

import datetime as dt
import re

from rulebook.catalogue.periods import MONTHS
from rulebook.catalogue.records import Key
from rulebook.catalogue.shapes import Flag, ListOf, MapOf, Number, OneOf, Scalar, Shape, Word
from rulebook.catalogue.source import NO, YES

DAY_PATTERN = r"\d{4}-\d{2}-\d{2}"
DURATION_PATTERN = r"P(?=.*[1-9])(\d+Y)?(\d+M)?(\d+D)?"
MONTHS_PATTERN = r"P(?=.*[1-9])(\d+Y)?(\d+M)?"
TERM_PATTERN = r"[1-9][0-9]{0,3} ?(working days?|个?工作日|days?|日|天)?"


def is_day(text: str) -> bool:
    """Whether a text is a day that was or will be."""
    try:
        return bool(re.fullmatch(DAY_PATTERN, text, re.ASCII) and dt.date.fromisoformat(text))
    except ValueError:
        return False


def is_month_day(text: str) -> bool:
    """Whether a text is a day of some year; 02-29 is one."""
    return bool(re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII)) and is_day(f"2000-{text}")


def matching(pattern: str, says: str) -> Scalar:
    found = re.compile(pattern, re.ASCII)
    return Scalar(says, pattern, lambda text: found.fullmatch(text) is not None)


ANY = Shape()
TEXT = Scalar("文字")
BLANK = Scalar("文字", blank=True)
DAY = Scalar("日期，例如 2022-06-24", DAY_PATTERN, is_day, bare=True)
MONTH_DAY = Scalar("月-日，例如 04-01", r"\d{2}-\d{2}", is_month_day)
DURATION = matching(DURATION_PATTERN, "时长，例如 P1Y、P6M、P90D")
MONTHS_LONG = matching(MONTHS_PATTERN, "从决定起的年月时长，例如 P12M 或 P3Y")
TERM = matching(TERM_PATTERN, "期限，例如 5 working days、7 days、20 个工作日")
CODE = matching(r"\d{2,12}", '区划代码，例如 "310110"')
PERCENT = matching(r"\d{1,3}(\.\d{1,2})? ?%?", "百分数，例如 50 %")
COUNT = Number(least=1, whole=True)
MONEY = Number(over=0)
FLAG = Flag(("true", "false"), tuple(sorted(YES | NO)))
STATUS = Word(("official", "seed", "illustrative"))
PERIOD = Word(tuple(MONTHS))
WORDS = MapOf(TEXT, TEXT)
TRANSLATED = MapOf(TEXT, OneOf((TEXT, ListOf(TEXT, least=1), MapOf(TEXT, TEXT))))

NOTE = Key("note", TEXT, "给编写的人看的备注，不影响判断")
STATUS_KEY = Key("status", STATUS, "来源：official 有文号，seed 见于公开信函，illustrative 示例", example="official")
CITE = Key("cite", TEXT, "依据：文号和条款", example="杨府规〔2017〕1号第三条")
SAY = Key("say", TEXT, "给读者看的说法")
EN = Key("en", TRANSLATED, "旁边各段文字的英文，键与文字的键相同，列表对列表；不影响判断",
         example="{name: …, for: [growing firms]}")  # fmt: skip
REPLACES = Key("replaces", FLAG, "写 true 表示有意替换上级层的同名内容；不写而重名是错误")
UNIT = Key("unit", BLANK, "单位：元、人、月、%……；运算和比较时要一致", example="元")
