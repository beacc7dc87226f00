"""How a rule is read, judged and explained. Pure Python; imports no Django and no room of the district."""

from pathlib import Path

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import CatalogueError, Fault
from rulebook.catalogue.ladders import Ladder, Rung
from rulebook.catalogue.model import Condition, FactKind, Group, Parameter, Programme, Version
from rulebook.catalogue.reader import read_catalogue, read_files
from rulebook.dmn import DmnError
from rulebook.explaining.questions import Question, next_question
from rulebook.feel import FeelSyntaxError
from rulebook.front.expressions import Compiled, compile, evaluate
from rulebook.front.models import InputsError, Model
from rulebook.front.plain import Answer
from rulebook.judging.climbing import Climb, Step, climb
from rulebook.judging.given import FactsError
from rulebook.judging.judge import NotInForce, NoValueYet, judge, judge_all, judge_under, rank_under
from rulebook.judging.obligations import Watched, watch
from rulebook.judging.verdict import Gap, Judged, Verdict
from rulebook.plan.types import Maybe, Months, Value

__version__ = "0.1.0"


def example() -> Path:
    """The folder of a small invented catalogue that comes with the package, to try things on."""
    return Path(__file__).parent / "example" / "town"


__all__ = [
    "Answer",
    "Catalogue",
    "CatalogueError",
    "Climb",
    "Compiled",
    "Condition",
    "DmnError",
    "FactKind",
    "FactsError",
    "Fault",
    "FeelSyntaxError",
    "Gap",
    "Group",
    "InputsError",
    "Judged",
    "Ladder",
    "Maybe",
    "Model",
    "Months",
    "NoValueYet",
    "NotInForce",
    "Parameter",
    "Programme",
    "Question",
    "Rung",
    "Step",
    "Value",
    "Verdict",
    "Version",
    "Watched",
    "__version__",
    "climb",
    "compile",
    "evaluate",
    "example",
    "judge",
    "judge_all",
    "judge_under",
    "next_question",
    "rank_under",
    "read_catalogue",
    "read_files",
    "watch",
]
