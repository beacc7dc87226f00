"""Learning a lesson: the clock and answered checks make hours; a heartbeat alone makes none."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Refused
from district.services.training.courses import actions, states
from district.services.training.courses.asked import BadQuestions, percent, put, read
from district.services.training.courses.booking import session_of
from district.services.training.courses.certifying import letter_of, printed
from district.services.training.courses.models import Attempt, Beat, Finished, Sitting
from district.services.training.courses.progress import progress_of
from district.services.training.hours import actions as hours
from district.services.training.hours.models import Kind, LearningEntry
from district.services.training.hours.queries import Learned, hours_of
from tests.district.cases.factories import District, person
from tests.district.services.training.courses.conftest import QUIZ, School

LATER = dt.timedelta(seconds=1)


def after(seconds: float) -> object:
    return clock.at(clock.now() + dt.timedelta(seconds=seconds))


def key(sitting: Sitting) -> str:
    return sitting.checks.get(answered_at=None).key


def learn(school: School, seconds: float = 240) -> Sitting:
    """From sitting down to an answered check."""
    with clock.at(clock.now()):
        sitting = actions.start(lesson=school.text, by=school.learner)
    with after(seconds):
        sitting = actions.beat(sitting=sitting, by=school.learner, nonce=sitting.nonce)
        return actions.answer_check(sitting=sitting, by=school.learner, choice=key(sitting))


def test_a_text_read_and_a_check_answered_are_strong_hours(school: School) -> None:
    sitting = learn(school)
    with after(240):
        assert hours_of(school.learner) == Learned(240, 0, 0) == hours_of(school.learner, session=session_of("sample"))
    assert Finished.objects.get().lesson == school.text and sitting.seconds == 240


def test_heartbeats_alone_are_no_evidence(school: School) -> None:
    sitting = actions.start(lesson=school.text, by=school.learner)
    for seconds in range(20, 400, 20):
        with after(seconds):
            sitting = actions.beat(sitting=sitting, by=school.learner, nonce=sitting.nonce)
    with after(8000):
        assert actions.end_idle(clock.now()) == 1 and actions.end_idle(clock.now()) == 0
        learned = hours_of(school.learner)
    assert learned.paid == 0 and 0 < learned.c < 240  # nothing counts while a check waits
    assert not Finished.objects.exists()


def test_a_nonce_is_good_once(school: School) -> None:
    sitting = actions.start(lesson=school.text, by=school.learner)
    first = sitting.nonce
    with after(20):
        sitting = actions.beat(sitting=sitting, by=school.learner, nonce=first)
        with pytest.raises(NotPossible):
            actions.beat(sitting=sitting, by=school.learner, nonce=first)
        with pytest.raises(NotPossible):
            actions.beat(sitting=sitting, by=school.learner, nonce="made up")
    assert Beat.objects.count() == 1 and sitting.seconds == 20


def test_a_second_window_or_device_ends_the_first(school: School) -> None:
    one = actions.start(lesson=school.text, by=school.learner, device="a")
    with after(30):
        other = actions.start(lesson=school.quiz, by=school.learner, device="b")
        with pytest.raises(NotPossible):
            actions.beat(sitting=one, by=school.learner, nonce=one.nonce)
    assert Sitting.objects.filter(ended_at=None).get() == other
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.create(
            reference="third", person=school.learner, lesson=school.text, nonce="n", nonce_at=clock.now(), asks_at=1,
            started_at=clock.now(), booked_at=clock.now(),
        )  # fmt: skip


def test_nobody_answers_for_another(school: School, here: District) -> None:
    sitting = actions.start(lesson=school.text, by=school.learner)
    with pytest.raises(Refused):
        actions.beat(sitting=sitting, by=here.stranger, nonce=sitting.nonce)


def test_time_nobody_looked_is_not_counted(school: School) -> None:
    sitting = actions.start(lesson=school.text, by=school.learner)
    with after(100):
        sitting = actions.beat(sitting=sitting, by=school.learner, nonce=sitting.nonce, paused=True)
    with after(110):
        sitting = actions.beat(sitting=sitting, by=school.learner, nonce=sitting.nonce)
    assert sitting.seconds == 10


def test_what_a_text_says_was_played_is_not_believed(school: School) -> None:
    sitting = actions.start(lesson=school.text, by=school.learner)
    with after(20):
        sitting = actions.beat(sitting=sitting, by=school.learner, nonce=sitting.nonce, played=[[0, 240]])
    assert sitting.seconds == 20 and sitting.covered == [[0.0, 20.0]]


def test_a_wrong_answer_vouches_for_nothing_and_another_check_comes(school: School) -> None:
    sitting = actions.start(lesson=school.text, by=school.learner)
    with after(200):
        sitting = actions.beat(sitting=sitting, by=school.learner, nonce=sitting.nonce)
        right = key(sitting)
        sitting = actions.answer_check(sitting=sitting, by=school.learner, choice="wrong")
        assert hours_of(school.learner) == Learned(0, 0, 200) and not Finished.objects.exists()
        assert key(sitting) != right
        sitting = actions.answer_check(sitting=sitting, by=school.learner, choice=key(sitting))
        assert hours_of(school.learner) == Learned(0, 0, 200)  # what was only played stays only played
        with pytest.raises(NotPossible):
            actions.answer_check(sitting=sitting, by=school.learner, choice="again")


def test_a_lesson_read_again_counts_once(school: School) -> None:
    learn(school)
    with after(1000):
        again = actions.start(lesson=school.text, by=school.learner)
    with after(1300):
        again = actions.beat(sitting=again, by=school.learner, nonce=again.nonce)
        assert again.seconds == 240 and hours_of(school.learner).all == 240


def test_a_short_look_finishes_nothing(school: School) -> None:
    sitting = actions.start(lesson=school.text, by=school.learner)
    Sitting.objects.filter(pk=sitting.pk).update(asks_at=10)
    with after(30):
        sitting = actions.beat(sitting=sitting, by=school.learner, nonce=sitting.nonce)
        actions.answer_check(sitting=sitting, by=school.learner, choice=key(sitting))
    assert not Finished.objects.exists()


def test_who_is_not_enrolled_keeps_no_time(school: School, here: District) -> None:
    with pytest.raises(Refused, match="报名"):
        actions.start(lesson=school.text, by=here.stranger)
    actions.leave(course=school.course, by=school.learner)
    with pytest.raises(Refused):
        actions.start(lesson=school.text, by=school.learner)


def quiz(school: School, *answers: str, wait: float = 40) -> Attempt:
    actions.start(lesson=school.quiz, by=school.learner)
    with after(wait):
        return actions.hand_in(
            lesson=school.quiz, by=school.learner, values=dict(zip(("q1", "q2"), answers, strict=True))
        )


def test_a_quiz_is_scored_and_passing_finishes_it(school: School) -> None:
    half = quiz(school, "c1", "c2")
    assert (half.score, half.passed) == (50, False) and not Finished.objects.exists()
    whole = quiz(school, "c1", "c1")
    assert (whole.score, whole.passed) == (100, True) and Finished.objects.get().lesson == school.quiz
    marks = list(LearningEntry.objects.order_by("pk").values_list("answers", flat=True))
    assert bool(marks[0]) and not marks[-1]  # all right is all alike: no mark
    with pytest.raises(DatabaseError), transaction.atomic():
        Attempt.objects.update(score=100)


def test_a_quiz_counts_no_longer_than_it_takes(school: School) -> None:
    quiz(school, "c1", "c1", wait=5000)
    with after(5000):
        assert hours_of(school.learner) == Learned(0, school.quiz.seconds, 0)


def test_a_quiz_answered_without_being_opened_or_in_part_is_refused(school: School) -> None:
    with pytest.raises(NotPossible):
        actions.hand_in(lesson=school.quiz, by=school.learner, values={"q1": "c1", "q2": "c1"})
    actions.start(lesson=school.quiz, by=school.learner)
    with pytest.raises(NotPossible):
        actions.hand_in(lesson=school.quiz, by=school.learner, values={"q1": "c1"})


def test_three_with_the_same_mistakes_go_to_a_person(school: School) -> None:
    for n in range(3):
        who = person(f"示例学员{n}")
        actions.enrol(course=school.course, by=who)
        with after(n * 100):
            quiz(School(school.course, school.text, school.quiz, school.teacher, who), "c1", "c2")
    with after(1000):
        [flag] = hours.look(LearningEntry.objects.all())
    assert flag.kind == Kind.SAME_ANSWERS and flag.people == 3


def test_progress_comes_from_one_set_of_rows(school: School) -> None:
    learn(school)
    progress = progress_of(school.learner, [school.course])[school.course.pk]
    assert (progress.count, progress.whole, progress.percent, progress.next) == (1, 2, 50, school.quiz)
    with after(300):
        quiz(school, "c1", "c1")
    actions.remove(lesson=school.quiz, by=school.teacher)
    progress = progress_of(school.learner, [school.course])[school.course.pk]
    assert (progress.count, progress.whole, progress.percent) == (1, 1, 100)  # never more than there are


def test_a_course_waits_for_what_comes_before_it(school: School, here: District) -> None:
    later = actions.add_course(
        by=school.teacher, title="后一门", summary="接着学。", level=4, reference="later", after=[school.course]
    )
    with pytest.raises(Refused, match="至少要有一课"):
        actions.publish(course=later, by=school.teacher)
    actions.add_lesson(course=later, by=school.teacher, said=actions.LessonSaid("text", "一", text="课文"))
    actions.publish(course=later, by=school.teacher)
    with pytest.raises(Refused, match="示例课程"):
        actions.enrol(course=later, by=school.learner)
    with pytest.raises(NotPossible, match="圈"):
        actions.change_course(
            course=school.course, by=school.teacher, title="示例课程", summary="学", level=1, after=[later]
        )


def finish(school: School) -> None:
    learn(school)
    with after(300):
        quiz(school, "c1", "c1")


def test_a_certificate_prints_what_was_learnt_and_is_issued_once(school: School) -> None:
    with pytest.raises(Refused, match="学完"):
        actions.issue(course=school.course, by=school.learner, name="示例")
    finish(school)
    with after(1000):
        made = actions.issue(course=school.course, by=school.learner, name=" 示例  创业者 ")
        with pytest.raises(Refused, match="已经有"):
            actions.issue(course=school.course, by=school.learner, name="示例")
    assert (made.name, made.lessons, made.strong, made.single) == ("示例 创业者", 2, 4, 0)
    said = "\n".join(letter_of(made).lines())
    for _label, value in printed(made):
        assert value in said
    with pytest.raises(DatabaseError), transaction.atomic():
        type(made).objects.update(name="别人")


def test_revoking_says_why_and_its_owner_may_take_it_back(school: School, here: District) -> None:
    finish(school)
    with after(1000):
        made = actions.issue(course=school.course, by=school.learner, name="示例")
    with pytest.raises(Refused):
        actions.revoke(certificate=made, by=here.stranger, reason="不")
    with pytest.raises(NotPossible):
        actions.revoke(certificate=made, by=school.teacher, reason=" ")
    actions.revoke(certificate=made, by=school.teacher, reason="代学")
    assert made.state == states.REVOKED
    with after(2000):
        again = actions.issue(course=school.course, by=school.learner, name="示例")
    with pytest.raises(Refused):
        actions.withdraw(certificate=again, by=school.teacher)
    assert actions.withdraw(certificate=again, by=school.learner).state == states.WITHDRAWN


def test_questions_are_read_line_by_line() -> None:
    content = read(QUIZ)
    assert [each.label.zh for each in content] == ["一加一", "二加二"]
    assert percent(content, {"q1": "c1", "q2": "c2"}) == 50
    for text in ("+ 先选项", "? 没有选项", "? 题\n+ 甲\n+ 乙", "? 题\n- 甲\n- 乙", "说明", "?", "? " + "长" * 201):
        with pytest.raises(BadQuestions):
            read(text)


def test_a_check_tells_nothing_by_its_keys_and_is_not_asked_twice() -> None:
    content = read(QUIZ)
    first = put(content, asked=[], title=content.asked["q1"].label, others=[])
    second = put(content, asked=[first.label[0]], title=content.asked["q1"].label, others=[])
    assert {first.label[0], second.label[0]} == {"一加一", "二加二"}
    assert first.key in dict(first.choices) and len(first.key) == 8  # drawn, no place
    third = put(content, asked=["一加一", "二加二"], title=content.asked["q1"].label, others=[])
    assert third.label[0] == "您正在学的是哪一课？"
