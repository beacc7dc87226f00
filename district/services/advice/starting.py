"""Subjects, their few questions and rules to begin with; officers change them at their desk."""

from __future__ import annotations

from dataclasses import dataclass

from district.ground.people.queries import Field, Topic
from district.ground.surveys.questions import Choice, Kind, Question, Words, one_page
from district.services.advice.keeping import lay_down, name_subject


@dataclass(frozen=True)
class Begun:
    """One subject: key, group, name, English, fields that answer it, its questions, a line of help."""

    key: str
    topic: Topic
    name: str
    english: str
    fields: tuple[Field, ...]
    asks: tuple[Question, ...] = ()
    help: str = ""


def _choice(key: str, zh: str, en: str, *options: tuple[str, str, str], required: bool = True) -> Question:
    choices = tuple(Choice(name, Words(one, other)) for name, one, other in options)
    return Question(key, Kind.CHOICE, Words(zh, en), required=required, choices=choices)


MONEY = Question("money", Kind.MONEY, Words("大概需要多少钱（元）", "About how much money you need"))
USE = _choice("use", "钱用来做什么", "What the money is for", ("stock", "备货、周转", "Stock, working capital"),
              ("equipment", "设备、装修", "Equipment, premises"), ("research", "研发", "Research"),
              ("people", "人工", "Staff"))  # fmt: skip
PEOPLE = Question("people", Kind.NUMBER, Words("现在有几个员工", "How many employees you have"), places=0)
WHEN = _choice("when", "多急", "How urgent", ("now", "这几天就要定", "To be decided within days"),
               ("month", "一个月内", "Within a month"), ("later", "先了解", "Just finding out"))  # fmt: skip
CONTRACT = Question("contract", Kind.YES_NO, Words("已经签合同了吗", "Is there a signed contract"))
DISPUTE = Question("dispute", Kind.YES_NO, Words("已经起了纠纷吗", "Is there a dispute already"))
OTHER = Question("other", Kind.LONG, Words("对方怎么说", "What the other side says"), when="dispute = true")
IDEA = Question("idea", Kind.TEXT, Words("一句话说您想做什么", "What you want to do, in a sentence"), required=True)
SHOP = _choice("shop", "在哪里卖", "Where you sell", ("none", "还没开始", "Not yet"),
               ("platform", "电商平台", "A marketplace"), ("live", "直播", "Live streaming"),
               ("own", "自己的网站或门店", "Own site or shop"))  # fmt: skip
APPLIED = Question("applied", Kind.YES_NO, Words("申报过吗", "Have you applied before"))

SUBJECTS: tuple[Begun, ...] = (
    Begun("idea", Topic.INTENT, "我想创业，从哪里开始", "I want to start a business",
          (Field.INCUBATION, Field.MANAGEMENT), (IDEA,)),
    Begun("register", Topic.INTENT, "注册、选址、开户", "Registration, premises, bank account",
          (Field.INCUBATION, Field.LAW), (WHEN,)),
    Begun("loan", Topic.FUNDING, "贷款和担保", "Loans and guarantees", (Field.FINANCE,), (MONEY, USE)),
    Begun("equity", Topic.FUNDING, "股权融资", "Equity", (Field.FINANCE, Field.LAW), (MONEY,)),
    Begun("subsidy", Topic.POLICY, "补贴和奖励怎么申报", "Applying for subsidies and awards",
          (Field.ACCOUNTING, Field.INCUBATION), (APPLIED,)),
    Begun("giant", Topic.POLICY, "专精特新、小巨人怎么准备", "Preparing to be a little giant",
          (Field.TECHNOLOGY, Field.MANAGEMENT), (PEOPLE,)),
    Begun("tax", Topic.SERVICES, "记账报税", "Bookkeeping and tax", (Field.ACCOUNTING,), (WHEN,)),
    Begun("pay", Topic.SERVICES, "工资、试用期、裁员", "Pay, probation, lay-offs", (Field.STAFF, Field.LAW),
          (PEOPLE, DISPUTE, OTHER), "用工十问：先说清楚情况，再谈怎么办。"),
    Begun("contract", Topic.SERVICES, "合同和纠纷", "Contracts and disputes", (Field.LAW,), (CONTRACT, DISPUTE, OTHER)),
    Begun("manage", Topic.SERVICES, "经营和管理", "Running the business", (Field.MANAGEMENT,), (PEOPLE,)),
    Begun("brand", Topic.CULTURE, "品牌和内容", "Brand and content", (Field.MEDIA,), (WHEN,)),
    Begun("copyright", Topic.CULTURE, "版权和授权", "Copyright and licences", (Field.LAW, Field.MEDIA),
          (DISPUTE, OTHER)),
    Begun("product", Topic.SCIENCE, "技术怎么变成产品", "From technology to product",
          (Field.TECHNOLOGY, Field.INCUBATION), (IDEA,)),
    Begun("patent", Topic.SCIENCE, "专利和成果转化", "Patents and transfer", (Field.TECHNOLOGY, Field.LAW), (WHEN,)),
    Begun("shop", Topic.COMMERCE, "开网店、做直播", "Online shops, live streaming", (Field.MEDIA,), (SHOP,)),
    Begun("traffic", Topic.COMMERCE, "流量和投放", "Traffic and advertising", (Field.MEDIA, Field.MANAGEMENT), (SHOP,)),
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    name: str
    when: str
    say: str
    points: int
    fields: tuple[Field, ...] = ()
    topics: tuple[Topic, ...] = ()


RULES: tuple[Rule, ...] = (
    Rule("还没注册的，先看意向创业组", 'stage = "intent"', "意向创业组熟悉起步的事", 15, topics=(Topic.INTENT,)),
    Rule("注册不到三年的，孵化专家优先", 'age < 3 or stage = "start"', "陪过许多初创企业", 10,
         fields=(Field.INCUBATION,)),
    Rule("微型企业，先找财税", 'size = "微型"', "熟悉小微企业的账和税", 5, fields=(Field.ACCOUNTING,)),
    Rule("软件和信息业，科创组优先", 'trade = "信息传输、软件和信息技术服务业"', "熟悉软件和信息业", 10,
         topics=(Topic.SCIENCE,)),
    Rule("批发零售，电商组优先", 'trade = "批发和零售业"', "熟悉零售和电商", 10, topics=(Topic.COMMERCE,)),
)  # fmt: skip


def lay() -> None:
    """All of them; those there are, are put back as they stand here."""
    for n, each in enumerate(SUBJECTS):
        name_subject(by=None, key=each.key, topic=each.topic, name=each.name, fields=each.fields, english=each.english,
                     help=each.help, questions=one_page(*each.asks), place=10 * (n + 1))  # fmt: skip
    for n, rule in enumerate(RULES):
        lay_down(by=None, name=rule.name, say=rule.say, when=rule.when, points=rule.points, fields=rule.fields,
                 topics=rule.topics, place=10 * (n + 1))  # fmt: skip
