"""`bench baseline`: whether loaders and questions got slower than the baseline that is kept with the code.

A machine is as fast as it is at that moment, so only ratios of one run are compared: a loader's share of its store's bare rate, and a
question's time over that of the least question to the same store.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from offblock.faults import Fault
from offblock.home import ROOT

BASELINE = ROOT / "localstack" / "bench" / "baseline.json"
SHARE_KEPT = 0.75
COST_GROWN = 1.5
LOAD = ("load", "--rows", "30000")
QUERY = ("query", "--rounds", "200", "--small", "30000")


def run(*, write: bool, as_json: bool, file: Path = BASELINE) -> int:
    if not write and not file.exists():
        raise Fault(f"there is no baseline {file}", "make one: ./offblock bench baseline --write", code=2)
    measured = ratios(_bench(*LOAD), _bench(*QUERY))
    if write:
        file.write_text(json.dumps(measured, indent=2, ensure_ascii=False) + "\n")
    kept = json.loads(file.read_text())
    slower = worse(kept, measured)
    if as_json:
        print(json.dumps({"ok": not slower, "slower": slower, "measured": measured, "baseline": kept, "cpus": os.cpu_count()}))
    else:
        print("\n".join([*table(kept, measured), *(f"slower: {words}" for words in slower)]))
    return 1 if slower else 0


def ratios(load: dict, query: dict) -> dict:
    """Of what the two benches tell: a loader's share by store, and by store and question the p50 over the yardstick's."""
    costs = {}
    for store in query["stores"]:
        times = {one["name"]: one["at"][-1]["p50_ms"] for one in store["questions"]}
        yardstick = next(times[one["name"]] for one in store["questions"] if one["yardstick"])
        costs[store["store"]] = {one["name"]: round(times[one["name"]] / yardstick, 2) for one in store["questions"] if not one["yardstick"]}
    return {"load": {one["store"]: round(one["share"], 3) for one in load["stores"]}, "query": costs}


def worse(kept: dict, measured: dict) -> list[str]:
    """What fell behind, and what only one of the two knows: a question that was renamed is compared with nothing."""
    found = []
    for store in sorted(kept["load"].keys() | measured["load"].keys()):
        before, now = kept["load"].get(store), measured["load"].get(store)
        if before is None or now is None:
            found.append(f"loading {store} is {'not in the baseline' if before is None else 'no longer measured'}")
        elif now < SHARE_KEPT * before:
            found.append(f"loading {store}: {now:.0%} of the bare rate, it was {before:.0%}")
    for store in sorted(kept["query"].keys() | measured["query"].keys()):
        before, now = kept["query"].get(store, {}), measured["query"].get(store, {})
        found += [f"{store}, {name} is {'not in the baseline' if name not in before else 'no longer measured'}" for name in sorted(before.keys() ^ now.keys())]
        found += [f"{store}, {name}: {now[name]:.1f} times the least question, it was {before[name]:.1f}"
                  for name in sorted(before.keys() & now.keys()) if now[name] > COST_GROWN * before[name]]
    return found


def table(kept: dict, measured: dict) -> list[str]:
    lines = [f"{'':66}{'baseline':>10}{'now':>8}"]
    lines += [f"{store + ', loader of the bare rate':66}{kept['load'].get(store, 0):10.0%}{share:8.0%}" for store, share in measured["load"].items()]
    lines += [f"{store + ', ' + name + ', times the least question':66}{kept['query'].get(store, {}).get(name, 0):10.1f}{ratio:8.1f}"
              for store, questions in measured["query"].items() for name, ratio in questions.items()]
    return lines


def _bench(*words: str) -> dict:
    """A bench of this command as a program reads it. That it missed a figure of its own is not asked here."""
    print(f"./offblock bench {' '.join(words)}", file=sys.stderr, flush=True)
    ran = subprocess.run([str(ROOT / "offblock"), "bench", *words, "--json"], stdout=subprocess.PIPE, text=True)
    if ran.returncode not in (0, 1) or not ran.stdout.strip():
        raise Fault(f"./offblock bench {words[0]} ended with {ran.returncode}", "its words are above")
    return json.loads(ran.stdout.strip().splitlines()[-1])
