"""From nothing to a page that shows flights; then what the commands say of it."""

import json
import os
import re

from offblock.cloud import STORES
from offblock.processes import belonging


def test_up_from_nothing(started):
    assert f"http://localhost:{started.ports.page}" in started.known["up"]
    assert re.search(r"the page shows flights: done", started.known["up"])
    started.until(lambda: started.get("/v1/flights/airborne").json()["count"], 240, "a flight in the air")


def test_a_second_up_says_that_it_runs(started):
    said = started.ok("up", timeout=60)
    assert "runs already, since" in said and f"http://localhost:{started.ports.page}" in said


def test_status_has_the_agreed_form(started):
    def status():
        ran = started.run("status", "--json")
        told = json.loads(ran.stdout or "{}")
        return told if ran.returncode == 0 and len(told["queues"]) == len(STORES) + 1 else None  # what came too late is left out

    said = started.until(status, 120, "a status of all parts")
    assert set(said) == {"ready", "flights", "freshness", "quota", "queues", "stores", "memory_mb", "components"}
    assert said["ready"] is True and said["flights"]["airborne"] > 0 and said["flights"]["known"] >= said["flights"]["airborne"]
    assert set(said["quota"]) >= {"used", "limit"} and said["quota"]["limit"] == 980
    assert set(said["queues"]) == {*STORES, "dlq"} and said["queues"]["dlq"] == 0
    assert set(said["stores"]) == set(STORES) and all(one["flights"] >= 0 for one in said["stores"].values())
    assert {"front", "localstack", "sandbox", "supervisor", *STORES} <= {one["name"] for one in said["components"]}
    assert 200 < said["memory_mb"] < 8000
    assert all({"name", "pid", "since", "rss_mb", "state"} <= set(one) for one in said["components"])


def test_status_for_people(started):
    # in the first minute functions start by the dozen, and one may take longer to answer than status waits for it
    said = started.until(lambda: (ran := started.run("status")).returncode == 0 and ran.stdout, 120, "a status of all parts")
    assert "airborne" in said and "p50" in said and "localstack" in said


def test_what_somebody_waits_for_has_the_processor_first(started):
    """A browser that opens the page amid a first harvest is one of a dozen busy processes. Stores answer too: they are waited for."""
    own = {one["name"]: os.getpriority(os.PRIO_PROCESS, one["pid"]) for one in json.loads(started.ok("status", "--json"))["components"]}
    assert own["sandbox"] == 10
    assert {own[name] for name in (*STORES, "localstack", "front")} == {0}


def test_only_loopback_is_listened_on(started):
    mine = set()
    for pid in belonging(started.home.path):
        try:
            mine |= {os.readlink(f"/proc/{pid}/fd/{fd}")[8:-1] for fd in os.listdir(f"/proc/{pid}/fd") if os.readlink(f"/proc/{pid}/fd/{fd}").startswith("socket:")}
        except OSError:
            continue
    open_to_all = []
    for table, loopback in (("/proc/net/tcp", ("0100007F",)), ("/proc/net/tcp6", ("00000000000000000000000001000000", "0000000000000000FFFF00000100007F"))):
        for line in open(table).read().splitlines()[1:]:
            fields = line.split()
            address, port = fields[1].split(":")
            if fields[3] == "0A" and fields[9] in mine and address not in loopback:
                open_to_all.append((address, int(port, 16)))
    assert not open_to_all


def test_no_secret_in_any_log(started):
    password = json.loads((started.home.data / "secrets.json").read_text())["postgres"]
    for log in started.home.log.iterdir():
        assert password not in log.read_text(errors="replace"), log


def test_logs_of_a_function(started):
    # The line of an invocation is written when it ends; the first harvest lasts most of its minute.
    started.until(lambda: "Duration" in started.ok("logs", "harvest", "--since", "1h"), 120, "a line of an invocation that ended")
    started.until(lambda: (wrong := started.run("logs", "nonsense")).returncode == 2 and "one of:" in wrong.stderr, 60, "a refusal of what is no function")


def test_wrong_use(started):
    assert started.run("fly").returncode == 2
    assert started.run("logs", "harvest", "--since", "x").returncode == 2
    assert started.run("import", "recording", "/no/such/file").returncode == 2
    assert started.run("verify", "--from", "yesterday").returncode == 2


def test_logs_of_several_functions_and_metrics(started):
    def both():
        said = started.ok("logs", "harvest", "load-postgres", "--since", "1h", "--grep", "metrics")
        return "nothing was logged" not in said and "harvest" in said and "load-postgres" in said

    started.until(both, 60, "a line of metrics of each")
    assert started.run("logs", "harvest", "--grep", "(").returncode == 2

    def told():
        metrics = {one["name"]: one for one in json.loads(started.ok("metrics", "--since", "30m", "--json"))["metrics"]}
        return any(metrics["flights in the air"]["values"]) and any(metrics["postgres: flights loaded"]["values"])

    started.until(told, 60, "metrics of a harvest and a load")
    started.until(lambda: "flights in the air" in started.ok("metrics", "--since", "30m"), 60, "a table of metrics")
