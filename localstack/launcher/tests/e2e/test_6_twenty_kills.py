"""Twenty kills at random moments while on-time files are imported, whatever process they hit: nothing is lost and nothing is doubled."""

import json
import os
import random
import signal
import threading
import time

import pytest
from pymongo import MongoClient

from offblock import pause
from offblock.cloud import STORES

SEED = int(os.environ.get("OFFBLOCK_KILL_SEED", "20261125"))
HEADER = "FL_DATE,OP_UNIQUE_CARRIER,TAIL_NUM,OP_CARRIER_FL_NUM,ORIGIN,DEST,CRS_DEP_TIME,DEP_TIME,DEP_DELAY,CRS_ARR_TIME,ARR_TIME,ARR_DELAY,CANCELLED,DIVERTED,CRS_ELAPSED_TIME"
LAMBDA = "a Lambda process"
# Twenty, in an order that the seed draws. LocalStack is killed once: it alone takes a good part of a minute to be back with its stack.
VICTIMS = [*STORES, *STORES, "localstack", "sandbox", "sandbox", *[LAMBDA] * 9]
LONGEST_PAUSE = 2.0
PATIENCE = 400.0  # of a machine that builds other things at the same time
FIRST, LAST = "2008-05-01", "2008-05-21"
FILES, DAYS_A_FILE, CARRIERS, FLIGHTS = 7, 3, ("AA", "DL", "UA"), 60


@pytest.fixture(scope="module", autouse=True)
def harvest_paused(started):
    with pause.paused(started.home, started.cloud):
        yield


def rows(file: int, dice: random.Random) -> list[str]:
    made = []
    for day in range(file * DAYS_A_FILE + 1, (file + 1) * DAYS_A_FILE + 1):
        for carrier in CARRIERS:
            for number in range(1, FLIGHTS + 1):
                hour, minute, late = dice.randint(6, 19), dice.randint(0, 29), dice.randint(0, 29)
                made.append(f"2008-05-{day:02},{carrier},N{number}{carrier},{number},JFK,LAX,{hour:02}{minute:02},{hour:02}{minute + late:02},{late},"
                            f"{hour + 3:02}{minute:02},{hour + 3:02}{minute + late:02},{late},0,0,360")
    return made


class Importing(threading.Thread):
    """Imports file after file. One that a kill has ended is sent again, as its words say: what was stored is not stored twice."""

    def __init__(self, started, files) -> None:
        super().__init__(daemon=True)
        self.started, self.files, self.accounts, self.again, self.words = started, files, [], 0, ""

    def run(self) -> None:
        for file in self.files:
            for _ in range(60):
                ran = self.started.run("import", "bts", str(file), "--json", "--no-wait", timeout=900)
                if ran.returncode == 0:
                    self.accounts.append(json.loads(ran.stdout.splitlines()[-1])["files"][0])
                    break
                self.again += 1
                self.words = ran.stderr[-500:]
                time.sleep(1)


def kill(started, victim: str, which: float) -> int:
    """The pid, once the victim lives: it may still be starting from the kill before. `which`, from 0 to 1, picks one of several."""
    def done() -> int:
        found = sorted([*started.functions("load-"), *started.functions("import-")]) if victim == LAMBDA else [started.component(victim).pid]
        if not found:
            return 0
        pid = found[int(which * len(found))]
        os.kill(pid, signal.SIGKILL)
        return pid

    return started.until(done, PATIENCE, f"{victim} being there to be killed")


def test_nothing_is_lost_or_doubled(started, tmp_path):
    dice = random.Random(SEED)
    files, wanted = [], 0
    for number in range(FILES):
        file, content = tmp_path / f"2008-05-{number}.csv", rows(number, dice)
        file.write_text("\n".join([HEADER, *content]) + "\n")
        wanted += len(content)
        files.append(file)
    victims = dice.sample(VICTIMS, len(VICTIMS))
    print(f"seed {SEED}: {wanted} rows in {FILES} files, {len(victims)} kills")
    importing, began = Importing(started, files), time.monotonic()
    importing.start()
    for number, victim in enumerate(victims, 1):
        time.sleep(dice.uniform(0, LONGEST_PAUSE))
        pid = kill(started, victim, dice.random())
        print(f"  kill {number:2} after {time.monotonic() - began:5.1f} s: {victim} ({pid}), {len(importing.accounts)} of {FILES} files stored")
    importing.join(1800)
    assert len(importing.accounts) == FILES, importing.words
    assert sum(account["flights"] for account in importing.accounts) == wanted
    started.until(lambda: {one["state"] for one in components(started)} == {"ready"}, PATIENCE, "everything coming back")
    started.quiet()
    print(f"  all stored and loaded after {time.monotonic() - began:.0f} s; {importing.again} imports sent again")

    loaded = held(started)
    verified = started.verified("--from", FIRST, "--to", LAST)
    assert sum(day["flights"] for day in verified["days"]) == wanted
    for store in ("postgres", "mongodb"):
        assert sum(count for count, _ in loaded[store].values()) == wanted, store
    client = MongoClient("127.0.0.1", started.ports.mongodb)
    told = [flight["states"] for flight in client["offblock"]["flights"].find({"day": {"$gte": FIRST, "$lte": LAST}}, {"states": 1})]
    statements = {hashed for states in told for hashed in states}
    noted = [payload for payload in client["offblock"]["payloads"].find({}, {"seen": 1, "states": 1}) if statements & set(payload.get("states", []))]
    client.close()
    assert len(told) == wanted == len(statements)
    assert all(len(states) == 1 and all(one["firstSeen"] == one["lastSeen"] for one in states.values()) for states in told), "a statement was noted twice"
    assert sorted(hashed for payload in noted for hashed in payload["states"]) == sorted(statements), "a statement was lost, or noted by two payloads"
    assert all(len(payload["seen"]) == 1 for payload in noted), "a payload was noted twice"
    # A whole load in quiet, to which a loss would be news: it changes nothing.
    keys = [key for key, _ in started.cloud.objects("offblock-data", "raw/bts/") if "2008-05-" in key]
    assert len(keys) == FILES * DAYS_A_FILE * len(CARRIERS)
    started.cloud.invoke("offblock-replay", {"store": None, "since": None, "until": None, "keys": keys}, 900)
    started.quiet()
    assert held(started) == loaded


def held(started) -> dict:
    """The days of the import as each store tells them."""
    return {store: {day: told for day, told in every.items() if FIRST <= day <= LAST} for store, every in started.digests().items()}


def components(started) -> list[dict]:
    return json.loads((started.home.run / "components.json").read_text())["components"]
