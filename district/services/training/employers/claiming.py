"""From hours to an application: its list filled in from the ledger, its facts the ledger's, the paper beside it."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.cases.core.evidence import choice
from district.cases.core.states import ENTERED, GIVEN_UP
from district.cases.headcount.list_rows import replace_rows
from district.cases.headcount.list_spec import ListAsked, Typed, Written, given_by, read_rows
from district.cases.intake import actions as intake
from district.cases.intake.papers import asked as papers_asked
from district.enterprises.actions import record_facts
from district.enterprises.wallet.actions import add_paper
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log
from district.policies.queries import version_on
from district.services.training.employers import rules
from district.services.training.employers.models import Claim, ClaimLine, Filing
from district.services.training.employers.permissions import may_keep
from district.services.training.employers.queries import Counted, claim_of, counted, in_force, turns_free
from district.services.training.employers.states import FINISHED
from district.services.training.hours.actions import hold
from district.services.training.hours.queries import Strength

ROOM, SOURCE = "employers", "学时账本"
BUSY = "别的申报正在登记同一名学员，请再试一次。"


def claim(*, filing: Filing, by: Person, request_key: uuid.UUID) -> Claim:
    """An application of the programme, filled in from the ledger: one line a learner with payable hours. Once a filing;
    the claim that stands is given again.

    Raises Refused; NotPossible: not finished, nothing payable, another application of the programme is under way.
    """
    require(may_keep(by, filing))
    try:
        with transaction.atomic():
            row = lock(Filing.objects.filter(pk=filing.pk)).select_related("enterprise", "programme").get()
            if (standing := claim_of(row)) is not None:
                return standing
            if row.state != FINISHED:
                raise NotPossible(_("结班之后才能用学时申报。"))
            asked, rows = _payable(row)
            application = intake.start(
                enterprise=row.enterprise, programme=row.programme, by=by, request_key=request_key
            )  # fmt: skip
            made = Claim.objects.create(filing=row, application=application, by=by, at=clock.now())
            _fill(made, asked, rows, by)
            write_log(room=ROOM, subject=row.reference, verb="claim", by=by,
                      data={"application": application.reference, "lines": len(rows)})  # fmt: skip
    except IntegrityError:
        raise NotPossible(_(BUSY)) from None
    return made


def refill(*, claim: Claim, by: Person) -> Claim:
    """The list of a draft, or of what was sent back, anew from what the ledger knows now. Refused, NotPossible."""
    require(may_keep(by, claim.filing))
    try:
        with transaction.atomic():
            row = lock(Filing.objects.filter(pk=claim.filing_id)).select_related("enterprise", "programme").get()
            if claim.application.state not in ENTERED:
                raise NotPossible(_("已提交，不能再改；退回补正时可以重新带入。"))
            claim.lines.filter(live=True).update(live=False)
            asked, rows = _payable(row)
            _fill(claim, asked, rows, by)
            write_log(room=ROOM, subject=row.reference, verb="refill", by=by,
                      data={"application": claim.application.reference, "lines": len(rows)})  # fmt: skip
    except IntegrityError:
        raise NotPossible(_(BUSY)) from None
    return claim


def _payable(filing: Filing) -> tuple[ListAsked, list[tuple[Counted, int]]]:
    """The list that is asked for, and whose hours go into it, with the person's which session this is of the year."""
    version = version_on(filing.programme, clock.today())
    asked = rules.list_for(version) if version is not None else None
    if asked is None:
        raise NotPossible(_("这个项目现在不按备案的学时补贴。"))
    terms, year = rules.terms_of(asked), year_of(filing)
    if in_force(filing).classroom_id is not None:  # of one course and person one claim after another
        hold(set(filing.learners.filter(live=True).values_list("ledger", flat=True)))
    rows = [each for each in counted(filing, terms) if each.payable]
    _release(filing)
    turns = turns_free((each.learner.worker for each in rows), year, terms.times)
    found = [(each, turns[each.learner.worker]) for each in rows if each.learner.worker in turns]
    if not found:
        raise NotPossible(_("没有可以申报的学时：每人至少 %(floor)d 学时、每年至多 %(times)d 次，正在核实的不算。") % {
            "floor": terms.floor, "times": terms.times})  # fmt: skip
    return asked, found


def _release(filing: Filing) -> None:
    """Lines of applications that were given up count no more, whoever of these people they are of."""
    workers = filing.learners.filter(live=True).values("worker")
    dead = ClaimLine.objects.filter(worker__in=workers, live=True, claim__application__state__in=GIVEN_UP)
    dead.update(live=False)


