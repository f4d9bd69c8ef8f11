"""The tests that docs/reliability.md names are there, under these names."""
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reliability.md").read_text()
JAVA = sorted(set(re.findall(r"`(\w+)\.(\w+)`", PAGE)))
PYTHON = sorted(set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", PAGE)))


@pytest.mark.parametrize("place, name", JAVA, ids=lambda word: word)
def test_a_named_test_of_java_is_there(place, name):
    files = list(ROOT.glob(f"*/**/src/test/java/**/{place}.java"))
    assert files, f"there is no {place}.java"
    assert re.search(rf"\bvoid {name}\(", files[0].read_text()), f"{place} has no test {name}"


@pytest.mark.parametrize("file, name", PYTHON, ids=lambda word: word)
def test_a_named_test_of_python_is_there(file, name):
    files = [found for place in ("launcher/tests/e2e", "launcher/tests", "plugin/tests") if (found := ROOT / "localstack" / place / file).exists()]
    assert files, f"there is no {file}"
    assert f"def {name}(" in files[0].read_text(), f"{file} has no test {name}"


def test_tests_are_named():
    assert len(JAVA) > 15 and len(PYTHON) > 8
