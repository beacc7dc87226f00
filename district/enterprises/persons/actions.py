"""Writes on persons as subjects: begin, consent anew, take back and delete, look for a stated purpose."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from district.enterprises.models import Enterprise, Evidence, Fact, Membership, Subject
from district.enterprises.persons.models import Identity, Keeping, Reading
from district.enterprises.persons.permissions import may_state_purpose
from district.enterprises.persons.queries import IDENTITY, keeping_of, myself
from district.enterprises.values import BadValue, normal
from district.enterprises.wallet.actions import remove_paper
from district.ground import clock
from district.ground.bringing.registry import Registry
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.record.id_numbers import BadIdNumber, read_id_number
from district.ground.record.secrets import print_of

ROOM = "enterprises"
TERM = dt.timedelta(days=730)  # how long a consent lasts
SHORTEST = 2  # letters of a name

# Rooms above end what is a person's alone (drafts) when they take their consent back; they raise nothing.
# and join what they hold of the same person by number, when an account's number comes to be known.
taken_back: Registry[Callable[[Enterprise, Person | None], None]] = Registry("what ends when a person's consent does")
known: Registry[Callable[[Person], None]] = Registry("what is joined when a person's number is known")


def until_of(day: dt.date) -> dt.date:
    """The last day of a consent given on a day."""
    return day + TERM


def words_of(until: dt.date) -> str:
    """What somebody agrees to: what they read is what is kept, word for word, beside their name."""
    words = {"y": until.year, "m": until.month, "d": until.day}
    return (
        _(
            "我同意本区为判断我能享受什么、办理我的申报、向我付款，保存我填写的个人信息，到%(y)d年%(m)d月%(d)d日为止。"
            "我可以随时撤回；撤回以后这些信息会删除，已经提交的申报和付款的记录依法留存。"
        )
        % words
    )


def begin(*, by: Person, name: str, number: str) -> Enterprise:
    """Somebody consents that facts of them are kept, under their name and identity number; again after they took it
    back, too. The number is sealed at once. Raises BadValue.
    """
    name = normal(name)
    if len(name) < SHORTEST:
        raise BadValue(_("请填写证件上的姓名。"))
    plain = checked_number(number)
    print_ = print_of(plain, purpose=IDENTITY)
    if Identity.objects.filter(print=print_).exclude(subject__account=by).exists():
        raise BadValue(_("这个证件号码已经用在另一个账号上。一个人只能用一个账号办理。"))
    with transaction.atomic():
        subject = _row(by, name)
        _identify(subject, plain, print_)
        if subject.name != name:  # the same number, so the same person: a slip is put right
            subject.name, subject.updated_at = name, clock.now()
            subject.save(update_fields=["name", "updated_at"])
        _consent(subject)
        write_log(room=ROOM, subject=subject.uscc, verb="keep-person", by=by)
        for join in known:
            join(by)
    return subject


def checked_number(number: str) -> str:
    """An identity number as it is kept. Raises BadValue."""
    try:
        return read_id_number(number)
    except BadIdNumber:
        raise BadValue(_("证件号码不对，请与证件核对：18 位，最后一位可能是 X。")) from None


def _row(by: Person, name: str) -> Enterprise:
    known, now = myself(by), clock.now()
    if known is not None:
        return known
    subject = Enterprise.subjects.create(
        subject=Subject.PERSON, account=by, uscc=f"P-{secrets.token_hex(7)}", name=name, created_at=now, updated_at=now
    )
    Membership.objects.create(person=by, enterprise=subject, role=Membership.Role.OWNER, since=now,
                              state=Membership.State.CONFIRMED)  # fmt: skip
    return subject


def _identify(subject: Enterprise, plain: str, print_: str) -> None:
    held = Identity.objects.filter(subject=subject).first()
    if held is not None and held.print != print_:
        raise BadValue(_("这个证件号码和以前登记的不是同一个。"))
    shown = f"{plain[:6]}{'*' * 8}{plain[-4:]}"
    values = {"number": plain, "print": print_, "shown": shown, "entered_at": clock.now()}
    try:
        with transaction.atomic():
            Identity.objects.update_or_create(subject=subject, defaults=values)
    except IntegrityError:  # another account was a moment quicker
        raise BadValue(_("这个证件号码已经用在另一个账号上。一个人只能用一个账号办理。")) from None


def _consent(subject: Enterprise) -> Keeping:
    now, until = clock.now(), until_of(clock.today())
    Keeping.objects.filter(subject=subject, withdrawn_at=None).update(withdrawn_at=now)
    return Keeping.objects.create(subject=subject, text=words_of(until), given_at=now, until=until)


def renew(*, by: Person) -> Keeping:
    """Consent for another term. Raises BadValue where there is nothing to renew."""
    subject = myself(by)
    if subject is None or keeping_of(subject) is None:
        raise BadValue(_("没有可以续期的同意，请重新填写。"))
    with transaction.atomic():
        made = _consent(subject)
        write_log(room=ROOM, subject=subject.uscc, verb="renew-consent", by=by)
    return made


def take_back(*, by: Person) -> None:
    """A person takes their consent back: facts, papers not handed in and the identity number are deleted; drafts end.
    Cases handed in and money stay as they were recorded. A second time changes nothing.
    """
    if (subject := myself(by)) is not None:
        _end(subject, by)


def end_due(*, day: dt.date) -> int:
    """The same where a consent has run out; returns how many."""
    rows = Enterprise.subjects.filter(keepings__withdrawn_at=None, keepings__until__lt=day).distinct()
    for subject in rows:
        _end(subject, None)
    return len(rows)


def _end(subject: Enterprise, by: Person | None) -> None:
    with transaction.atomic():
        lock(Enterprise.subjects.filter(pk=subject.pk)).get()
        if not Keeping.objects.filter(subject=subject, withdrawn_at=None).update(withdrawn_at=clock.now()):
            return
        for end in taken_back:
            end(subject, by)
        count, _by_model = Fact.objects.filter(enterprise=subject).delete()
        _drop_papers(subject)
        Identity.objects.filter(subject=subject).update(number="")
        write_log(room=ROOM, subject=subject.uscc, verb="delete-person", by=by, data={"facts": count})
        _drop_row(subject)


def _drop_papers(subject: Enterprise) -> None:
    assert subject.account is not None
    for paper in Evidence.objects.filter(enterprise=subject).select_related("enterprise"):
        try:
            with transaction.atomic():
                remove_paper(paper=paper, by=subject.account)
        except (BadValue, ProtectedError):
            continue  # handed in with a case: kept with it


def _drop_row(subject: Enterprise) -> None:
    """Name, number's digest and account go too where no case, no money and no look hangs on them."""
    try:
        with transaction.atomic():
            Enterprise.subjects.get(pk=subject.pk).delete()
    except ProtectedError:
        pass


def look(*, subject: Enterprise, by: Person, purpose: str) -> Reading:
    """An official says what they look at a person's facts for; good for that day. Raises BadValue, Refused."""
    require(may_state_purpose(by, subject))
    purpose = normal(purpose)[:200]
    if len(purpose) < SHORTEST:
        raise BadValue(_("请写明查看的目的。"))
    with transaction.atomic():
        made = Reading.objects.create(subject=subject, by=by, purpose=purpose, at=clock.now(), on=clock.today())
        write_log(room=ROOM, subject=subject.uscc, verb="read-person", by=by, reason=purpose)
    return made
