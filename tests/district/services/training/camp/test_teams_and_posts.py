"""Teams by invitation; posts looked over, asked for, taken and ended; past cohorts by a workbook."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from district.enterprises.mandates.models import Agency, Mandate
from district.enterprises.models import Membership
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.people.models import Organisation, Person
from district.ground.people.permissions import Refused
from district.services.training.camp import entering, joining, past, posting, teams
from district.services.training.camp.models import CampSignUp, Cohort, InternPost, Internship, TeamPlace
from district.services.training.camp.todo import _asked
from tests.district.cases.factories import enterprise, person
from tests.district.services.training.camp.town import FIRST, NOW, Camp, crowd, moment

DAY = dt.timedelta(days=1)


@pytest.fixture
def cohort(camp: Camp) -> Cohort:
    return camp.cohort(seats=20)


def learner(camp: Camp, cohort: Cohort, who: Person) -> CampSignUp:
    row = camp.sign_up(cohort, who)
    return CampSignUp.objects.select_related("cohort", "seat").get(pk=row.pk)


def boss(camp: Camp) -> Person:
    firm = enterprise()
    Membership.objects.create(person=camp.eve, enterprise=firm, role="owner", since=NOW, state="confirmed")
    return camp.eve


def offer(camp: Camp, by: Person, **more: Any) -> InternPost:
    given = {"title": "示例岗位", "places": 1, "begins": NOW.date() + DAY, "text": "示例", "place": "示例路", **more}
    firm = Membership.objects.get(person=by).enterprise
    return posting.offer(by=by, office=camp.bureau, enterprise=firm, request_key=uuid.uuid4(), **given)


# Teams


def test_a_team_is_joined_by_its_code_and_one_is_in_one_alone(camp: Camp, cohort: Cohort) -> None:
    ann, bob = learner(camp, cohort, camp.ann), learner(camp, cohort, camp.bob)
    team = teams.make(row=ann, by=camp.ann, name="示例队")
    teams.join(team=team, by=camp.bob)
    assert teams.join(team=team, by=camp.bob) == teams.place_of(bob)
    with pytest.raises(NotPossible, match="已经在一个团队"):
        teams.make(row=bob, by=camp.bob, name="示例二队")
    with pytest.raises(NotPossible, match="学员"):
        teams.join(team=team, by=camp.eve)
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamPlace.objects.create(team=team, learner=bob, joined_at=NOW)


def test_the_lead_passes_on_and_the_last_one_ends_it(camp: Camp, cohort: Cohort) -> None:
    ann = learner(camp, cohort, camp.ann)
    learner(camp, cohort, camp.bob)
    team = teams.make(row=ann, by=camp.ann, name="示例队")
    teams.join(team=team, by=camp.bob)
    with pytest.raises(Refused, match="队长"):
        teams.change(team=team, by=camp.bob, name="示例改名")
    teams.leave(team=team, by=camp.ann)
    assert teams.change(team=team, by=camp.bob, name="示例改名").name == "示例改名"
    teams.leave(team=team, by=camp.bob)
    team.refresh_from_db()
    assert team.ended_at is not None
    with pytest.raises(NotPossible, match="解散"):
        teams.join(team=team, by=camp.bob)


def test_a_name_is_one_teams_and_a_team_is_not_for_everybody(camp: Camp, cohort: Cohort) -> None:
    people = crowd(teams.MOST + 2)
    rows = [learner(camp, cohort, each) for each in people]
    team = teams.make(row=rows[0], by=people[0], name="示例队")
    with pytest.raises(NotPossible, match="换一个名字"):
        teams.make(row=rows[1], by=people[1], name="示例队")
    for each in people[1 : teams.MOST]:
        teams.join(team=team, by=each)
    with pytest.raises(NotPossible, match="最多"):
        teams.join(team=team, by=people[-1])


def test_who_leaves_the_camp_leaves_the_team_and_the_old_code_leads_nowhere(
    camp: Camp, cohort: Cohort, as_: Callable[[Person], Client]
) -> None:
    ann = learner(camp, cohort, camp.ann)
    learner(camp, cohort, camp.bob)
    team = teams.make(row=ann, by=camp.ann, name="示例队")
    old = team.code
    teams.renew_code(team=team, by=camp.ann)
    client = as_(camp.bob)
    assert client.get(f"/my/camp/join/{old}/").status_code == 404
    assert client.get(f"/my/camp/join/{team.code}/").status_code == 200 and not team.places.filter(
        learner__person=camp.bob
    )
    client.post(f"/my/camp/join/{team.code}/")
    assert team.places.filter(left_at=None).count() == 2
    with clock.at(moment(FIRST, "12:00")):
        joining.withdraw(row=ann, by=camp.ann)
    assert team.places.get(left_at=None).leads


# Posts


def test_a_post_is_seen_once_an_officer_approved_it(camp: Camp, client: Client) -> None:
    post = offer(camp, boss(camp))
    assert client.get(f"/training/camp/posts/{post.reference}/").status_code == 404
    with pytest.raises(Refused):
        posting.approve(post=post, by=camp.eve)
    posting.approve(post=post, by=camp.officer)
    assert client.get(f"/training/camp/posts/{post.reference}/").status_code == 200
    assert Message.objects.filter(to=camp.eve, title__contains="已发布").exists()


def test_an_officer_does_not_look_over_the_posts_of_their_own_firm(camp: Camp) -> None:
    post = offer(camp, boss(camp))
    Membership.objects.create(
        person=camp.officer, enterprise=post.enterprise, role="owner", since=NOW, state="confirmed"
    )
    with pytest.raises(Refused, match="自己单位"):
        posting.approve(post=post, by=camp.officer)


def test_a_returned_post_says_why_and_only_firms_and_bases_offer(camp: Camp) -> None:
    post = offer(camp, boss(camp))
    with pytest.raises(NotPossible, match="原因"):
        posting.send_back(post=post, by=camp.officer, why="")
    posting.send_back(post=post, by=camp.officer, why="示例：写明报酬")
    assert "示例：写明报酬" in Message.objects.get(to=camp.eve, title__contains="没有通过").body
    with pytest.raises(Refused):
        posting.offer(by=camp.ann, office=camp.bureau, title="示例", places=1, begins=NOW.date(),
                      request_key=uuid.uuid4(), enterprise=post.enterprise)  # fmt: skip


def test_one_offers_for_the_firms_and_bases_one_is_in_and_no_other(camp: Camp) -> None:
    """Somebody of one firm in the name of another, or of a base they are not in."""
    by, other = boss(camp), enterprise("913101101234567812", "示例乙公司")
    base = Organisation.objects.create(kind="base", name="示例基地", full="示例实训基地")
    given = {"title": "示例岗位", "places": 1, "begins": NOW.date() + DAY}
    for of in ({"enterprise": other}, {"base": base}):
        with pytest.raises(Refused, match="不能以它的名义"):
            posting.offer(by=by, office=camp.bureau, request_key=uuid.uuid4(), **given, **of)
    assert not InternPost.objects.exists()


def test_who_may_only_see_a_firm_does_not_act_on_its_posts(camp: Camp, cohort: Cohort) -> None:
    """An agent with a mandate for something else, somebody of a firm that is closed."""
    post = posting.approve(post=offer(camp, boss(camp)), by=camp.officer)
    row = posting.ask(post=post, by=camp.ann, learner=learner(camp, cohort, camp.ann))
    agent, agency = person("agent", "示例代办"), enterprise("913101101234567813", "示例代理公司")
    Membership.objects.create(person=agent, enterprise=agency, role="owner", since=NOW, state="confirmed")
    Mandate.objects.create(
        reference="WT-1", client=post.enterprise, agency=Agency.objects.create(
            uscc=agency.uscc, enterprise=agency, name=agency.name, created_at=NOW), fills=True, since=NOW.date(),
        until=NOW.date() + 30 * DAY, given_by=camp.eve, given_at=NOW, request_key=uuid.uuid4(),
    )  # fmt: skip
    assert Internship.objects.visible_to(agent).get() == row and not _asked(agent, NOW.date())
    for act in (lambda: posting.take(internship=row, by=agent), lambda: posting.close(post=post, by=agent)):
        with pytest.raises(Refused, match="只有提供岗位的单位"):
            act()
    assert list(_asked(camp.eve, NOW.date())) == [row]
    posting.take(internship=row, by=camp.eve)


def test_from_asking_to_the_outcome(camp: Camp, cohort: Cohort) -> None:
    by = boss(camp)
    post, other = (posting.approve(post=offer(camp, by, title=each), by=camp.officer) for each in ("示例甲", "示例乙"))
    ann, bob = learner(camp, cohort, camp.ann), learner(camp, cohort, camp.bob)
    asked = posting.ask(post=post, by=camp.ann, learner=ann)
    assert posting.ask(post=post, by=camp.ann, learner=ann) == asked
    second, elsewhere = (
        posting.ask(post=post, by=camp.bob, learner=bob),
        posting.ask(post=other, by=camp.ann, learner=ann),
    )
    with pytest.raises(Refused):
        posting.take(internship=asked, by=camp.bob)
    posting.take(internship=asked, by=by)
    with pytest.raises(NotPossible, match="名额已经满了"):
        posting.take(internship=second, by=by)
    with pytest.raises(NotPossible, match="别的岗位"):
        posting.take(internship=elsewhere, by=by)
    with pytest.raises(NotPossible, match="原因"):
        posting.decline(internship=second, by=by, why="")
    posting.decline(internship=second, by=by, why="示例：名额已满")
    with pytest.raises(NotPossible, match="以后"):
        posting.end(internship=asked, by=by, outcome="done", ended_on=NOW.date() + DAY)
    posting.end(internship=asked, by=by, outcome="hired", ended_on=NOW.date())
    assert (asked.state, asked.get_outcome_display()) == ("ended", "留用")
    with pytest.raises(IntegrityError), transaction.atomic():
        Internship.objects.filter(pk=elsewhere.pk).update(outcome="done")


def test_only_who_is_in_the_camp_asks(camp: Camp, cohort: Cohort) -> None:
    post = posting.approve(post=offer(camp, boss(camp)), by=camp.officer)
    full = camp.cohort(seats=1)
    learner(camp, full, camp.ann)
    waits = learner(camp, full, camp.bob)
    with pytest.raises(Refused, match="录取以后"):
        posting.ask(post=post, by=camp.bob, learner=waits)
    posting.close(post=post, by=camp.eve)
    with pytest.raises(NotPossible, match="没有在招募"):
        posting.ask(
            post=post, by=camp.ann, learner=CampSignUp.objects.select_related("cohort", "seat").get(person=camp.ann)
        )


# Past cohorts

POSTS = [["单位", "岗位", "发布日期", "人数", "地点"], ["示例科技", "示例岗", "2021-03-01", 2, "示例路"]]
LEARNERS = [
    ["期", "开营", "结营", "姓名", "学校", "报名日期", "结果", "原因", "实习单位", "实习岗位", "实习结果"],
    [
        "示例一期",
        "2021-04-01",
        "2021-06-30",
        "示例甲",
        "示例大学",
        "2021-03-10",
        "结业",
        "",
        "示例科技",
        "示例岗",
        "留用",
    ],
    ["示例一期", "2021-04-01", "2021-06-30", "示例乙", "示例大学", "2021-03-11", "未录取", "示例：已毕业", "", "", ""],
]


def book(posts: list[list[Any]], learners: list[list[Any]]) -> SimpleUploadedFile:
    made = openpyxl.Workbook()
    made.active.title = "岗位"
    for row in posts:
        made["岗位"].append(row)
    made.create_sheet("学员")
    for row in learners:
        made["学员"].append(row)
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile("past.xlsx", out.getvalue())


def test_a_workbook_of_a_past_cohort_comes_in_whole(camp: Camp, as_: Callable[[Person], Client]) -> None:
    client = as_(camp.officer)
    answer = client.post("/desk/camp/cohorts/past/", {"file": book(POSTS, LEARNERS)}, follow=True)
    assert "已导入：1 期，2 人报名，1 个岗位，1 人实习" in answer.content.decode()
    assert CampSignUp.objects.learners().get().name == "示例甲" and Internship.objects.get().outcome == "hired"
    again = client.post("/desk/camp/cohorts/past/", {"file": book(POSTS, LEARNERS)})
    assert again.status_code == 422 and "已经在册" in again.content.decode() and Cohort.objects.count() == 1


@pytest.mark.parametrize(
    ("sheet", "row", "place", "said", "cell", "why"),
    [
        ("岗位", 1, 0, "", "A2", "不能空着"),
        ("岗位", 1, 3, "很多", "D2", "1 到 500"),
        ("岗位", 1, 2, "2021-13-01", "C2", "不是日期"),
        ("岗位", 1, 2, "2099-01-01", "C2", "还没有到"),
        ("学员", 1, 6, "优秀", "G2", "请写其中一个"),
        ("学员", 2, 7, "", "H3", "要写原因"),
        ("学员", 1, 9, "没有的岗", "J2", "没有这个单位的这个岗位"),
        ("学员", 1, 10, "很好", "K2", "请写其中一个"),
        ("学员", 1, 5, "2021-05-01", "F2", "早于开营"),
        ("学员", 2, 1, "2021-04-02", "B3", "不一样"),
        ("学员", 2, 3, "示例甲", "D3", "重复"),
    ],
)
def test_one_wrong_cell_and_nothing_comes_in(
    camp: Camp, sheet: str, row: int, place: int, said: object, cell: str, why: str
) -> None:
    posts, learners = [list(each) for each in POSTS], [list(each) for each in LEARNERS]
    (posts if sheet == "岗位" else learners)[row][place] = said
    found = past.judged(posts, learners)
    assert [(each.sheet, each.cell) for each in found.faults if why in each.why] == [(sheet, cell)]


def test_faults_are_told_on_the_page_and_nothing_is_kept(camp: Camp, as_: Callable[[Person], Client]) -> None:
    wrong = [LEARNERS[0], ["示例一期", "昨天", *LEARNERS[1][2:]]]
    page = as_(camp.officer).post("/desk/camp/cohorts/past/", {"file": book(POSTS, wrong)})
    text = page.content.decode()
    assert page.status_code == 422 and "学员 B2" in text and "不是日期" in text
    assert not Cohort.objects.exists() and not InternPost.objects.exists()
    with pytest.raises(Refused):
        entering.take_in(posts=[], learners=[], office=camp.bureau, by=camp.ann)


def test_the_empty_workbook_can_be_read_back(camp: Camp) -> None:
    found = past.read(SimpleUploadedFile("x.xlsx", past.template().read()))
    assert not found.faults and found.rows == 2
