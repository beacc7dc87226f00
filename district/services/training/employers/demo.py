"""Demonstration: one class paid for, one that runs, one just filed; a shared course, an audit, a base with sessions.
Plainly synthetic, by the actions people use, each on its own day."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override
from stdnum.cn import ric

from district.cases.decisions import signing
from district.cases.intake import actions as intake
from district.cases.review import actions as review
from district.cases.review.corrections import Item
from district.enterprises.actions import record_facts
from district.enterprises.queries import Enterprise, my_enterprises
from district.funds import actions as funds
from district.funds import bank, paying, working
from district.funds.queries import award_of, payee_of
from district.ground import clock
from district.ground.people.listed import organisation_named
from district.ground.people.memberships import install
from district.ground.people.queries import Part, Person, leaders_of
from district.ground.slots.queries import Span
from district.policies.queries import Programme
from district.services.training.employers import actions
from district.services.training.employers.actions import Planned
from district.services.training.employers.models import Claim, Filing, SharedCourse
from district.services.training.employers.rules import programmes_on

SPACE = uuid.UUID("0d6d8a52-5f4e-4c7f-9a43-7c1f5b8a2c11")
BASE, SUBSIDY = "示例公共实训基地", "online-training"
DAY = dt.timedelta(days=1)
NAMES = "甲乙丙丁戊己庚辛"


def key(name: str) -> uuid.UUID:
    """The same every time."""
    return uuid.uuid5(SPACE, name)


def make(people: Mapping[str, Person]) -> None:
    programme = next((each for each in programmes_on(clock.today()) if each.slug == SUBSIDY), None)
    if programme is None or not {"founder", "manager", "officer"} <= people.keys():
        return
    with override(settings.LANGUAGE_CODE):
        firms = list(my_enterprises(people["manager"])[:2])
        own = my_enterprises(people["founder"]).first()
        shared = _courses(firms, people)
        if firms:
            _paid_for(firms[0], programme, people)
            _just_filed(firms[-1], programme, people, shared)
        if own is not None:
            _running(own, programme, people, shared)
        _base(people)


def on(days: int, hour: int = 10) -> Any:
    """The clock held at an hour so many days from today."""
    return clock.at(_moment(days, hour))


def _moment(days: int, hour: int, minute: int = 0) -> dt.datetime:
    day = clock.today() + DAY * days
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)), timezone.get_default_timezone())


def number_of(serial: int) -> str:
    """A made-up ID number; the area 999999 is nobody's."""
    body = f"99999919880101{serial:03}"
    return body + str(ric.calc_check_digit(body + "0"))


def _learners(filing: Filing, by: Person, first: int, count: int) -> None:
    people = [(f"{NAMES[n % len(NAMES)]}示例", number_of(first + n)) for n in range(count)]
    actions.add_learners(filing=filing, by=by, people=people)


def _file(
    firm: Enterprise, programme: Programme, by: Person, name: str, starts: int, ends: int, **said: Any
) -> Filing:  # fmt: skip
    today = clock.today()
    plan = Planned(**{
        "course": name, "mode": "online", "starts": today + DAY * starts, "ends": today + DAY * ends, "learners": 6,
        "trainer": "示例讲师", "hours": 24, "platform": "own", "platform_name": "示例学习平台（企业自有）", **said,
    })  # fmt: skip
    return actions.file(enterprise=firm, programme=programme, plan=plan, by=by, request_key=key(name))


