"""Founder asks, an expert takes it, a visit is booked with the way there, recorded, ended, rated; by pages alone."""

from __future__ import annotations

import datetime as dt
import uuid

from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.models import Expert, Person
from district.ground.slots.models import Hold
from district.services.advice import keeping
from district.services.advice.models import Adviser, Encounter, Need, Rating
from district.services.advice.nightly import ask_ratings
from tests.district.services.advice.core.town import DAY, NOW, STREETS, Town


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, route: str, *args: object, **data: object) -> None:
    sent = {"request_key": str(uuid.uuid4()), **data}
    answer = client.post(reverse(f"advice:{route}", args=args), sent)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def test_a_founder_asks_is_visited_and_rates(town: Town) -> None:
    expert = town.expert("示例专家税", "accounting", topics=("services",), account=True)
    visit = asked_and_booked(town, expert)
    recorded(town, expert, visit)
    rated(town, expert, visit)


def asked_and_booked(town: Town, expert: Expert) -> Encounter:
    """The founder asks, the expert takes it, a time is found with the ways to it."""
    assert expert.person is not None
    keeping.agree(expert=expert, by=expert.person, at_once=3, hours_a_month=10, streets=[STREETS[0]], modes=[],
                  place=STREETS[1])  # fmt: skip
    town.opens(expert, length=30)
    founder, works = signed_in(town.founder), signed_in(expert.person)

    assert founder.get(reverse("advice:ask")).status_code == 200
    page = founder.get(reverse("advice:ask_subject", args=["tax"])).content.decode()
    assert "多急" in page and "想问什么" in page
    send(founder, "ask_subject", "tax", text="示例：季度怎么报？", stage="start", street=STREETS[0], mode="visit",
         **{"q-when": "now"})  # fmt: skip
    need = Need.objects.get()
    assert need.state == "asked" and need.answers == {"when": "now"} and need.due_on == dt.date(2022, 6, 30)
    assert need.offers.get().reasons[0] == ["field", "accounting"]

    assert "领域对口：财税" in works.get(reverse("advice:work")).content.decode()
    send(works, "accept", need.offers.get().reference)
    send(works, "plan", need.reference, mode="visit")
    visit = Encounter.objects.get()
    assert visit.mode == "visit" and visit.starts is None

    days = founder.get(reverse("advice:times", args=[visit.reference])).context["days"]
    day, slots = next(iter(days.items()))
    slot = slots[0]
    assert day > DAY or slot.starts > NOW
    send(founder, "times", visit.reference, slot=f"{slot.starts.isoformat()}/{slot.ends.isoformat()}")
    visit.refresh_from_db()
    held = Hold.objects.filter(group=visit.hold, state="stands")
    assert {each.kind for each in held} >= {"appointment", "travel"}, "the way to the visit is held too"
    return visit


def recorded(town: Town, expert: Expert, visit: Encounter) -> None:
    assert visit.ends is not None and expert.person is not None
    works, need = signed_in(expert.person), Need.objects.get()
    with clock.at(visit.ends + dt.timedelta(minutes=5)):
        page = works.get(reverse("advice:work")).content.decode()
        assert "请记录" in page
        send(works, "record", visit.reference, text="示例：按季申报。", minutes="50", heads="2")
        visit.refresh_from_db()
        assert visit.state == "done" and visit.heads == 2
        assert Adviser.objects.get().signed_at is not None and Adviser.objects.get().minutes == 50
        need.refresh_from_db()
        assert need.state == "taken", "an encounter that is over ends no need"
        send(works, "end", need.reference)
        need.refresh_from_db()
        assert need.state == "ended" and need.outcome == ""


def rated(town: Town, expert: Expert, visit: Encounter) -> None:
    """Ten days on; and the founder may ask for the same adviser again."""
    assert visit.ends is not None
    founder, need = signed_in(town.founder), Need.objects.get()
    with clock.at(visit.ends + dt.timedelta(days=10)):
        ask_ratings(clock.today())
        assert Message.objects.filter(to=town.founder, title__contains="请评价").count() == 1
        page = founder.get(reverse("advice:mine_one", args=[need.reference])).content.decode()
        assert "问题解决了吗" in page
        send(founder, "rate", need.reference, score="5", outcome="solved", say="示例：很好。")
        need.refresh_from_db()
        assert Rating.objects.get().score == 5 and need.outcome == "solved" and need.state == "ended"
        page = founder.get(reverse("advice:mine")).content.decode()
        assert f"?wanted={expert.reference}" in page, "one may ask for one's own adviser again"
        again = founder.get(reverse("advice:ask_subject", args=["tax"]) + f"?wanted={expert.reference}")
        assert f'value="{expert.reference}" selected' in again.content.decode()