def year_of(filing: Filing) -> int:
    return in_force(filing).ends.year


def _fill(made: Claim, asked: ListAsked, rows: Sequence[tuple[Counted, int]], by: Person) -> None:
    filing, application = made.filing, made.application
    ClaimLine.objects.bulk_create(
        ClaimLine(claim=made, learner=each.learner, worker=each.learner.worker, year=year_of(filing), turn=turn,
                  learnt=each.hours, hours=each.payable)
        for each, turn in sorted(rows, key=lambda pair: pair[0].learner.worker)  # one order: no deadlock
    )  # fmt: skip
    typed = [_typed(filing, each, turn, asked) for each, turn in rows]
    replace_rows(application=application, rows=typed, by=by, asked=asked)
    read = read_rows(asked, [Written(number, each) for number, each in enumerate(typed, 1)])
    facts: dict[str, Decimal] = given_by(asked, read)
    with official():
        note = _("培训备案%(reference)s，%(n)d 人") % {"reference": filing.reference, "n": len(rows)}
    record_facts(enterprise=filing.enterprise, facts=facts, grade="register", source=SOURCE,
                 valid_from=application.as_of, note=note)  # fmt: skip
    _put_paper(made, rows, by)


def _typed(filing: Filing, row: Counted, turn: int, asked: ListAsked) -> Typed:
    plan = in_force(filing)
    said = {
        rules.NAME: row.learner.name, rules.NUMBER: row.learner.number, rules.FILING: filing.reference,
        rules.COURSE: plan.course, rules.MONTH: f"{plan.ends:%Y-%m}", rules.HOURS: str(row.payable),
        rules.TURN: str(turn),
    }  # fmt: skip
    return {each.name: said.get(each.name, "") for each in asked.columns}


def _put_paper(made: Claim, rows: Sequence[tuple[Counted, int]], by: Person) -> None:
    """What was filed and the hours of each, as a workbook in the firm's wallet, chosen for the first paper the version
    asks for that proves what the list gives."""
    application = made.application
    names = [each["name"] for each in papers_asked(application.version) if each["needed"]]
    if not names or not any("学习记录" in name for name in names):
        return
    name = next(each for each in names if "学习记录" in each)
    paper = add_paper(
        enterprise=application.enterprise, kind=name, file=io.BytesIO(written(made.filing, rows)), by=by,
        name=f"{made.filing.reference} {name}.xlsx", request_key=uuid.uuid4(), note=made.filing.reference,
    )  # fmt: skip
    intake.save_draft(
        application=application, by=by, entered=application.entered, statements=application.statements,
        evidence={**application.evidence, name: choice([str(paper.reference)])},
    )  # fmt: skip


@official()
def written(filing: Filing, rows: Sequence[tuple[Counted, int]]) -> bytes:
    """The workbook: what is filed, and each learner's hours by strength; names masked, for the list has them."""
    plan, out = in_force(filing), io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": clock.now().replace(tzinfo=None)})
        head, first = book.add_format({"bold": True}), book.add_worksheet(_("备案"))
        first.set_column(0, 0, 16)
        first.set_column(1, 1, 48)
        for place, (label, value) in enumerate((
            (_("备案编号"), filing.reference), (_("企业"), filing.enterprise.name),
            (_("备案日期"), clock.said(filing.filed_on)), (_("培训项目"), plan.course),
            (_("方式"), plan.get_mode_display()),
            (_("平台或地点"), plan.platform_name or plan.place),
            (_("日期"), f"{clock.said(plan.starts)} – {clock.said(plan.ends)}"),
            (_("授课人"), plan.trainer), (_("备案版本"), str(plan.number)),
            (_("云课堂课程"), plan.classroom.title if plan.classroom is not None else ""),
        )):  # fmt: skip
            first.write_string(place, 0, str(label), head)
            first.write_string(place, 1, str(value))
        second = book.add_worksheet(_("学习记录"))
        second.set_column(0, 6, 16)
        second.write_row(0, 0, [_("序号"), _("姓名"), _("学时（A 级，分钟）"), _("学时（B 级，分钟）"), _("学时"),
                                _("计补学时"), _("本年第几次")], head)  # fmt: skip
        for place, (each, turn) in enumerate(rows, 1):
            minutes = each.learnt.minutes
            second.write_row(place, 0, [each.learner.position, each.learner.masked, minutes[Strength.A],
                                        minutes[Strength.B], each.hours, each.payable, turn])  # fmt: skip
    return out.getvalue()
