"""`import recording FILE`: checks it wholly, uploads it once, loads it in pieces, waits until the stores have it all. Needs the venv."""

import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from offblock.cloud import STORES, Cloud, QueueDepth
from offblock.deployment import client
from offblock.faults import Fault, NotRunning
from offblock.home import Home, read_json
from offblock.ports import Ports
from offblock.queues import Quiet, until_quiet
from offblock.recording import check, sha256
from offblock.up import supervisor

PIECE = 200
INSPECT_PIECE = 2000
SHOWN_ERRORS = 20
DRAIN_SECONDS = 3600.0


def run(home: Home, ports: Ports, file: Path, *, wait: bool) -> int:
    entries = check(file)
    if supervisor(home) is None:
        raise NotRunning()
    cloud = Cloud(ports.localstack)
    bucket = read_json(home.run / "deployment.json").get("bucket")
    if not bucket:
        raise Fault("Offblock is starting or mending itself", "wait until ./offblock status says ready", code=3)
    began = time.monotonic()
    with Progress(TextColumn("{task.description:34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[note]}"),
                  console=Console()) as bars:
        upload = _upload(cloud, bucket, file)
        inspected = _pieces(cloud, upload, "inspect", INSPECT_PIECE, bars, "checking", entries)
        if inspected["errors"]:
            bars.stop()
            raise _refused(file, inspected["errors"])
        loaded = _pieces(cloud, upload, "load", PIECE, bars, "storing", entries)
        if loaded["errors"]:
            bars.stop()
            raise _refused(file, loaded["errors"])
        stored = time.monotonic() - began
        quiet = _drain(home, cloud, bars) if wait else None
    seconds = time.monotonic() - began
    print(f"{loaded['stored']} answers stored, {loaded['unchanged']} were there already, of {entries}; stored after {stored:.1f} s"
          + (f", in all four stores after {seconds:.1f} s." if quiet and quiet.empty else "."))
    if quiet and not quiet.empty:
        raise Fault(f"not all of it is loaded: {quiet.text()}", f"see: ./offblock logs load-{quiet.fullest} --since 1h")
    return 0


def _upload(cloud: Cloud, bucket: str, file: Path) -> str:
    key = f"imports/{sha256(file)}.zip"
    client("s3", cloud).upload_file(str(file), bucket, key)
    return key


def _pieces(cloud: Cloud, upload: str, mode: str, most: int, bars: Progress, title: str, entries: int) -> dict:
    """Calls the import function piece by piece, from where the last one ended."""
    bar = bars.add_task(title, total=entries, note="")
    total = {"stored": 0, "unchanged": 0, "errors": []}
    start = 0
    while True:
        said = _patient(cloud, {"upload": upload, "mode": mode, "from": start, "max": most})
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


def _patient(cloud: Cloud, event: dict, attempts: int = 60) -> dict:
    """LocalStack or the function may die under an import: each piece can be sent again, for the same answer has the same key."""
    for attempt in range(attempts):
        try:
            said = cloud.invoke("offblock-import-recording", event, 900.0)
            if isinstance(said, dict):
                return said
            raise Fault("offblock-import-recording gave no result", "see: ./offblock logs import-recording")
        except Fault:
            if attempt == attempts - 1:
                raise
            time.sleep(1)
    raise AssertionError


def _drain(home: Home, cloud: Cloud, bars: Progress) -> Quiet:
    bar = bars.add_task("loading into the stores", total=1, completed=0, note="")
    most = 1

    def tell(depths: dict[str, QueueDepth]) -> None:
        nonlocal most
        waiting = {store: depths[store].total for store in STORES}
        most = max(most, sum(waiting.values()))
        bars.update(bar, total=most, completed=most - sum(waiting.values()), note=" ".join(f"{k} {v}" for k, v in waiting.items() if v))

    return until_quiet(home, cloud, DRAIN_SECONDS, tell, settled=4)


def _refused(file: Path, errors: list) -> Fault:
    lines = [f"{e.get('entry', '?')}: {e.get('error') or e.get('reason') or e.get('detail', '')}" if isinstance(e, dict) else str(e) for e in errors]
    more = f"\n    … and {len(lines) - SHOWN_ERRORS} more" if len(lines) > SHOWN_ERRORS else ""
    return Fault(f"{file} has {len(lines)} entries that are no answers of the provider; nothing of it was stored:\n    "
                 + "\n    ".join(lines[:SHOWN_ERRORS]) + more, "mend or remove these entries", code=2)
