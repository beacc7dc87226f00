"""What a limit took stands in the audit bundle, and a bundle that hides it does not verify."""

from __future__ import annotations

import io
from decimal import Decimal as D
from pathlib import Path

import pytest

from district.cases.decisions import bundles
from district.funds import outside
from district.ground import clock
from district.policies.queries import Decided
from rulebook.bundle.verify import verify
from tests.district.cases.giving.rules import DAY, granted, limited


@pytest.mark.parametrize("hidden", [False, True])
def test_a_bundle_says_what_a_limit_took(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hidden: bool
) -> None:
    with clock.at(DAY):
        here = limited()
        outside.enter(enterprise=here.base.firm, office="市科委", name="示例ceiling", amount=D(400), granted_on=DAY,
                      source="示例", by=here.officer)  # fmt: skip
        assert granted(here, "ceiling").total == D(600)
        programme = here.base.programmes["ceiling"]
        if hidden:
            monkeypatch.setattr(bundles, "_decided", _without_cuts)
        file = io.BytesIO()
        bundles.write(file, programme=programme, year=2022)
    path = tmp_path / "bundle.zip"
    path.write_bytes(file.getvalue())
    monkeypatch.undo()
    report = verify(path)
    assert report.ok is not hidden
    if not hidden:
        assert (report.amount, report.in_all) == (D(1000), D(600))
    else:
        assert any("少给" in fault for fault in report.faults)


def _without_cuts(row: object) -> Decided:
    row.cuts = []  # type: ignore[attr-defined]
    return KEPT(row)


KEPT = bundles._decided
