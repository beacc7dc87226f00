"""Money goes to an account that is verified when it leaves, and is not tried again unseen where a bank refused it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from district.funds import pausing
from district.funds.models import Instalment, Payee, Payment
from district.record.actions import lock, write_log

ROOM = "funds"
ABOUT_THE_ACCOUNT = re.compile("户|账|帐|行号|名称|姓名|收款人|冻结|account|holder", re.IGNORECASE)
P = Payment.State


def sorted_out(payments: Sequence[Payment]) -> tuple[list[Payment], list[Payment], list[Payment]]:
    """Those that may leave now; those whose account is not verified any more; those whose award is paused. In the
    caller's transaction.
    """
    accounts = lock(Payee.objects.filter(pk__in={each.payee_id for each in payments}).order_by("pk"))
    good = {row.pk for row in accounts if row.state == Payee.State.VERIFIED}
    rows = Instalment.objects.filter(pk__in=[each.instalment_id for each in payments])
    held = set(rows.filter(pausing.held()).values_list("pk", flat=True))
    wrong = [each for each in payments if each.payee_id not in good]
    paused = [each for each in payments if each.payee_id in good and each.instalment_id in held]
    left = {each.pk for each in (*wrong, *paused)}
    return [each for each in payments if each.pk not in left], wrong, paused


def leave_out(payments: Sequence[Payment]) -> list[Payment]:
    """Those that may leave; the others leave the batch and go back to the worklist. In the caller's transaction."""
    kept, wrong, paused = sorted_out(payments)
    pausing.cancel(wrong, _("放行时收款账户已停用或待重新核验"))
    pausing.cancel(paused, _("放行时已暂停拨付"))
    return kept


def look_again(payments: Iterable[Payment]) -> None:
    """Where the bank's reason is about the account, an official verifies it again before anything more is paid to it.

    In the caller's transaction.
    """
    why = {each.payee_id: each.reason for each in payments if ABOUT_THE_ACCOUNT.search(each.reason)}
    rows = Payee.objects.filter(pk__in=why, state=Payee.State.VERIFIED).order_by("pk")
    for row in lock(rows):
        row.state, row.reason = Payee.State.PENDING, _("银行退回：%(why)s") % {"why": why[row.pk]}
        row.reason = row.reason[:200]
        row.save(update_fields=["state", "reason"])
        write_log(room=ROOM, subject=row.enterprise.uscc, verb="doubt-payee", by=None, before=Payee.State.VERIFIED,
                  after=Payee.State.PENDING, reason=row.reason, data={"last4": row.last4})  # fmt: skip
