"""DMN: decision tables, and models written as .dmn files by the standard's editors."""

from rulebook.dmn.asking import Asked
from rulebook.dmn.cells import TableError
from rulebook.dmn.given import Given, GivenError, GivenFault
from rulebook.dmn.model import Model
from rulebook.dmn.tables import (
    CompiledTable,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Row,
    compile_table,
    hit_policy,
)
from rulebook.dmn.tablexml import Table, read_tables
from rulebook.dmn.xmltree import DmnError

__all__ = [
    "Asked",
    "CompiledTable",
    "DecisionTable",
    "DmnError",
    "Given",
    "GivenError",
    "GivenFault",
    "HitPolicy",
    "Input",
    "Model",
    "Output",
    "Row",
    "Table",
    "TableError",
    "compile_table",
    "hit_policy",
    "read_tables",
]
