"""Accounts that run out: told thirty and seven days before, emptied after their last day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.bringing.nightly import Piece
from district.ground.messages.posting import mark_done, post
from district.ground.people.consents import AGAIN, FIRST, anonymise, ending_by, ending_of, outdated
from district.ground.people.queries import AccountEnding, Person
from district.ground.people.serving import keepers_of_former, last_served
from district.ground.record.actions import official

ROOM, KIND = "people", "account"


def accounts(today: dt.date) -> str:
    """Tell whoever's account ends within FIRST, tell again within AGAIN, empty what is past: only after both. What was
    said of an account that was renewed, used or needed since is forgotten, so that it is told anew."""
    told = again = emptied = 0
    found = ending_by(today + FIRST)
    _forget_but(found)
    for person in found:
        with transaction.atomic():
            ending, new = ending_of(person, today)
            if new:
                _tell(ending)
                told += 1
            elif ending.again_on is None and ending.day - today <= AGAIN:
                _again(ending, today)
                again += 1
            elif ending.day < today:
                emptied += anonymise(ending=ending)
    return _("提醒 %(told)d 个，再次提醒 %(again)d 个，到期注销 %(emptied)d 个。") % {
        "told": told, "again": again, "emptied": emptied,
    }  # fmt: skip


def _forget_but(found: list[Person]) -> None:
    for ending in outdated(found):
        with transaction.atomic():
            mark_done(room=ROOM, subject=_about(ending))
            ending.delete()


def _about(ending: AccountEnding) -> str:
    return f"account-{ending.person_id}-{ending.due:%Y%m%d}"


def _again(ending: AccountEnding, today: dt.date) -> None:
    ending.again_on, ending.day = today, max(ending.day, today + AGAIN)
    ending.save(update_fields=["again_on", "day"])
    _tell(ending)


def _tell(ending: AccountEnding) -> None:
    """The person, and of an official's account who looks after such accounts: whoever left cannot sign in to renew.
    Whoever closed their account themselves has nowhere to be told."""
    person, served = ending.person, last_served(ending.person)
    with official():
        common: dict[str, Any] = {"room": ROOM, "kind": KIND, "subject": _about(ending)}
        day = clock.said(ending.day)
        if person.is_active:
            title = _("您的账号将于%(day)s到期") % {"day": day}
            usual = _OFFICIAL if served else _USUAL
            post(to=[person], title=title, body=usual % {"day": day}, link=reverse("account"), needs_action=True,
                 **common)  # fmt: skip
        elif served:
            title = _("您的工作账号将于%(day)s注销") % {"day": day}
            post(to=[person], title=title, body=_LEFT % {"day": day}, **common)
        if served:
            words = {"name": person.name, "day": day, "served": clock.said(served)}
            title = _("“%(name)s”的离岗账号将于%(day)s注销") % words
            body = _("岗位结束于%(served)s，保存期满。到期删去邮箱、手机和登录方式，姓名随办事留痕保留。") % words
            post(to=keepers_of_former(person), title=title, body=body, link=reverse("people:former"), **common)


_USUAL = gettext_lazy(
    "保存您个人信息的同意快到期，或者您很久没有登录。要继续使用，请在%(day)s以前登录，在“账号和隐私”里续期。"
    "到期不续，账号注销，姓名、邮箱和手机删除，不能恢复；已经提交的申报和办事留痕依法留存。"
)
_OFFICIAL = gettext_lazy(
    "您的岗位早已结束，账号保存期快满。要继续使用，请在%(day)s以前登录，在“账号和隐私”里续期。"
    "到期不续，账号注销，邮箱和手机删除，不能恢复；您在岗时办的事和署名随办事留痕依法留存。"
)
_LEFT = gettext_lazy(
    "您的岗位早已结束，账号保存期快满，%(day)s以后注销：邮箱、手机和登录方式删除，不能恢复。"
    "您在岗时办的事和署名随办事留痕依法留存。有疑问请联系原单位。"
)


ACCOUNTS = Piece("accounts", gettext_lazy("提醒快到期的账号，注销到期的"), accounts)
