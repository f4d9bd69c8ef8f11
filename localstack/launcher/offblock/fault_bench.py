"""`bench faults`: breaks the wire between a loader and its store at each piece of a load, for each store, and tells what was survived.

It is the fault suite of `./offblock test` (`FlightStoreFaults`), run by itself against each store's real engine; its figures can be written
into the documents.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from offblock import figures
from offblock.faults import Fault
from offblock.home import ROOT, Home
from offblock.tools import find

MODULES = {"postgres": "PostgresFaultsTest", "mongodb": "MongodbFaultsTest", "opensearch": "OpenSearchFaultsTest", "neo4j": "Neo4jFaultsTest"}


def run(home: Home, *, write: Path | None, as_json: bool) -> int:
    if write is not None:
        figures.place(write, "faults")
    tools, began = find(), time.monotonic()
    folders = [ROOT / "functions" / module for module in MODULES]
    for folder in folders:
        (folder / "target" / "faults.json").unlink(missing_ok=True)
    words = [str(ROOT / "mvnw"), "-B", "-q", "-T2", "test", "-fae", "-am", "-pl", ",".join(f"functions/{module}" for module in MODULES),
             "-Dsurefire.failIfNoSpecifiedTests=false", f"-Dtest={','.join(MODULES.values())}"]
    code = subprocess.run(words, cwd=ROOT, env={**os.environ, "JAVA_HOME": str(tools.java_home)}, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode
    rows = [row for folder in folders if (folder / "target" / "faults.json").is_file() for row in json.loads((folder / "target" / "faults.json").read_text())]
    if not rows:
        raise Fault("no fault was laid", "./mvnw says why, above")
    if write is not None and not code:
        figures.write(write, "faults", table(rows))
    if as_json:
        print(json.dumps({"ok": not code, "cpus": os.cpu_count(), "seconds": round(time.monotonic() - began), "points": sum(row["points"] for row in rows), "faults": rows}))
    else:
        print("\n".join(table(rows)))
        print(f"{sum(row['points'] for row in rows):,} faults, {time.monotonic() - began:.0f} s" + ("; some were not survived: see above" if code else ", all survived"))
    return 1 if code else 0


def table(rows: list[dict]) -> list[str]:
    """One line a fault, one column a store: at how many places it struck, and how often the loader gave the message back to its queue."""
    stores = list(dict.fromkeys(row["store"] for row in rows))
    cells = {(row["fault"], row["store"]): f"{row['points']} ({row['refused']})" for row in rows}
    faults = sorted({row["fault"] for row in rows}, key=lambda fault: (not fault.isupper() and not fault.split()[0].isupper(), fault))
    return [f"| fault | {' | '.join(stores)} |", "|---|" + "---|" * len(stores),
            *(f"| {fault.lower().replace('_', ' ')} | {' | '.join(cells.get((fault, store), '') for store in stores)} |" for fault in faults)]
