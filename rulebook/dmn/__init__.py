"""DMN: decision tables, and models written as .dmn files by the standard's editors."""

from rulebook.dmn.model import Model
from rulebook.dmn.tables import (
    CompiledTable,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Row,
    TableError,
    compile_table,
    hit_policy,
)
from rulebook.dmn.xmltree import DmnError

__all__ = [
    "CompiledTable",
    "DecisionTable",
    "DmnError",
    "HitPolicy",
    "Input",
    "Model",
    "Output",
    "Row",
    "TableError",
    "compile_table",
    "hit_policy",
]
