import pytest

from offblock import fuzzing
from offblock.faults import Fault
from offblock.home import Home

WORDS = """#2\tINITED cov: 501 ft: 612 corp: 11/9Kb exec/s: 0 rss: 300Mb
#776522\tDONE   cov: 622 ft: 704 corp: 60/12Kb exec/s: 40869 rss: 555Mb
stat::number_of_executed_units: 776522
"""


@pytest.mark.parametrize("words, said", [(WORDS, {"executions": 776522, "edges": 622, "features": 704}), ("Error: no such class", {"executions": 0, "edges": 0, "features": 0})])
def test_the_figures_are_those_that_jazzer_tells(words, said):
    assert fuzzing.stats(words) == said


def test_the_table_has_a_line_a_target():
    ran = [{"target": "answers", "seconds": 1830, "executions": 1234567, "edges": 821, "corpus": 60, "findings": []}]
    assert fuzzing.table(ran)[2] == "| answers | 30.5 | 1,234,567 | 821 | 60 | 0 |"


@pytest.mark.parametrize("minutes", [0, -1, 1441])
def test_no_length_for_a_run(tmp_path, minutes):
    with pytest.raises(Fault, match="no length"):
        fuzzing.run(Home(tmp_path, tmp_path), targets=[], minutes=minutes, keep=False, write=None, as_json=True)


def test_each_target_has_a_corpus_and_a_dictionary():
    for target in fuzzing.TARGETS:
        assert len(list((fuzzing.CORPUS / target).iterdir())) >= 8
        assert (fuzzing.MODULE / f"{target}.dict").is_file()


def test_no_committed_input_names_a_folder_of_the_machine_that_made_it():
    for file in fuzzing.CORPUS.rglob("*"):
        assert file.is_dir() or not any(word in file.read_bytes() for word in (b"jazzer", b"/tmp", b"/home/", bytes(fuzzing.ROOT))), file
