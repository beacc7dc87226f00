"""What the camp asks who signs up, where the office chose no questionnaire of its own."""

from __future__ import annotations

from district.ground.surveys.questions import Choice, Content, Kind, Question, Words, one_page


def _choices(*said: tuple[str, str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(key, Words(zh, en)) for key, zh, en in said)


USUAL: Content = one_page(
    Question(
        "stage", Kind.CHOICE, Words("您的创业想法到哪一步了", "How far is your idea"), required=True,
        choices=_choices(
            ("curious", "还没有想法，先来了解", "No idea yet, I want to see"),
            ("idea", "有想法，还没动手", "An idea, nothing done"),
            ("trial", "已经在试做", "Trying it out"), ("ready", "准备注册企业", "About to register a firm"),
        ),
    ),
    Question(
        "idea", Kind.LONG, Words("用几句话说说您的想法", "Your idea in a few sentences"), required=True,
        when='stage != "curious"',
    ),
    Question("reason", Kind.LONG, Words("为什么想参加训练营", "Why you want to join"), required=True),
    Question(
        "hours", Kind.NUMBER, Words("每周能拿出几小时", "Hours a week you can spend"), required=True, places=0,
        unit="小时",
        limit="hours >= 1 and hours <= 60", says=Words("请填 1 到 60 的整数。", "A whole number from 1 to 60."),
    ),
    Question("intern", Kind.YES_NO, Words("愿意到初创企业实习吗", "Would you intern at a start-up"), required=True),
)  # fmt: skip
TAKES = frozenset(Kind) - {Kind.FILE, Kind.TABLE}  # kinds of question that a sign-up asks


def fits(content: Content) -> bool:
    """Whether a sign-up can ask all of it: no files, no tables."""
    return all(each.kind in TAKES for each in content)
