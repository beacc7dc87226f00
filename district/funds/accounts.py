"""Money goes to an account that is verified when it leaves, and is not tried again unseen where a bank refused it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from district.enterprises.queries import normal
from district.funds import notices, withholding
from district.funds.models import Payee, Payment
from district.record.actions import lock, write_log

ROOM = "funds"
ABOUT_THE_ACCOUNT = re.compile("户|账|帐|行号|名称|姓名|收款人|冻结|account|holder", re.IGNORECASE)
P = Payment.State


def leave_out(payments: Sequence[Payment]) -> list[Payment]:
    """Those that may be paid today: to an account that is still verified and in the firm's name of today, and not
    withheld. The others leave the batch and go back to the worklist with the reason. In the caller's transaction.
    """
    accounts = lock(Payee.objects.filter(pk__in={each.payee_id for each in payments}).order_by("pk"))
    good = {row.pk: row.holder for row in accounts if row.state == Payee.State.VERIFIED}
    why = withholding.check(payments)
    for each in payments:
        if each.payee_id not in good:
            why[each.pk] = _("放行时收款账户已停用或待重新核验")
        elif each.pk not in why and not same_name(good[each.payee_id], each.instalment.award.enterprise.name):
            why[each.pk] = _("户名与今天的登记名称不一致，请重新填写收款账户")
    withholding.put_back({each: why[each.pk] for each in payments if each.pk in why})
    return [each for each in payments if each.pk not in why]


def same_name(holder: str, name: str) -> bool:
    """Whether an account is in this name, whatever its brackets and spaces."""
    return normal(holder) == normal(name)


def renamed(firms: Mapping[int, str], why: Mapping[int, str]) -> int:
    """Verified accounts of firms (key → name of today) in another name are verified again before anything is paid.

    In the caller's transaction; `why` by firm. Returns how many.
    """
    rows = Payee.objects.filter(enterprise__in=firms, state=Payee.State.VERIFIED).select_related("enterprise")
    changed = [row for row in lock(rows.order_by("pk")) if not same_name(row.holder, firms[row.enterprise_id])]
    for row in changed:
        _doubt(row, why[row.enterprise_id])
        notices.account_in_a_former_name(row)
    return len(changed)


def look_again(payments: Iterable[Payment]) -> None:
    """Where the bank's reason is about the account, an official verifies it again before anything more is paid to it.

    In the caller's transaction.
    """
    why = {each.payee_id: each.reason for each in payments if ABOUT_THE_ACCOUNT.search(each.reason)}
    rows = Payee.objects.filter(pk__in=why, state=Payee.State.VERIFIED).order_by("pk")
    for row in lock(rows):
        _doubt(row, _("银行退回：%(why)s") % {"why": why[row.pk]})


def _doubt(row: Payee, why: str) -> None:
    row.state, row.reason = Payee.State.PENDING, why[:200]
    row.save(update_fields=["state", "reason"])
    write_log(room=ROOM, subject=row.enterprise.uscc, verb="doubt-payee", by=None, before=Payee.State.VERIFIED,
              after=Payee.State.PENDING, reason=row.reason, data={"last4": row.last4})  # fmt: skip
