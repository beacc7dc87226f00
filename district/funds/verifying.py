"""Whether the ledger holds: every balance derived again from the entries, every promise compared with its money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from district.funds.checks import words
from district.funds.models import (
    PAYABLE,
    SOURCES,
    Account,
    Agreement,
    Award,
    Batch,
    Clawback,
    Instalment,
    Kind,
    Payment,
    Reserved,
    Tally,
    Transfer,
)
from district.funds.states import UNRELEASED
from district.ground.bringing.registry import Registry

S = Instalment.State
TALLIED = ("held", "committed", "sent", "paid", "receivable", "overpaid")


def verify() -> list[str]:
    """Everything that does not hold, in words; empty when the ledger does. A few queries, whatever its size."""
    return [
        *_balances(), *_tallies(), *_held(), *_levels(), *_promises(), *_instalments(), *_agreements(), *_batches(),
        *_payments(), *_clawbacks(), *_pauses(),
        *(fault for compare in comparisons for fault in compare()),
    ]  # fmt: skip


Compare = Callable[[], list[str]]
comparisons: Registry[Compare] = Registry(
    "comparisons of the ledger"
)  # rooms above compare what they decided with the money; they add theirs when they start


def _sums(side: str, *by: str) -> dict[tuple[object, ...], int]:
    rows = Transfer.objects.order_by().values_list(*by).annotate(sum=Sum("fen"))
    return {tuple(row[:-1]): row[-1] for row in rows if side}


def _balances() -> list[str]:
    """Each account's balance is what came in less what went out, and none but the source is below nought."""
    taken, given = _sums("debit", "debit"), _sums("credit", "credit")
    found, total = [], 0
    for pk, kind, fen in Account.objects.values_list("pk", "kind", "fen"):
        entries = taken.get((pk,), 0) - given.get((pk,), 0)
        total += fen
        if fen != entries:
            found.append(
                _("账户 %(pk)d：余额 %(a)s，分录合计 %(b)s。") % {"pk": pk, "a": words(fen), "b": words(entries)}
            )
        if fen < 0 and kind not in SOURCES:
            found.append(_("账户 %(pk)d 透支 %(a)s。") % {"pk": pk, "a": words(fen)})
    if total:
        found.append(_("全部账户合计应为 0，现为 %(a)s。") % {"a": words(total)})
    return found


