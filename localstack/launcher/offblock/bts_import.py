"""`import bts FILE…`: US on-time files become raw payloads of one carrier and day each, and every row is accounted for. Needs the venv."""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from rich.progress import Progress

from offblock import intake
from offblock.cloud import Cloud
from offblock.faults import Fault
from offblock.home import Home
from offblock.ports import Ports

DAYS_A_CALL = 4
SHOWN_REASONS = 20
FORM = "an on-time file of the US Bureau of Transportation Statistics is CSV, plain, gz or zip, with the bureau's column names"


@dataclass
class Account:
    """Where a file's rows went: `rows` is the sum of `flights` and `rejected`."""

    file: str
    rows: int = 0
    flights: int = 0
    rejected: int = 0
    stored: int = 0
    unchanged: int = 0
    days: int = 0
    reasons: list[str] = field(default_factory=list)

    def add(self, said: dict) -> None:
        for name in ("rows", "flights", "rejected", "stored", "unchanged"):
            setattr(self, name, getattr(self, name) + said[name])
        self.reasons += said["reasons"]

    def text(self) -> str:
        return (f"{self.file}: {self.rows} rows of {self.days} days: {self.flights} flights, {self.rejected} rejected; "
                f"{self.stored} payloads stored, {self.unchanged} were there already")


def run(home: Home, ports: Ports, files: list[Path], *, wait: bool, as_json: bool) -> int:
    for file in files:
        if not file.is_file():
            raise Fault(f"{file} {'is no file' if file.exists() else 'does not exist'}", FORM, code=2)
    bucket = intake.bucket(home)
    cloud = Cloud(ports.localstack)
    began = time.monotonic()
    with intake.bars() as bars:
        bars.disable = as_json
        inspected = [_inspect(cloud, bucket, file, bars) for file in files]
        accounts = [_load(cloud, upload, file, rows, bars) for file, (upload, rows) in zip(files, inspected, strict=True)]
        stored = time.monotonic() - began
        quiet = intake.drain(home, cloud, bars) if wait else None
    seconds = time.monotonic() - began
    if as_json:
        print(json.dumps({"files": [vars(account) for account in accounts], "stored_s": round(stored, 1),
                          "loaded_s": round(seconds, 1) if quiet and quiet.empty else None}))
    else:
        for account in accounts:
            print(account.text())
            for reason in account.reasons[:SHOWN_REASONS]:
                print(f"    {reason}")
            if account.rejected > SHOWN_REASONS:
                print(f"    … and {account.rejected - SHOWN_REASONS} more")
        print(f"stored after {stored:.1f} s" + (f", in all four stores after {seconds:.1f} s." if quiet and quiet.empty else "."))
    intake.all_loaded(quiet)
    return 0


def _inspect(cloud: Cloud, bucket: str, file: Path, bars: Progress) -> tuple[str, int]:
    """Nothing is stored of any file unless all of them can be read."""
    bar = bars.add_task(f"reading {file.name}"[:34], total=1, note="")
    upload = intake.upload(cloud, bucket, file, "bts")
    said = intake.call(cloud, "import-bts", {"upload": upload, "mode": "inspect", "from": 0, "max": 0})
    if said.get("error"):
        bars.stop()
        raise Fault(f"{file}: {said['error']}; nothing was stored", FORM, code=2)
    bars.update(bar, completed=1, note=f"{said['rows']} rows")
    return upload, said["rows"]


def _load(cloud: Cloud, upload: str, file: Path, rows: int, bars: Progress) -> Account:
    bar = bars.add_task(f"storing {file.name}"[:34], total=rows, note="")
    account, start = Account(str(file)), 0
    while start is not None:
        said = intake.call(cloud, "import-bts", {"upload": upload, "mode": "load", "from": start, "max": DAYS_A_CALL})
        if said.get("error"):
            raise Fault(f"{file}: {said['error']}", "send it again: what was stored is found and not stored twice", code=1)
        account.add(said)
        account.days, start = said["days"], said.get("next")
        bars.update(bar, completed=account.rows, note=f"{account.rejected} rejected" if account.rejected else "")
    if account.rows != rows:
        raise Fault(f"{file} has {rows} rows, but {account.rows} are accounted for", "send it again, and tell us if it stays so", code=1)
    return account