def _paid_for(firm: Enterprise, programme: Programme, people: Mapping[str, Person]) -> None:
    """Filed, learnt, claimed, sent back, mended, granted; paid where the money is there."""
    manager, officer = people["manager"], people["officer"]
    record_facts(enterprise=firm, facts={"纳税地在本区": True}, grade="register", source="税务",
                 valid_from=clock.today() - DAY * 100)  # fmt: skip
    with on(-80):
        filing = _file(firm, programme, manager, "示例：工业机器人操作", 5, 20)
    with on(-79):
        actions.acknowledge(filing=filing, by=officer)
        _learners(filing, manager, 300, 6)
    with on(-55):
        actions.bring_records(filing=filing, by=manager, kind="records", file=_export(300, 6, -20))
        actions.finish(filing=filing, by=manager)
        claim = actions.claim(filing=filing, by=manager, request_key=key("claim"))
        case = intake.submit(application=claim.application, by=manager, declared={}, request_key=key("submit"))
    with on(-52):
        review.send_back(
            application=case, by=officer, items=[Item("other", "", "示例：第 6 人劳动合同已到期，请剔除。")]
        )
        case.refresh_from_db()
    with on(-51):
        _mend(claim, manager)
    with on(-50):
        _grant(claim, people)
        for each in filing.touches.all():
            actions.touched(touch=each, by=officer, note="示例：已联系，情况正常。")
    with on(-40):
        _pay(claim, people)
    with on(-30):
        _audit(filing, people)


def _export(first: int, count: int, since: int) -> SimpleUploadedFile:
    """A platform's export: six mornings of three clock hours each, 24 学时."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "身份证号", "开始时间", "结束时间"])
        place = 0
        for n in range(count):
            for day in range(6):
                place += 1
                began = timezone.localtime(_moment(since + day, 9, n * 7 % 60))
                sheet.write_row(place, 0, [f"{NAMES[n % len(NAMES)]}示例", number_of(first + n),
                                           f"{began:%Y-%m-%d %H:%M}", f"{began + DAY / 8:%Y-%m-%d %H:%M}"])  # fmt: skip
    return SimpleUploadedFile("示例学习记录.xlsx", kept.getvalue())


def _mend(claim: Claim, manager: Person) -> None:
    actions.leave_out(learner=claim.filing.learners.get(position=6), by=manager, why="示例：劳动合同已到期")
    claim.refresh_from_db()
    actions.refill(claim=claim, by=manager)
    case = claim.application
    replies = {row.pk: "示例：已剔除。" for row in case.corrections.all()}
    intake.resubmit(application=case, by=manager, declared={}, replies=replies, request_key=key("resubmit"))


def _grant(claim: Claim, people: Mapping[str, Person]) -> None:
    officer = people["officer"]
    case = claim.application
    case.refresh_from_db()
    review.accept(application=case, by=officer)
    case.refresh_from_db()
    review.answer_condition(application=case, by=officer, condition="platform", value=True, note="示例：已核对平台。")
    case.refresh_from_db()
    proposal = signing.propose(application=case, by=officer, outcome="granted", note="示例：名单和学时与账本一致。")
    signing.sign(proposal=proposal, by=leaders_of(case.programme.office).get(pk=people["leader"].pk))


def _pay(claim: Claim, people: Mapping[str, Person]) -> None:
    """Through a batch, both releases and the bank's answer."""
    firm, finance, treasurer = claim.filing.enterprise, people["finance"], people["treasurer"]
    award = award_of(claim.application.reference)
    if award is None:
        return
    if payee_of(firm) is None:
        payee = funds.enter_payee(
            enterprise=firm, holder=firm.name, bank_name="示例银行杨浦支行", bank_code="102290099999",
            number="6222009900777777", by=people["manager"], request_key=key("payee"),
        )  # fmt: skip
        funds.verify_payee(payee=payee, by=people["officer"], right=True)
    due = list(award.instalments.values_list("pk", flat=True))
    batch = funds.make_batch(line=award.line, by=finance, request_key=key("batch"), instalments=due)
    paying.check_batch(batch=batch, by=treasurer)
    reason = "示例：财政部门只有两个人"
    paying.release_first(batch=batch, by=finance, reason=reason)
    paying.release_second(batch=batch, by=treasurer, reason=reason)
    working.send(batch)
    rows = [(each.reference, each.fen - each.offset, "paid", "") for each in batch.payments.order_by("pk")]
    file, _new = paying.take_return(batch=batch, name="示例回单.csv", by=finance,
                                    content=bank.answer(batch.reference, rows))  # fmt: skip
    working.apply(file)


