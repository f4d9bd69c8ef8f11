import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from localstack_run import RUNTIME_INTERFACE, LocalStackRun, compiled, java_home  # noqa: E402


@pytest.fixture(scope="session")
def localstack(tmp_path_factory):
    if java_home() is None:
        pytest.skip("no JDK 25: set OFFBLOCK_JAVA_HOME")
    if not any(RUNTIME_INTERFACE.glob("*.jar")):
        pytest.skip("no runtime interface client: ./mvnw -pl localstack/runtime-interface prepare-package")
    run = LocalStackRun(tmp_path_factory.mktemp("localstack"))
    run.start()
    yield run
    run.stop()


@pytest.fixture(scope="session")
def probe(tmp_path_factory) -> bytes:
    """The zip of functions/Probe.java."""
    return compiled(Path(__file__).parent / "functions/Probe.java", tmp_path_factory.mktemp("probe"))
