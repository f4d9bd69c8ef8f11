"""`bench coverage`: how much of the sky the map shows. Only the sandbox can tell, for only its truth is known.

A flight counts as covered when the map has it in the air with a status no older than five minutes; the denominator is every flight that
is truly in the air in the sandbox's world at the same moment, those of partners and outstations too.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

from offblock.faults import Fault, NotRunning
from offblock.home import Home
from offblock.ports import HOST, Ports
from offblock.up import supervisor

FRESH_SECONDS = 300
WANTED = 0.95


def run(home: Home, ports: Ports, *, minutes: float, every: float, as_json: bool) -> int:
    if minutes <= 0 or every < 1:
        raise Fault(f"--minutes {minutes} --every {every} measures nothing", "give more than 0 minutes, and 1 second or more between looks", code=2)
    if supervisor(home) is None:
        raise NotRunning()
    looks, began = [], time.monotonic()
    while not looks or time.monotonic() - began + every <= minutes * 60:
        if looks:
            time.sleep(max(0.0, began + len(looks) * every - time.monotonic()))
        looks.append(look(_get(ports.sandbox, "/_sandbox/truth"), _get(ports.page, "/v1/flights/airborne")))
        one = looks[-1]
        print(f"{one['at']}  {one['fresh']:5} of {one['airborne']:5} are fresh, {one['share']:6.1%}; {one['shown']} are shown", file=sys.stderr, flush=True)
    last = looks[-1]["share"]
    if as_json:
        print(json.dumps({"ok": last >= WANTED, "wanted": WANTED, "fresh_seconds": FRESH_SECONDS, "last": last,
                          "least": min(one["share"] for one in looks), "load_average": round(os.getloadavg()[0], 1), "looks": looks}))
    else:
        print(f"{last:.1%} of the flights in the air are on the map with a status of at most {FRESH_SECONDS // 60} minutes; wanted {WANTED:.0%}")
    return 0 if last >= WANTED else 1


def look(truth: dict, shown: dict) -> dict:
    """One moment: the truly airborne, those of them on the map, those of them with a fresh status, and the share of the last."""
    airborne = {flight["id"] for flight in truth["airborne"]}
    there = {flight["id"]: shown["at"] - flight["seenAt"] for flight in shown["flights"] if flight["id"] in airborne}
    fresh = sum(1 for age in there.values() if age <= FRESH_SECONDS)
    return {"at": truth["at"][:19] + "Z", "airborne": len(airborne), "shown": len(there), "fresh": fresh,
            "share": round(fresh / len(airborne), 4) if airborne else 1.0}


def _get(port: int, path: str) -> dict:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=40) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as e:
        if path.startswith("/_sandbox/"):
            raise Fault("what plays the API does not know its own truth", "this needs the sandbox's world: ./offblock up without --recording and credentials") from e
        raise Fault(f"{path} was answered {e.code}", "see: ./offblock status") from e
    except OSError as e:
        raise Fault(f"nothing answers {path}: {e}", "see: ./offblock status") from e
