"""Rows of the kinds that the demonstration has none of: for each of two firms, or of two offices, one.

Put down as rows, for what counts here is whose they are: how they come about is their own rooms' tests' business.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from district.authoring.models import Draft
from district.cases.aftercare.milestones.models import Milestone
from district.cases.appeals.models import Appeal
from district.cases.core.models import Application
from district.cases.headcount.models import Collision, WorkerClaim
from district.cases.offers.models import Offer, OfferRound
from district.enterprises.claims.queries import digest_of
from district.enterprises.models import Enterprise, ImportRun, Membership, PartInvitation
from district.enterprises.wallet.actions import add_paper
from district.funds.models import Award, Batch, OutsideGrant, Payment, Settlement, Withheld
from district.ground import clock
from district.ground.asking.models import AskedQuestion, PublicAnswer
from district.ground.files.models import StoredFile
from district.ground.messages.hooks.models import Hook
from district.ground.onetime.models import Link
from district.ground.people.models import Bureau, Expert, Person
from district.ground.tokens.models import System, Token
from district.policies.models import Programme, Release, Run
from district.policies.subscribing.models import Subscription
from tests.house.matrix.bodies import paper
from tests.house.matrix.given_bodies import TOKEN

OFFICES = ("区人社局", "区科委")


def make_kinds() -> None:
    for place, name in enumerate(OFFICES):
        office = Bureau.objects.get(name=name)
        officer = Person.objects.get(username=f"officer-{office.pk}")
        for make in OF_OFFICES:
            make(office, officer, place)
    firms = [Membership.objects.filter(person__username=f"firm-{side}").order_by("pk") for side in "ab"]
    for place, rows in enumerate(firms):
        for of_firm in OF_FIRMS:
            of_firm(_with_a_case(rows), place)


def _with_a_case(rows: Any) -> Enterprise:
    held = Application.objects.values("enterprise")
    return Enterprise.subjects.get(pk=rows.filter(enterprise__in=held).first().enterprise_id)


def a_system(office: Bureau, officer: Person, place: int) -> None:
    account = Person.objects.create(username=f"system-{place}", name=f"示例系统{place}")
    System.objects.create(name=f"示例系统{place}", account=account, bureau=office, keeper="示例", purpose="示例",
                          made_by=officer, made_at=clock.now(), request_key=uuid.uuid4())  # fmt: skip


def a_token_and_a_hook(_office: Bureau, officer: Person, place: int) -> None:
    common = {"made_by": officer, "made_at": clock.now(), "request_key": uuid.uuid4()}
    Token.objects.create(reference=f"T-{place}", person=officer, name="示例", digest=f"{place:064}", scopes=["*"],
                         per_minute=1, per_day=1, expires_at=clock.now() + dt.timedelta(days=9), **common)  # fmt: skip
    Hook.objects.create(reference=f"H-{place}", person=officer, address="https://example.com/", kinds=["*"], secret="-",
                        **{**common, "request_key": uuid.uuid4()})  # fmt: skip


def a_question(office: Bureau, _officer: Person, place: int) -> None:
    AskedQuestion.objects.create(reference=f"Q-{place}", key=f"key-{place}", answer="", title="示例", office=office,
                                 text="示例问题", visitor="-", asked_at=clock.now(), due_on=clock.today())  # fmt: skip


def a_public_answer(office: Bureau, officer: Person, place: int) -> None:
    PublicAnswer.objects.create(reference=f"DA-{place}", room="advice", subject=f"matrix-{place}", office=office,
                                question="示例问题", text="示例答复", by=officer, at=clock.now())  # fmt: skip


def a_link(office: Bureau, officer: Person, place: int) -> None:
    expert = Expert.objects.order_by("pk")[0]
    Link.objects.create(reference=f"L-{place}", hash=f"{place:064}", purpose="people.consent", thing=str(expert.pk),
                        asks="示例", expert=expert, office=office, made_by=officer,
                        made_at=clock.now(), expires_at=clock.now() + dt.timedelta(days=9))  # fmt: skip


def an_import(office: Bureau, officer: Person, place: int) -> None:
    ImportRun.objects.create(
        reference=f"DR-{place}", kind="import", subject=f"DR-{place}", office=office, by=officer, state="ready",
        created_at=clock.now(), file_name="示例.xlsx", file_path="-", file_hash="-", source="示例", as_of=clock.today(),
        mapping={"columns": []},
    )  # fmt: skip


def a_draft(office: Bureau, officer: Person, place: int) -> None:
    programme = Programme.objects.filter(office=office).order_by("pk").first()
    Draft.objects.create(reference=f"CG-{place}", title="示例草案", programme=programme, office=office, author=officer,
                         base=Release.objects.latest("pk"), created_at=clock.now(), changed_at=clock.now())  # fmt: skip


def an_offer(office: Bureau, officer: Person, place: int) -> None:
    programme = Programme.objects.filter(office=office, versions__isnull=False).order_by("pk").first()
    assert programme is not None
    run = Run.objects.create(
        reference=f"MD-{place}", kind="lists", subject=programme.slug, office=office, by=officer, state="done",
        created_at=clock.now(), version=programme.versions.latest("pk"), as_of=clock.today(),
    )  # fmt: skip
    made = OfferRound.objects.create(
        reference=f"FF-{place}", run=run, programme=programme, state="made", as_of=clock.today(),
        year=clock.today().year, expires_on=clock.today() + dt.timedelta(days=30), by=officer, created_at=clock.now(),
    )  # fmt: skip
    firm = Membership.objects.filter(person__username=f"firm-{'ab'[place]}").order_by("pk")[3].enterprise
    Offer.objects.create(reference=f"MS-{place}", round=made, programme=programme, enterprise=firm, kind="click",
                         amount=1000, say="示例")  # fmt: skip


def a_paper(firm: Enterprise, place: int) -> None:
    owner = Person.objects.get(username=f"firm-{'ab'[place]}")
    add_paper(enterprise=firm, kind="示例材料", file=paper(), name="paper.pdf", by=owner, request_key=uuid.uuid4())


def a_subscription(firm: Enterprise, place: int) -> None:
    owner = Person.objects.get(username=f"firm-{'ab'[place]}")
    Subscription.objects.create(person=owner, enterprise=firm, key=f"sub-{place}", created_at=clock.now())


def an_invitation(firm: Enterprise, place: int) -> None:
    owner = Person.objects.get(username=f"firm-{'ab'[place]}")
    PartInvitation.objects.create(
        enterprise=firm, digest=digest_of(TOKEN if place == 0 else "another"), name="示例", made_by=owner,
        made_at=clock.now(), expires_on=clock.today() + dt.timedelta(days=7),
    )  # fmt: skip


def an_outside_grant(firm: Enterprise, place: int) -> None:
    office = Bureau.objects.get(name=OFFICES[place])
    OutsideGrant.objects.create(
        enterprise=firm, office="示例部门", name="示例项目", fen=100, granted_on=clock.today(), source="示例",
        bureau=office, entered_by=Person.objects.get(username=f"officer-{office.pk}"), entered_at=clock.now(),
    )  # fmt: skip


def money_withheld(_firm: Enterprise, place: int) -> None:
    award = Award.objects.order_by("pk")[place]
    Withheld.objects.create(award=award, cause="示例", why="示例：登记有变化", opened_at=clock.now())


def a_file_that_left(_firm: Enterprise, place: int) -> None:
    """What is paid by it can be settled by a paper."""
    batch = Batch.objects.exclude(released_at=None).order_by("pk")[place]
    batch.handed_out_at = batch.released_at
    batch.save(update_fields=["handed_out_at"])


def a_settlement(_firm: Enterprise, place: int) -> None:
    payment = Payment.objects.order_by("pk")[place]
    owner = Person.objects.get(username="finance")
    kept = StoredFile.objects.order_by("pk").first()
    Settlement.objects.create(payment=payment, result="paid", reason="示例", paper=kept, asked_by=owner,
                              asked_at=clock.now(), request_key=uuid.uuid4())  # fmt: skip


def an_appeal(_firm: Enterprise, place: int) -> None:
    cases = Application.objects.exclude(decisions=None).exclude(enterprise__subject="person").order_by("pk")
    case = cases[place]
    Appeal.objects.create(reference=f"FY-{place}", decision=case.decisions.in_force().first(), state="filed",
                          grounds="示例", by=case.enterprise.membership_set.first().person, at=clock.now())  # fmt: skip


def a_collision(_firm: Enterprise, place: int) -> None:
    held = WorkerClaim.objects.order_by("pk").first()
    case = Application.objects.exclude(pk=held.application_id if held else 0).order_by("pk")[place]
    Collision.objects.create(application=case, holder=held, group="示例", worker=f"{place}", masked="3101********",
                             months=["2022-03"], at=clock.now())  # fmt: skip


def a_milestone(_firm: Enterprise, place: int) -> None:
    case = Application.objects.exclude(decisions=None).exclude(enterprise__subject="person").order_by("pk")[place]
    Milestone.objects.create(reference=f"YS-{place}", application=case, milestone="示例", state="asked", say="示例",
                             by=case.enterprise.membership_set.first().person, at=clock.now(),
                             request_key=uuid.uuid4())  # fmt: skip


OF_OFFICES: tuple[Callable[[Bureau, Person, int], None], ...] = (
    a_system, a_token_and_a_hook, a_question, a_public_answer, a_link, an_import, a_draft, an_offer,
)  # fmt: skip
OF_FIRMS: tuple[Callable[[Enterprise, int], None], ...] = (
    a_paper, a_subscription, an_invitation, an_outside_grant, money_withheld, a_file_that_left, a_settlement, an_appeal,
    a_collision, a_milestone,
)  # fmt: skip
