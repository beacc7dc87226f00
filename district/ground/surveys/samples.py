"""Two questionnaires plainly made up: what firms want to hire (the template too), how a service was found."""

from __future__ import annotations

from decimal import Decimal

from district.ground.surveys.questions import Choice, Content, Kind, Page, Question, Words, steps


def _choices(*said: tuple[str, str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(key, Words(zh, en)) for key, zh, en in said)


HIRING = Content(
    (
        Page(
            "firm",
            Words("企业现状", "Your firm"),
            (
                Question(
                    "staff",
                    Kind.NUMBER,
                    Words("现有从业人员", "People who work for you now"),
                    required=True,
                    places=0,
                    unit="人",
                    limit="staff >= 0 and staff <= 100000",
                    says=Words("请填 0 到 100000 的整数。", "A whole number from 0 to 100,000."),
                ),
                Question(
                    "hires",
                    Kind.YES_NO,
                    Words("未来三个月要招人吗", "Will you hire within three months"),
                    required=True,
                ),
                Question(
                    "why_not",
                    Kind.SEVERAL,
                    Words("暂不招人的原因", "Why not"),
                    when="hires = false",
                    choices=_choices(
                        ("orders", "订单不足", "Too few orders"),
                        ("cost", "用工成本高", "Labour is expensive"),
                        ("staffed", "人手够了", "Enough people"),
                        ("other", "其他", "Something else"),
                    ),
                ),
                Question(
                    "why_other",
                    Kind.TEXT,
                    Words("其他原因", "What else"),
                    when='list contains(why_not, "other")',
                    required=True,
                ),
            ),
        ),
        Page(
            "posts_page",
            Words("要招的岗位", "Posts"),
            (
                Question(
                    "posts",
                    Kind.TABLE,
                    Words("岗位", "Posts"),
                    Words("一个岗位一行", "One post a row"),
                    required=True,
                    limit="count(posts) <= 20",
                    says=Words("最多 20 个岗位。", "At most 20 posts."),
                    columns=(
                        Question("post", Kind.TEXT, Words("岗位名称", "Post"), required=True),
                        Question(
                            "number",
                            Kind.NUMBER,
                            Words("人数", "How many"),
                            required=True,
                            places=0,
                            unit="人",
                            limit="number >= 1 and number <= 500",
                            says=Words("1 到 500 人。", "1 to 500."),
                        ),
                        Question(
                            "pay",
                            Kind.MONEY,
                            Words("月薪", "Pay a month"),
                            unit="元/月",
                            limit="pay >= 2000",
                            says=Words("月薪不低于 2000 元。", "At least 2,000 yuan."),
                        ),
                        Question(
                            "level",
                            Kind.CHOICE,
                            Words("学历", "Schooling"),
                            choices=_choices(
                                ("any", "不限", "Any"),
                                ("college", "大专", "College"),
                                ("bachelor", "本科及以上", "Bachelor or above"),
                            ),
                        ),
                    ),
                ),
                Question(
                    "when",
                    Kind.DATE,
                    Words("最晚什么时候到岗", "Needed by"),
                    limit="when >= today()",
                    says=Words("请填今天以后的日期。", "Today or later."),
                ),
                Question(
                    "campus",
                    Kind.YES_NO,
                    Words("愿意接收应届生见习吗", "Would you take interns"),
                    when="sum(posts.number) >= 5",
                ),
            ),
            when="hires = true",
        ),
        Page(
            "help",
            Words("需要的帮助", "Help"),
            (
                Question(
                    "help_kinds",
                    Kind.SEVERAL,
                    Words("希望得到哪些帮助", "What would help"),
                    choices=_choices(
                        ("fair", "招聘会", "Job fairs"),
                        ("training", "岗位培训", "Training"),
                        ("subsidy", "用工补贴", "Subsidies"),
                        ("visit", "服务专员上门", "A visit"),
                    ),
                ),
                Question(
                    "table_hint",
                    Kind.NOTE,
                    Words("服务专员会在两个工作日内与您联系。", "A specialist calls within two working days."),
                    when='list contains(help_kinds, "visit")',
                ),
                Question(
                    "phone_time",
                    Kind.CHOICE,
                    Words("什么时候方便联系", "When may we call"),
                    required=True,
                    when='list contains(help_kinds, "visit")',
                    choices=_choices(("morning", "上午", "Mornings"), ("afternoon", "下午", "Afternoons")),
                ),
                Question(
                    "ask_plan",
                    Kind.FILE,
                    Words("招聘简章（可不传）", "Your job advert (optional)"),
                    when="hires = true",
                ),
                Question("remarks", Kind.LONG, Words("还想说的", "Anything else")),
            ),
        ),
    )
)

WELL = {1: Words("很不满意", "Very poor"), 3: Words("一般", "Fair"), 5: Words("很满意", "Very good")}
RATING = Content(
    (
        Page(
            "rating",
            Words("这次服务怎么样", "How was it"),
            (
                Question("overall", Kind.SCALE, Words("总体满意度", "Overall"), required=True, choices=steps(5, WELL)),
                Question("speed", Kind.SCALE, Words("办理速度", "Speed"), required=True, choices=steps(5, WELL)),
                Question(
                    "solved",
                    Kind.CHOICE,
                    Words("问题解决了吗", "Was it solved"),
                    required=True,
                    choices=(
                        Choice("yes", Words("解决了", "Yes"), Decimal(2)),
                        Choice("partly", Words("解决了一部分", "In part"), Decimal(1)),
                        Choice("not", Words("没有解决", "No"), Decimal(0)),
                    ),
                ),
                Question(
                    "what_lacked",
                    Kind.LONG,
                    Words("哪里还不够", "What was lacking"),
                    when='overall <= 2 or solved = "partly" or solved = "not"',
                    required=True,
                ),
            ),
        ),
    )
)