def _tallies() -> list[str]:
    """Each award's tally is the sum of its own entries."""
    sums: dict[tuple[int, int, str, str], int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = Transfer.objects.filter(award__isnull=False).order_by()
        keys = ("award", f"{side}__line", f"{side}__level", f"{side}__kind")
        for award, line, level, kind, fen in rows.values_list(*keys).annotate(sum=Sum("fen")):
            sums[award, line, level, kind] += sign * fen
    found = []
    for row in Tally.objects.values_list("award", "line", "level", *TALLIED):
        for kind, fen in zip(TALLIED, row[3:], strict=True):
            if sums.pop((row[0], row[1], row[2], kind), 0) != fen:
                found.append(_("申领 %(pk)d 的“%(kind)s”与分录不符。") % {"pk": row[0], "kind": kind})
    left = {key: fen for key, fen in sums.items() if fen and key[3] in TALLIED}
    return found + [_("申领 %(pk)d 有分录而没有汇总。") % {"pk": key[0]} for key in left]


def _held() -> list[str]:
    """What a line has held is what its awards hold and what lists have set aside."""
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for line, level, fen in Tally.objects.order_by().values_list("line", "level").annotate(sum=Sum("held")):
        sums[line, level] += fen
    for kept in Reserved.objects.all():
        for level, fen in kept.parts.items():
            sums[kept.line_id, level] += fen
    rows = Account.objects.filter(kind=Kind.HELD).values_list("line", "level", "fen")
    return [
        _("指标 %(pk)d：账上占用 %(a)s，各件和名单占用 %(b)s。")
        % {"pk": line, "a": words(fen), "b": words(sums[line, level])}
        for line, level, fen in rows if fen != sums[line, level]
    ]  # fmt: skip


def _levels() -> list[str]:
    """No entry crosses levels; only carrying over crosses lines."""
    wrong = Transfer.objects.filter(
        ~Q(credit__level=F("debit__level")) | ~Q(credit__line=F("debit__line")) & ~Q(verb="carry-over")
    )
    return [_("分录 %(pk)d 跨了指标或层级。") % {"pk": pk} for pk in wrong.values_list("pk", flat=True)]


def _promises() -> list[str]:
    """What an award promises is its periods, and its instalments are what became of it."""
    planned = dict(Instalment.objects.exclude(state=S.STOPPED).order_by().values_list("award").annotate(sum=Sum("fen")))
    paid = dict(Tally.objects.order_by().values_list("award").annotate(sum=Sum("paid")))
    found = []
    for award in Award.objects.filter(committed_at__isnull=False).iterator(chunk_size=1000):
        if award.fen != award.each * award.times - award.cut or award.cut != sum(fen for _year, fen in award.cuts):
            found.append(_("申领 %(ref)s：%(words)s，合计却写 %(fen)s。")
                         % {"ref": award.reference, "words": award.words, "fen": words(award.fen)})  # fmt: skip
        if award.excess and award.excess > paid.get(award.pk, 0):
            found.append(_("申领 %(ref)s：多付 %(a)s，账上已付只有 %(b)s。") % {
                "ref": award.reference, "a": words(award.excess), "b": words(paid.get(award.pk, 0))})  # fmt: skip
        left = award.fen - award.fallen - award.withdrawn + award.beyond
        if planned.get(award.pk, 0) != left:
            said = {"ref": award.reference, "a": words(left), "b": words(planned.get(award.pk, 0))}
            found.append(_("申领 %(ref)s：应付 %(a)s，各期合计 %(b)s。") % said)
    return found


def _agreements() -> list[str]:
    """The sums that the database compares are the sums there are."""
    rows = Agreement.objects.exclude(promised=F("planned"), unpaid=F("money"), settled=F("kept"))
    planned = Subquery(Instalment.objects.filter(award=OuterRef("award")).exclude(state=S.STOPPED).order_by()
                       .values("award").annotate(sum=Sum("fen")).values("sum"))  # fmt: skip
    stale = Agreement.objects.alias(now=Coalesce(planned, 0)).exclude(planned=F("now"))
    return [
        _("申领 %(pk)d：数据库里的对照不符。") % {"pk": pk}
        for pk in sorted({*rows.values_list("pk", flat=True), *stale.values_list("pk", flat=True)})
    ] + [
        _("申领 %(pk)d：没有对照。") % {"pk": pk}
        for pk in Award.objects.filter(agreement=None).values_list("pk", flat=True)
    ]


def _instalments() -> list[str]:
    """What an award has committed, on its way and paid is what its instalments say."""
    waiting: dict[tuple[int, int], int] = defaultdict(int)
    rows = Instalment.objects.filter(state__in=PAYABLE).order_by()
    for award, line, fen in rows.values_list("award", "line").annotate(sum=Sum("fen")):
        waiting[award, line] = fen
    money: dict[tuple[int, int], int] = defaultdict(int)
    for award, line, fen in (
        Tally.objects.order_by().values_list("award", "line").annotate(sum=Sum(F("committed") + F("sent")))
    ):
        money[award, line] = fen
    found = [
        _("申领 %(pk)d：计划未付 %(a)s，账上待付和在途 %(b)s。")
        % {"pk": key[0], "a": words(waiting[key]), "b": words(money[key])}
        for key in sorted({*waiting, *money})
        if waiting[key] != money[key]
    ]
    paid = dict(Instalment.objects.filter(state=S.PAID).order_by().values_list("award").annotate(sum=Sum("fen")))
    kept: dict[int, int] = defaultdict(int)
    back = ("claw-back",)
    rows_back = Transfer.objects.filter(verb__in=back, award__isnull=False).order_by().values_list("award")
    for award, fen in rows_back.annotate(sum=Sum("fen")):
        kept[award] += fen
    for award, fen in Tally.objects.order_by().values_list("award").annotate(sum=Sum("paid")):
        kept[award] += fen
    return found + [
        _("申领 %(pk)d：各期已付 %(a)s，账上曾付 %(b)s。")
        % {"pk": pk, "a": words(paid.get(pk, 0)), "b": words(kept[pk])}
        for pk in sorted({*paid, *kept})
        if paid.get(pk, 0) != kept[pk]
    ]


def _batches() -> list[str]:
    """Until it is released a batch is what is in it; afterwards what was released, of which some may not have left."""
    live = Sum("payments__fen", filter=~Q(payments__state=Payment.State.CANCELLED), default=0)
    rows = Batch.objects.annotate(whole=Sum("payments__fen", default=0), live=live)
    open_ = Q(state__in=UNRELEASED) & ~Q(fen=F("live"))
    rows = rows.filter(Q(fen__lt=F("live")) | Q(fen__gt=F("whole")) | open_)
    return [_("批次 %(ref)s 的总额与各笔不符。") % {"ref": ref} for ref in rows.values_list("reference", flat=True)]


# what a payment's entries come to: verbs that add, verbs that take, the states in which it is the whole payment
PAYMENT_SUMS = (
    (("settle", "settle-late"), ("refund",), {"paid"}),
    (("fail", "refund"), ("settle-late",), {"failed", "refunded", "twice"}),
    (("send",), ("settle", "fail", "withhold"), {"sent", "unknown"}),
)


def _payments() -> list[str]:
    """A payment's entries are what became of it: on its way, made, back again, and nothing else."""
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Transfer.objects.filter(payment__isnull=False).order_by().values_list("payment", "verb")
    for pk, verb, fen in rows.annotate(sum=Sum("fen")):
        sums[pk][verb] = fen
    found = []
    payments = Payment.objects.filter(fen__gt=F("offset")).values_list("pk", "state", "fen", "offset")
    for pk, state, fen, offset in payments.iterator(chunk_size=2000):
        for adds, takes, states in PAYMENT_SUMS:
            has = sum(sums[pk][verb] for verb in adds) - sum(sums[pk][verb] for verb in takes)
            if has != (fen - offset if state in states else 0):
                found.append(_("付款 %(pk)d 的分录与结果不符。") % {"pk": pk})
                break
    return found


def _clawbacks() -> list[str]:
    """What is owed is what the ledger has receivable, by award; and what left twice what it has of that."""
    found = []
    for twice, kind in ((False, "receivable"), (True, "overpaid")):
        rows = Clawback.objects.filter(payment__isnull=not twice).order_by().values_list("award")
        owed = dict(rows.annotate(sum=Sum("left")))
        held = dict(Tally.objects.filter(**{f"{kind}__gt": 0}).order_by().values_list("award").annotate(sum=Sum(kind)))
        found += [
            _("申领 %(pk)d：追缴未收 %(a)s，账上应收 %(b)s。")
            % {"pk": pk, "a": words(owed.get(pk, 0)), "b": words(held.get(pk, 0))}
            for pk in sorted({*owed, *held})
            if owed.get(pk, 0) != held.get(pk, 0)
        ]
    return found


def _pauses() -> list[str]:
    """What is paused has a pause that says why."""
    rows = Instalment.objects.filter(paused=True).exclude(award__pauses__ended_at=None, award__pauses__cause="facts")
    return [
        _("申领 %(pk)d：有暂停的各期，没有暂停的记录。") % {"pk": pk}
        for pk in sorted(set(rows.values_list("award", flat=True)))
    ]
