"""Public notice: put cases on it, object to a line, answer, and what that does to the one line only."""

from __future__ import annotations

import datetime as dt
import hmac
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.cases.core import (
    numbers,
    promising,
    queries,
    standing,
    steps,
    telling,
    terms,
    today,
)
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_work
from district.cases.core.process import NOTICE
from district.cases.core.states import NOTICED
from district.cases.events import actions as happening
from district.cases.giving import limits
from district.cases.giving.funding import for_notice
from district.cases.places.guard import room_for
from district.cases.places.listed import check_listed, leave, period_of, quota_of
from district.cases.places.running import below, why_out
from district.cases.review.notice import hearing
from district.cases.review.notice.models import Notice, NoticeLine, Objection
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log

ROOM = "cases"
PER_HOUR = 5  # objections from one address


def propose(
    *, applications: Sequence[Application], by: Person, request_key: uuid.UUID, term: terms.Term | None = None
) -> Notice:
    """Put cases of one programme on public notice together. The same `request_key` again gives the same notice.

    Every case must be judged yes, have passed the steps before, and find a place within the quota; its money is set
    aside, in the order of the list, or the notice says for how many there is.
    Raises Refused, NotPossible (naming the case), with nothing changed.
    """
    if not applications:
        raise NotPossible(_("请选择要公示的件。"))
    first = applications[0]
    if any(each.programme_id != first.programme_id for each in applications):
        raise NotPossible(_("一份公示只能放同一项目的件。"))
    with transaction.atomic():
        if known := Notice.objects.filter(request_key=request_key).first():
            return known
        due = terms.notice_until(first.version.description, clock.today(), term)
        with override(settings.LANGUAGE_CODE):
            words = {"programme": first.programme.name}
            recognised = first.programme.kind == "recognition"
            title = (_("%(programme)s拟认定名单公示") if recognised else _("%(programme)s拟支持名单公示")) % words
        notice = Notice.objects.create(
            reference=f"GS{clock.today().year}-{numbers.draw(6)}", programme=first.programme, title=title,
            since=clock.today(), until=due.date, provisional=due.provisional, opened_at=clock.now(), opened_by=by,
            request_key=request_key,
        )  # fmt: skip
        _check_room(applications)
        for serial, application in enumerate(applications, start=1):
            _put_on(notice, application, serial, by)
        for_notice(applications, by)
        cases = [each.reference for each in applications]
        write_log(room=ROOM, subject=notice.reference, verb="publish_notice", by=by,
                  data={"cases": cases, "until": notice.until.isoformat()})  # fmt: skip
    return notice


def _check_room(applications: Sequence[Application]) -> None:
    """Raises NotPossible for who is out, and for more than there are places of the period they take them from; who is
    above the quota takes none.
    """
    by_period: dict[int, list[Application]] = {}
    for each in applications:
        if why := why_out(each) or below(each):
            raise NotPossible(_("%(reference)s 不能公示：%(why)s") % {"reference": each.reference, "why": why})
        quota = quota_of(each.version)
        if quota is not None and not each.above_quota.exists():
            by_period.setdefault(period_of(each, quota), []).append(each)
    for cases in by_period.values():
        room_for(cases[0], len(cases), {each.pk for each in applications})


def _put_on(notice: Notice, application: Application, serial: int, by: Person) -> None:
    require(may_work(by, application))
    with steps.move(application, "propose", by, {"notice": notice.reference}) as row:
        steps.require_next(row, NOTICE)
        check_listed(row)
        happening.check(row)
        today.check(row)
        verdict = standing.judge(row.version, row.facts, row.as_of, queries.answers_of(row))
        if verdict["eligible"] is not True:
            words = {"reference": row.reference, "next": verdict.get("next", "")}
            raise NotPossible(_("%(reference)s 判定不是“符合”，不能公示：%(next)s") % words)
        entry = row.entries.order_by("-pk").first()
        due = limits.seen(row, verdict)
        if due is not None and due.room.barred:
            raise NotPossible(
                _("%(reference)s 不能公示：%(why)s") % {"reference": row.reference, "why": due.room.barred}
            )
        NoticeLine.objects.create(
            notice=notice, application=row, serial=serial, name=row.enterprise.public_name,
            code=redacted(row.enterprise.code),
            amount=due.columns["total"] if due else None,
            score=entry.score if entry and steps.handling(row).tells_score else None,
        )  # fmt: skip
        steps.pass_step(row, NOTICE)
        promising.begin_notice(row, notice.since, notice.until, provisional=notice.provisional)
        telling.put_on_notice(row, notice.until)


