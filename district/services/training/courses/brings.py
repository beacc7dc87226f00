"""What courses bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing import demo
from district.ground.bringing.calling import called, under
from district.ground.bringing.fulfilling import Way, ways
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.figures.registry import FIGURES
from district.ground.files.permissions import register_reader
from district.ground.messages.kinds import Kind, kinds
from district.ground.people.permissions import is_known
from district.ground.search.things import Page, register_pages
from district.ground.tables.registry import TABLES
from district.services.training.courses.acts import OF_LEARNERS
from district.services.training.courses.acts_desk import OF_TEACHERS, seeing
from district.services.training.courses.asked import BadQuestions
from district.services.training.courses.columns import LISTS
from district.services.training.courses.demo import make
from district.services.training.courses.figures import FIGURES as OF_COURSES
from district.services.training.courses.nightly import PIECES
from district.services.training.courses.reading import ROOM, may_open_file

ways.register(
    Way("training.enrol", "courses:catalogue", _("看课程，开始学"), _("不登录也能看；登录报名后记学时、发证书。"))
)
entries.register(
    Entry(_("创业云课堂"), "courses:catalogue", "school", "services", 40, shell=HALL, words="课程 学习 培训 网课"),
    Entry(
        _("核验证书"),
        "courses:look_up",
        "certificate",
        "services",
        49,
        shell=HALL,
        words="结业证书 真假",
        under="courses:catalogue",
    ),
    Entry(_("我的课程"), "courses:mine", "book", "mine", 51, is_known, words="学习 证书 云课堂", shell=HALL),
    Entry(_("云课堂课程"), "courses:desk", "school", "served", 30, seeing, words="课程 课文 测验"),
    Entry(
        _("结业证书"),
        "courses:certificates",
        "certificate",
        "served",
        31,
        seeing,
        words="证书 撤销",
        under="courses:desk",
    ),
)
entries.register(
    Entry(_("外来课件"), "courses:packages", "book", "served", 32, seeing, words="cmi5 SCORM 课件 xAPI",
          under="courses:desk"),
)  # fmt: skip
kinds.register(Kind("certificate", _("结业证书")))
register_reader(ROOM, may_open_file)
pieces.register(*PIECES)
refusals.register(BadQuestions)
areas.register(Area("courses", _("云课堂")))
demo.parts.register(demo.Part("courses", _("云课堂和学时"), make))
register_pages(
    Page("courses:catalogue", _("创业云课堂"), _("三个阶段、七个层次的短课，不登录也能看"),
         "课程、网课、上课、学创业、创业培训、云课堂、学什么、online course、learn"),
    Page("courses:mine", _("我的课程"), _("学到哪一课，证书在哪里"), "我的证书、学习进度、my courses、my certificate"),
    Page("courses:look_up", _("核验证书"), _("输入证书编号，看是不是真的"),
         "结业证书、证书真假、查证书、check a certificate"),
)  # fmt: skip
ACTS.register(*OF_LEARNERS, *OF_TEACHERS)
TABLES.register(*LISTS)
FIGURES.register(*OF_COURSES)
called.register(*under("courses", paper=_("结业证书")))
