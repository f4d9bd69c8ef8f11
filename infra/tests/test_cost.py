"""docs/cost.md says what infra/cost.py computes, and that counts what is there."""

import re
import runpy
from pathlib import Path

from test_template import STORES

ROOT = Path(__file__).resolve().parents[2]
COST = runpy.run_path(str(ROOT / "infra/cost.py"))


def test_the_table_of_the_page_is_the_one_that_is_computed():
    assert COST["table"]() in (ROOT / "docs/cost.md").read_text(), "run: python infra/cost.py --write"


def test_metrics_are_counted_as_the_functions_tell_them():
    """35 were said where 40 are told. A metric is told once for each value of its dimension."""
    told = 0
    for file in ROOT.glob("functions/*/src/main/java/**/*.java"):
        names = set(re.findall(r'\.(?:count|seconds|duration)\(\s*"([A-Z]\w+)"', file.read_text()))
        told += len(names) * (len(STORES) if '.dimension("store"' in file.read_text() else 1)
    assert COST["METRICS"] == told
