"""Writes about keys and systems, each in the sealed log; and counting a call against its quota."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.actions import create_person
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person
from district.ground.people.queries import account as account_row
from district.ground.record.actions import lock, write_log
from district.ground.tokens.models import LONGEST, System, Token, digest_of, new_secret
from district.ground.tokens.permissions import may_make_token, may_manage_systems, may_revoke

ROOM = "tokens"
MOST = 10  # live keys of one account
PER_MINUTE, PER_DAY = 60, 5_000  # a person's; a system's are set by who makes the key
MOST_PER_MINUTE, MOST_PER_DAY = 6_000, 1_000_000
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class NotPossible(ValueError):
    """A key or a system that cannot be made so; `str()` is fit for the person who tried."""


def issue(
    *, account: Person, name: str, scopes: Sequence[str], known: Collection[str], expires_on: dt.date, by: Person,
    request_key: uuid.UUID, per_minute: int = PER_MINUTE, per_day: int = PER_DAY, two_factors: bool = True,
) -> tuple[Token, str]:  # fmt: skip
    """Make a key; its secret is returned once and kept by nobody, "" where the same `request_key` made it before.

    `known`: the scopes there are. It opens until the end of `expires_on`.
    `two_factors`: of the session it is made in; without them it does not open for who has a duty. Raises Refused,
    NotPossible.
    """
    require(may_make_token(by, account))
    if same := Token.objects.filter(request_key=request_key).first():
        return same, ""
    ends = _check(account, name, scopes, known, expires_on, (per_minute, per_day))
    secret = new_secret()
    with transaction.atomic():
        lock(account_row(account.pk)).get()  # two clicks at once count the keys one after the other
        if Token.objects.live().filter(person=account).count() >= MOST:
            raise NotPossible(_("最多 %(n)d 个有效的令牌，请先吊销不用的。") % {"n": MOST})
        token = Token.objects.create(
            reference="LP" + "".join(secrets.choice(LETTERS) for _n in range(8)), person=account,
            name=" ".join(name.split()), digest=digest_of(secret), scopes=sorted(set(scopes)), per_minute=per_minute,
            per_day=per_day, expires_at=ends, made_by=by, made_at=clock.now(), request_key=request_key,
            two_factors=two_factors,
        )  # fmt: skip
        data = {"account": account.username, "scopes": token.scopes, "until": expires_on.isoformat()}
        write_log(room=ROOM, subject=token.reference, verb="issue-token", by=by, after="live", data=data)
    return token, secret


def _check(
    account: Person, name: str, scopes: Sequence[str], known: Collection[str], last: dt.date, quota: tuple[int, int]
) -> dt.datetime:
    """The moment it ends, where all of it is in order."""
    if not name.strip():
        raise NotPossible(_("请写明令牌给谁用。"))
    if not scopes or not set(scopes) <= set(known):
        raise NotPossible(_("请选择令牌的范围。"))
    today = clock.today()
    if not today <= last <= today + LONGEST:
        raise NotPossible(_("有效期最长一年，从今天起算。"))
    if not (1 <= quota[0] <= MOST_PER_MINUTE and 1 <= quota[1] <= MOST_PER_DAY):
        raise NotPossible(_("配额超出范围。"))
    if not account.is_active:
        raise NotPossible(_("这个账号已停用。"))
    return _begins(last + dt.timedelta(days=1))


def _begins(day: dt.date) -> dt.datetime:
    """A day's first moment in the district."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()), timezone.get_default_timezone())


def revoke(*, token: Token, reason: str, by: Person) -> Token:
    """Take a key away at once; a second time changes nothing. Raises Refused, NotPossible."""
    require(may_revoke(by, token))
    if not reason.strip():
        raise NotPossible(_("请写明吊销的理由。"))
    with transaction.atomic():
        row = lock(Token.objects.all()).get(pk=token.pk)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by, row.revoke_reason = clock.now(), by, reason.strip()[:200]
            row.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
            write_log(room=ROOM, subject=row.reference, verb="revoke-token", by=by, before="live", after="revoked",
                      reason=row.revoke_reason)  # fmt: skip
    return row


def make_system(*, name: str, bureau: Bureau, keeper: str, purpose: str, by: Person, request_key: uuid.UUID) -> System:
    """Register a program with an account nobody signs in to; it may do nothing until it is given a duty. Idempotent by
    `request_key`. Raises Refused, NotPossible.
    """
    require(may_manage_systems(by))
    if same := System.objects.filter(request_key=request_key).first():
        return same
    name = " ".join(name.split())[:60]
    if not (name and keeper.strip() and purpose.strip()):
        raise NotPossible(_("请写明系统名称、使用单位和用途。"))
    try:
        with transaction.atomic():
            account = create_person(username=f"system-{secrets.token_hex(4)}", name=name, password=None)
            row = System.objects.create(
                name=name, account=account, bureau=bureau, keeper=keeper.strip()[:120], purpose=purpose.strip()[:200],
                made_by=by, made_at=clock.now(), request_key=request_key,
            )  # fmt: skip
            data = {"name": name, "bureau": bureau.name, "keeper": row.keeper, "purpose": row.purpose}
            write_log(room=ROOM, subject=account.username, verb="make-system", by=by, after="open", data=data)
    except IntegrityError:
        if same := System.objects.filter(request_key=request_key).first():
            return same
        raise NotPossible(_("已有叫这个名字的系统。")) from None
    return row


def close_system(*, system: System, reason: str, by: Person) -> System:
    """End a system: its keys open nothing from now on. A second time changes nothing. Raises Refused, NotPossible."""
    require(may_manage_systems(by))
    if not reason.strip():
        raise NotPossible(_("请写明停用的理由。"))
    with transaction.atomic():
        row = lock(System.objects.all()).select_related("account").get(pk=system.pk)
        if row.closed_at is None:
            row.closed_at, row.close_reason = clock.now(), reason.strip()[:200]
            row.save(update_fields=["closed_at", "close_reason"])
            account_row(row.account_id).update(is_active=False)
            write_log(room=ROOM, subject=row.account.username, verb="close-system", by=by, before="open",
                      after="closed", reason=row.close_reason)  # fmt: skip
    return row


def count_call(token: Token) -> int:
    """Count a call against the quota, in one statement, so that several processes share it.

    Returns 0, or how many seconds to wait where the minute's or the day's calls are used up.
    """
    now = clock.now()
    minute, day = now.replace(second=0, microsecond=0), clock.today()
    rows = Token.objects.filter(pk=token.pk)
    rows = rows.filter(~Q(minute=minute) | Q(in_minute__lt=F("per_minute")), ~Q(day=day) | Q(in_day__lt=F("per_day")))
    counted = rows.update(
        minute=minute, in_minute=Case(When(minute=minute, then=F("in_minute") + 1), default=Value(1)),
        day=day, in_day=Case(When(day=day, then=F("in_day") + 1), default=Value(1)), last_used_at=now,
    )  # fmt: skip
    if counted:
        return 0
    token.refresh_from_db(fields=["day", "in_day"])
    if token.day == day and token.in_day >= token.per_day:
        tomorrow = _begins(day + dt.timedelta(days=1))
        return max(1, int((tomorrow - now).total_seconds()))
    return 60 - now.second
