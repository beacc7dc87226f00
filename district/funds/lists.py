"""A list decided at once: automatic grants (免申即享) by the hundred, all in one transaction or none."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.funds import claiming, posting, schedules
from district.funds.checks import NotPossible
from district.funds.models import Award, Instalment, Kind
from district.funds.money import to_fen
from district.funds.permissions import may_claim
from district.funds.states import COMMITTED
from district.people.permissions import require
from district.people.queries import Person
from district.policies.queries import ProgrammeVersion, digest_of
from district.record import clock
from district.record.actions import write_log

ROOM = "funds"


def commit_list(
    *, version: ProgrammeVersion, amounts: Mapping[str, tuple[Enterprise, Decimal]], by: Person
) -> list[Award]:
    """Decide every case of a list: {reference: (enterprise, yuan)}, none of them held before. All or none.

    Places and money are taken for the whole list together; each award has its own entries and payments, the log one
    line with the list's digest. Raises NoLine, NoPlaces, NotEnough, NotPossible (a reference is known), Refused.
    """
    today, now = clock.today(), clock.now()
    if not amounts or not claiming.has_money(version):
        return []
    fens = {reference: to_fen(yuan) for reference, (_firm, yuan) in amounts.items()}
    if min(fens.values()) <= 0:
        raise NotPossible(_("金额要大于 0。"))
    with transaction.atomic():
        line = claiming.need_line(version, today.year)
        require(may_claim(by, version.programme, line))
        if known := Award.objects.filter(reference__in=amounts).values_list("reference", flat=True).first():
            raise NotPossible(_("编号“%(reference)s”已有资金记录。") % {"reference": known})
        place = claiming.take_place(version, today, len(amounts))
        made = [
            Award(
                reference=reference, enterprise=firm, version=version, title=version.programme.name[:160], line=line,
                state=COMMITTED, fen=fens[reference] * schedules.times(version.description), committed_at=now,
                place=place,
            )
            for reference, (firm, _yuan) in amounts.items()
        ]  # fmt: skip
        awards = Award.objects.bulk_create(made)
        rows = {}
        for award in awards:
            planned = schedules.plan(version.description, fens[award.reference], today)
            rows[award.pk] = schedules.instalments(award, planned, line)
        Instalment.objects.bulk_create(row for some in rows.values() for row in some)
        pot = posting.locked(line, Kind.AVAILABLE, Kind.COMMITTED)
        transfers = []
        for award in awards:
            parts = pot.take(claiming.funded(rows[award.pk]))
            transfers += posting.build(pot, "commit", Kind.AVAILABLE, Kind.COMMITTED, parts, by=by, award=award)
            for level, fen in parts.items():
                pot.fen[level, Kind.AVAILABLE] -= fen
        posting.post(transfers)
        write_log(room=ROOM, subject=line.reference, verb="commit-list", by=by, data={
            "awards": len(awards), "fen": sum(fens.values()), "first": awards[0].reference,
            "last": awards[-1].reference, "list": digest_of(fens), "version": version.hash,
        })  # fmt: skip
    return awards
