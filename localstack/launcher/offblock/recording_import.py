"""`import recording FILE`: checks it wholly, uploads it once, loads it in pieces, waits until the stores have it all. Needs the venv."""

import time
from pathlib import Path

from rich.progress import Progress

from offblock import intake
from offblock.cloud import Cloud
from offblock.faults import Fault
from offblock.home import Home
from offblock.ports import Ports
from offblock.recording import check

PIECE = 200
INSPECT_PIECE = 2000
SHOWN_ERRORS = 20


def run(home: Home, ports: Ports, file: Path, *, wait: bool) -> int:
    entries = check(file)
    bucket = intake.bucket(home)
    cloud = Cloud(ports.localstack)
    began = time.monotonic()
    with intake.bars() as bars:
        upload = intake.upload(cloud, bucket, file, "zip")
        inspected = _pieces(cloud, upload, "inspect", INSPECT_PIECE, bars, "checking", entries)
        if inspected["errors"]:
            bars.stop()
            raise _refused(file, inspected["errors"])
        loaded = _pieces(cloud, upload, "load", PIECE, bars, "storing", entries)
        if loaded["errors"]:
            bars.stop()
            raise _refused(file, loaded["errors"])
        stored = time.monotonic() - began
        quiet = intake.drain(home, cloud, bars) if wait else None
    seconds = time.monotonic() - began
    print(f"{loaded['stored']} answers stored, {loaded['unchanged']} were there already, of {entries}; stored after {stored:.1f} s"
          + (f", in all four stores after {seconds:.1f} s." if quiet and quiet.empty else "."))
    intake.all_loaded(quiet)
    return 0


def _pieces(cloud: Cloud, upload: str, mode: str, most: int, bars: Progress, title: str, entries: int) -> dict:
    """Calls the import function piece by piece, from where the last one ended."""
    bar = bars.add_task(title, total=entries, note="")
    total = {"stored": 0, "unchanged": 0, "errors": []}
    start = 0
    while True:
        said = intake.call(cloud, "import-recording", {"upload": upload, "mode": mode, "from": start, "max": most})
        total["stored"] += said.get("stored", 0)
        total["unchanged"] += said.get("unchanged", 0)
        total["errors"] += said.get("errors") or []
        onward = said.get("next")
        whole = said.get("entries", entries)
        done = onward if onward is not None and onward < whole else whole
        bars.update(bar, total=whole, completed=done, note=f"{len(total['errors'])} errors" if total["errors"] else "")
        if onward is None or onward >= whole or onward <= start:
            return total
        start = onward


def _refused(file: Path, errors: list) -> Fault:
    lines = [f"{e.get('entry', '?')}: {e.get('error') or e.get('reason') or e.get('detail', '')}" if isinstance(e, dict) else str(e) for e in errors]
    more = f"\n    … and {len(lines) - SHOWN_ERRORS} more" if len(lines) > SHOWN_ERRORS else ""
    return Fault(f"{file} has {len(lines)} entries that are no answers of the provider; nothing of it was stored:\n    "
                 + "\n    ".join(lines[:SHOWN_ERRORS]) + more, "mend or remove these entries", code=2)
