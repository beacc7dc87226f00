"""Contents and answers made up at random, for what must hold of all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from district.ground.surveys.questions import Choice, Content, Kind, Page, Question, Words

SAID = st.text(alphabet="甲乙丙ab 12'（），.", min_size=1, max_size=8).map(lambda text: text.strip() or "甲")
WORDS = st.builds(Words, SAID, st.sampled_from(["", "in English"]))
CHOICES = (Choice("a", Words("甲")), Choice("b", Words("乙", "B")), Choice("c", Words("丙")))
FREE = [Kind.TEXT, Kind.LONG, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.CHOICE, Kind.SEVERAL, Kind.YES_NO, Kind.SCALE]


def scale() -> tuple[Choice, ...]:
    return tuple(Choice(str(n), Words(str(n))) for n in range(1, 6))


def comparison(draw: Any, question: Question) -> str:
    key = question.key
    number = draw(st.integers(0, 4))
    match question.kind:
        case Kind.NUMBER | Kind.MONEY | Kind.SCALE:
            op = draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]))
            return draw(
                st.sampled_from(
                    [
                        f"{key} {op} {number}",
                        f"{key} + 1 {op} {number}",
                        f"{key} between {number} and 9",
                        f"{key} in [{number}..6)",
                        f"{number} {op} {key}",
                        f"{key} = null",
                        f"2 * ({key} - {number}) {op} -{number}",
                    ]
                )
            )
        case Kind.CHOICE:
            return draw(st.sampled_from([f'{key} = "a"', f'{key} != "b"', f'{key} in ("a", "c")', f"{key} = null"]))
        case Kind.SEVERAL:
            return draw(st.sampled_from([f'list contains({key}, "a")', f"count({key}) > 1", f"{key} = null"]))
        case Kind.YES_NO:
            return draw(st.sampled_from([key, f"{key} = true", f"{key} != false"]))
        case Kind.DATE:
            return draw(st.sampled_from([f'{key} > date("2022-06-01")', f"{key} <= today()", f"{key} = null"]))
        case Kind.FILE:
            return f"{key} != null"
        case Kind.TABLE:
            return draw(st.sampled_from([f"count({key}) > 1", f"sum({key}.{question.columns[1].key}) > 3"]))
    return draw(st.sampled_from([f'{key} = "甲"', f"string length({key}) > 1", f"{key} != null"]))


def condition(draw: Any, earlier: list[Question], depth: int = 0) -> str:
    if depth < 2 and draw(st.booleans()):
        parts = [condition(draw, earlier, depth + 1) for _n in range(draw(st.integers(2, 3)))]
        said = f" {draw(st.sampled_from(['and', 'or']))} ".join(f"({each})" for each in parts)
    else:
        said = comparison(draw, draw(st.sampled_from(earlier)))
    return f"not({said})" if draw(st.integers(0, 3)) == 0 else said


@st.composite
def contents(draw: Any) -> Content:
    """Up to three pages of up to four questions, half of them under conditions over earlier ones."""
    pages: list[Page] = []
    earlier: list[Question] = []
    for number in range(draw(st.integers(1, 3))):
        when = condition(draw, earlier) if earlier and draw(st.booleans()) else ""
        questions = []
        for place in range(draw(st.integers(1, 4))):
            key = f"q{number}{place}"
            made = _question(draw, key, list(earlier))
            questions.append(made)
            earlier.append(made)
        head = "" if number == 0 and draw(st.booleans()) else f"page{number}"
        pages.append(Page(head, draw(WORDS) if head else Words(), tuple(questions), when if head else ""))
    return Content(tuple(pages))


def _question(draw: Any, key: str, earlier: list[Question]) -> Question:
    kind = draw(st.sampled_from([*FREE, Kind.TABLE, Kind.FILE]))
    choices = {Kind.CHOICE: CHOICES, Kind.SEVERAL: CHOICES, Kind.SCALE: scale()}.get(kind, ())
    columns: tuple[Question, ...] = ()
    if kind == Kind.TABLE:
        columns = (
            Question(f"{key}_name", Kind.TEXT, Words("名"), required=draw(st.booleans())),
            Question(f"{key}_n", Kind.NUMBER, Words("数"), places=0, limit=f"{key}_n > 0"),
        )
    places = draw(st.sampled_from([None, 0, 2])) if kind == Kind.NUMBER else None
    limit = f"{key} <= 90" if kind in {Kind.NUMBER, Kind.MONEY} and draw(st.booleans()) else ""
    return Question(
        key=key,
        kind=kind,
        label=draw(WORDS),
        help=draw(st.sampled_from([Words(), Words("请填", "Fill in")])),
        required=draw(st.booleans()),
        when=condition(draw, earlier) if earlier and draw(st.booleans()) else "",
        limit=limit,
        says=Words("不对") if limit else Words(),
        unit=draw(st.sampled_from(["", "人"])) if places == 0 else "",
        places=places,
        choices=choices,
        columns=columns,
        pictures=kind == Kind.FILE and draw(st.booleans()),
    )


RAW: dict[Kind, list[Any]] = {
    Kind.NUMBER: ["", "0", "1", "3", "5", "x"],
    Kind.MONEY: ["", "2", "1.5", "4"],
    Kind.SCALE: ["", "1", "3", "5"],
    Kind.CHOICE: ["", "a", "b", "c"],
    Kind.SEVERAL: [[], ["a"], ["a", "b"], ["c"]],
    Kind.YES_NO: ["", "yes", "no"],
    Kind.DATE: ["", "2022-05-01", "2022-07-01"],
    Kind.TEXT: ["", "甲", "乙乙"],
    Kind.LONG: ["", "甲"],
    Kind.FILE: [""],
}


def answers(draw: Any, content: Content) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in content.asked.values():
        if each.kind == Kind.TABLE:
            row = {f"{each.key}_name": "甲", f"{each.key}_n": draw(st.sampled_from(["1", "3"]))}
            found[each.key] = [row] * draw(st.integers(0, 2))
        else:
            found[each.key] = draw(st.sampled_from(RAW[each.kind]))
    return found
