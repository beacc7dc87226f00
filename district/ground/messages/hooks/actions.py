"""Subscribing a program to messages, ending it, trying a delivery again."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.messages import tasks
from district.ground.messages.hooks import reaching
from district.ground.messages.hooks.channel import ROOM
from district.ground.messages.hooks.models import ALL, Hook, new_secret
from district.ground.messages.hooks.permissions import may_subscribe
from district.ground.messages.kinds import kinds
from district.ground.messages.models import LETTERS, Delivery, State
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.people.queries import account as account_row
from district.ground.record.actions import lock, write_log

MOST = 5  # live subscriptions of one account
SECRET_KINDS = frozenset({"code", "digest"})  # a code is nobody's but its owner's; a digest repeats what was posted


class NotPossible(ValueError):
    """A subscription that cannot be made; `str()` is fit for the person who tried."""


def open_kinds() -> list[str]:
    """The kinds of messages one may subscribe to."""
    return [each.key for each in kinds if each.key not in SECRET_KINDS]


def subscribe(
    *, account: Person, address: str, chosen: Sequence[str], by: Person, request_key: uuid.UUID
) -> tuple[Hook, str]:
    """Post the account's messages of these kinds to an address from now on. The secret is returned once, "" where the
    same `request_key` made it before. Raises Refused, NotPossible.
    """
    require(may_subscribe(by, account))
    if same := Hook.objects.filter(request_key=request_key).first():
        return same, ""
    if not chosen or not set(chosen) <= {ALL, *open_kinds()}:
        raise NotPossible(_("请选择要推送的消息。"))
    _check(address)
    secret = new_secret()
    with transaction.atomic():
        lock(account_row(account.pk)).get()
        if Hook.objects.live().of(account).count() >= MOST:
            raise NotPossible(_("最多 %(n)d 个推送，请先停用不用的。") % {"n": MOST})
        hook = Hook(
            reference="TS" + "".join(secrets.choice(LETTERS) for _n in range(8)), person=account, address=address,
            kinds=sorted(set(chosen)), made_by=by, made_at=clock.now(), request_key=request_key,
        )  # fmt: skip
        hook.secret = secret
        hook.save(force_insert=True)
        data = {"account": account.username, "host": str(reaching.look(address).hostname), "kinds": hook.kinds}
        write_log(room=ROOM, subject=hook.reference, verb="subscribe-hook", by=by, after="live", data=data)
    return hook, secret


def _check(address: str) -> None:
    try:
        reaching.find(address)
    except reaching.NotReachable as why:
        raise NotPossible(str(why)) from why
    except (OSError, UnicodeError):
        raise NotPossible(_("找不到这个地址的主机。")) from None


def close(*, hook: Hook, reason: str, by: Person) -> Hook:
    """End a subscription; what waits to go there is not sent. A second time changes nothing. Refused, NotPossible."""
    require(may_subscribe(by, hook.person))
    if not reason.strip():
        raise NotPossible(_("请写明停用的理由。"))
    with transaction.atomic():
        row = lock(Hook.objects.all()).get(pk=hook.pk)
        if row.closed_at is None:
            row.closed_at, row.close_reason = clock.now(), reason.strip()[:200]
            row.save(update_fields=["closed_at", "close_reason"])
            write_log(room=ROOM, subject=row.reference, verb="close-hook", by=by, before="live", after="closed",
                      reason=row.close_reason)  # fmt: skip
    return row


def again(*, delivery: Delivery, by: Person) -> Delivery:
    """Post one that failed once more, from the first try on. Refused, NotPossible."""
    require(may_subscribe(by, delivery.person))
    with transaction.atomic():
        row = lock(Delivery.objects.all()).get(pk=delivery.pk)
        if row.state != State.FAILED or row.hook is None or row.hook.closed_at is not None:
            raise NotPossible(_("现在不能重发。"))
        row.state, row.tries, row.next_try = State.WAITING, 0, clock.now()
        row.save(update_fields=["state", "tries", "next_try"])
        write_log(room=ROOM, subject=row.reference, verb="retry", by=by, before=State.FAILED, after=State.WAITING)
        transaction.on_commit(tasks.wake)
    return row
