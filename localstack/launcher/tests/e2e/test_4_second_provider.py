"""On-time files of the US bureau come in beside the airline's own answers: every row is accounted for, the stores agree."""

import gzip
import json
import urllib.request

import pytest

from offblock.home import ROOT

HEADER = ("FL_DATE,OP_UNIQUE_CARRIER,TAIL_NUM,OP_CARRIER_FL_NUM,ORIGIN,DEST,CRS_DEP_TIME,DEP_TIME,DEP_DELAY,CRS_ARR_TIME,ARR_TIME,ARR_DELAY,"
          "CANCELLED,DIVERTED,CRS_ELAPSED_TIME")


def rows() -> list[str]:
    """A made-up carrier's week: on time, late over midnight, cancelled, diverted, and one row that says nonsense."""
    made = []
    for day in range(1, 8):
        for number in range(1, 41):
            made.append(f"2008-03-{day:02},AA,N{number}AA,{number},JFK,LAX,{6 + number % 16:02}{number % 60:02},{6 + number % 16:02}{number % 60:02},0,"
                        f"{9 + number % 14:02}00,{9 + number % 14:02}05,5,0,0,{354 - number % 60}")
        made.append(f"2008-03-{day:02},AA,N1AA,900,JFK,BOS,2350,0010,20,0050,0110,20,0,0,60")
        made.append(f"2008-03-{day:02},AA,,901,JFK,BOS,1200,,,1300,,,1,0,60")
        made.append(f"2008-03-{day:02},AA,N2AA,902,JFK,BOS,1200,1205,5,2400,,,0,1,")
    return [*made, "2008-03-09,AA,N3AA,903,JFK,BOS,9999,,,1300,,,0,0,60"]


def test_every_row_is_accounted_for(started, tmp_path):
    file = tmp_path / "2008-03.csv.gz"
    with gzip.open(file, "wt") as content:
        content.write("\n".join([HEADER, *rows()]) + "\n")
    said = json.loads(started.ok("import", "bts", str(file), "--json", timeout=600).splitlines()[-1])
    account = said["files"][0]
    assert account["rows"] == len(rows()) == account["flights"] + account["rejected"] and account["rejected"] == 1
    assert "9999" in account["reasons"][0]
    verified = started.verified("--from", "2008-03-01", "--to", "2008-03-31")
    assert sum(day["flights"] for day in verified["days"]) == account["flights"]
    again = json.loads(started.ok("import", "bts", str(file), "--json", timeout=600).splitlines()[-1])["files"][0]
    assert again["stored"] == 0 and again["flights"] == account["flights"]


def test_a_flight_of_it_is_answered_with_its_proof(started):
    flight = started.get("/v1/flights/AA900/2008-03-02").json()["flights"][0]
    assert "2008-03-03T05:10:00Z" in json.dumps(flight)
    timeline = started.get(f"/v1/flights/{flight['id']}/timeline").json()
    assert timeline["states"][0]["facts"]["DEP_DELAY"] == "20"


def test_a_line_of_history_that_a_store_lost_is_named(started):
    line = f"http://127.0.0.1:{started.ports.opensearch}/offblock-lines/_doc/AA-900-JFK-BOS-2008"
    with urllib.request.urlopen(line, timeout=20) as answer:
        held = json.load(answer)["_source"]
    try:
        urllib.request.urlopen(urllib.request.Request(f"{line}?refresh=true", method="DELETE"), timeout=20).close()
        told = started.run("verify", "--json", "--from", "2008-03-02", "--to", "2008-03-02")
        assert told.returncode == 1, told.stderr
        assert json.loads(told.stdout)["days"][0]["named"] == {
            "opensearch": {"missing": 1, "extra": 0, "different": 0, "rest": 0, "named": [{"id": "line:AA-900-JFK-BOS", "what": "missing"}]}}
    finally:
        urllib.request.urlopen(urllib.request.Request(f"{line}?refresh=true", json.dumps(held).encode(), {"Content-Type": "application/json"}, method="PUT"),
                               timeout=20).close()
    started.verified("--from", "2008-03-02", "--to", "2008-03-02")


@pytest.mark.parametrize("content", [b"", b"a,b,c\n1,2,3\n", b"\x1f\x8bnonsense", b"PK\x05\x06" + bytes(18)])
def test_no_file_of_the_bureau(started, tmp_path, content):
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    ran = started.run("import", "bts", str(file), timeout=300)
    assert ran.returncode == 2 and "nothing was stored" in ran.stderr, ran.stderr


def test_no_file_at_all(started):
    assert started.run("import", "bts", str(ROOT / "no-such.csv")).returncode == 2
