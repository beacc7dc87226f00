"""Staff from a workbook: every cell is read and judged, and either all rows come in or none with the reasons."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter.utility import xl_col_to_name

from district.ground.organisations.permissions import may_import_staff
from district.ground.people import actions, listed
from district.ground.people.permissions import may_hold, require
from district.ground.people.queries import Bureau, Person, Role
from district.ground.tables.sheets import Column, Sheet, book
from district.ground.tables.workbooks.reading import OF_A_MEMBER, BadFile, is_workbook, opened

MOST, LARGEST = 2000, 5 * 1024 * 1024  # rows, bytes
TOLD = 5  # faults in the sentence; the page lists them
HEADS = {
    "username": gettext_lazy("用户名"), "name": gettext_lazy("姓名"), "bureau": gettext_lazy("部门"),
    "role": gettext_lazy("岗位"), "title": gettext_lazy("职务"), "since": gettext_lazy("从"),
    "until": gettext_lazy("任期到"), "email": gettext_lazy("邮箱"),
}  # fmt: skip
ADMINISTRATOR = Role.ADMINISTRATOR
NEEDED = ("username", "name", "bureau", "role")
CHINESE = {
    "用户名": "username", "姓名": "name", "部门": "bureau", "岗位": "role", "职务": "title", "从": "since",
    "任期到": "until", "邮箱": "email",
}  # fmt: skip
DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")


@dataclass(frozen=True)
class Fault:
    """One cell that cannot be taken: "B7", what it says, why not."""

    cell: str
    said: str
    why: str


@dataclass(frozen=True)
class Official:
    """One row, read."""

    username: str
    name: str
    bureau: Bureau
    role: str
    title: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    email: str = ""


@dataclass
class Read:
    """What a workbook says: rows that can be taken, and faults."""

    rows: list[Official] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class NotTaken(BadFile):
    """A workbook of which no row was taken; `read` is what is wrong, cell by cell."""

    def __init__(self, found: Read) -> None:
        cells = "；".join(f"{each.cell} {each.why}" for each in found.faults[:TOLD])
        said = _("有 %(n)d 格要改，一行也没有导入：%(cells)s") % {"n": len(found.faults), "cells": cells}
        super().__init__(said if found.faults else _("表里没有人。"))
        self.read = found


def template() -> IO[bytes]:
    """An empty workbook with the heads, and one row that says how."""
    example = {
        "username": "wang-shili", "name": "示例王某", "bureau": "区人社局", "role": "经办人", "title": "示例科科员",
        "since": "2026-01-01", "until": "", "email": "wang@example.org",
    }  # fmt: skip
    columns = [Column(words, itemgetter(key)) for key, words in HEADS.items()]
    return book([Sheet(_("人员"), columns, [example], counted=False)])


def read(file: UploadedFile[bytes]) -> Read:
    """Judge every cell of the first sheet. Raises BadFile where it is no workbook or has no such heads."""
    if (file.size or 0) > LARGEST:
        raise BadFile(_("文件超过 5 MB，请拆开再上传。"))
    start = file.read(4096)
    file.seek(0)
    if not is_workbook(start):
        raise BadFile(_("不是工作簿。请上传 .xlsx 文件。"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "staff.xlsx"
        path.write_bytes(file.read())
        with opened(path, OF_A_MEMBER) as workbook:
            sheet = next((each for each in workbook.sheets if each.visible), None)
            return _read(list(workbook.rows(sheet))) if sheet else Read()


def _read(lines: Sequence[Sequence[object]]) -> Read:
    at = next((n for n, line in enumerate(lines[:10]) if "用户名" in [_text(each) for each in line]), None)
    if at is None:
        raise BadFile(_("没有找到表头：第一行应有用户名、姓名、部门、岗位。可以先下载空表。"))
    heads = {CHINESE[text]: n for n, each in enumerate(lines[at]) if (text := _text(each)) in CHINESE}
    if missing := [str(HEADS[key]) for key in NEEDED if key not in heads]:
        raise BadFile(_("表头缺少：%(heads)s。") % {"heads": "、".join(missing)})
    if len(lines) - at > MOST:
        raise BadFile(_("一次最多 %(n)d 人，请拆开再上传。") % {"n": MOST})
    found, seen = Read(), set[tuple[str, int, str]]()
    bureaus = {each.name: each for each in listed.offices()}
    bureaus |= {each.full: each for each in bureaus.values()}
    for n, line in enumerate(lines[at + 1 :], start=at + 2):
        cells = {key: line[place] if place < len(line) else None for key, place in heads.items()}
        if any(_text(each) for each in cells.values()):
            _take(found, seen, _Row(n, cells, heads, bureaus))
    return found


@dataclass
class _Row:
    """One line while it is judged."""

    number: int
    cells: Mapping[str, object]
    heads: Mapping[str, int]
    bureaus: Mapping[str, Bureau]
    faults: list[Fault] = field(default_factory=list)

    def text(self, key: str) -> str:
        return _text(self.cells.get(key))

    def wrong(self, key: str, why: str) -> None:
        self.faults.append(Fault(f"{xl_col_to_name(self.heads[key])}{self.number}", self.text(key)[:60], why))

    def day(self, key: str) -> dt.date | None:
        value = self.cells.get(key)
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        text = self.text(key)
        if not text:
            return None
        found = DAY.match(text)
        try:
            if found:
                return dt.date(*(int(each) for each in found.groups()))
        except ValueError:  # the thirteenth month
            pass
        self.wrong(key, _("不是日期，请写成 2026-01-31"))
        return None


def _take(found: Read, seen: set[tuple[str, int, str]], row: _Row) -> None:
    username, name, email = row.text("username"), row.text("name"), row.text("email")
    bureau, role = row.bureaus.get(row.text("bureau")), _role(row.text("role"))
    _check_words(row, username, name, email)
    if bureau is None:
        row.wrong("bureau", _("没有这个部门；请写目录里的简称"))
    if role is None:
        row.wrong("role", _("没有这种岗位；可写：%(roles)s") % {"roles": "、".join(str(each.label) for each in Role)})
    since, until = row.day("since"), row.day("until")
    if since and until and until <= since:
        row.wrong("until", _("任期的最后一天应在第一天之后"))
    if bureau is not None and role is not None:
        if (username, bureau.pk, role) in seen:
            row.wrong("username", _("这一行和前面的一行重复"))
        _check_apart(row, seen, username, role)
        seen.add((username, bureau.pk, role))
        if not row.faults:
            found.rows.append(Official(username, name, bureau, role, row.text("title"), since, until, email))
    found.faults += row.faults


def _check_apart(row: _Row, seen: set[tuple[str, int, str]], username: str, role: str) -> None:
    """Administrators hold no other duty, neither already nor by another row."""
    known = listed.account(username)
    if known is not None and not (answer := may_hold(known, role)):
        row.wrong("role", str(answer.why))
    elif any(name == username and (other == ADMINISTRATOR) != (role == ADMINISTRATOR) for name, _at, other in seen):
        row.wrong("role", _("系统管理员不兼任别的岗位，前面已有这个人的另一行"))


def _check_words(row: _Row, username: str, name: str, email: str) -> None:
    known = listed.account(username) if username else None
    try:
        validate_slug(username)
    except ValidationError:
        row.wrong("username", _("用户名只能有字母、数字、下划线和连字符"))
    if len(username) > 60:
        row.wrong("username", _("用户名最长 60 个字符"))
    if not name or len(name) > 60:
        row.wrong("name", _("请写姓名，最长 60 个字"))
    elif known is not None and known.name != name:
        row.wrong("name", _("这个用户名已是“%(name)s”的；请核对是不是同一个人") % {"name": known.name})
    if known is not None and not known.is_active:
        row.wrong("username", _("这个账号已注销"))
    if email:
        try:
            validate_email(email)
        except ValidationError:
            row.wrong("email", _("不是邮箱地址"))


def _role(text: str) -> str | None:
    words = {str(each.label): each.value for each in Role} | ROLES
    return words.get(text)


ROLES = {
    "经办人": "officer",
    "负责人": "leader",
    "审计": "auditor",
    "评审专家": "expert",
    "系统管理员": "administrator",
}  # the workbook speaks Chinese whatever the page does


@transaction.atomic
def take_in(rows: Sequence[Official], by: Person) -> tuple[int, int, int]:
    """Open the accounts and give the duties; returns how many accounts are new, how many duties were read, and how many
    of them wait for another administrator. Nobody knows a password of a new account: its owner sets one by the mail
    address. Raises Refused, NotPossible."""
    require(may_import_staff(by))
    made = waiting = 0
    for each in rows:
        known = listed.account(each.username)
        given: dict[str, Any] = {"bureau": each.bureau, "role": each.role, "by": by, "since": each.since,
                                 "until": each.until, "title": each.title}  # fmt: skip
        if known is not None:
            waiting += actions.grant_duty(person=known, **given).state == "waiting"
            continue
        made += 1
        person = actions.engage(username=each.username, name=each.name, password=None, **given)
        waiting += person.standings_held.waiting().exists()
        if each.email:
            actions.set_first_address(person=person, email=each.email)
    return made, len(rows), waiting


def _text(value: object) -> str:
    """What a cell says: numbers that are whole without their point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