def redacted(uscc: str) -> str:
    """A code as the public sees it: the first six and the last four; a person has none."""
    return uscc and f"{uscc[:6]}{'*' * (len(uscc) - 10)}{uscc[-4:]}"


def object_to(*, line: NoticeLine, grounds: str, name: str = "", contact: str = "", address: str) -> Objection:
    """Anybody may object to one line while its notice runs, five times an hour from one address.

    Only that line waits until it is answered.
    """
    if not grounds.strip():
        raise NotPossible(_("请写明异议的理由。"))
    sender = hmac.new(settings.SECRET_KEY.encode(), address.encode(), "sha256").hexdigest()
    recent = Objection.objects.filter(sender=sender, at__gt=clock.now() - dt.timedelta(hours=1))
    with transaction.atomic():
        case = lock(Application.objects.all()).get(pk=line.application_id)
        if clock.today() > line.notice.until or case.state != NOTICED or line.outcome:
            raise NotPossible(_("这一家的公示已经结束，不能再提异议；可以向牵头部门反映。"))
        if recent.count() >= PER_HOUR:
            raise NotPossible(_("一小时内最多提 %(n)d 次，请稍后再试。") % {"n": PER_HOUR})
        objection = Objection.objects.create(
            reference=f"YY{clock.today().year}-{numbers.draw(6)}", line=line, grounds=grounds.strip()[:3000],
            name=name.strip()[:60], contact=contact.strip()[:120], sender=sender, at=clock.now(),
            heard_until=hearing.until(case.version.description, clock.today()),
        )  # fmt: skip
        write_log(room=ROOM, subject=case.reference, verb="object", by=None, before=case.state, after=case.state,
                  data={"objection": objection.reference})  # fmt: skip
        telling.objected(case, objection.heard_until)
    return objection


def answer_objection(
    *, objection: Objection, by: Person, upheld: bool, reply: str, read: bool = False
) -> Objection:  # fmt: skip
    """Answer an objection; the reply is published, and the firm told. Upheld, the one case leaves the notice and is
    judged again. `read`: the firm's statement lay before who answers (see `hearing.check_heard`)."""
    case = objection.line.application
    require(may_work(by, case))
    if not reply.strip():
        raise NotPossible(_("请写明核查的结果，会在公示里公开。"))
    with transaction.atomic():
        locked = lock(Application.objects.all()).get(pk=case.pk)
        row = Objection.objects.select_related("line").get(pk=objection.pk)
        state = Objection.State.UPHELD if upheld else Objection.State.DISMISSED
        if row.state != Objection.State.FILED:
            if row.state == state:
                return row
            raise NotPossible(_("这条异议已经答复。"))
        hearing.check_heard(row, upheld=upheld, read=read)
        row.state, row.reply, row.replied_by, row.replied_at = state, reply.strip(), by, clock.now()
        row.save(update_fields=["state", "reply", "replied_by", "replied_at"])
        data = {"objection": row.reference, "state": row.state}
        write_log(room=ROOM, subject=case.reference, verb="answer_objection", by=by, reason=row.reply,
                  before=locked.state, after=locked.state, data=data)  # fmt: skip
        if upheld and locked.state == NOTICED:
            leave_notice(case, by, row.reply, {"objection": row.reference})
            leave(case, _("公示期间异议成立（%(reference)s）。") % {"reference": row.reference})
        elif not upheld:
            telling.objection_dismissed(locked, row.reply)
    return row


def leave_notice(case: Application, by: Person, reason: str, data: dict[str, Any] | None = None) -> None:
    """A case that cannot stay on notice as it is: back to examination, its line struck. In the caller's transaction."""
    with steps.move(case, "strike", by, data, reason) as struck:
        struck.passed = [step for step in struck.passed if step != NOTICE]
        NoticeLine.objects.filter(application=struck, outcome="").update(outcome=NoticeLine.Outcome.STRUCK)
        promising.begin_decision(struck, clock.today())
        if data is None:
            telling.left_notice(struck)
        else:
            telling.struck(struck, reason)


def conclude_line(row: Application) -> None:
    """The case leaves the notice by a decision or by withdrawal: say so on its line. Inside the caller's move."""
    outcome = NoticeLine.Outcome.WITHDRAWN if row.state == "withdrawn" else NoticeLine.Outcome.KEPT
    NoticeLine.objects.filter(application=row, outcome="").update(outcome=outcome)
