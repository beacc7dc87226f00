"""Money goes to an account that is verified when it leaves, and is not tried again unseen where a bank refused it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from district.enterprises.persons.queries import without_consent
from district.enterprises.queries import Enterprise, normal
from district.funds import notices, pausing, withholding
from district.funds.models import UNPAID, Award, Clawback, Instalment, Payee, Payment
from district.funds.states import CLAWBACK_STATES, SET_ASIDE
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.record.moves import having

ROOM = "funds"
ABOUT_THE_ACCOUNT = re.compile("户|账|帐|行号|名称|姓名|收款人|冻结|account|holder", re.IGNORECASE)
P = Payment.State


def sorted_out(payments: Sequence[Payment], at: str) -> tuple[list[Payment], dict[Payment, str]]:
    """Those that may leave now, and why each of the others may not: its account is not verified any more or in another
    name than the firm's of today, its award is paused or withheld. `at`: in words, 放行时. In the caller's transaction.
    """
    accounts = lock(Payee.objects.filter(pk__in={each.payee_id for each in payments}).order_by("pk"))
    good = {row.pk: row.holder for row in accounts if row.state == Payee.State.VERIFIED}
    rows = Instalment.objects.filter(pk__in=[each.instalment_id for each in payments])
    paused = set(rows.filter(pausing.held()).values_list("pk", flat=True))
    withheld, why = withholding.check(payments), {}
    for each in payments:
        if each.payee_id not in good:
            why[each] = _("%(at)s收款账户已停用或待重新核验") % {"at": at}
        elif each.pk in withheld:
            why[each] = withheld[each.pk]
        elif each.instalment_id in paused:
            why[each] = _("%(at)s已暂停拨付") % {"at": at}
        elif not is_of(good[each.payee_id], each.instalment.award.enterprise):
            why[each] = _("户名与今天的登记名称不一致，请重新填写收款账户")
    return [each for each in payments if each not in why], why


def leave_out(payments: Sequence[Payment]) -> list[Payment]:
    """Those that may leave; the others leave the batch and go back to the worklist. In the caller's transaction."""
    kept, why = sorted_out(payments, _("放行时"))
    withholding.put_back(why)
    return kept


def same_name(holder: str, name: str) -> bool:
    """Whether an account is in this name, whatever its brackets and spaces."""
    return normal(holder) == normal(name)


def is_of(holder: str, subject: Enterprise) -> bool:
    """Whether an account in this name may be this subject's."""
    return any(same_name(holder, each) for each in subject.account_names)


def renamed(firms: Mapping[int, str], why: Mapping[int, str]) -> int:
    """Verified accounts of firms (key → name of today), and of the bases they run, in another name are verified again
    before anything is paid.

    In the caller's transaction; `why` by firm. Returns how many.
    """
    of_firms = Q(enterprise__in=firms) | Q(enterprise__operator__in=firms)
    rows = Payee.objects.filter(of_firms, state=Payee.State.VERIFIED).select_related("enterprise")
    changed = []
    for row in lock(rows.order_by("pk")):
        subject = row.enterprise
        firm = subject.pk if subject.pk in firms else subject.operator_id or 0
        names = {firms[firm]} if firm == subject.pk else {firms[firm], subject.name}
        if not any(same_name(row.holder, each) for each in names):
            changed.append((row, why[firm]))
    for row, words in changed:
        _doubt(row, words)
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


def forget(subject: Enterprise, by: Person | None) -> None:
    """A person's consent has ended: accounts no money went to are deleted, the others are paid no more.

    While something is still set aside for them or on its way, the account stays for that; the night looks again.
    """
    on_the_way = Instalment.objects.filter(award__enterprise=subject, state__in=UNPAID)
    if on_the_way.exists() or Award.objects.filter(enterprise=subject, state__in=SET_ASIDE).exists():
        return
    with transaction.atomic():
        rows = lock(Payee.objects.filter(enterprise=subject).exclude(state=Payee.State.RETIRED).order_by("pk"))
        for row in rows:
            write_log(room=ROOM, subject=subject.uscc, verb="forget-payee", by=by, before=row.state,
                      after=Payee.State.RETIRED, data={"last4": row.last4})  # fmt: skip
        accounts = Payee.objects.filter(enterprise=subject)
        accounts.exclude(pk__in=Payment.objects.values("payee")).delete()
        accounts.update(state=Payee.State.RETIRED)


def payees_needed(keys: Collection[int]) -> Iterable[int]:
    """Of these accounts those of persons to whom money is to come still, or who owe some back."""
    to_come = Instalment.objects.filter(award__enterprise__account__in=keys, state__in=UNPAID)
    set_aside = Award.objects.filter(enterprise__account__in=keys, state__in=SET_ASIDE)
    owed = Clawback.objects.filter(award__enterprise__account__in=keys, state__in=having(CLAWBACK_STATES))
    return {
        *to_come.values_list("award__enterprise__account", flat=True),
        *set_aside.values_list("enterprise__account", flat=True),
        *owed.values_list("award__enterprise__account", flat=True),
    }


def forget_due() -> int:
    """The same for who ended their consent while something was still to be paid; how many were looked at."""
    live = Payee.objects.exclude(state=Payee.State.RETIRED).values("enterprise")
    found = list(without_consent().filter(pk__in=live))
    for subject in found:
        forget(subject, None)
    return len(found)
