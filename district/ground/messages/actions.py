"""What people do with the outbox: release, edit, drop, send again; and how they want to be told themselves.

Each is logged; a second click changes nothing.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
import secrets
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.ground import clock
from district.ground.messages import channels, tasks
from district.ground.messages.models import Channel, Choice, Delivery, Pace, State, new_reference
from district.ground.messages.permissions import may_review
from district.ground.messages.queueing import due
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, sm3, write_log

ROOM = "record"
AT_ONCE = 500  # rows released by one click
MOBILE = re.compile(r"1[3-9]\d{9}")
CODE_LASTS = dt.timedelta(minutes=10)
CODE_EVERY = dt.timedelta(minutes=1)
CODES_A_DAY = 5
CODE_TRIES = 5
OPEN = (State.HELD, State.WAITING, State.FAILED)


class NotPossible(ValueError):
    """The row is no longer where this can be done; `str()` is fit for the person who tried."""


def release(*, deliveries: Iterable[Delivery], by: Person) -> int:
    """Let held notices leave at their hour; those released already are passed over. Returns how many. Refused."""
    keys = [delivery.pk for delivery in deliveries]
    if len(keys) > AT_ONCE:
        raise NotPossible(_("一次最多放行 %(n)d 条。") % {"n": AT_ONCE})
    with transaction.atomic():
        rows = list(lock(Delivery.objects.filter(pk__in=keys)).order_by("pk"))
        for row in rows:
            require(may_review(by, row))
        held = [row for row in rows if row.state == State.HELD]
        for row in held:
            row.state, row.next_try = State.WAITING, due(row.pace, clock.now())
            row.save(update_fields=["state", "next_try"])
            _log(row, "release", by, State.HELD)
        if held:
            transaction.on_commit(tasks.wake)
    return len(held)


def edit(*, delivery: Delivery, subject: str, body: str, by: Person) -> Delivery:
    """Change what is said before it leaves; the notice in the site stays as it was. Refused, NotPossible."""
    with _changing(delivery, by, OPEN) as row:
        said = (" ".join(subject.split())[:200], body.strip())
        if not said[0]:
            raise NotPossible(_("请写标题。"))
        if said != (row.subject, row.body):
            before, (row.subject, row.body) = _digest(row), said
            row.save(update_fields=["subject", "body"])
            _log(row, "edit", by, row.state, data={"before": before, "after": _digest(row)})
    return row


def drop(*, delivery: Delivery, reason: str, by: Person) -> Delivery:
    """Take a notice out; it stays in the site. Refused, NotPossible."""
    if not reason.strip():
        raise NotPossible(_("请写撤下的理由。"))
    with _changing(delivery, by, (*OPEN, State.DROPPED)) as row:
        if row.state != State.DROPPED:
            before, row.state, row.error = row.state, State.DROPPED, reason.strip()[:1000]
            row.claim = row.claimed_until = None
            row.save(update_fields=["state", "error", "claim", "claimed_until"])
            _log(row, "drop", by, before, reason=row.error)
    return row


def retry(*, delivery: Delivery, by: Person) -> Delivery:
    """Send again what could not be sent, from the first try on. Refused, NotPossible."""
    with _changing(delivery, by, (State.FAILED, State.WAITING)) as row:
        if row.state == State.FAILED:
            row.state, row.tries, row.next_try = State.WAITING, 0, due(row.pace, clock.now())
            row.save(update_fields=["state", "tries", "next_try"])
            _log(row, "retry", by, State.FAILED, reason=row.error)
            transaction.on_commit(tasks.wake)
    return row


@contextmanager
def _changing(delivery: Delivery, by: Person, sources: Iterable[str]) -> Iterator[Delivery]:
    with transaction.atomic():
        row = lock(Delivery.objects.all()).get(pk=delivery.pk)
        require(may_review(by, row))
        if row.state not in sources:
            raise NotPossible(_("现在是“%(state)s”，不能这样做。") % {"state": row.get_state_display()})
        if row.is_in_hand(clock.now()):
            raise NotPossible(_("正在发送，请稍后再看结果。"))
        yield row


def _digest(row: Delivery) -> str:
    """The log shows that the text changed; the text itself may be about a person and stays out of it."""
    return sm3(f"{row.subject}\n{row.body}".encode())


def _log(
    row: Delivery, verb: str, by: Person, before: str, *, reason: str = "", data: dict[str, str] | None = None
) -> None:
    write_log(
        room=ROOM, subject=row.reference, verb=verb, by=by, before=before, after=row.state, reason=reason, data=data
    )


def choose(
    *, person: Person, email: bool, sms: bool, webhook: bool, bundle: str, language: str = Choice.Language.CHINESE
) -> Choice:
    """How the person wants to be told from now on. NotPossible: SMS without a confirmed number, an unknown bundling
    or language."""
    if bundle not in Choice.Bundle.values:
        raise NotPossible(_("没有这种合并方式。"))
    if language not in Choice.Language.values:
        raise NotPossible(_("没有这种语言。"))
    with transaction.atomic():
        row = _choice(person)
        if sms and row.phone_confirmed_at is None:
            raise NotPossible(_("请先填写并验证手机号码。"))
        row.email, row.sms, row.webhook, row.bundle = email, sms, webhook, bundle
        row.language = language
        row.save(update_fields=["email", "sms", "webhook", "bundle", "language"])
        on = [name for name, wanted in (("email", email), ("sms", sms), ("webhook", webhook)) if wanted]
        write_log(room=ROOM, subject=person.username, verb="choose-notices", by=person,
                  data={"channels": on, "bundle": bundle, "language": language})  # fmt: skip
    return row


def send_code(*, person: Person, number: str) -> Choice:
    """Send a code to a telephone number, to prove that it is the person's. NotPossible.

    The number takes the place of an earlier one at once, unconfirmed; SMS stop until it is confirmed.
    """
    number = re.sub(r"[\s-]", "", number).removeprefix("+86")
    if Channel.SMS not in channels.configured():
        raise NotPossible(_("本平台没有开通短信。"))
    if not MOBILE.fullmatch(number):
        raise NotPossible(_("请填写 11 位手机号码。"))
    now = clock.now()
    with transaction.atomic():
        row = _choice(person)
        codes = Delivery.objects.filter(person=person, kind="code", channel=Channel.SMS)
        if codes.filter(at__gt=now - CODE_EVERY).exists():
            raise NotPossible(_("一分钟内只能发一次，请稍候。"))
        if codes.filter(at__gt=now - dt.timedelta(days=1)).count() >= CODES_A_DAY:
            raise NotPossible(_("一天最多发 %(n)d 次，请明天再试。") % {"n": CODES_A_DAY})
        code = f"{secrets.randbelow(1_000_000):06d}"
        row.phone = number
        row.sms, row.phone_confirmed_at = False, None
        row.code, row.code_until, row.code_tries = _hashed(person, code), now + CODE_LASTS, 0
        row.save()
        _queue_code(person, number, code, now)
    return row


def confirm_phone(*, person: Person, code: str) -> Choice:
    """Prove the number with the code; SMS are on from then. A code lasts ten minutes and five tries. NotPossible."""
    now = clock.now()
    with transaction.atomic():
        row = _choice(person)
        if row.phone_confirmed_at is not None:
            return row
        live = row.code_until is not None and row.code_until > now and row.code_tries < CODE_TRIES
        right = live and hmac.compare_digest(row.code, _hashed(person, code.strip()))
        if right:
            row.sms, row.phone_confirmed_at = True, now
            row.code, row.code_until = "", None
            write_log(room=ROOM, subject=person.username, verb="confirm-phone", by=person)
        else:
            row.code_tries = min(row.code_tries + 1, CODE_TRIES)
        row.save()
    if not right:  # outside, so that the try is counted
        raise NotPossible(_("验证码不对。") if live else _("验证码已失效，请重新获取。"))
    return row


def remove_phone(*, person: Person) -> Choice:
    """Forget the number; what waits to go there is not sent."""
    with transaction.atomic():
        row = _choice(person)
        if row.phone:
            row.sms, row.phone, row.phone_confirmed_at, row.code, row.code_until = False, "", None, "", None
            row.save()
            write_log(room=ROOM, subject=person.username, verb="remove-phone", by=person)
    return row


def mail_about_account(*, person: Person, address: str, subject: str, body: str) -> None:
    """A code or a link of somebody's own account, at any hour, to the address it was asked for; seen by nobody at the
    desk, its text gone once it is sent. Nothing where the site sends no mail.
    """
    if Channel.EMAIL not in channels.configured():
        return
    with transaction.atomic():
        _queue_secret(person, Channel.EMAIL, address, subject, body, clock.now())


def forget(*, person: Person) -> None:
    """An account is closed: how and where to tell the person is gone, and what still waited is not sent."""
    Choice.objects.filter(person=person).delete()
    Delivery.objects.filter(person=person, state__in=OPEN).update(
        state=State.DROPPED, error=_("账号已注销。"), claim=None, claimed_until=None
    )


def _choice(person: Person) -> Choice:
    """The person's row, made when they choose first; locked."""
    Choice.objects.get_or_create(person=person)
    return lock(Choice.objects.all()).get(person=person)


def _hashed(person: Person, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"phone code {person.pk} {code}".encode(), "sha256").hexdigest()


def _queue_code(person: Person, number: str, code: str, now: dt.datetime) -> None:
    with override(settings.LANGUAGE_CODE):
        body = _("验证码 %(code)s，%(n)d 分钟内有效。不是本人操作请不理会。") % {"code": code, "n": 10}
        subject = _("手机号码验证")
    _queue_secret(person, Channel.SMS, number, subject, body, now)


def _queue_secret(person: Person, way: str, address: str, subject: str, body: str, now: dt.datetime) -> None:
    row = Delivery(
        reference=new_reference(clock.today().year), key=uuid.uuid4(), person=person, channel=way, kind="code",
        pace=Pace.URGENT, subject=subject, body=body, next_try=now, at=now,
    )  # fmt: skip
    row.address = address
    row.save(force_insert=True)
    transaction.on_commit(tasks.wake)
