"""`demo`: walks through a running system by itself: what it knows, where from, and what happens when a part of it dies.

Each step says what it shows, the command or address that anyone can repeat, and what came back. A step holds or it does not; nothing
is made up where it does not.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from offblock.bench import token
from offblock.cloud import Cloud, FunctionFailed, Unreachable
from offblock.faults import NotRunning
from offblock.home import ROOT, Home, read_json
from offblock.ports import HOST, Ports
from offblock.processes import Identity
from offblock.queues import measure
from offblock.up import supervisor

HEAL_SECONDS = 180.0
READY_SECONDS = 90.0
LOAD_SECONDS = 150.0
STORE = "opensearch"
HUBS = (("FRA", "MUC"), ("MUC", "FRA"), ("FRA", "LHR"), ("ZRH", "FRA"))


class NotHeld(Exception):
    """What came back is not what the step promises."""


class Skipped(Exception):
    """There is nothing to show yet, and why."""


@dataclass
class Told:
    """How one step went."""

    name: str
    what: str
    how: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    state: str = "held"
    seconds: float = 0.0


class Walk:
    """The steps in their order; later ones use the flight that an earlier one picked."""

    def __init__(self, home: Home, ports: Ports, say: Callable[[str], None]) -> None:
        self._home, self._ports, self._say = home, ports, say
        self._base = f"http://{HOST}:{ports.page}"
        self._page = f"http://localhost:{ports.page}"
        self._told = Told("", "")
        self._airborne: dict = {}
        self._flight: dict = {}
        self._first_seen = ""

    def run(self) -> list[Told]:
        steps = []
        for name, what, step in (
                ("status", "The system tells of itself: stores, queues, calls left, how old the picture is.", self._status),
                ("load", "What was harvested reaches four stores, each by a queue of its own.", self._load),
                ("map", "Every flight in the air, drawn from four numbers each.", self._map),
                ("flight", "One of them, as it is known now.", self._one),
                ("story", "All that was ever said of it, and when.", self._story),
                ("as-of", "The same flight as it was known at the first word of it.", self._as_of),
                ("search", "Search as you type, over airports, airlines and flights.", self._search),
                ("connections", "How one gets somewhere with at most two changes.", self._connections),
                ("payload", "The provider's own bytes behind that flight, checked by their hash.", self._payload),
                ("forecast", "What the champion says of the flights in the air.", self._forecast),
                ("drift", "How far flights have moved from those the model was trained on.", self._drift),
                ("kill", f"{STORE} is killed. It comes back by itself, and nothing else stops.", self._kill),
                ("replay", f"{STORE} is loaded again from the raw payloads of today.", self._replay),
                ("verify", "All four stores against the raw payloads, day by day.", self._verify),
                ("metrics", "The figures that alarms look at.", self._metrics),
                ("logs", "What the harvest wrote lately.", self._logs)):
            self._told = told = Told(name, what)
            self._say(f"\n{len(steps) + 1:2}  {name.upper()}  {what}")
            began = time.monotonic()
            try:
                step()
            except Skipped as e:
                told.state = "skipped"
                self._answer(f"skipped: {e}")
            except (NotHeld, OSError, ValueError, KeyError, IndexError, subprocess.TimeoutExpired) as e:
                told.state = "failed"
                self._answer(f"NOT HELD: {type(e).__name__ if not isinstance(e, NotHeld) else ''} {e}".replace("  ", " "))
            told.seconds = round(time.monotonic() - began, 1)
            self._say(f"    {told.state}, {told.seconds:.1f} s")
            steps.append(told)
        return steps

    def _status(self) -> None:
        # Asking wakes functions that slept; a busy machine may need more than one answer's time until all of them and their stores are told.
        began, said = time.monotonic(), {}
        while not said.get("ready") and time.monotonic() - began < READY_SECONDS:
            try:
                said = self._get("/v1/status")
            except urllib.error.HTTPError as e:
                said = {"error": str(e)}
            if not said.get("ready"):
                time.sleep(2)
        self._hold(said.get("ready"), f"the system does not call itself ready for {READY_SECONDS:.0f} s: {json.dumps(said)[:300]}")
        self._answer(f"{said['flights']['airborne']} airborne of {said['flights']['known']} known; freshness {said['freshness']}; quota {said['quota']}")
        self._answer("stores: " + ", ".join(f"{name} {one.get('flights')}" for name, one in said["stores"].items()))

    def _load(self) -> None:
        """Right after the start the stores are still taking in the first harvest: what a flight's story is told from may lie in a queue."""
        began, waiting, cloud = time.monotonic(), -1, Cloud(self._ports.localstack)
        self._repeat("./offblock status")
        while waiting and time.monotonic() - began < LOAD_SECONDS:
            if waiting > 0:
                time.sleep(2)
            try:
                waiting = measure(cloud.depths()).waiting
            except (Unreachable, FunctionFailed):
                time.sleep(2)
        self._hold(waiting >= 0, f"the queues could not be asked for {LOAD_SECONDS:.0f} s")
        self._answer("nothing waits" if not waiting else f"{waiting} messages still wait after {LOAD_SECONDS:.0f} s; a busy machine loads late, and loses nothing")

    def _map(self) -> None:
        self._airborne = self._get("/v1/flights/airborne")
        self._hold(self._airborne["count"] == len(self._airborne["flights"]) > 0, "nobody is in the air")
        self._answer(f"{self._airborne['count']} flights; to look at: {self._page}/")

    def _one(self) -> None:
        # One that was told of some time ago has a story; the newest may have one sentence only.
        pick = min((f for f in self._airborne["flights"] if f.get("delayMinutes") is not None), key=lambda f: f["off"], default=self._airborne["flights"][0])
        self._flight = flight = self._get(f"/v1/flights/{pick['id']}")
        self._hold(flight["id"] == pick["id"] and flight["payloads"], "another flight was told, or one without a source")
        self._answer(f"{flight['flight']} {flight['origin']['iata']} to {flight['destination']['iata']}, {flight.get('status', {}).get('text', 'no status')}, "
                     f"seen {flight['ageSeconds']} s ago, from {len(flight['payloads'])} payloads")

    def _story(self) -> None:
        story = self._get(f"/v1/flights/{self._flight['id']}/timeline")
        states = story["states"]
        self._hold(states and all(s["payloads"] for s in states), "a sentence of its story has no source")
        self._first_seen = min(s["firstSeen"] for s in states)
        for state in states[:3]:
            self._answer(f"{state['firstSeen']}  {state['resource']}, confirmed {state['seen']} times")
        self._answer(f"{len(states)} states, {len(story.get('forecasts', []))} forecasts")

    def _as_of(self) -> None:
        then = self._get(f"/v1/flights/{self._flight['id']}?asOf={urllib.parse.quote(self._first_seen)}")
        self._hold(then["id"] == self._flight["id"] and then["seenAt"] <= self._flight["seenAt"], "the past knows more than the present")
        self._answer(f"as of {self._first_seen}: {then.get('status', {}).get('text', 'no status')}, seen {then['seenAt']}")

    def _search(self) -> None:
        asked = self._flight["destination"].get("city") or self._flight["destination"].get("name") or self._flight["destination"]["iata"]
        hits = self._get(f"/v1/search?q={urllib.parse.quote(str(asked)[:4])}")["hits"]
        self._hold(hits, f"nothing was found for {asked[:4]}")
        self._answer("; ".join(f"{h['kind']} {h['code']} {h['label']}" for h in hits[:4]))

    def _connections(self) -> None:
        # Soon after the first start only the boards of hubs are known: their pairs are the second try.
        for origin, destination in ((self._flight["destination"]["iata"], self._flight["origin"]["iata"]), *HUBS):
            ways = self._get(f"/v1/connections?origin={origin}&destination={destination}")["itineraries"]
            for way in ways[:2]:
                self._answer(f"{way['stops']} stops, {way['minutes']} minutes: " + ", ".join(ride["flight"]["flight"] for ride in way["rides"]))
            if ways:
                return
            self._answer(f"no way from {origin} to {destination} is known yet")
        raise NotHeld("no way is known between any of them")

    def _payload(self) -> None:
        id = self._flight["payloads"][0]
        request = urllib.request.Request(self._base + self._how(f"/v1/payloads/{token(id)}"), headers={"Accept-Encoding": "identity"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            body, said = answer.read(), answer.headers["X-Sha256"]
        sha256 = hashlib.sha256(body).hexdigest()
        self._hold(sha256 == said and sha256[:12] in id, f"the bytes have sha256 {sha256[:12]}, the id says otherwise")
        self._answer(f"{id}: {len(body)} bytes, sha256 {sha256[:12]}… as its id says")

    def _forecast(self) -> None:
        model = self._get("/v1/model")
        if "champion" not in model:
            raise Skipped("no model was trained yet; ./offblock train --wait makes one")
        chances = self._get("/v1/forecasts/airborne")["chances"]
        self._answer(f"version {model['champion']['version']}, trained on {model['champion']['world']} flights; {len(chances)} flights in the air have a forecast")

    def _drift(self) -> None:
        model = self._get("/v1/model")
        if "drift_measured_at" not in model:
            raise Skipped("it was not measured yet" + ("" if "champion" in model else ": there is no champion"))
        said = self._get("/v1/model/drift")
        self._answer(f"measured {said['measuredAt']}: {'drifted' if said['drifted'] else 'not drifted'}; {'; '.join(map(str, said['reasons'][:3])) or 'no reason'}")

    def _kill(self) -> None:
        before = self._component()
        if before is None:
            raise NotHeld(f"{STORE} is not ready, so there is nothing to kill; see: ./offblock status")
        self._repeat(f"kill -9 {before.pid}   # {STORE}")
        os.kill(before.pid, signal.SIGKILL)
        began = time.monotonic()
        self._hold(self._get("/v1/flights/airborne")["count"] > 0, "the map stopped with it")
        while time.monotonic() - began < HEAL_SECONDS:
            now = self._component()
            if now and now != before and self._found():
                self._answer(f"answers again after {time.monotonic() - began:.0f} s, as process {now.pid}; the map answered meanwhile")
                return
            time.sleep(0.5)
        raise NotHeld(f"it did not answer again within {HEAL_SECONDS:.0f} s")

    def _replay(self) -> None:
        said = self._command("replay", "--store", STORE, "--from", f"{datetime.now(UTC):%Y-%m-%d}", "--again", "--json")
        self._hold(said.get("ok"), f"it says {said}")
        self._answer(f"{said.get('payloads')} payloads loaded again into {', '.join(said.get('stores', []))}")

    def _verify(self) -> None:
        said = self._command("verify", "--json")
        self._hold(said.get("ok"), f"the stores differ: {said}")
        self._answer(f"{sum(d['flights'] for d in said['days'])} flights of {len(said['days'])} days: all four stores say the same as the raw payloads")

    def _metrics(self) -> None:
        said = self._command("metrics", "--since", "30m", "--json")
        self._hold(said.get("metrics"), "no figure was given")
        self._answer(f"{len(said['metrics'])} figures of the last half hour; as charts: ./offblock metrics")

    def _logs(self) -> None:
        lines = self._run("logs", "harvest", "--since", "15m").splitlines()
        self._hold(lines, "the harvest wrote nothing")
        for line in lines[-2:]:
            self._answer(line[:150])

    def _component(self) -> Identity | None:
        known = read_json(self._home.run / "components.json").get("components", [])
        return next((Identity.from_json(one) for one in known if one["name"] == STORE and one.get("state") == "ready"), None)

    def _found(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self._base}/v1/stores/{STORE}", timeout=20) as answer:
                return answer.status == 200
        except OSError:
            return False

    def _get(self, path: str) -> dict:
        with urllib.request.urlopen(self._base + self._how(path), timeout=60) as answer:
            return json.load(answer)

    def _how(self, path: str) -> str:
        self._repeat(f"curl {self._page}{path}")
        return path

    def _repeat(self, words: str) -> None:
        """What anyone can type to see the same."""
        self._told.how.append(words)
        self._say(f"    $ {words}")

    def _command(self, *words: str) -> dict:
        return json.loads(self._run(*words))

    def _run(self, *words: str) -> str:
        self._repeat(f"./offblock {' '.join(words)}")
        ran = subprocess.run([str(ROOT / "offblock"), *words], capture_output=True, text=True, timeout=400, stdin=subprocess.DEVNULL)
        if ran.returncode:
            raise NotHeld(f"it ended with {ran.returncode}: {(ran.stderr or ran.stdout)[-300:]}")
        return ran.stdout

    def _answer(self, line: str) -> None:
        self._told.answer.append(line)
        self._say(f"    {line}")

    @staticmethod
    def _hold(true: object, otherwise: str) -> None:
        if not true:
            raise NotHeld(otherwise)


def run(home: Home, ports: Ports, *, as_json: bool) -> int:
    if supervisor(home) is None:
        raise NotRunning()
    began = time.monotonic()
    steps = Walk(home, ports, lambda line: print(line, file=sys.stderr if as_json else sys.stdout, flush=True)).run()
    ok, seconds = all(step.state != "failed" for step in steps), round(time.monotonic() - began, 1)
    if as_json:
        print(json.dumps({"ok": ok, "seconds": seconds, "steps": [asdict(step) for step in steps]}))
    else:
        counted = {state: sum(step.state == state for step in steps) for state in ("held", "skipped", "failed")}
        print(f"\n{', '.join(f'{count} {state}' for state, count in counted.items())}, {seconds:.0f} s")
    return 0 if ok else 1
