"""The file for the treasury leaves: with it only money for accounts that are verified then and awards not paused."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from district.funds import accounts, bank, posting, withholding, working
from district.funds.checks import NotPossible
from district.funds.models import Batch, Kind, Payment
from district.funds.permissions import may_make
from district.funds.states import SENT
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log

ROOM = "funds"
P = Payment.State


def hand_out(*, batch: Batch, by: Person, for_what: str) -> bytes:
    """The file of a released batch; from the first time on the same bytes. Taking it, and for what, is written to the
    log.

    The first time accounts and pauses are looked at once more, and what must not leave stays behind.
    Raises NotPossible: not released, nothing left to pay.
    """
    require(may_make(by))
    if batch.state not in {SENT, "closed"}:
        raise NotPossible(_("两级放行完毕之后才能下载送盘文件。"))
    with transaction.atomic():
        row = lock(Batch.objects.select_related("line").filter(pk=batch.pk)).get()
        if row.handed_out_at is None:
            _withhold(row, by)
            row.handed_out_at = clock.now()
            row.save(update_fields=["handed_out_at"])
        file = bank.write(row) if bank.sent_payments(row) else b""
        write_log(
            room=ROOM,
            subject=row.reference,
            verb="hand-out",
            by=by,
            data={"sha256": bank.sha256(file), "for_what": for_what},
        )
    working.finish(row)
    if not file:
        raise NotPossible(_("各笔的收款账户都已停用或者已暂停，没有可送的款项；各笔已回到待付清单。"))
    return file


def _withhold(batch: Batch, by: Person) -> None:
    """What must not leave goes back to what the award has committed, and falls due again."""
    waiting = Payment.objects.filter(batch=batch, state=P.SENT).order_by("pk")
    list(lock(waiting).values_list("pk"))
    good, why = accounts.sorted_out(list(waiting.select_related("instalment__award__enterprise", "payee")), _("出盘时"))
    if not why:
        return
    pot = posting.locked(batch.line, Kind.COMMITTED, Kind.SENT)
    for each in why:
        parts = dict(each.transfers.filter(verb="send").values_list("credit__level", "fen"))
        award = each.instalment.award_id
        posting.post(posting.build(pot, "withhold", Kind.SENT, Kind.COMMITTED, parts, by=by, award=award,
                                   payment=each, key=f"withhold:{each.pk}"))  # fmt: skip
    withholding.put_back(why)
    write_log(room=ROOM, subject=batch.reference, verb="withhold", by=by,
              data={"payments": len(why), "left": len(good)})  # fmt: skip
