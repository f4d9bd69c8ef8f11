from offblock.testing import _reports

REPORT = """<testsuite><testcase classname="a.b.C" name="one"/><testcase classname="a.b.C" name="two"><failure message="no"/></testcase>
<testcase classname="a.b.C" name="three"><skipped message="no data here&#10;more"/></testcase><testcase classname="a.b.C" name="four"><error/></testcase></testsuite>"""


def test_counts_and_names(tmp_path):
    (tmp_path / "r.xml").write_text(REPORT)
    tally = _reports([tmp_path / "r.xml"])
    assert tally.text() == "1 passed, 2 failed, 1 skipped"
    assert tally.failures == ["C.two", "C.four"] and tally.reasons == ["C.three: no data here"]
