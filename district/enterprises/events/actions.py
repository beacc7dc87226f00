"""An officer puts down what the register says of one enterprise, before the next file brings it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.actions import record_facts
from district.enterprises.events.effects import DISHONEST, NAME, PLACE, STATUS
from district.enterprises.models import Enterprise, Fact, FactKind
from district.enterprises.permissions import is_member, may_import
from district.enterprises.storing import rename
from district.enterprises.values import BadValue, parse, visible
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log

ROOM = "enterprises"
ABOUT = (NAME, STATUS, PLACE, DISHONEST)


def put_down_change(
    *, enterprise: Enterprise, about: str, written: str, on: dt.date, source: str, by: Person
) -> Enterprise:
    """What an official paper says happened to an enterprise on a day: its name, state, district, or credit.

    The same again changes nothing. Raises BadValue, Refused (also for an enterprise of one's own).
    """
    require(may_import(by))
    if is_member(by, enterprise):
        raise BadValue(_("不能登记自己企业的变化。"))
    if about not in ABOUT:
        raise BadValue(_("没有这项事实。"))
    if not source.strip():
        raise BadValue(_("请写明依据：哪个部门的什么文书。"))
    if on > clock.today():
        raise BadValue(_("日期不能晚于今天。"))
    if about == NAME:
        return _rename(enterprise, visible(written), on, source.strip(), by)
    kind = FactKind.objects.filter(name=about).first()
    value = parse(kind, written) if kind is not None else None
    if value is None:
        raise BadValue(_("请填写“%(name)s”。") % {"name": about})
    later = Fact.objects.filter(enterprise=enterprise, kind=about, grade=Fact.Grade.REGISTER, known_until=None,
                                valid_from__gt=on)  # fmt: skip
    if later.exists():
        raise BadValue(_("登记已有更晚日期的“%(name)s”，不能再登记更早的变化。") % {"name": about})
    new = record_facts(enterprise=enterprise, facts={about: value}, grade=Fact.Grade.REGISTER, valid_from=on,
                       source=source.strip(), by=by)  # fmt: skip
    if new:
        write_log(room=ROOM, subject=enterprise.uscc, verb="put-down-change", by=by, data={"about": about})
    enterprise.refresh_from_db()
    return enterprise


def _rename(enterprise: Enterprise, name: str, on: dt.date, source: str, by: Person) -> Enterprise:
    if not name:
        raise BadValue(_("请填写“%(name)s”。") % {"name": NAME})
    with transaction.atomic():
        row = lock(Enterprise.objects.all()).get(pk=enterprise.pk)
        if row.named_on is not None and on < row.named_on:
            raise BadValue(_("这个日期早于现用名称的日期。"))
        if rename({row.pk: (row, name)}, on, source, None, by):
            write_log(room=ROOM, subject=row.uscc, verb="put-down-change", by=by, data={"about": NAME})
    return row
