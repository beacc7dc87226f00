"""What happens in a one-click grant's days without a browser: `python -m tests.browser.click STEP`, over HUIQI_DATA.

prepare: a programme that asks one promise of the applicant, its budget, one firm that fits and one that does not.
pay: the account is verified, the batch made, checked, released by two and answered by the bank; each by whoever may.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NAME, FIRM, OTHER, YUAN = "示例一键补贴", "示例一键科技有限公司", "示例二厂有限公司", "3,000"
LINE = "示例一键专项"
PROGRAMME = f"""name: {NAME}
office: 区人社局
kind: subsidy
for: [中小微企业]
summary: 承诺稳定用工的企业一次性补贴 3000 元。
basis: [{{number: 示例〔2022〕9号, title: 示例, status: illustrative}}]
"""
RULE = f"""conditions:
  - {{id: here, say: 在杨浦区注册, when: '注册区 = "杨浦区"', cite: 示例〔2022〕9号}}
  - {{id: honest, say: 未被列为失信被执行人, when: 失信被执行 = false, cite: 示例〔2022〕9号}}
  - {{id: promise, say: 承诺一年内不减员, person: 申报人, cite: 示例〔2022〕9号}}
benefit: {{amount: 3000, pay: once, status: illustrative}}
repeat: once
intake: {{mode: automatic}}
budget: {LINE}
process: [decide, pay]
deadlines: {{decide: 20 working days}}
"""
Act = Callable[[Any], Any]


def prepare() -> None:
    from django.core.management import call_command

    from district.enterprises import actions as register
    from district.enterprises.queries import Enterprise
    from district.ground import clock
    from district.ground.people.actions import create_person
    from district.ground.people.queries import Role, bureau_named
    from district.policies import actions as policies
    from district.web.demo.funds import make_lines
    from district.web.demo.load import make_people
    from district.web.demo_accounts import PASSWORD
    from tests.district.enterprises.registers import code

    call_command("run", prepare_only=True, firms=0)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(ROOT / "catalogue", Path(folder) / "catalogue")
        made = copy / "yangpu" / "programmes" / "example-click"
        made.mkdir()
        (made / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
        (made / "2022-01-01.yaml").write_text(RULE, encoding="utf-8")
        policies.publish(path=copy / "yangpu")
    people = make_people()
    more = [("区财政局", Role.OFFICER), ("区财政局", Role.LEADER), ("区人社局", Role.OFFICER)]
    for number, (bureau, role) in enumerate(more):
        create_person(username=f"more{number}", name=f"示例同事{number}", password=PASSWORD,
                      duties=[(bureau_named(bureau), role)])  # fmt: skip
    make_lines(people)
    facts: dict[str, Any] = {"注册区": "杨浦区", "失信被执行": False}
    firms = [(code(910), FIRM, facts), (code(911), OTHER, facts | {"失信被执行": True})]
    register.take_in(firms=firms, source="示例登记", valid_from=clock.today() - dt.timedelta(days=3))
    for firm in Enterprise.objects.all():
        register.join(person=people["founder"], enterprise=firm)


def by_whoever(act: Act) -> Any:
    """An act by the first official who may: which of them it is, is another test's business."""
    from district.ground.people.permissions import Refused
    from district.ground.people.queries import Role, with_duty

    said = []
    for person in with_duty(*Role.values).order_by("pk"):
        try:
            return act(person)
        except Refused as no:
            said.append(f"{person}: {no.args}")
    raise AssertionError("\n".join(said))


FEW = "示例：财政部门人手不足"


def pay_out(line: Any, due: list[int]) -> None:
    """A batch of these instalments is made, checked, released by two and answered by the bank."""
    from district.funds import actions, bank, paying, working

    batch = by_whoever(lambda who: actions.make_batch(line=line, by=who, request_key=uuid.uuid4(), instalments=due))
    by_whoever(lambda who: paying.check_batch(batch=batch, by=who, reason=FEW))
    by_whoever(lambda who: paying.release_first(batch=batch, by=who, reason=FEW))
    by_whoever(lambda who: paying.release_second(batch=batch, by=who, reason=FEW))
    working.send(batch)
    rows = [(each.reference, each.fen - each.offset, "paid", "") for each in batch.payments.order_by("pk")]
    content = bank.answer(batch.reference, rows)
    file, _new = by_whoever(lambda who: paying.take_return(batch=batch, name="示例回单.csv", by=who, content=content))
    working.apply(file)


def pay() -> None:
    from django.db.models import Q

    from district.funds import actions, paying
    from district.funds.models import Line, Payee

    payee = Payee.objects.get()
    by_whoever(lambda who: actions.verify_payee(payee=payee, by=who, right=True))
    line = Line.objects.filter(Q(name=LINE)).latest("year")
    due = list(paying.due(line).values_list("pk", flat=True))
    pay_out(line, due)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "district.web.settings"
    import django

    django.setup()
    {"prepare": prepare, "pay": pay}[sys.argv[1]]()
