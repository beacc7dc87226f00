"""Pages of everybody, of experts, of the desk; the work link; what was asked online becomes a public answer."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from operator import itemgetter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.cases.core.terms import Term
from district.ground import clock
from district.ground.asking.models import PublicAnswer
from district.ground.asking.queries import public_answers
from district.ground.bringing.fulfilling import ways
from district.ground.onetime.actions import issue
from district.ground.onetime.models import Link
from district.ground.people.models import Expert, Person
from district.ground.slots import actions as slots
from district.ground.tables.sheets import Column, Sheet, book
from district.services.advice import actions, keeping, lines, past, past_sheet
from district.services.advice.models import Adviser, Encounter, Matching, Need, Studio, Subject
from district.services.advice.purposes import DAY as LINK_DAY
from tests.district.cases.factories import enterprise, join
from tests.district.services.advice.core.test_journey import send, signed_in
from tests.district.services.advice.core.town import DAY, STREETS, Town


def test_everybody_reads_what_may_be_asked_and_who_leads_a_studio(town: Town) -> None:
    chief, quiet = town.expert("示例首席", "law", topics=("intent",)), town.expert("示例不公开", "media")
    studio = keeping.set_up(
        by=town.officer, office=town.office, key="one", name="示例工作室", since=DAY, topics=["intent"]
    )
    keeping.join(studio=studio, expert=chief, by=town.officer, chief=True)
    keeping.join(studio=studio, expert=quiet, by=town.officer)
    Expert.objects.filter(pk=chief.pk).update(public=True, agreed_at=chief.entered_at)
    for route, args in (("home", []), ("ask", []), ("topic", ["intent"]), ("studios", []), ("studio", ["one"]),
                        ("answers", [])):  # fmt: skip
        assert Client().get(reverse(f"advice:{route}", args=args)).status_code == 200, route
    page = Client().get(reverse("advice:studio", args=["one"])).content.decode()
    assert "示例首席" in page and "示例不公开" not in page
    assert Client().get(reverse("advice:topic", args=["nothing"])).status_code == 404
    assert Client().get(reverse("advice:ask_subject", args=["tax"])).status_code == 302, "asking needs an account"


def test_buttons_of_the_catalogue_lead_here(town: Town) -> None:
    for key in ("advice.clinic", "advice.pairing"):
        assert Client().get(reverse(ways[key].route) + "?programme=expert-corps").status_code == 200
    page = Client().get(reverse("advice:ask") + "?programme=expert-corps").content.decode()
    assert "?programme=expert-corps" in page


def test_a_chief_is_replaced_and_stays_in_the_team(town: Town) -> None:
    one, other = town.expert("示例甲", "law"), town.expert("示例乙", "law")
    studio = keeping.set_up(by=town.officer, office=town.office, key="one", name="示例工作室", since=DAY)
    keeping.join(studio=studio, expert=one, by=town.officer, chief=True)
    keeping.join(studio=studio, expert=other, by=town.officer, chief=True)
    assert list(studio.members.order_by("-chief").values_list("expert", "chief")) == [(other.pk, True), (one.pk, False)]
    keeping.part(member=studio.members.get(expert=other), by=town.officer)
    assert not studio.members.filter(chief=True).exists()


def test_the_desk_sets_up_studios_rules_and_subjects(town: Town) -> None:
    desk, expert = signed_in(town.officer), town.expert("示例甲", "law")
    send(desk, "studio_add", key="two", name="示例工作室二", since="2022-06-01", topics=["policy"])
    send(desk, "studio_edit", "two", name="示例工作室二", since="2022-06-01", until="2025-06-01", about="示例")
    send(desk, "studio_join", "two", expert=expert.reference, chief="on")
    send(desk, "rule_add", name="示例规则", when="age < 3", fields=["law"], points="12", say="示例理由")
    rule = Matching.objects.get(name="示例规则")
    send(desk, "rule", rule.pk, name="示例规则", when="age < 5", fields=["law"], points="9", say="示例理由")
    send(desk, "rule_end", rule.pk)
    send(desk, "subject", "tax", name="记账、报税", topic="services", fields=["accounting"], place="3")
    rule.refresh_from_db()
    assert rule.when == "age < 5" and rule.ended_at is not None
    assert Studio.objects.get(key="two").members.get().chief and Subject.objects.get(key="tax").name == "记账、报税"
    wrong = desk.post(reverse("advice:rule_add"), {
        "name": "示例", "when": "salary > 1", "fields": ["law"], "points": "1", "say": "示例",
        "request_key": str(uuid.uuid4())})  # fmt: skip
    assert wrong.status_code == 422 and "salary" in wrong.content.decode()
    assert signed_in(town.founder).post(reverse("advice:rule_add"), {}).status_code == 403


@pytest.mark.parametrize(
    "route", ["needs", "encounters", "corps", "coverage", "desk_studios", "subjects", "rules", "many", "rule_add"]
)
def test_the_desk_is_the_desks(town: Town, route: str) -> None:
    town.met(town.expert("示例甲", "accounting"))
    assert signed_in(town.officer).get(reverse(f"advice:{route}")).status_code == 200
    assert signed_in(town.founder).get(reverse(f"advice:{route}")).status_code == 403


def test_the_desk_reads_why_each_expert_is_offered_and_who_cannot_be(town: Town) -> None:
    fits, full = town.expert("示例合适", "accounting"), town.expert("示例已满", "accounting")
    keeping.agree(expert=full, by=town.officer, at_once=0, hours_a_month=None, streets=[], modes=[])
    need = town.need()
    page = signed_in(town.officer).get(reverse("advice:desk_one", args=[need.reference])).content.decode()
    assert fits.name in page and "领域对口：财税" in page and "近 90 天服务 0 小时" in page
    assert full.name in page and "手上的件数已满" in page
    assert signed_in(town.founder).get(reverse("advice:desk_one", args=[need.reference])).status_code == 403


def test_an_expert_without_an_account_works_by_link(town: Town) -> None:
    expert = town.expert("示例没有账号", "accounting")
    need = town.need()
    made = issue(
        purpose=LINK_DAY, thing=str(expert.pk), expert=expert, office=town.office, by=town.officer, asks="示例"
    )
    client = Client()

    def post(**data: Any) -> int:
        seen = re.search(r'name="seen" value="([^"]+)"', client.get(made.path).content.decode())
        assert seen is not None
        return int(client.post(made.path, {"seen": seen[1], **data}).status_code)

    page = client.get(made.path).content.decode()
    assert "示例：怎么办？" in page and Need.objects.get().state == "asked", "looking changes nothing"
    assert post(do="accept:nothing") == 422
    assert post(do=f"accept:{need.offers.get().reference}") == 302
    need.refresh_from_db()
    assert need.state == "taken" and need.expert == expert
    row = actions.plan(need=need, mode="online", by=town.founder, request_key=uuid.uuid4())
    assert post(do=f"record:{row.reference}", **{f"minutes-{row.reference}": "20"}) == 422, "nothing is recorded unsaid"
    said = {f"text-{row.reference}": "示例答复", f"minutes-{row.reference}": "20"}
    assert post(do=f"record:{row.reference}", **said, **{f"heads-{row.reference}": "0"}) == 422
    assert post(do=f"record:{row.reference}", **said, **{f"heads-{row.reference}": "3"}) == 302
    row.refresh_from_db()
    assert row.heads == 3, "what was refused was still there to be sent again"
    assert row.state == "done" and Adviser.objects.get().minutes == 20 and Adviser.objects.get().signed_at is not None
    assert Link.objects.get().state == "live", "the need is still theirs"
    actions.end(need=need, by=town.officer)
    assert "这件事不用办了" in client.get(made.path).content.decode()


def test_what_was_typed_by_link_is_shown_again_where_it_cannot_be_taken(town: Town) -> None:
    expert = town.expert("示例没有账号", "accounting")
    row = actions.plan(need=town.taken(expert), mode="online", by=town.founder, request_key=uuid.uuid4())
    offer = town.need("pay", wanted=expert).offers.get()
    made = issue(
        purpose=LINK_DAY, thing=str(expert.pk), expert=expert, office=town.office, by=town.officer, asks="示例"
    )
    client = Client()
    for name, value in (("minutes", "²"), ("minutes", "٣"), ("minutes", ""), ("minutes", "9" * 30), ("heads", "²")):
        seen = re.search(r'name="seen" value="([^"]+)"', client.get(made.path).content.decode())
        assert seen is not None
        said = {"text": "示例：一段很长的答复", "minutes": "45", "heads": "7", name: value}
        typed = {f"{key}-{row.reference}": each for key, each in said.items()}
        typed |= {f"say-{offer.reference}": "示例补充", f"reason-{offer.reference}": "far"}
        answer = client.post(made.path, {"seen": seen[1], "do": f"record:{row.reference}", **typed})
        page = answer.content.decode()
        assert answer.status_code == 422 and "示例：一段很长的答复" in page and "示例补充" in page, (name, value)
        assert 'value="far" selected' in page
        assert (f'value="{said["heads"]}"' in page) and (not said["minutes"] or f'value="{said["minutes"]}"' in page)


def test_an_answer_given_online_is_read_by_all_once_whoever_asked_agreed(town: Town) -> None:
    expert = town.expert("示例甲", "accounting")
    closed = town.met(expert)
    open_ = town.met(expert, may_publish=True)
    desk = signed_in(town.officer)
    given = {"question": "季度怎么报税？", "text": "示例：按季。"}
    assert desk.post(reverse("advice:publish", args=[closed.reference]), given).status_code == 403
    send(desk, "publish", open_.reference, **given)
    page = Client().get(reverse("advice:answers")).content.decode()
    assert "季度怎么报税？" in page and town.founder.name not in page
    answer = PublicAnswer.objects.get()
    send(desk, "publish", open_.reference, **given)
    assert PublicAnswer.objects.count() == 1
    send(desk, "take_down", answer.reference, why="示例：政策变了")
    assert not public_answers("advice").exists()
    assert "季度怎么报税？" not in Client().get(reverse("advice:answers")).content.decode()


def test_a_lecture_is_of_no_need_and_counts_heads(town: Town) -> None:
    expert = town.expert("示例甲", "law")
    send(signed_in(town.officer), "hold_many", mode="lecture", topic="policy", title="示例讲座",
         experts=[expert.reference], day="2022-07-01", begins="14:00", length="120", place="示例报告厅")  # fmt: skip
    row = Encounter.objects.get()
    assert row.need is None and row.session is not None and row.session.capacity == 50
    assert Client().get(reverse("slots:sessions")).content.decode().count("示例讲座") >= 1


def test_an_experts_day_with_a_lecture(town: Town) -> None:
    expert = town.expert("示例甲", "law", account=True)
    send(signed_in(town.officer), "hold_many", mode="lecture", topic="policy", title="示例讲座",
         experts=[expert.reference], day="2022-07-01", begins="14:00", length="120", place="示例报告厅")  # fmt: skip
    assert expert.person is not None
    for day in (dt.date(2022, 6, 30), dt.date(2022, 7, 1), dt.date(2022, 7, 2)):
        with clock.at(day):
            assert "示例讲座" in signed_in(expert.person).get(reverse("advice:work")).content.decode()


def test_a_lecture_is_recorded_with_its_heads_or_called_off_with_its_sign_ups(town: Town) -> None:
    expert, desk = town.expert("示例甲", "law"), signed_in(town.officer)
    said = {"mode": "lecture", "topic": "policy", "experts": [expert.reference], "begins": "14:00", "length": "120",
            "place": "示例报告厅"}  # fmt: skip
    for title in ("示例讲座", "示例讲座二", "示例讲座三"):
        send(desk, "hold_many", **said, title=title, day="2022-07-01")
    held, off, gone = Encounter.objects.order_by("pk")
    listed = desk.get(reverse("advice:encounters")).content.decode()
    page = reverse("advice:desk_encounter", args=[held.reference])
    assert page in listed and "开始以后在这里记录" in desk.get(page).content.decode()
    with clock.at(dt.date(2022, 7, 2)):
        assert reverse("advice:record", args=[held.reference]) in desk.get(page).content.decode()
        send(desk, "record", held.reference, text="示例：讲了什么", minutes="90", heads="43")
    held.refresh_from_db()
    assert (held.state, held.heads, held.advisers.get().minutes) == ("done", 43, 90)
    assert "43" in desk.get(page).content.decode()
    send(desk, "cancel", off.reference, why="示例：专家病了")
    off.refresh_from_db()
    assert off.state == "called-off" and off.session is not None and not off.session.is_planned
    assert gone.session is not None
    slots.cancel_session(session=gone.session, why="示例", by=town.officer)
    gone.refresh_from_db()
    assert gone.state == "called-off"
    need = town.need()
    assert signed_in(town.founder).get(page).status_code == 403 and need.pk


def test_a_subject_with_a_few_questions_is_added_changed_and_asked(town: Town) -> None:
    desk = signed_in(town.officer)
    lines_ = (
        '[单选] 多急 | How urgent *\n- 这几天就要定 | Within days #now\n- 先了解\n[多行文字] 为什么急\n如果 q1 = "now"'
    )
    send(desk, "subject_add", key="rent", name="租房", topic="services", fields=["law"], place="5", questions=lines_)
    row = Subject.objects.get(key="rent")
    first, second = row.asks.asked.values()
    assert (first.kind, first.required, [each.key for each in first.choices]) == ("choice", True, ["now", "c1"])
    assert (second.kind, second.when, first.label.en) == ("long", 'q1 = "now"', "How urgent")
    page = desk.get(reverse("advice:subject", args=["rent"])).content.decode()
    assert "[单选] 多急 | How urgent * #q1" in page
    asking = signed_in(town.founder).get(reverse("advice:ask_subject", args=["rent"])).content.decode()
    assert "多急" in asking and "这几天就要定" in asking
    changed = "[金额（元）] 租金多少\n[单选] 多急 | How urgent\n- 先了解\n- 这几天就要定"
    send(desk, "subject", "rent", name="租房", topic="services", fields=["law"], place="5", questions=changed)
    row.refresh_from_db()
    rent, urgent = row.asks.asked.values()
    assert (rent.kind, rent.key, urgent.key, urgent.required) == ("money", "q2", "q1", False)
    assert [each.key for each in urgent.choices] == ["c1", "now"], "answers given before go on meaning the same"
    for wrong, why in (("多急", "方括号"), ("[猜] 多急", "没有“猜”"), ("[单选] 多急\n- 一", "两个选项"),
                       ("[数字] 几个\n如果 nobody = 1", "nobody")):  # fmt: skip
        answer = desk.post(reverse("advice:subject", args=["rent"]), {
            "name": "租房", "topic": "services", "fields": ["law"], "place": "5", "questions": wrong})  # fmt: skip
        assert answer.status_code == 422 and why in answer.content.decode(), wrong
    again = desk.post(reverse("advice:subject_add"), {"key": "rent", "name": "租房", "topic": "services", "place": "5"})
    assert again.status_code == 422 and "已经有了" in again.content.decode()
    assert signed_in(town.founder).get(reverse("advice:subject_add")).status_code == 403


def test_what_the_house_asks_is_written_and_read_again(town: Town) -> None:
    for row in Subject.objects.all():
        assert lines.read(lines.written(row.asks), row.asks) == row.asks, row.key


def workbook(*rows: list[Any]) -> SimpleUploadedFile:
    columns = [Column(words, itemgetter(n)) for n, words in enumerate(past_sheet.CHINESE)]
    made = book([Sheet("服务", columns, list(rows), counted=False)])
    return SimpleUploadedFile("past.xlsx", made.read())


def test_past_services_come_by_workbook_with_a_reason_per_row(town: Town) -> None:
    town.expert("示例甲", "accounting")
    desk = signed_in(town.officer)
    right = ["2021-03-10", "门诊", "tax", "示例甲", 30, 1, "示例店", "", "", "", "示例：报税", "2021-03-05"]
    lecture = ["2021年4月1日", "创业讲座", "tax", "示例甲", 90, 43, "", "", "", "示例讲座", "", ""]
    wrong = [["2021-13-10", *right[1:]], ["2021-03-11", "门诊", "tax", "无名", *right[4:]],
             ["2021-03-12", "门诊", "nothing", *right[3:]], right]  # fmt: skip
    address = reverse("advice:past")
    said = desk.post(address, {"file": workbook(right, lecture, *wrong)}).content.decode()
    assert not Encounter.objects.exists()
    for why in ("“日期”读不出来", "专家团里没有“无名”", "没有“nothing”这个事项", "和前面的一行重复"):
        assert why in said
    assert "有 4 行要改" in said
    desk.post(address, {"file": workbook(right, lecture)})
    assert {(each.mode, each.heads) for each in Encounter.objects.filter(state="done")} == {
        ("clinic", 1),
        ("lecture", 43),
    }
    assert "已经录入过" in desk.post(address, {"file": workbook(right)}).content.decode()
    empty = b"".join(desk.get(address, {"format": "xlsx"}).streaming_content)
    assert empty[:2] == b"PK" and signed_in(town.founder).get(address).status_code == 403


def test_how_soon_an_expert_answers_is_what_is_promised(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("district.services.advice.promises.TERM", Term(7))
    town.expert("示例甲", "law")
    assert str(ways["advice.clinic"].say) == "选一个事项，7 个工作日内有专家答复。"
    assert "7 个工作日" in Client().get(reverse("advice:topic", args=["intent"])).content.decode()
    assert "7 个工作日" in signed_in(town.other).get(reverse("advice:mine")).content.decode()


def entered(town: Town, count: int, experts: list[Expert]) -> None:
    subject = Subject.objects.get(key="tax")
    rows = [past.Past(day=DAY, mode="clinic", subject=subject, experts=(experts[n % len(experts)],), minutes=30,
                      whom="示例店", street=STREETS[0]) for n in range(count)]  # fmt: skip
    assert past.enter_past(rows=rows, office=town.office, by=town.officer) == count


def test_what_took_place_before_is_entered_many_at_once(town: Town) -> None:
    expert = town.expert("示例甲", "accounting")
    entered(town, 3, [expert])
    assert Need.objects.filter(state="ended", asker=None).count() == 3 == Encounter.objects.filter(state="done").count()
    wrong = past.Past(
        day=DAY, mode="clinic", subject=Subject.objects.get(key="tax"), experts=(), minutes=30, whom="示例"
    )
    with pytest.raises(Exception, match="第 1 行"):
        past.enter_past(rows=[wrong], office=town.office, by=town.officer)


def test_a_year_of_the_corps_asks_as_much_for_seventy_as_for_seven(town: Town) -> None:
    desk, counts = signed_in(town.officer), []
    for total in (7, 70):
        while Expert.objects.count() < total:
            town.expert(f"示例专家{Expert.objects.count()}", "accounting")
        entered(town, total * 3, list(Expert.objects.all()))
        desk.get(reverse("advice:corps"))
        with CaptureQueriesContext(connection) as seen:
            page = desk.get(reverse("advice:corps"))
        assert page.content.decode().count("/my/advice/experts/") >= total
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 30, counts


def test_who_is_in_the_corps_no_longer_has_no_door_to_its_work(town: Town) -> None:
    """However it is asked: beside every page, or of the account itself."""
    expert = town.expert("示例甲", "law", account=True)
    assert expert.person is not None
    door = f'href="{reverse("advice:work")}"'
    for ends, stands in ((None, True), (dt.date(2022, 6, 27), False)):
        Expert.objects.filter(pk=expert.pk).update(until=ends)
        who = Person.objects.get(pk=expert.person.pk)
        assert who.advises == stands and (door in signed_in(who).get(reverse("advice:home")).content.decode()) == stands


@pytest.mark.parametrize(("firm", "stage"), [(False, "intent"), (True, "start")])
def test_who_asks_for_a_firm_is_not_taken_to_be_without_one(town: Town, firm: bool, stage: str) -> None:
    if firm:
        join(town.founder, enterprise())
    form = signed_in(town.founder).get(reverse("advice:ask_subject", args=["tax"])).context["form"]
    assert (form["stage"].value() or "intent") == stage, "an empty one is the first that can be chosen"
