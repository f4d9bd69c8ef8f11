import time

import yaml

from offblock import testing
from offblock.home import ROOT, Home
from offblock.testing import Tally, _reports

REPORT = """<testsuite><testcase classname="a.b.C" name="one"/><testcase classname="a.b.C" name="two"><failure message="no"/></testcase>
<testcase classname="a.b.C" name="three"><skipped message="no data here&#10;more"/></testcase><testcase classname="a.b.C" name="four"><error/></testcase></testsuite>"""


def test_counts_and_names(tmp_path):
    (tmp_path / "r.xml").write_text(REPORT)
    tally = _reports([tmp_path / "r.xml"])
    assert tally.text() == "1 passed, 2 failed, 1 skipped"
    assert tally.failures == ["C.two: no", "C.four: no reason given"] and tally.reasons == ["C.three: no data here"]


def test_a_failure_of_java_tells_which_of_its_assertions_it_was(tmp_path):
    (tmp_path / "r.xml").write_text("""<testsuite><testcase classname="io.offblock.CTest$Inner" name="one"><failure message="expected: &lt;1&gt;&#10;more" type="E">
E: expected: &lt;1&gt;
\tat org.junit.Assert(Assert.java:3)
\tat io.offblock.CTest$Inner.deep(CTest.java:42)
\tat io.offblock.CTest$Inner.one(CTest.java:17)</failure></testcase></testsuite>""")
    assert _reports([tmp_path / "r.xml"]).failures == ["CTest$Inner.one: expected: <1> (CTest.java:42)"]


def test_a_stage_beside_another_speaks_when_that_has_ended(tmp_path, monkeypatch, capsys):
    async def nothing(*_):
        pass

    def slow(*_):
        testing._say("slow begins")
        time.sleep(0.3)
        testing._say("slow ends")
        return Tally(passed=2)

    def quick(*_):
        testing._say("quick")
        return Tally(failed=1, failures=["one"])

    monkeypatch.setattr(testing.build, "python", nothing)
    monkeypatch.setattr(testing, "find", lambda: None)
    monkeypatch.setattr(testing, "RUNS", {"python": slow, "web": quick})
    assert testing.run(Home(tmp_path, tmp_path), ["python", "web"]) == 1
    said = capsys.readouterr().out
    assert said.index("slow begins") < said.index("slow ends") < said.index("quick") < said.index("2 passed, 1 failed, 0 skipped")
    assert "failed: one" in said


def test_each_stage_is_a_job_of_the_workflow():
    matrix = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())["jobs"]["test"]["strategy"]["matrix"]["include"]
    assert [one["run"].split()[-1] for one in matrix if "--only" in one["run"]] == list(testing.STAGES)
