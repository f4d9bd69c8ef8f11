"""Whatever is killed in the middle of an import, the stores end with the same flights."""

import json
import os
import signal
import subprocess
import threading
import time

import pytest

from offblock import pause
from offblock.cloud import STORES
from offblock.home import ROOT


JULY = ("--from", "2024-07-05", "--to", "2024-07-08")


def july(started) -> str:
    """The days of the recording as every store tells them; they must agree."""
    days = {store: {d: v for d, v in said.items() if d.startswith("2024-07")} for store, said in started.digests().items()}
    assert len({json.dumps(one, sort_keys=True) for one in days.values()}) == 1, {s: {d: v[0] for d, v in said.items()} for s, said in days.items()}
    return json.dumps(days["postgres"], sort_keys=True)


@pytest.fixture(scope="module", autouse=True)
def harvest_paused(started):
    """So that these minutes are spent on what is tested."""
    with pause.paused(started.home, started.cloud):
        yield


@pytest.fixture(scope="module")
def loaded(started, recording):
    if "july" not in started.known:
        pytest.skip("the recording was not imported")
    started.quiet()
    return started.known["july"]


def reload(started, store=None):
    """Sends every imported payload through the loaders again, which is as much work for them as an import."""
    said = started.cloud.invoke("offblock-replay", {"store": store, "since": None, "until": "2026-01-01T00:00:00Z", "keys": None}, 900)
    assert said is not None


def test_lambda_processes_killed(started, loaded):
    reload(started)
    for _ in range(4):
        time.sleep(1.5)
        started.kill_functions("load-")
    started.quiet()
    assert july(started) == loaded


def test_each_store_killed(started, loaded):
    """One after the other while all four load: each is killed amid its own writes, some while another is still coming back."""
    before = {store: started.component(store) for store in STORES}
    reload(started)
    for store in STORES:
        time.sleep(1.0)
        os.kill(before[store].pid, signal.SIGKILL)
    for store in STORES:
        started.until(lambda: started.component(store) != before[store] and _state(started, store) == "ready", 400, f"{store} coming back")
    started.quiet()
    assert july(started) == loaded


def test_localstack_killed_during_an_import(started, loaded):
    """The queues die with it; what was stored and not surely loaded is sent again."""
    if not os.environ.get("OFFBLOCK_TEST_WHOLE"):
        pytest.skip("LocalStack is killed amid the imports of the twenty kills; OFFBLOCK_TEST_WHOLE=1 kills it amid that of a recording too")
    before = started.component("localstack")
    process = subprocess.Popen([str(ROOT / "offblock"), "import", "recording", str(started.known["piece"])], env=started.environment, cwd=ROOT,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = []
    threading.Thread(target=lambda: output.extend(process.stdout), daemon=True).start()
    time.sleep(4)
    os.kill(before.pid, signal.SIGKILL)
    started.until(lambda: started.component("localstack") != before and _state(started, "localstack") == "ready", 300, "LocalStack and the stack coming back")
    assert process.wait(1200) == 0, "".join(output)[-3000:]
    started.quiet()
    assert july(started) == loaded
    started.verified(*JULY)


def test_the_gateway_says_what_is_wrong_while_a_part_is_away(started):
    answers = []
    before = started.component("postgres")
    os.kill(before.pid, signal.SIGSTOP)
    try:
        answers.append(started.get("/v1/flights/airborne", timeout=60, patience=0))
    finally:
        os.kill(before.pid, signal.SIGCONT)
    for answer in answers:
        assert answer.status in (200, 503, 504)
        if answer.status != 200:
            assert answer.json()["fix"]


def _state(started, name) -> str:
    parts = json.loads((started.home.run / "components.json").read_text())["components"]
    return next(one["state"] for one in parts if one["name"] == name)
