"""OpenFisca-core and the ZEN engine on the same forty rules; run by its own interpreter, see `make bench`.

OpenFisca: one Entity; months and size are Variables with formulas, as they are derived facts in the catalogue; every
rule is two Variables with numpy formulas. A simulation over a million at a time, reading included, sums added up. Its
numbers are 32-bit floats and nothing is ever unknown. ZEN: forty decisions, compiled once, a row at a time, without
explanation, months given; a sample, because the whole would take hours.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.sweeping.rules import AS_OF, RULES, SIZES, Rule, zen_json

CHUNK = 1_000_000
COLUMNS = ("district", "founded", "staff", "insured", "revenue", "research", "patents", "hitech", "dishonest")


def chunks(path: str, most: int) -> Any:
    """Numpy columns, a million rows at a time, read by DuckDB."""
    import duckdb

    connection = duckdb.connect()
    total = min(most, connection.execute(f"SELECT count(*) FROM read_parquet('{path}')").fetchone()[0])
    for start in range(0, total, CHUNK):
        yield connection.execute(
            f"""SELECT 注册区 AS district, 成立日期 AS founded, CAST(从业人员 AS INTEGER) AS staff,
            CAST(参保人数 AS INTEGER) AS insured, CAST(营业收入 AS DOUBLE) AS revenue,
            CAST(研发费用 AS DOUBLE) AS research,
            CAST(发明专利数 AS INTEGER) AS patents, 高新技术企业 AS hitech, 失信被执行 AS dishonest
            FROM read_parquet('{path}', file_row_number = true)
            WHERE file_row_number >= {start} AND file_row_number < {min(start + CHUNK, total)}"""
        ).fetchnumpy()


def eligible(rule: Rule) -> Any:
    def formula(firms: Any, period: Any) -> Any:
        months = firms("months", period)
        staff, revenue = firms("staff", period), firms("revenue", period)
        held = firms("here", period) & (months < rule.months if rule.young else months >= rule.months)
        held &= (staff >= rule.staff) & (revenue >= rule.revenue) & ~firms("dishonest", period)
        if rule.sized:
            held &= firms("size", period) <= 1
        if rule.inventive:
            held &= firms("hitech", period) | (firms("patents", period) >= rule.patents)
        return held

    return formula


def amount(rule: Rule) -> Any:
    def formula(firms: Any, period: Any) -> Any:
        import numpy

        if rule.by_head:
            gross = firms("insured", period) * (rule.rate + 0.55)
        else:
            gross = numpy.round(firms("research", period) * rule.rate / 7000, 2)
        return numpy.where(firms(f"e{rule.number}", period), numpy.minimum(gross, rule.cap), 0)

    return formula


def system() -> Any:
    """A tax-benefit system of one entity, nine inputs and eighty formulas."""
    import numpy
    from openfisca_core.entities import Entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    firm = Entity("firm", "firms", "", "")
    made = TaxBenefitSystem([firm])
    kinds = {
        "district": str,
        "founded": dt.date,
        "hitech": bool,
        "dishonest": bool,
        "revenue": float,
        "research": float,
    }

    def variable(name: str, kind: type, formula: Any = None) -> None:
        body = {"value_type": kind, "entity": firm, "definition_period": DateUnit.DAY, "label": name}
        if formula is not None:
            body["formula"] = formula
        made.add_variable(type(name, (Variable,), body))

    def months(firms: Any, period: Any) -> Any:
        founded = firms("founded", period)
        month = founded.astype("datetime64[M]")
        short = (founded - month).astype(int) + 1 > AS_OF.day
        return (numpy.datetime64(AS_OF, "M") - month).astype(int) - short

    def size(firms: Any, period: Any) -> Any:
        """3 large, 2 medium, 1 small, 0 micro."""
        staff, revenue = firms("staff", period), firms("revenue", period)
        return numpy.select(
            [(staff >= least) & (revenue >= money) for _, least, money in reversed(SIZES)], [3, 2, 1], default=0
        )

    for name in COLUMNS:
        variable(name, kinds.get(name, int))
    variable("months", int, months)
    variable("size", int, size)
    variable("here", bool, lambda firms, period: firms("district", period) == "杨浦区")

    for rule in RULES:
        variable(f"e{rule.number}", bool, eligible(rule))
        variable(f"a{rule.number}", float, amount(rule))
    return made


def openfisca(path: str, rows: int) -> dict[str, Any]:
    from openfisca_core.simulation_builder import SimulationBuilder

    made, day = system(), str(AS_OF)
    counts, sums = [0] * len(RULES), [0.0] * len(RULES)
    started = time.perf_counter()
    for columns in chunks(path, rows):
        simulation = SimulationBuilder().build_default_simulation(made, count=len(columns["staff"]))
        for name in COLUMNS:
            simulation.set_input(name, day, columns[name])
        for rule in RULES:
            counts[rule.number] += int(simulation.calculate(f"e{rule.number}", day).sum())
            sums[rule.number] += float(simulation.calculate(f"a{rule.number}", day).sum(dtype="float64"))
    return {"rows": rows, "seconds": time.perf_counter() - started, "counts": counts}


def plain(value: Any) -> Any:
    """A numpy scalar as Python's own."""
    return value.item() if hasattr(value, "item") and not isinstance(value, str) else value


def zen(path: str, rows: int) -> dict[str, Any]:
    from zen import ZenEngine

    engine = ZenEngine()
    decisions = [engine.create_decision(zen_json(rule)) for rule in RULES]
    columns = next(iter(chunks(path, rows)))
    firms = [{name: plain(columns[name][place]) for name in COLUMNS} for place in range(len(columns["staff"]))]
    for firm in firms:
        founded = firm.pop("founded")
        founded = founded.date() if isinstance(founded, dt.datetime) else founded
        firm["months"] = (AS_OF.year - founded.year) * 12 + AS_OF.month - founded.month - (founded.day > AS_OF.day)
    counts = [0] * len(RULES)
    started = time.perf_counter()
    for firm in firms:
        for place, decision in enumerate(decisions):
            counts[place] += bool(decision.evaluate(firm)["result"]["eligible"])
    return {"rows": len(firms), "seconds": time.perf_counter() - started, "counts": counts}


if __name__ == "__main__":
    name, path, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
    print(json.dumps({"openfisca": openfisca, "zen": zen}[name](path, rows)))
