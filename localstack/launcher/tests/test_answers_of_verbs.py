import pytest

from offblock import logs
from offblock.child import RotatingLog
from offblock.cloud import STORES, QueueDepth
from offblock.faults import Fault
from offblock.progress import UP, Progress
from offblock.queues import measure
from offblock.verify import compare

AGREED = {"2024-07-06": (3, "a"), "2024-07-07": (5, "b")}
RAW = {"everything": {**AGREED, "2008-01-01": (9, "c")}, "lines": {**AGREED, "2008-01-01": (7, "d")}, "routes": {**AGREED, "2008-01-01": (2, "e")}}
HOLDS = {"postgres": "everything", "mongodb": "everything", "opensearch": "lines", "neo4j": "routes"}


def told() -> dict:
    return {store: (HOLDS[store], dict(RAW[HOLDS[store]])) for store in STORES}


def test_verify_agreement():
    days = compare(RAW, told())
    assert [(one.day, one.flights) for one in days] == [("2008-01-01", 9), ("2024-07-06", 3), ("2024-07-07", 5)] and not any(one.differs for one in days)


def test_verify_names_the_store_that_lacks_adds_or_changes_a_day():
    stores = told()
    del stores["postgres"][1]["2024-07-07"]
    stores["neo4j"][1]["2024-07-08"] = (1, "c")
    stores["mongodb"][1]["2024-07-06"] = (3, "other")
    stores["opensearch"][1]["2008-01-01"] = RAW["everything"]["2008-01-01"]
    days = {one.day: one.differs for one in compare(RAW, stores) if one.differs}
    assert days == {"2008-01-01": {"opensearch": 9}, "2024-07-06": {"mongodb": 3}, "2024-07-07": {"postgres": 0}, "2024-07-08": {"neo4j": 1}}


@pytest.mark.parametrize("span, wanted", [("90s", 90), ("15m", 900), ("2h", 7200), ("1d", 86400)])
def test_spans(span, wanted):
    assert logs.seconds(span) == wanted


@pytest.mark.parametrize("span", ["", "5", "m", "-5m", "5w"])
def test_no_spans(span):
    with pytest.raises(Fault):
        logs.seconds(span)


def test_log_lines_are_readable():
    assert logs.readable("START RequestId: x Version: $LATEST\n") == ""
    assert logs.readable("REPORT RequestId: x\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMax Memory Used: 90 MB\t\n") == "· Duration: 12.50 ms, Max Memory Used: 90 MB"
    assert logs.readable('{"_aws":{"Timestamp":1},"RowsLoaded":20}') == "metrics RowsLoaded 20"
    assert logs.readable('{"level":"WARN","message":"late","store":"neo4j"}') == "WARN late store=neo4j"
    assert logs.readable('{"_aws":{},"function":"offblock-load-neo4j","requestId":"r-1","object":"raw/x","Lag":2.5}') == "metrics requestId r-1, object raw/x, Lag 2.5"
    assert logs.readable('{"level":"WARN","message":"late","function":"offblock-load-neo4j","object":"raw/x"}') == "WARN late object=raw/x"
    assert logs.readable("{broken") == "{broken"


def test_log_stays_bounded(tmp_path):
    log = RotatingLog(tmp_path / "x.log", most=100, generations=3)
    for number in range(50):
        log.write(b"%04d some line of text\n" % number)
    log.close()
    files = sorted(tmp_path.iterdir())
    assert [f.name for f in files] == ["x.log", "x.log.1", "x.log.2"]
    assert sum(f.stat().st_size for f in files) <= 300
    assert (tmp_path / "x.log").read_text().splitlines()[-1].startswith("0049")


def test_queues_measured():
    depths = {name: QueueDepth(0, 0, 0) for store in STORES for name in (store, f"{store}-dlq")}
    assert measure(depths).empty
    quiet = measure(depths | {"neo4j": QueueDepth(1, 2, 3), "mongodb-dlq": QueueDepth(1, 0, 0)})
    assert (quiet.waiting, quiet.dead, quiet.fullest, quiet.empty) == (6, 1, "neo4j", False)


def test_progress_survives_its_file(tmp_path):
    progress = Progress.begin(tmp_path / "p.json", UP)
    progress.start("java", "…")
    progress.fail(Fault("no", "yes", code=7))
    again = Progress.read(tmp_path / "p.json")
    assert again.phase == "failed" and again.error == {"what": "no", "fix": "yes", "code": "7"}
    assert again.step("java").state == "failed" and again.step("web").state == "waiting"
