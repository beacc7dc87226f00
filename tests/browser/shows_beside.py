"""What others do beside the walks, on the same day over the same data: `python -m tests.browser.shows_beside STEP`.

pay CASE: its money is put in a batch, checked, released by two and answered by the bank; each by whoever may.
contest: a short contest is called, whose first prize is national. judge: its entries are marked, the results told.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import uuid

from tests.browser.click import by_whoever, pay_out

CONTEST = "示例短赛"


def pay(case: str) -> None:
    from district.funds import actions
    from district.funds.queries import award_of, payee_of

    award = award_of(case)
    assert award is not None
    payee = payee_of(award.enterprise)
    if payee is not None and payee.state == payee.State.PENDING:
        by_whoever(lambda who: actions.verify_payee(payee=payee, by=who, right=True))
    due = list(award.instalments.values_list("pk", flat=True))
    pay_out(award.line, due)


def contest() -> None:
    from django.utils import timezone

    from district.ground import clock
    from district.ground.people.queries import Person, bureau_named, experts_for
    from district.services.community.contests import actions, demo
    from district.services.community.contests.rubrics import criteria_of, questions_of, rubric

    officer, today = Person.objects.get(username="officer"), clock.today()
    opens = timezone.make_aware(dt.datetime.combine(today, dt.time()))
    said = {
        "title": CONTEST, "title_en": "", "about": "示例：一晚上报名，第二天出结果。", "audience": "还没有企业的团队",
        "rule": "mean", "tie": "criterion", "outlier": 20, "shared": 2, "opens_at": opens,
        "closes_at": opens + dt.timedelta(hours=23, minutes=59), "marks_due_on": today + dt.timedelta(days=1),
        "results_on": today + dt.timedelta(days=1), "rubric": rubric(criteria_of(demo.CRITERIA)).plain(),
        "questions": questions_of(demo.ASKS).plain(),
    }  # fmt: skip
    office = bureau_named(demo.OFFICE)
    assert office is not None
    made = actions.make(office=office, by=officer, settings=said, tracks=("创意组",), prizes=(("一等奖", 1, "国家级"),),
                        request_key=uuid.uuid4())  # fmt: skip
    for expert in experts_for().filter(person=None).order_by("pk")[:3]:
        actions.add_judge(contest=made, by=officer, expert=expert)
    actions.call(contest=made, by=officer)


def judge() -> None:
    from district.ground.people.queries import Person
    from district.services.community.contests import deciding, judging, publishing, seating
    from district.services.community.contests.models import Contest, MarkSheet

    officer, row = Person.objects.get(username="officer"), Contest.objects.get(title=CONTEST)
    seating.seat(contest=row, by=officer)
    marks = {**{f"c{n}": "9" for n in range(1, 5)}, "why": "示例评语：问过用户，算过账。"}
    for sheet in MarkSheet.objects.filter(judge__contest=row).select_related("judge__expert", "entry"):
        judging.declare(sheet=sheet, by=sheet.judge.expert, conflict="")
        judging.mark(sheet=sheet, by=sheet.judge.expert, answers=marks)
    for each in row.judges.select_related("expert"):
        judging.hand_in(judge=each, by=each.expert)
    deciding.decide(contest=row, by=officer)
    publishing.publish(contest=row, by=officer)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "district.web.settings"
    import django

    django.setup()
    {"pay": pay, "contest": contest, "judge": judge}[sys.argv[1]](*sys.argv[2:])