def _audit(filing: Filing, people: Mapping[str, Person]) -> None:
    """Two drawn: one is fine, of the other the firm is asked."""
    leader, ended = people["leader"], filing.finished_on
    assert ended is not None
    audit = actions.seal(title="示例：学时抽查", office=filing.office, since=ended - DAY * 30, until=ended, size=2,
                         by=leader, request_key=key("audit"))  # fmt: skip
    actions.record_seed(audit=audit, by=leader, seed="示例公开号码 20220520")
    actions.draw(audit=audit, by=leader)
    fine, doubted = audit.items.order_by("place")
    actions.clear(item=fine, by=leader)
    actions.doubt(item=doubted, by=leader, doubt="示例：平台记录与考勤有一天不一致，请说明。")


def _running(
    firm: Enterprise, programme: Programme, people: Mapping[str, Person], shared: SharedCourse | None
) -> None:  # fmt: skip
    """A class in the workshop, half way: the roll is called; who follows it up has one step behind, one due."""
    founder, officer = people["founder"], people["officer"]
    with on(-12):
        filing = _file(firm, programme, founder, "示例：创业团队的财务基础", 2, 18, mode="attended", platform="",
                       platform_name="", place="示例路 1 号二楼", learners=4, shared=shared)  # fmt: skip
        actions.acknowledge(filing=filing, by=officer)
    with on(-11):
        _learners(filing, founder, 340, 4)
    for days in (-10, -8, -6):
        with on(days, 18):
            actions.call_roll(filing=filing, by=founder, began=_moment(0, 9), ended=_moment(0, 12),
                              present=(1, 2, 3, 4) if days != -6 else (1, 2, 3))  # fmt: skip
    with on(-9):
        actions.touched(touch=filing.touches.order_by("due_on", "pk")[0], by=officer,
                        note="示例：到课 4 人，签到表当场核对。", next_on=clock.today() + DAY * 10)  # fmt: skip


def _just_filed(
    firm: Enterprise, programme: Programme, people: Mapping[str, Person], shared: SharedCourse | None
) -> None:  # fmt: skip
    with on(-1):
        _file(firm, programme, people["manager"], "示例：数据分析入门", 12, 30, shared=shared, platform="listed",
              platform_name="示例平台（目录内）")  # fmt: skip


def _courses(firms: list[Enterprise], people: Mapping[str, Person]) -> SharedCourse | None:
    """One that firms share, one that waits for the bureau's look."""
    if not firms:
        return None
    given: dict[str, Any] = {"by": people["manager"], "platform": "示例学习平台", "contact": "021-00000088"}
    with on(-30):
        first = actions.offer(
            enterprise=firms[0], title="示例：小微企业财务基础", hours=24, suits="各行业小微企业",
            request_key=key("course"), about="怎么看三张表、怎么开票报税、怎么留凭证。六次课，每次都有练习和测验。",
            **given,
        )  # fmt: skip
        actions.publish(course=first, by=people["officer"])
    with on(-2):
        actions.offer(
            enterprise=firms[-1], title="示例：激光设备安全操作", hours=30, suits="精密制造",
            request_key=key("proposed"), about="设备原理、安全规程、现场演示。", **given,
        )  # fmt: skip
    return first


def _base(people: Mapping[str, Person]) -> None:
    base = organisation_named(BASE)
    if base is None:
        return
    keeper = people["manager"]
    install(person=keeper, organisation=base, role=Part.STEWARD)
    keeper = type(keeper).objects.get(pk=keeper.pk)
    rooms = [
        actions.add_room(base=base, by=keeper, name=name, place="示例路 41 号")
        for name in ("示例数控车间", "示例电工实训室")
    ]
    for name, days, room in (("示例：数控车床开放实训", 5, 0), ("示例：电工安全上岗实训", 9, 1)):
        span = Span(_moment(days, 13, 30), _moment(days, 16, 30))
        actions.publish_session(base=base, by=keeper, title=name, span=span, capacity=16, rooms=[rooms[room]],
                                request_key=key(name), text="自带身份证，穿防滑鞋。")  # fmt: skip
