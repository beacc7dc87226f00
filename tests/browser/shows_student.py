"""A student signs up for the camp and is selected, attends by the code on the screen, wins a contest, and applies for
what a prize brings: the application knows of the prize from the contest."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from contextlib import closing

from django.utils.crypto import salted_hmac
from playwright.sync_api import Page, expect

from tests.browser.shows import ZONE, Walk, Walker, says, submits
from tests.browser.shows_beside import CONTEST

CAMP, LESSON, WORK = "示例：冬季训练营", "示例：怎么算第一笔账", "示例作品：会说话的试剂柜"


def camp_and_contest(walker: Walker) -> Walk:
    """Signed up on the first day, selected on the second, before the camp begins; the rest when it has."""
    yield walker.ahead  # when the others have said when they go on
    selected = max(walker.later, 1)
    student = walker.phone("student")
    _call(walker, walker.phone("officer"), walker.began + dt.timedelta(days=selected + 1))
    _sign_up(walker, student)
    walker.beside("contest")
    _enter(walker, student)
    walker = yield selected
    _select(walker, walker.phone("officer"))
    walker = yield walker.ahead + 1
    student, officer = walker.phone("student"), walker.phone("officer")
    _attend(walker, student, officer, _plan(walker, officer))
    walker.beside("judge")
    _apply(walker, student)


def _call(walker: Walker, page: Page, begins: dt.date) -> None:
    """Sign-up closes tonight; the best marks get the seats."""
    page.goto("/desk/camp/cohorts/")
    page.get_by_role("link", name="新一期").click()
    page.get_by_label("名称", exact=True).fill(CAMP)
    page.get_by_label("地点").fill("示例创业服务中心二楼")
    page.get_by_label("席位", exact=True).fill("1")
    for label in ("报名从哪天起", "报名到哪天为止"):
        page.get_by_label(label, exact=True).fill(f"{walker.today}")
    page.get_by_label("开营", exact=True).fill(f"{begins}")
    page.get_by_label("结营", exact=True).fill(f"{begins + dt.timedelta(days=60)}")
    page.get_by_label("择优录取").check()
    walker.look(page)
    submits(page, "保存")
    submits(page, "发布招生")
    walker.look(page)


def _sign_up(walker: Walker, page: Page) -> None:
    page.goto("/training/camp/")
    walker.look(page)
    page.get_by_role("main").get_by_role("link", name=CAMP).first.click()
    walker.look(page)
    page.get_by_role("link", name="报名", exact=True).click()
    page.get_by_label("学校", exact=True).select_option(index=1)
    page.get_by_label("已经在试做").check()
    page.get_by_label("用几句话说说您的想法").fill("示例：给社区老人送餐。")
    page.get_by_label("为什么想参加训练营").fill("示例：想学会算账。")
    page.get_by_label("每周能拿出几小时").fill("10")
    page.get_by_role("group", name="愿意到初创企业实习吗").get_by_label("是").check()
    page.get_by_label("我已读过，同意").check()
    walker.look(page)
    submits(page, "提交报名")
    says(page, "已报名。截止以后由主办部门打分，结果会通知您。")
    walker.look(page)


def _enter(walker: Walker, page: Page) -> None:
    """With the team of the demonstration, in the contest that closes tonight."""
    page.goto("/community/contests/")
    walker.look(page)
    page.get_by_role("main").get_by_role("link", name=CONTEST).first.click()
    walker.look(page)
    submits(page, "开始填写")
    page.get_by_label("作品名称", exact=True).fill(WORK)
    for label in ("项目解决什么问题", "现在做到哪一步"):
        page.get_by_label(label).fill("示例：试剂用完了没人知道，柜子自己报数。")
    walker.look(page)
    submits(page, "保存")
    page.get_by_role("link", name="检查并提交").click()
    walker.look(page)
    submits(page, "提交参赛")
    says(page, "已提交")


def _select(walker: Walker, page: Page) -> None:
    page.goto("/desk/camp/cohorts/")
    walker.look(page)
    page.get_by_role("main").get_by_role("link", name=CAMP).first.click()
    page.get_by_role("link", name="去打分").click()
    page.get_by_role("main").get_by_role("textbox", name=re.compile("分数|分")).first.fill("92")
    walker.look(page)
    submits(page, "保存这一页的分数")
    submits(page, "按分数排席位并通知")
    says(page, re.compile("录取|席位"))
    expect(page.get_by_role("main").get_by_text(re.compile("报名已于"))).to_have_count(0)
    walker.look(page)


def _plan(walker: Walker, page: Page) -> str:
    """A lesson that has just begun."""
    page.goto("/desk/camp/cohorts/")
    page.get_by_role("main").get_by_role("link", name=CAMP).first.click()
    page.get_by_role("link", name="排课").click()
    now = dt.datetime.now(ZONE)
    page.get_by_label("课名").fill(LESSON)
    page.get_by_label("第一天").fill(f"{walker.today}")
    page.get_by_label("从", exact=True).fill(f"{now.hour:02}:{min(now.minute // 10 * 10, 40):02}")
    page.get_by_label("到", exact=True).fill("23:59")
    page.get_by_label("讲师姓名").fill("示例导师")
    walker.look(page)
    submits(page, "排课")
    page.get_by_role("main").get_by_role("link", name=LESSON).first.click()
    page.wait_for_load_state()
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def _camera(walker: Walker, lesson: str) -> str:
    """What the picture on the screen says just now."""
    with closing(sqlite3.connect(walker.site.data / "huiqi.sqlite3", timeout=20)) as connection:
        sql = "SELECT id, secret FROM camp_camplesson WHERE reference = ?"
        pk, secret = connection.execute(sql, [lesson]).fetchone()
    now = dt.datetime.now(ZONE) + dt.timedelta(days=walker.ahead)
    said = f"{pk} {secret} {int(now.timestamp()) // 30}"
    key = (walker.site.data / "secret.key").read_text().strip()
    code = salted_hmac("huiqi.camp.code", said, secret=key, algorithm="sha256").hexdigest()[:20]
    return f"/training/camp/in/{lesson}/{code}/"


def _attend(walker: Walker, student: Page, officer: Page, lesson: str) -> None:
    """The code is on the screen; the phone's camera opens what it says; the roll is called."""
    student.goto("/my/camp/")
    says(student, CAMP)
    walker.look(student)
    walker.look(officer)
    officer.get_by_role("link", name="放签到码").click()
    expect(officer.get_by_role("img", name=re.compile("签到码"))).to_be_visible()
    walker.look(officer)
    student.goto(_camera(walker, lesson))
    walker.look(student)
    submits(student, "签到")
    says(student, "已签到")
    walker.look(student)
    officer.goto(f"/training/camp/lessons/{lesson}/")
    officer.get_by_role("region", name="点名").get_by_role("checkbox").first.check()
    submits(officer, "保存点名")
    walker.look(officer)


def _apply(walker: Walker, page: Page) -> None:
    page.goto("/messages/")
    says(page, CONTEST)
    page.goto("/my/contests/")
    walker.look(page)
    page.get_by_role("main").get_by_role("link", name=WORK).first.click()
    walker.look(page)
    submits(page, "记在本人名下")
    says(page, "可以申报发展金了")
    page.get_by_role("link", name=re.compile("^申报")).click()
    page.get_by_role("link", name="我要申报").click()
    says(page, "国家级")
    walker.look(page)
    submits(page, "开始申报")
    expect(page).to_have_url(re.compile(r"/my/applications/SB[^/]+/"))
    says(page, re.compile(f"国家级.*{CONTEST}|{CONTEST}.*国家级", re.S))
    walker.look(page)
