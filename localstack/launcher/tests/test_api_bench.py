import pytest

from offblock import api_bench, ports
from offblock.cloud import FunctionFailed, Report
from offblock.faults import Fault, NotRunning
from offblock.home import Home

LINES = """START RequestId: 1 Version: $LATEST
REPORT is what a function may print too
END RequestId: 1
REPORT RequestId: 1\tDuration: 3.21 ms\tBilled Duration: 4 ms\tMemory Size: 512 MB\tMax Memory Used: 141 MB\t{start}
"""


@pytest.mark.parametrize("start, told", [("", None), ("Init Duration: 612.40 ms\t", 612.4)])
def test_a_report_is_read_as_the_runtime_writes_it(start, told):
    assert Report.of(LINES.format(start=start)) == Report(3.21, told, 141)


def test_no_report():
    with pytest.raises(FunctionFailed):
        Report.of("START RequestId: 1\n")


@pytest.mark.parametrize("flights, p50, p99, start, planes, weight, missed", [
    (100_000, 5.0, 25.0, 900, 1000, 40.0, []),
    (100_000, 5.0, 25.0, 900, 999, 45.0, []),
    (99_999, 5.0, 25.0, 900, 1000, 40.0, ["only 99,999 flights are stored, wanted 100,000: import some"]),
    (200_000, 5.1, 26.0, 901, 1000, 40.1, ["board: p50 5.1 ms, wanted 5", "board: p99 26.0 ms, wanted 25", "the map: 40.1 bytes a plane, wanted 40",
                                     "ask-neo4j starts in 901 ms, wanted 900"]),
])
def test_what_takes_too_long_is_named(flights, p50, p99, start, planes, weight, missed):
    assert api_bench.misses(flights, {"board": {"p50_ms": p50, "p99_ms": p99, "max_ms": 99.0}}, {"ask-neo4j": {"p50_ms": start}},
                            {"planes": planes, "bytes_per_plane": weight}) == missed


def test_wrong_words_and_nothing_running(tmp_path):
    home = Home(tmp_path, tmp_path)
    with pytest.raises(Fault) as told:
        api_bench.run(home, ports.from_environment(), rounds=10, starts=1, as_json=True)
    assert told.value.code == 2
    with pytest.raises(NotRunning):
        api_bench.run(home, ports.from_environment(), rounds=100, starts=1, as_json=True)
