"""What docs/security.md says is shown by a test is shown by one that is there."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_named_test_is_there():
    named = set(re.findall(r"`(\w+Test|test_\w+)`|\[(\w+Test|test_\w+)\]", (ROOT / "docs/security.md").read_text()))
    files = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*Test.java", "*test_*.py"], cwd=ROOT,
                           capture_output=True, text=True, check=True).stdout.split()
    known = {Path(file).stem for file in files}
    for file in files:
        if file.endswith(".py"):
            known |= set(re.findall(r"^def (test_\w+)", (ROOT / file).read_text(), re.M))
    assert len(named) > 10
    assert {a or b for a, b in named} <= known


def test_the_cost_table_is_that_of_its_script():
    import runpy

    table = runpy.run_path(str(ROOT / "infra/cost.py"))["table"]()
    assert table in (ROOT / "docs/cost.md").read_text(), "run: python infra/cost.py --write"
