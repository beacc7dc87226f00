"""What happens in an award's year without a browser: `python -m tests.browser.award STEP`, over HUIQI_DATA.

prepare: forty-five firms apply in May's window and pass the joint review. mark: the experts' remaining sheets.
agree: the review group's yes.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from decimal import Decimal
from typing import Any

APPLICANTS, PLACES = 45, 30
SLUG = "tech-little-giant"
TIED = (PLACES - 1, PLACES)  # two numbers with the same marks, on either side of the last place


def name_of(number: int) -> str:
    return f"示例巨人{number:02}号软件有限公司"


def marks_of(number: int) -> tuple[str, ...]:
    """Marks on each line of the score sheet: half a mark less a number, but for the tie."""
    growth = Decimal(30) - Decimal(TIED[0] if number in TIED else number) / 2
    return "28", f"{growth:f}", "20", "20"


def prepare() -> None:
    from django.core.management import call_command

    from district.enterprises import actions as register
    from district.enterprises.queries import Enterprise
    from district.funds import actions as funds
    from district.funds.models import Line
    from district.ground import clock
    from district.ground.people.actions import create_person
    from district.web.demo import reviews
    from district.web.demo.funds import make_lines
    from district.web.demo.load import make_people
    from district.web.demo_accounts import PASSWORD
    from tests.district.enterprises.registers import code

    call_command("run", prepare_only=True, firms=0)
    people = make_people()
    make_lines(people)
    line = Line.objects.get(year=clock.today().year, name="科技小巨人专项")
    funds.appropriate(line=line, level="district", amount=Decimal(10_000_000), by=people["finance"], note="示例数字")
    agent = create_person(username="giant", name="示例申报员", password=PASSWORD)
    for n, letter in enumerate("子丑寅", 2):
        reviews.expert(f"expert{n}", f"示例专家{letter}")
    day = dt.date(clock.today().year, 5, 20)
    if clock.today() < day + dt.timedelta(days=30):
        day = day.replace(year=day.year - 1)
    firms = [(code(700 + n), name_of(n), {"成立日期": dt.date(2015, 3, 1)}) for n in range(APPLICANTS)]
    register.take_in(firms=firms, source="示例登记", valid_from=dt.date(2016, 1, 1))
    for n in range(APPLICANTS):
        firm = Enterprise.objects.get(uscc=code(700 + n))
        # The second of the tie has grown more, and so comes before the one who applied earlier.
        before = {"上上年营业收入": Decimal(25_000_000 if n == TIED[1] else 30_000_000)}
        facts: dict[str, Any] = reviews.GIANT | before
        case = reviews.apply(SLUG, firm, agent, people["science"], day, facts)
        with reviews.at_day(day + dt.timedelta(days=10)):
            reviews.agree(case, people, people["science"])


def mark() -> None:
    from district.cases.review.scoring import actions as scoring
    from district.cases.review.scoring.queries import Sheet

    rows = Sheet.objects.filter(state__in=["open", "declared"])
    for sheet in rows.select_related("seat__expert__person", "entry__round", "entry__application__enterprise"):
        number = int(sheet.entry.application.enterprise.name[4:6])
        names = [line["name"] for line in sheet.entry.round.rubric]
        scoring.declare(sheet=sheet, by=sheet.seat.expert.person, conflict=False)
        given = dict(zip(names, marks_of(number), strict=True))
        scoring.give_marks(sheet=sheet, by=sheet.seat.expert.person, marks=given)


def agree() -> None:
    """The review group's yes on every case, once the scoring is over."""
    from district.cases.core.queries import Application
    from district.cases.review import actions as review_actions
    from district.ground.people.queries import Person

    officer = Person.objects.get(username="science")
    for case in Application.objects.filter(programme__slug=SLUG, state="accepted"):
        review_actions.answer_condition(application=case, by=officer, condition="market", value=True)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "district.web.settings"
    import django

    django.setup()
    {"prepare": prepare, "mark": mark, "agree": agree}[sys.argv[1]]()
