"""Panels: each signs, nobody records it meanwhile, the last one seals it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.onetime.actions import digest_of, issue, renew, use
from district.ground.people.models import Expert
from district.ground.people.permissions import Refused, Yes
from district.ground.slots import actions as slots
from district.services.advice import actions as advice
from district.services.advice import todo
from district.services.advice.models import Encounter
from district.services.advice.panels import actions, nightly, purposes, queries
from district.services.advice.panels.models import Panel, Part
from district.services.advice.queries import day_of_expert
from tests.district.services.advice.panels.town import Corps, part_of
from tests.district.services.advice.town import MONDAY, moment


class TestSigned:
    def sign(self, corps: Corps, panel: Panel, expert: Expert, text: str = "示例意见") -> Part:
        return actions.sign(part=part_of(panel, expert), text=text, by=expert.person)

    def test_not_before_it_began_nor_without_words_nor_by_others(self, corps: Corps) -> None:
        panel = corps.book()
        with pytest.raises(NotPossible, match="还没有开始"):
            self.sign(corps, panel, corps.law)
        with clock.at(moment(MONDAY, "10:00")):
            with pytest.raises(NotPossible, match="意见"):
                self.sign(corps, panel, corps.law, " ")
            with pytest.raises(Refused):
                actions.sign(part=part_of(panel, corps.law), text="冒签", by=corps.house.officer)

    def test_the_last_one_seals_the_record(self, corps: Corps) -> None:
        panel = corps.book()
        with clock.at(moment(MONDAY, "10:00")):
            for _n in range(2):
                self.sign(corps, panel, corps.law, "合同先改第三条。")
            with pytest.raises(NotPossible, match="已经有专家签字"):
                actions.edit_brief(panel=panel, brief="改一改", by=corps.house.officer)
            with pytest.raises(NotPossible, match="不能取消"):
                actions.cancel(panel=panel, why="算了", by=corps.house.officer)
            made = issue(purpose=purposes.PART, thing=part_of(panel, corps.finance).reference, expert=corps.finance,
                         office=panel.office, by=corps.house.officer, asks="请签字")  # fmt: skip
            shown = purposes.PURPOSE.shown(made.link, {})
            assert shown is not None
            use(link=made.link, data={"what": "sign", "text": "先还短期借款。", "seen": digest_of(shown)}, by=None,
                address="192.0.2.1")  # fmt: skip
        panel.refresh_from_db()
        assert panel.state == "sealed" and len(panel.digest) == 64
        encounter = Encounter.objects.get()
        assert (
            encounter.state == "done"
            and "合同先改第三条。" in encounter.record
            and "先还短期借款。" in encounter.record
        )
        said = {each.expert: (each.say, each.minutes) for each in encounter.advisers.all()}
        assert said == {corps.law: ("合同先改第三条。", 60), corps.finance: ("先还短期借款。", 60)}
        assert part_of(panel, corps.finance).link == made.link.reference

    def test_a_link_holds_as_long_as_there_may_be_something_to_sign(self, corps: Corps) -> None:
        """The one that follows another, too."""
        panel = corps.book()
        part = part_of(panel, corps.finance)
        with clock.at(panel.starts - dt.timedelta(days=40)):
            made = issue(purpose=purposes.PART, thing=part.reference, expert=corps.finance, office=panel.office,
                         by=corps.house.officer, asks="请签字").link  # fmt: skip
            again = renew(link=made, by=corps.house.officer).link
        assert made.expires_at == again.expires_at == panel.ends + purposes.AFTER

    def test_nobody_records_it_before_all_have_signed(self, corps: Corps, as_: Any) -> None:
        """What one of them wrote alone would keep the others' parts out of the record."""
        panel = corps.book()
        row, law = panel.encounter, corps.law.person
        assert law is not None
        with clock.at(moment(MONDAY, "10:00")):
            for by in (law, corps.house.officer):
                with pytest.raises(NotPossible, match="会诊里各自写意见"):
                    advice.record(encounter=row, by=by, text="示例", minutes=30)
            with pytest.raises(NotPossible, match="会诊里各自写意见"):
                advice.miss(encounter=row, by=law)
            for expert in (corps.law, corps.finance):
                day = day_of_expert(expert)
                assert day.today and not day.to_record, "it is on, and is not asked for here"
            assert not todo._records(law, clock.today())
            page = as_(law).get(reverse("advice:work_one", args=[corps.need.reference])).content.decode()
            assert reverse("advice:record", args=[row.reference]) not in page and reverse("panels:my_panels") in page
            desk = as_(corps.house.officer).get(reverse("advice:desk_one", args=[corps.need.reference]))
            assert reverse("advice:record", args=[row.reference]) not in desk.content.decode()
            refused = as_(law).post(reverse("advice:record", args=[row.reference]), {"text": "示例", "minutes": "30"})
            assert refused.status_code in {302, 409, 422}
            row.refresh_from_db()
            assert row.state == "planned"
            self.sign(corps, panel, corps.law, "示例法律意见")
            actions.sign(part=part_of(panel, corps.finance), text="示例金融意见", by=None, link="x", may=Yes)
        row.refresh_from_db()
        assert row.state == "done" and "示例法律意见" in row.record and "示例金融意见" in row.record

    def test_what_took_place_is_not_called_off_from_the_needs_page(self, corps: Corps) -> None:
        """While it runs, and once it is over: the record they sign would be of nothing."""
        panel = corps.book()
        for hour in ("09:30", "10:30"):
            with clock.at(moment(MONDAY, hour)):
                with pytest.raises(NotPossible, match="会诊里各自写意见"):
                    advice.cancel(encounter=panel.encounter, by=corps.house.ann, why="不用了")
                with pytest.raises(NotPossible, match="会诊里各自写意见"):
                    advice.turn(encounter=panel.encounter, mode="online", by=corps.house.ann, request_key=uuid.uuid4())
        with clock.at(moment(MONDAY, "09:40")):
            self.sign(corps, panel, corps.law, "示例法律意见")
            with pytest.raises(NotPossible, match="已经有专家签字"):
                slots.cancel(group=panel.group, why="不来了", by=corps.house.officer)
        with clock.at(moment(MONDAY, "11:00")):
            advice.give_back(need=corps.need, by=corps.house.officer, why="示例")
            actions.sign(part=part_of(panel, corps.finance), text="示例金融意见", by=None, link="x", may=Yes)
        panel.encounter.refresh_from_db()
        assert panel.encounter.state == "done" and "示例金融意见" in panel.encounter.record

    def test_who_could_not_come_does_not_keep_it_open(self, corps: Corps, as_: Any) -> None:
        panel = corps.book()
        actions.withdraw(part=part_of(panel, corps.finance), by=None, why="出差", may=Yes)
        with clock.at(moment(MONDAY, "10:30")):
            assert [each.expert for each in queries.unsigned()] == [corps.law]
            self.sign(corps, panel, corps.law, "示例法律意见")
        panel.refresh_from_db()
        panel.encounter.refresh_from_db()
        assert (panel.state, panel.encounter.state) == ("sealed", "done")
        assert "示例金融" not in panel.encounter.record
        came = {each.expert: each.state for each in panel.encounter.advisers.all()}
        assert came == {corps.law: "came", corps.finance: "away"}
        mine = as_(corps.house.ann).get(reverse("panels:mine", args=[panel.reference])).content.decode()
        assert mine.count('aria-labelledby="part-') == 1
        row = queries.panels_seen_by(corps.house.officer).get()
        assert (row.seats, row.signed) == (1, 1)  # type: ignore[attr-defined] # annotated

    def test_who_asked_reads_each_opinion_once(self, corps: Corps) -> None:
        panel = corps.book()
        with clock.at(moment(MONDAY, "10:00")):
            for n, expert in enumerate((corps.law, corps.finance)):
                part = part_of(panel, expert)
                actions.sign(
                    part=part, text=f"示例意见{n}。", by=expert.person, link="" if expert.person else "示例", may=Yes
                )
        client = Client()
        client.force_login(corps.need.asker)
        page = client.get(reverse("advice:mine_one", args=[corps.need.reference])).content.decode()
        assert [page.count(f"示例意见{n}。") for n in range(2)] == [1, 1]

    def test_what_was_signed_is_kept_by_the_database(self, corps: Corps) -> None:
        panel = corps.book()
        with clock.at(moment(MONDAY, "10:00")):
            part = self.sign(corps, panel, corps.law)
        part.text = "改了"
        with pytest.raises(IntegrityError, match="what_was_signed_stays"), transaction.atomic():
            part.save()
        panel.brief = "改了"
        with pytest.raises(IntegrityError, match="a_brief_that_was_signed_stays"), transaction.atomic():
            panel.save()
        with pytest.raises(IntegrityError, match="a_panel_is_sealed_once_all_signed"), transaction.atomic():
            Panel.objects.filter(pk=panel.pk).update(state="sealed", digest="x" * 64, sealed_at=clock.now())

    def test_who_has_not_signed_is_reminded_every_three_days(self, corps: Corps) -> None:
        panel = corps.book()
        for day, told in ((0, 0), (1, 1), (2, 1), (4, 2)):
            with clock.at(moment(MONDAY, "09:30") + dt.timedelta(days=day)):
                nightly.remind(clock.today())
                assert Message.objects.filter(to=corps.law.person, title__contains="请签").count() == told
        with clock.at(moment(MONDAY, "10:30") + dt.timedelta(days=7)):
            self.sign(corps, panel, corps.law)
            nightly.remind(clock.today())
        assert Message.objects.filter(to=corps.law.person, title__contains="请签").count() == 2
        assert Message.objects.filter(to=corps.house.officer, title__contains="还没有签").exists()
