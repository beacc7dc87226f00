"""One case walked by its programme's own process, the clock moved a step at a time and the night's work done."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from stdnum.cn import ric

from district.cases.aftercare import actions as findings
from district.cases.aftercare import amounts
from district.cases.aftercare.models import Finding, Obligation
from district.cases.core import queries
from district.cases.core.models import Application, Decision
from district.cases.core.permissions import APPLICANT_ROLES, LEADER_ROLES
from district.cases.core.process import JOINT, NOTICE, SCORE, handling_of
from district.cases.headcount import list_rows as listing
from district.cases.intake import actions as intake_actions
from district.cases.places.listed import waits_for_list
from district.cases.places.running import version_to_list
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.cases.review.joint import actions as joint
from district.cases.review.notice import actions as notice
from district.cases.review.notice.models import Notice
from district.cases.review.notice.queries import ready_for_notice
from district.cases.review.ranking import actions as places
from district.cases.review.scoring import actions as scoring
from district.cases.review.scoring.models import Sheet
from district.funds import actions as funds
from district.funds.models import Award, Instalment, Line
from district.ground import clock
from district.ground.people.models import Person
from district.ground.record.calendar import add_working_days
from tests.district.cases import deciding
from tests.house.ground import Ground, night
from tests.house.holding import Held, held

ROUNDS = 200  # payments and looks that a walk waits for at most


@dataclass
class Walker:
    """Walks cases of one programme; `day` is where the clock stands."""

    ground: Ground
    slug: str
    held: Held
    day: dt.date
    told: dt.date  # when the register last told of the firm, once it is paid

    @classmethod
    def of(cls, ground: Ground, slug: str) -> Walker:
        found = held(ground.catalogue, slug)
        walker = cls(ground, slug, found, found.day, found.day)
        programme = ground.programme(slug)
        if budget := ground.catalogue.programmes[slug].versions[-1].rest.get("budget"):
            ground.lines(str(budget), programme.office, range(found.day.year, found.day.year + 5))
        return walker

    @property
    def officer(self) -> Person:
        return self.ground.of(self.ground.programme(self.slug).office.name, "officer")

    @property
    def leader(self) -> Person:
        return self.ground.of(self.ground.programme(self.slug).office.name, "leader")

    # The clock

    def to(self, day: dt.date) -> None:
        """Go on to a day, with the nights between that change something: the month's first, the year's turn."""
        while self.day < day:
            first = (self.day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
            self.day = min(day, first, *(each for each in (dt.date(self.day.year, 12, 31),) if each > self.day))
            with clock.at(self.day):
                night()

    def on(self, days: int = 1) -> None:
        self.to(add_working_days(self.day, days).date)

    def past_new_year(self) -> None:
        """The year turns, with the case on its way."""
        self.to(max(self.day, dt.date(self.held.day.year + 1, 1, 10)))

    # From the firm's desk to the bureau's

    def submitted(self) -> Application:
        ground = self.ground
        with clock.at(self.day):
            facts = {**self.facts_that_keep("decided"), **self.held.facts}
            firm = ground.firm(facts, self.day - dt.timedelta(days=10))
            case = intake_actions.start(enterprise=firm, programme=ground.programme(self.slug), by=ground.applicant,
                                 request_key=uuid.uuid4())  # fmt: skip
            self.fill_list(case)
            return intake_actions.submit(
                application=case, by=ground.applicant, declared={}, request_key=uuid.uuid4(),
                evidence={each["name"]: "示例材料" for each in queries.evidence_of(case)},
                statements=self.statements(case), declaration="示例承诺",
            )  # fmt: skip

    def statements(self, case: Application) -> dict[str, bool]:
        asked = case.version.description.get("conditions") or []
        return {each["id"]: True for each in asked if each.get("person") in APPLICANT_ROLES}

    def fill_list(self, case: Application) -> None:
        """As many rows as the facts say there are heads."""
        state = listing.list_of(case, case.version)
        if state is None:
            return
        heads = max([int(self.held.facts[name]) for name in state.asked.gives if name in self.held.facts] or [1])
        listing.replace_rows(application=case, by=self.ground.applicant, asked=state.asked,
                             rows=[self.row(case, state, n) for n in range(heads)])  # fmt: skip

    def row(self, case: Application, state: listing.ListState, number: int) -> dict[str, str]:
        asked = case.version.description["items"]["columns"]
        whose = case.version.description.get("workers") or {}
        return {each["name"]: self.cell(each, whose, number + 100 * case.pk) for each in asked}

    def cell(self, column: dict[str, Any], whose: dict[str, Any], number: int) -> str:
        kind, least = column.get("type") or "string", column.get("from")
        if kind == "id_number":
            body = f"310110{1960 + number // 1000 % 45}0101{number % 1000:03d}"
            return body + ric.calc_check_digit(body + "0")
        if kind == "month":
            back = 1 if column["name"] == whose.get("to") else 8
            month = (self.day.replace(day=1) - dt.timedelta(days=30 * back)).strftime("%Y-%m")
            return max(month, str(least)) if least else month
        if kind == "date":
            return str(least) if least else (self.day - dt.timedelta(days=400)).isoformat()
        if kind == "number":
            return str(least or 1)
        return str((column.get("one_of") or [f"示例员工{number}"])[0])

    def accepted(self) -> Application:
        case = self.submitted()
        self.on(2)
        with clock.at(self.day):
            return review_actions.accept(application=case, by=self.officer)

    def returned(self) -> Application:
        """Sent back once, corrected and handed in again."""
        case = self.submitted()
        self.on(2)
        with clock.at(self.day):
            items = [*corrections.proposed_corrections(case), corrections.Item("other", "", "请补正示例一项。")]
            review_actions.send_back(application=case, by=self.officer, items=items)
        self.on(3)
        with clock.at(self.day):
            replies = {each.pk: "已补" for each in case.corrections.all()}
            case = intake_actions.resubmit(
                application=fresh(case), by=self.ground.applicant, declared={}, replies=replies,
                request_key=uuid.uuid4(),
            )  # fmt: skip
        self.on(2)
        with clock.at(self.day):
            return review_actions.accept(application=case, by=self.officer)

    # Between acceptance and decision

    def to_the_notice(self, cases: list[Application]) -> None:
        """Every step of the process before the notice, all cases together, and the list where there is one."""
        steps = handling_of(cases[0].version.description).steps
        for case in cases:
            self.answer(case)
            if JOINT in steps:
                self.ask_bureaus(case)
        if SCORE in steps:
            self.score(cases)
        if waits_for_list(cases[0]):
            self.on(1)
            with clock.at(self.day):
                version = version_to_list(cases[0].programme)
                assert version is not None
                places.allot(version=version, by=self.officer, request_key=uuid.uuid4(), seed="示例")

    def answer(self, case: Application) -> None:
        with clock.at(self.day):
            for each in queries.asked_of_officials(case.verdict):
                by = self.leader if each["person"] in LEADER_ROLES else self.officer
                value = self.held.answers.get(each["id"], True)
                review_actions.answer_condition(application=case, by=by, condition=each["id"], value=value, note="示例")

    def ask_bureaus(self, case: Application) -> None:
        with clock.at(self.day):
            joint.refer(application=fresh(case), by=self.officer)
        self.on(2)
        with clock.at(self.day):
            for opinion in case.opinions.select_related("office"):
                by = self.ground.of(opinion.office.name, "officer")
                joint.give(opinion=opinion, by=by, agrees=True, answers=dict.fromkeys(opinion.ask, "没有问题"))
            joint.gather(application=fresh(case), by=self.officer)

    def score(self, cases: list[Application]) -> None:
        self.on(1)
        with clock.at(self.day):
            round_ = scoring.open_round(applications=[fresh(case) for case in cases], experts=self.ground.experts,
                                        by=self.officer, request_key=uuid.uuid4())  # fmt: skip
        self.on(3)
        with clock.at(self.day):
            sheets = Sheet.objects.filter(entry__round=round_).select_related("seat__expert__person", "entry")
            for sheet in sheets:
                behind = next(n for n, case in enumerate(cases) if case.pk == sheet.entry.application_id)
                marks = {each["name"]: each["most"] for each in round_.rubric}
                marks[round_.rubric[0]["name"]] -= behind  # the first case comes first
                scoring.declare(sheet=sheet, by=sheet.seat.expert.person, conflict=False)
                scoring.give_marks(sheet=sheet, by=sheet.seat.expert.person, marks=marks)
            scoring.close_round(round_=round_, by=self.officer)

    def on_notice(self, case: Application) -> Notice | None:
        """Put on notice where the process says so; None where it has no notice."""
        if NOTICE not in handling_of(case.version.description).steps:
            return None
        with clock.at(self.day):
            [group] = list(ready_for_notice(self.officer, case.programme))
            assert case in group.cases
            return notice.propose(applications=[case], by=self.officer, request_key=uuid.uuid4())

    def after(self, made: Notice | None) -> None:
        """Past the notice's last day."""
        if made is not None:
            self.to(made.until + dt.timedelta(days=1))

    def decide(self, case: Application, outcome: str) -> Decision:
        """The one place where these walks decide."""
        with clock.at(self.day):
            return deciding.decide(application=fresh(case), by=self.officer, outcome=outcome, note="示例说明。")

    # What comes after

    def pay_out(self, case: Application) -> Award | None:
        """Until all that was promised has been paid; None where nothing is paid from here."""
        award = Award.objects.filter(reference=case.reference).first()
        if award is None:
            return None
        self.ground.verified(case.enterprise, self.officer)
        for _ in range(ROUNDS):
            if not (left := self.unpaid(award)):
                award.refresh_from_db()
                return award
            self.bring_due(award, left[0])
            with clock.at(self.day):
                self.rule_on_pauses(case)
                ready = award.instalments.filter(state="due", due_on__lte=self.day).order_by("pk").first()
                if ready is not None:  # none where the facts have stopped it
                    self.ground.pay(ready.line)
        raise AssertionError(f"{case.reference} is never paid in full")

    def rule_on_pauses(self, case: Application) -> None:
        """The rule does not hold any more: told, heard, ruled on, and what is to come is not paid."""
        for finding in Finding.objects.filter(application=case, state="opened"):
            leader = self.ground.of(case.programme.office.name, "leader")
            findings.tell(finding=finding, by=self.officer)
            findings.state_view(finding=finding, by=self.ground.applicant, text="知道了。", request_key=uuid.uuid4())
            findings.uphold(finding=finding, by=leader, reason="属实。")
            suggested = amounts.suggest(Finding.objects.get(pk=finding.pk))
            assert suggested is not None
            findings.propose(finding=finding, by=self.officer, amount=suggested.amount, reason="")
            findings.approve(finding=finding, by=leader)

    def unpaid(self, award: Award) -> list[Instalment]:
        return list(award.instalments.exclude(state__in=["paid", "stopped"]).order_by("due_on", "pk"))

    def bring_due(self, award: Award, first: Instalment) -> None:
        """The milestone is reached, or the day comes."""
        if first.state == "waiting":
            self.on(20)
            with clock.at(self.day):
                funds.reach(reference=award.reference, at=first.at, by=self.officer, found_by=self.ground.treasury[0])
        elif first.due_on is not None and first.due_on > self.day:
            self.day = first.due_on
        with clock.at(self.day):
            if self.day - self.told > dt.timedelta(days=50):
                self.ground.know(award.enterprise, dict(self.held.facts), self.day)
                self.told = self.day
            if first.state == "planned":  # a later year's: funded once that year has come
                line = Line.objects.get(year=self.day.year, name=award.line.name, office=award.line.office)
                funds.fund_year(line=line, by=self.ground.treasury[0])
            night()

    def keep_promises(self, case: Application) -> list[Obligation]:
        """The first looks and the last of every obligation, the register telling all the time that it is kept."""
        known = {**self.facts_that_keep("decided"), **self.facts_that_keep("given"), **self.held.facts}
        with clock.at(self.day):
            night()
        rows = Obligation.objects.filter(application=case)
        looks = sorted(rows.exclude(next_on=None).values_list("next_on", flat=True))[:1]
        for day in sorted({*looks, *rows.values_list("until_on", flat=True)}):
            self.day = max(self.day, day)
            with clock.at(self.day):
                self.ground.know(case.enterprise, known, self.day)
                night()
        return list(rows)

    def facts_that_keep(self, when: str) -> dict[str, Any]:
        """From the obligations' own examples: what is known when it is "decided", and what is "given" later."""
        found: dict[str, Any] = {}
        for each in self.ground.catalogue.programmes[self.slug].versions[-1].obligations:
            kept = next((example for example in each.examples if example.expect is True), None)
            found |= {} if kept is None else dict(getattr(kept, when))
        return {name: value for name, value in found.items() if name in self.ground.catalogue.facts}


def fresh(case: Application) -> Application:
    return Application.objects.select_related("programme__office", "version", "enterprise").get(pk=case.pk)


def nothing_is_held(case: Application) -> bool:
    award = Award.objects.filter(reference=case.reference).first()
    return award is None or award.state in {"released", "expired"}
