"""What all imports of files share: one upload, calls that may be sent again, waiting until the stores have it all. Needs the venv."""

import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from offblock.cloud import STORES, Cloud, QueueDepth
from offblock.deployment import client
from offblock.faults import Fault, NotRunning
from offblock.home import Home, read_json
from offblock.queues import Quiet, until_quiet
from offblock.recording import sha256
from offblock.up import supervisor

DRAIN_SECONDS = 3600.0


def bars() -> Progress:
    return Progress(TextColumn("{task.description:34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[note]}"),
                    console=Console())


def bucket(home: Home) -> str:
    """Where data lies, once the system runs."""
    if supervisor(home) is None:
        raise NotRunning()
    name = read_json(home.run / "deployment.json").get("bucket")
    if not name:
        raise Fault("Offblock is starting or mending itself", "wait until ./offblock status says ready", code=3)
    return name


def upload(cloud: Cloud, to: str, file: Path, ending: str) -> str:
    """Puts a file beside the data, under the digest of its bytes; its key."""
    key = f"imports/{sha256(file)}.{ending}"
    client("s3", cloud).upload_file(str(file), to, key)
    return key


def call(cloud: Cloud, function: str, event: dict, attempts: int = 60) -> dict:
    """LocalStack or the function may die under an import: each piece can be sent again, for the same answer has the same key."""
    for attempt in range(attempts):
        try:
            said = cloud.invoke(f"offblock-{function}", event, 900.0)
            if isinstance(said, dict):
                return said
            raise Fault(f"offblock-{function} gave no result", f"see: ./offblock logs {function}")
        except Fault:
            if attempt == attempts - 1:
                raise
            time.sleep(1)
    raise AssertionError


def drain(home: Home, cloud: Cloud, shown: Progress) -> Quiet:
    bar = shown.add_task("loading into the stores", total=1, completed=0, note="")
    most = 1

    def tell(depths: dict[str, QueueDepth]) -> None:
        nonlocal most
        waiting = {store: depths[store].total for store in STORES}
        most = max(most, sum(waiting.values()))
        shown.update(bar, total=most, completed=most - sum(waiting.values()), note=" ".join(f"{k} {v}" for k, v in waiting.items() if v))

    return until_quiet(home, cloud, DRAIN_SECONDS, tell, settled=4)


def all_loaded(quiet: Quiet | None) -> None:
    if quiet and not quiet.empty:
        raise Fault(f"not all of it is loaded: {quiet.text()}", f"see: ./offblock logs load-{quiet.fullest} --since 1h")
