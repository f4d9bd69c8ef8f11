import pytest

from offblock import fault_bench
from offblock.faults import Fault
from offblock.home import Home

ROWS = [{"store": "PostgreSQL", "fault": "latency of 15 ms a piece", "points": 5, "refused": 0},
        {"store": "PostgreSQL", "fault": "REQUEST CUT_AFTER", "points": 24, "refused": 3},
        {"store": "Neo4j", "fault": "REQUEST CUT_AFTER", "points": 12, "refused": 11}]


def test_the_table_has_a_line_a_fault_and_a_column_a_store():
    assert fault_bench.table(ROWS) == ["| fault | PostgreSQL | Neo4j |", "|---|---|---|", "| request cut after | 24 (3) | 12 (11) |", "| latency of 15 ms a piece | 5 (0) |  |"]


def test_a_document_without_a_place_for_the_figures_is_told_before_anything_is_broken(tmp_path):
    document = tmp_path / "page.md"
    document.write_text("# Nothing\n")
    with pytest.raises(Fault, match="no place for the figures"):
        fault_bench.run(Home(tmp_path, tmp_path), write=document, as_json=True)
    assert document.read_text() == "# Nothing\n"
