"""A founder takes a number, is called, is seen; the desk calls by one POST; pages and programs say the same."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.bringing.fulfilling import ways
from district.ground.papers.pdf import qr_svg
from district.ground.people.models import Person
from district.services.advice.clinic import actions, nightly
from district.services.advice.clinic.models import Clinic, Visitor
from tests.district.services.advice.town import MONDAY, Place, moment

As = Callable[[Person], Client]


def at(text: str) -> Any:
    return clock.at(moment(MONDAY, text))


def page(client: Client, route: str, *args: object) -> str:
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def post(client: Client, route: str, *args: object, **data: Any) -> Any:
    return client.post(reverse(route, args=args), {"request_key": str(uuid.uuid4()), **data}, follow=True)


class TestNumber:
    def test_taken_without_an_account_called_and_seen(self, house: Place, as_: As) -> None:
        expert = house.expert("示例甲")
        clinic = house.clinic(expert)
        anybody = Client()
        assert "正在坐诊" not in page(anybody, "clinic:clinics")
        assert "当天开始前半小时起，不登录也能现场取号" in page(anybody, "clinic:clinic", clinic.reference)
        with at("09:00"):
            assert "正在坐诊，取号" in page(anybody, "clinic:clinics")
            for _n in range(2):
                answer = post(anybody, "clinic:number", clinic.reference, name="示例路人", about="怎么报税")
            mine = Visitor.objects.get(name="示例路人", number=2)
            assert reverse("clinic:visitor", args=[mine.token]) == answer.request["PATH_INFO"]
            text = answer.content.decode()
            assert "B02" in text and "前面还有 1 位" in text and "预计 09:00–10:00 之间叫到您" in text
            assert f'hx-get="{reverse("clinic:place", args=[mine.token])}"' in text and "every 15s" in text
            desk = as_(house.officer)
            assert "示例路人" in page(desk, "clinic:desk_clinic", clinic.reference)
            post(desk, "clinic:next", clinic.reference, expert=expert.pk)
            said = post(desk, "clinic:next", clinic.reference, expert=expert.pk, last="missed").content.decode()
            assert "请 B02 号。" in said
            assert "示例甲正在等您" in page(anybody, "clinic:place", mine.token)
        with at("09:20"):
            over = post(as_(house.officer), "clinic:next", clinic.reference, expert=expert.pk, last="served")
            assert "没有人在等。" in over.content.decode()
            seen = page(Client(), "clinic:visitor", mine.token)
            assert "接待您的是示例甲" in seen and "every 15s" not in seen and "登录以后可以把这个号记到您的账号" in seen
            assert "已记到您的账号" in post(as_(house.ann), "clinic:answer", mine.token, "claim").content.decode()

    def test_a_page_of_a_number_tells_nobody_elses_name(self, house: Place) -> None:
        clinic = house.clinic(house.expert("示例甲"))
        with at("09:00"):
            first = actions.take_number(clinic=clinic, by=None, request_key=uuid.uuid4(), name="不该看到的人")
            second = actions.take_number(clinic=clinic, by=None, request_key=uuid.uuid4(), name="示例乙")
            text = page(Client(), "clinic:visitor", second.token)
            assert "不该看到的人" not in text and first.token not in text
            assert Client().get(reverse("clinic:visitor", args=["no-such"])).status_code == 404

    def test_what_cannot_be_is_said_and_what_was_typed_stays(self, house: Place, as_: As) -> None:
        clinic = house.clinic(house.expert("示例甲"))
        early = Client().post(reverse("clinic:number", args=[clinic.reference]),
                              {"request_key": str(uuid.uuid4()), "about": "打好的字"})  # fmt: skip
        assert early.status_code == 422 and "开始前半小时起可以取号" in early.content.decode()
        mine = as_(house.ann)
        text = page(mine, "clinic:clinic", clinic.reference)
        times = re.findall(r'name="at" value="([^"]+)"', text)
        assert [each[11:16] for each in times] == ["09:20", "10:00", "10:40"]
        never = {"request_key": str(uuid.uuid4()), "at": times[0].replace("20:00", "40:00"), "about": "打好的字"}
        gone = mine.post(reverse("clinic:book", args=[clinic.reference]), never)
        assert gone.status_code == 422 and "打好的字" in gone.content.decode()
        done = post(mine, "clinic:book", clinic.reference, at=times[0], about="打好的字")
        assert "A01" in done.content.decode() and "现在的号" in page(mine, "clinic:mine")
        assert "已退号" in post(mine, "clinic:answer", Visitor.objects.get().token, "leave").content.decode()

    def test_by_program_as_on_the_page(self, house: Place, as_: As) -> None:
        clinic = house.clinic(house.expert("示例甲"))
        with at("09:00"):
            address, key = f"/api/v1/clinic/{clinic.reference}/number", str(uuid.uuid4())
            first, again = (
                Client().post(
                    address, {"name": "示例"}, content_type="application/json", headers={"idempotency-key": key}
                )
                for _n in range(2)
            )
            assert first.status_code == 200, first.content.decode()
            assert first.json()["result"] == again.json()["result"] and Visitor.objects.count() == 1
            rows = as_(house.officer).get("/api/v1/clinic.clinics", {"for_what": "示例：核对"}).json()["items"]
            assert [(row["reference"], row["walked"]) for row in rows] == [(clinic.reference, 1)]
            assert as_(house.ann).get("/api/v1/clinic.clinics").status_code == 403


class TestDesk:
    def test_planned_entered_from_paper_and_seen_in_the_calendar(self, house: Place, as_: As) -> None:
        expert, desk = house.expert("示例甲"), as_(house.officer)
        form = {"topic": "science", "on": str(MONDAY), "begins": "14:00", "ends": "16:00", "experts": [expert.pk],
                "length": 20, "weeks": 2, "walk_share": 30, "strangers": "on"}  # fmt: skip
        assert "已安排" in post(desk, "clinic:new", **form).content.decode()
        assert Clinic.objects.count() == 2
        again = desk.post(reverse("clinic:new"), {**form, "request_key": str(uuid.uuid4())})
        assert again.status_code == 422 and "示例甲" in again.content.decode()  # held already
        past = {**form, "on": "2026-03-03", "booked_served": 3, "booked_missed": 1, "walked_served": 0,
                "walked_unseen": 0, "waited": 5}  # fmt: skip
        assert "已补录" in post(desk, "clinic:past", **past).content.decode()
        text = page(desk, "clinic:desk_clinics")
        assert text.count("14:00") >= 1 and "科创" in text
        with at("20:00"):
            assert "没有人在等" in page(
                as_(house.officer), "clinic:desk_clinic", Clinic.objects.latest("made_at").reference
            )

    def test_pages_ask_as_much_for_many_numbers_as_for_few(
        self, house: Place, as_: As, django_assert_max_num_queries: Any
    ) -> None:
        clinic = house.clinic(*(house.expert(f"示例{n}") for n in range(5)), walk_share=100)
        with at("09:00"):
            rows = [actions.take_number(clinic=clinic, by=None, request_key=uuid.uuid4()) for _n in range(15)]
            desk, anybody = as_(house.officer), Client()
            page(desk, "clinic:desk_clinic", clinic.reference)
            with django_assert_max_num_queries(7):
                page(anybody, "clinic:place", rows[-1].token)
            with django_assert_max_num_queries(60):
                page(desk, "clinic:desk_clinic", clinic.reference)

    def test_others_are_kept_out(self, house: Place, as_: As) -> None:
        clinic = house.clinic(house.expert("示例甲"))
        assert as_(house.ann).get(reverse("clinic:desk_clinic", args=[clinic.reference])).status_code == 403
        outside = house.expert("示例乙", account=True)
        assert as_(outside.person).get(reverse("clinic:desk_clinic", args=[clinic.reference])).status_code == 404


def test_the_code_at_the_door_leads_to_taking_a_number(house: Place, as_: As) -> None:
    clinic = house.clinic(house.expert("示例甲"))
    door = page(as_(house.officer), "clinic:door", clinic.reference)
    address = f"http://testserver{reverse('clinic:clinic', args=[clinic.reference])}#number"
    assert address in door and qr_svg(address, fits=True) in door
    assert reverse("clinic:door", args=[clinic.reference]) in page(
        as_(house.officer), "clinic:desk_clinic", clinic.reference
    )
    with at("09:00"):
        assert 'id="number"' in page(Client(), "clinic:clinic", clinic.reference)
    assert as_(house.ann).get(reverse("clinic:door", args=[clinic.reference])).status_code == 403


def test_an_expert_without_an_account_calls_by_link(house: Place, as_: As) -> None:
    expert = house.expert("示例没有账号")
    clinic = house.clinic(expert)
    sitting = clinic.sittings.get()
    shown = as_(house.officer).post(reverse("clinic:link", args=[sitting.pk])).content.decode()
    path = re.search(r"/once/[^/\"<]+/", shown)[0]  # type: ignore[index]
    assert as_(house.ann).post(reverse("clinic:link", args=[sitting.pk])).status_code in (403, 404)
    phone = Client()

    def press(**data: str) -> Any:
        seen = re.search(r'name="seen" value="([^"]+)"', phone.get(path).content.decode())[1]  # type: ignore[index]
        return phone.post(path, {"seen": seen, **data}, follow=True)

    assert "开始前半小时起才能叫号" in phone.get(path).content.decode()
    with at("09:00"):
        house.subject()
        for who in (house.ann, house.bob):
            actions.take_number(clinic=clinic, by=who, name=who.name, request_key=uuid.uuid4())
        first, second = Visitor.objects.order_by("pk")
        assert f"请 {first.label} 号" in press(do="next").content.decode()
        assert "看完了还是没来" in press(do="next").content.decode()
        assert f"请 {second.label} 号" in press(do="next", last="served", say="示例：这样报税").content.decode()
        press(do="rest", last="missed")
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == ("served", "missed")
        assert first.encounter is not None and first.encounter.record == "示例：这样报税"
    with at("12:00"):
        actions.close(clinic=clinic, by=house.officer)
        assert "这件事不用办了" in phone.get(path).content.decode()


def test_the_button_of_the_catalogues_entry_leads_here() -> None:
    assert reverse(ways["advice.online_clinic"].route) == "/advice/clinics/"


def test_at_night_what_nobody_closed_is_closed_and_phones_are_forgotten(house: Place) -> None:
    clinic = house.clinic(house.expert("示例甲"))
    with at("09:00"):
        actions.take_number(clinic=clinic, by=None, request_key=uuid.uuid4(), phone="13800000000")
    with clock.at(moment(MONDAY, "23:00")):
        assert "散场 0 场" in nightly.close_those_left(clock.today())
    with clock.at(moment(MONDAY.replace(day=1, month=12), "02:00")):
        assert "散场 1 场" in nightly.close_those_left(clock.today())
        assert "删去 0 个" in nightly.forget_phones(clock.today())
        assert Visitor.objects.get().state == "unseen"
    later = MONDAY.replace(year=2027, month=1, day=15)
    assert "删去 1 个" in nightly.forget_phones(later) and Visitor.objects.get().phone == ""
