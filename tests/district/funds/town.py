"""The small district of the applications' tests, with money: a budgeted programme, a line, the finance bureau."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from district.enterprises.models import Enterprise
from district.funds import actions, paying, working
from district.funds.models import Award, Batch, Level, Line, Payee, Payment
from district.funds.promise import Promise
from district.funds.recovering import Ground
from district.ground import clock
from district.ground.people.models import Bureau, Person
from district.policies.models import ProgrammeVersion
from district.policies.queries import version_on
from tests.district.cases.factories import FILES, District, district, enterprise, join, person, publish
from tests.remembering import remembered

YEAR = 2022
MONEY = """
conditions:
  - {id: in-district, say: 在示例区注册, when: '注册区 = "示例区"'}
benefit: {amount: 100000, pay: once}
budget: 示例专项
"""
MILESTONES = MONEY.replace("pay: once", "instalments: [{share: 50 %, at: decision}, {share: 50 %, at: acceptance}]")
RUNNING = MONEY.replace("amount: 100000, pay: once", "amount: 806.63, per: month, times: 36")
QUOTA = MONEY + "quota: {count: 2, per: year}\n"
UNPLANNED = MONEY.replace("示例专项", "没有安排的专项")
RULES = {"money": MONEY, "milestones": MILESTONES, "running": RUNNING, "quota": QUOTA, "unplanned": UNPLANNED}


def files() -> dict[str, str]:
    found = dict(FILES)
    finance = "{name: 区财政局, full: 示例区财政局}"
    found["test/layer.yaml"] = found["test/layer.yaml"].replace("offices: [", f"offices: [{finance}, ")
    found["test/layer.yaml"] += "outside: [{slug: city-first, name: 市级首贷贴息}]\n"
    for slug, rule in RULES.items():
        found[f"test/programmes/{slug}/programme.yaml"] = (
            f"name: 示例{slug}\noffice: 区人社局\nkind: subsidy\nfor: [中小微企业]\nsummary: 示例项目。\n"
        )
        found[f"test/programmes/{slug}/2022-01-01.yaml"] = rule
    return found


@dataclass
class Town:
    """A district on 2022-06-24 with one line of the year, empty, and five people around it."""

    base: District
    line: Line
    finance: Person
    cashier: Person
    treasurer: Person

    @property
    def officer(self) -> Person:
        return self.base.officer

    def version(self, slug: str = "money") -> ProgrammeVersion:
        found = version_on(self.base.programmes[slug], clock.today())
        assert found is not None
        return found

    @remembered
    def fill(self, yuan: str | int = "1000000", level: str = Level.DISTRICT) -> None:
        actions.appropriate(line=self.line, level=level, amount=Decimal(yuan), by=self.finance)

    @remembered
    def firm(self, number: int = 1) -> Enterprise:
        return Enterprise.objects.filter(uscc=code(number)).first() or enterprise(
            code(number), f"示例{number}公司", 注册区="示例区", 从业人员=8, 失信被执行=False
        )

    @remembered
    def hold(self, number: int = 1, yuan: str | int = "100000", slug: str = "money") -> Award | None:
        return actions.hold(reference=f"SB-{number}", enterprise=self.firm(number), version=self.version(slug),
                            promise=self.promise(slug, yuan), by=self.officer)  # fmt: skip

    def promise(self, slug: str, yuan: str | int | Decimal) -> Promise:
        return Promise.of(self.version(slug).description, Decimal(yuan))

    @remembered
    def commit(self, number: int = 1, yuan: str | int = "100000", slug: str = "money") -> Award | None:
        return actions.commit(reference=f"SB-{number}", promise=self.promise(slug, yuan), by=self.officer,
                              enterprise=self.firm(number), version=self.version(slug))  # fmt: skip

    @remembered
    def payee(self, number: int = 1) -> Payee:
        firm = self.firm(number)
        if found := Payee.objects.filter(enterprise=firm, state="verified").first():
            return found
        if not firm.membership_set.filter(person=self.base.founder).exists():
            join(self.base.founder, firm)
        payee = actions.enter_payee(
            enterprise=firm, holder=firm.name, bank_name="示例银行杨浦支行", bank_code="102290000000",
            number=f"62220000{number:08}", by=self.base.founder, request_key=uuid.uuid4(),
        )  # fmt: skip
        return actions.verify_payee(payee=payee, by=self.officer, right=True)

    @remembered
    def made(self, **kept: Any) -> Batch:
        return actions.make_batch(line=self.line, by=self.finance, request_key=uuid.uuid4(), **kept)

    @remembered
    def sent(self, batch: Batch | None = None) -> Batch:
        """A batch released by two and marked as sent."""
        batch = batch or self.made()
        paying.check_batch(batch=batch, by=self.cashier)
        paying.release_first(batch=batch, by=self.finance, reason="示例：财政部门只有三个人")
        paying.release_second(batch=batch, by=self.treasurer)
        return working.send(batch)

    @remembered
    def answer(self, batch: Batch, results: dict[str, str] | str = "paid", reason: str = "") -> Any:
        """The bank's answer taken in and applied: one result for all, or by payment reference."""
        from district.funds import bank

        rows = [
            (each.reference, each.fen - each.offset, results if isinstance(results, str) else results[each.reference],
             reason)
            for each in Payment.objects.filter(batch=batch).order_by("pk")
            if each.fen > each.offset and (isinstance(results, str) or each.reference in results)
        ]  # fmt: skip
        content = bank.answer(batch.reference, rows)
        file, _new = paying.take_return(batch=batch, name="回单.csv", content=content, by=self.finance)
        return working.apply(file)

    @remembered
    def claw_back(
        self, number: int = 1, yuan: str | int | Decimal = "1000", reason: str = "示例理由", **more: Any
    ) -> Any:
        """Asked back on a finding that the cashier is said to have proposed and the officer agrees to."""
        given = {"by": self.officer, "ground": Ground("HC2022-XXXXXX", self.cashier), **more}
        return actions.claw_back(reference=f"SB-{number}", amount=Decimal(yuan), reason=reason, **given)

    @remembered
    def paid(self, number: int = 1, yuan: str | int = "100000", slug: str = "money") -> Award:
        """An award whose due payments are made."""
        self.payee(number)
        award = self.commit(number, yuan, slug)
        assert award is not None
        self.answer(self.sent())
        award.refresh_from_db()
        return award


def code(number: int) -> str:
    return f"9131011012345{number:05}"


@remembered
def town(fill: str | int = "1000000") -> Town:
    base = district()
    base.programmes = publish(files())
    made = Town(
        base=base, line=None, finance=person("finance", officer="区财政局"),  # type: ignore[arg-type]
        cashier=person("cashier", officer="区财政局"), treasurer=person("treasurer", leader="区财政局"),
    )  # fmt: skip
    assert settings.FINANCE_BUREAU == "区财政局"
    made.line = actions.open_line(
        year=YEAR, office=Bureau.objects.get(name="区人社局"), name="示例专项", by=made.finance
    )
    if fill:
        made.fill(fill)
    return made
