"""Say whether an answer helped; ask an expert; reply."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.ground import clock
from district.ground.asking.models import AskedQuestion, PublicAnswer, Vote
from district.ground.asking.permissions import may_reply
from district.ground.figures.quoting import NotQuoted, quoted
from district.ground.messages.posting import post
from district.ground.people.permissions import Answer, require
from district.ground.people.queries import Bureau, Person, bureau_named, officers_of
from district.ground.record.actions import lock, write_log
from district.ground.record.calendar import add_working_days

ROOM = "policies"
PER_HOUR = 5  # questions from one address
REPLY_WITHIN = 5  # working days
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class NotAsked(ValueError):
    """The question cannot be taken or answered; `str()` is fit for the person who tried."""


def visitor_of(address: str) -> str:
    """A visitor known again, without keeping the address."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), "sha256").hexdigest()


def vote(*, answer: str, helpful: bool, address: str) -> Vote:
    """One word a visitor and answer; said again it replaces the earlier one."""
    found, _new = Vote.objects.update_or_create(
        answer=answer, visitor=visitor_of(address), defaults={"helpful": helpful, "at": clock.now()}
    )
    return found


def ask(
    *, answer: str, title: str, office: str, text: str, contact: str = "", by: Person | None, address: str
) -> AskedQuestion:
    """Put a question to the bureau that answers for a page; five an hour from one address. Raises NotAsked."""
    bureau = bureau_named(office)
    if bureau is None:
        raise NotAsked(_("这一页还没有答复部门，请拨打 12345。"))
    if not text.strip():
        raise NotAsked(_("请写下问题。"))
    visitor, hour = visitor_of(address), clock.now() - dt.timedelta(hours=1)
    with transaction.atomic():
        if AskedQuestion.objects.filter(visitor=visitor, asked_at__gt=hour).count() >= PER_HOUR:
            raise NotAsked(_("一小时内最多提 %(n)d 次，请稍后再试。") % {"n": PER_HOUR})
        due = add_working_days(clock.today(), REPLY_WITHIN)
        reference = _reference("WD")
        question = AskedQuestion.objects.create(
            reference=reference, key=secrets.token_urlsafe(32), answer=answer, title=title[:200], office=bureau,
            text=text.strip()[:2000], contact=contact.strip()[:120], person=by, visitor=visitor, asked_at=clock.now(),
            due_on=due.date, provisional=due.provisional,
        )  # fmt: skip
        write_log(room=ROOM, subject=question.reference, verb="ask", by=by, after=question.state)
        with override(settings.LANGUAGE_CODE):
            post(to=officers_of(bureau), room=ROOM, subject=question.reference, needs_action=True, office=bureau,
                 title=_("有人就“%(title)s”提问") % {"title": title[:80]},
                 link=reverse("policies:desk_question", args=[question.reference]))  # fmt: skip
    return question


def _reference(prefix: str) -> str:
    return f"{prefix}{clock.today().year}-{''.join(secrets.choice(LETTERS) for _n in range(6))}"


def reply(*, question: AskedQuestion, by: Person, text: str) -> AskedQuestion:
    """Answer a question once; `{cases.granted 2022}` becomes that number, kept as it was said. Raises Refused, NotAsked
    (nothing written, a number that may not be said, or already answered otherwise)."""
    require(may_reply(by, question.office_id))
    if not text.strip():
        raise NotAsked(_("请写下答复。"))
    with transaction.atomic():
        row = lock(AskedQuestion.objects.all()).get(pk=question.pk)
        text = _with_numbers(row, text.strip(), by)
        if row.state == AskedQuestion.State.ANSWERED:
            if row.reply == text and row.replied_by_id == by.pk:
                return row
            raise NotAsked(_("这个问题已经答复。"))
        row.state, row.reply, row.replied_by = AskedQuestion.State.ANSWERED, text[:4000], by
        row.replied_at = clock.now()
        row.save(update_fields=["state", "reply", "replied_by", "replied_at"])
        write_log(room=ROOM, subject=row.reference, verb="reply", by=by, before="open", after=row.state)
        if row.person is not None:
            with override(settings.LANGUAGE_CODE):
                post(to=[row.person], room=ROOM, subject=row.reference, office=row.office,
                     title=_("您就“%(title)s”的提问有了答复") % {"title": row.title[:80]},
                     link=reverse("policies:question", args=[row.reference, row.key]))  # fmt: skip
    return row


def _with_numbers(row: AskedQuestion, text: str, by: Person) -> str:
    place = _("对提问“%(title)s”的答复") % {"title": row.title[:80]}
    try:
        return quoted(
            text, place=place, subject=row.reference, by=by, key=uuid.uuid5(uuid.NAMESPACE_URL, row.reference)
        )
    except NotQuoted as cannot:
        raise NotAsked(str(cannot)) from None


def publish(
    *, room: str, subject: str, question: str, text: str, office: Bureau, by: Person, may: Answer, group: str = "",
    who: str = "",
) -> PublicAnswer:  # fmt: skip
    """Let everybody read a question and its answer; `may` is the answer of the room they came of. Of one subject one:
    what stands is given. Raises Refused, NotAsked: nothing written.
    """
    require(may)
    if not question.strip() or not text.strip():
        raise NotAsked(_("请写下问题和答复。"))
    with transaction.atomic():
        said = {
            "reference": _reference("GD"), "group": group, "office": office, "question": question.strip()[:200],
            "text": text.strip()[:8000], "who": who[:80], "by": by, "at": clock.now(),
        }  # fmt: skip
        row, made = PublicAnswer.objects.get_or_create(room=room, subject=subject, taken_down_at=None, defaults=said)
        if not made:
            return row
        write_log(room=ROOM, subject=row.reference, verb="publish-answer", by=by, data={"room": room, "of": subject})
    return row


def take_down(*, answer: PublicAnswer, by: Person, why: str) -> PublicAnswer:
    """It is read no longer. A second time changes nothing. Raises Refused, NotAsked: no reason."""
    require(may_reply(by, answer.office_id))
    if not why.strip():
        raise NotAsked(_("请写明为什么撤下。"))
    with transaction.atomic():
        row = lock(PublicAnswer.objects.all()).get(pk=answer.pk)
        if row.taken_down_at is None:
            row.taken_down_at, row.why = clock.now(), why.strip()[:200]
            row.save(update_fields=["taken_down_at", "why"])
            write_log(room=ROOM, subject=row.reference, verb="take-down-answer", by=by, reason=row.why)
    answer.refresh_from_db()
    return answer
