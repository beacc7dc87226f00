"""Batches and return files as long work of its room: some hundred payments a piece, killed anywhere, done once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from district.funds import working
from district.funds.models import Batch, Payment, ReturnFile
from district.funds.paying import APPLYING, ROOM, SENDING
from district.funds.permissions import may_make
from district.funds.states import RELEASING
from district.ground.work.actions import Doing, Kind, Piece
from district.ground.work.queries import Work


class Sending(Doing):
    """Every payment of a released batch marked as on its way."""

    refusals = ()
    whole = True

    def __init__(self, work: Work, tell: Any) -> None:
        super().__init__(work, tell)
        self.batch = Batch.objects.get(reference=work.subject)

    def pieces(self) -> Iterator[Piece]:
        waiting = Payment.objects.filter(batch=self.batch, state=Payment.State.QUEUED)
        for place in self.places():
            left = waiting.count()
            if not left or not Batch.objects.filter(pk=self.batch.pk, state=RELEASING).exists():
                return
            yield Piece(place, rows=min(left, working.CHUNK))

    def do(self, piece: Piece) -> None:
        working.send_some(self.batch, piece.rows)

    def finish(self) -> dict[str, Any]:
        working.all_sent(self.batch)
        return {}


class Applying(Doing):
    """What the bank answered, row by row."""

    refusals = ()
    whole = True

    def __init__(self, work: Work, tell: Any) -> None:
        super().__init__(work, tell)
        self.file = ReturnFile.objects.select_related("batch").get(pk=int(work.subject.rpartition("/")[2]))

    def pieces(self) -> Iterator[Piece]:
        first, last = self.file.done, len(self.file.rows)
        for place, start in zip(self.places(), range(first, last, working.CHUNK), strict=False):
            rows = min(working.CHUNK, last - start)
            yield Piece(place, f"{start + 1}–{start + rows}", rows)

    def do(self, piece: Piece) -> None:
        working.apply_some(self.file, piece.rows)

    def finish(self) -> dict[str, Any]:
        working.finish(self.file.batch)
        return {}


def _batch(work: Work) -> str:
    return reverse("funds:batch", args=[work.subject.partition("/")[0]])


KINDS = (
    Kind(
        key=SENDING, room=ROOM, label=gettext_lazy("拨付批次放行"), unit=pgettext_lazy("unit", "笔"), doing=Sending,
        may_drive=lambda person, _work: may_make(person), address=_batch, title=lambda work: work.subject,
    ),
    Kind(
        key=APPLYING, room=ROOM, label=gettext_lazy("银行回单入账"), unit=pgettext_lazy("unit", "行"), doing=Applying,
        may_drive=lambda person, _work: may_make(person), address=_batch,
        title=lambda work: work.subject.partition("/")[0],
    ),
)  # fmt: skip
