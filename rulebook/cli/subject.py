"""What commands about one subject begin with: the catalogue, the facts that fit it, the day."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import CatalogueError
from rulebook.catalogue.reader import read_catalogue
from rulebook.catalogue.subjects import SUBJECTS
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.cli.check import located, today
from rulebook.cli.facts import FactsError, read_facts_file, typed_facts
from rulebook.cli.speaking import complain
from rulebook.plan.types import Value
from rulebook.saying import told

__all__ = ["ONE_IS", "ROWS_ARE", "SUBJECTS", "Subject", "read_subject", "whose"]

ROWS_ARE = "说的是谁：enterprise 企业（默认）、person 个人、base 基地；给别人的项目不判，只计数"
ONE_IS = "说的是谁：enterprise 企业、person 个人、base 基地；默认按事实看出来"

Subject = tuple[Catalogue, dict[str, Value], dt.date]


def whose(args: argparse.Namespace, catalogue: Catalogue, facts: Iterable[str]) -> str:
    """The kind of subject some facts are of: as said, else whose most of them are, else an enterprise."""
    counts = Counter(catalogue.facts[name].subject for name in facts if name in catalogue.facts)
    told_of: str = args.subject or (counts.most_common(1)[0][0] if counts else "enterprise")
    return told_of


def read_subject(
    args: argparse.Namespace, alone: Callable[[Mapping[str, Any]], Catalogue] | None = None
) -> Subject | None:
    """The catalogue of `args.catalogue`, else what `alone` makes of the facts of `args.facts`; the facts that fit it;
    the as-of day: as given, else as the facts have it, else today. What is wrong is printed; None where too much is.
    """
    try:
        catalogue = read_catalogue(args.catalogue) if args.catalogue or alone is None else None
        given = read_facts_file(args.facts)
        if catalogue is None:
            assert alone is not None
            catalogue = alone(given)
        facts, wrong = typed_facts(catalogue, given)
    except CatalogueError as error:
        for fault in located(error.faults, args.catalogue.parent):
            print(fault, file=sys.stderr)
        return None
    except FactsError as error:
        complain(error)
        return None
    for line in wrong:
        print(f"{args.facts}: {told(line)}", file=sys.stderr)
    known = facts.pop(AS_OF, None)
    return catalogue, facts, args.as_of or (known if isinstance(known, dt.date) else today())
