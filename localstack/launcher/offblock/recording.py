"""What a recording must be before anything is done with it: a zip whose entries are requests."""

import hashlib
import zipfile
from pathlib import Path

from offblock.faults import Fault

MOST_ENTRIES = 2_000_000


def check(file: Path) -> int:
    """The number of answers in it; a Fault (exit 2) says what is wrong with the file."""
    form = "a recording is a zip whose entries are request paths, '?' written as '__', ':' left out"
    if not file.exists():
        raise Fault(f"{file} does not exist", "give the path of a recording, as in: ./offblock import recording FILE", code=2)
    if not file.is_file():
        raise Fault(f"{file} is no file", form, code=2)
    if not zipfile.is_zipfile(file):
        raise Fault(f"{file} is no zip file", form, code=2)
    try:
        with zipfile.ZipFile(file) as recording:
            entries = [entry for entry in recording.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError) as e:
        raise Fault(f"{file} is a damaged zip: {e}", "fetch or make it again", code=2) from e
    if not entries:
        raise Fault(f"{file} is empty", form, code=2)
    if len(entries) > MOST_ENTRIES:
        raise Fault(f"{file} has {len(entries)} entries, at most {MOST_ENTRIES} are taken", "split it", code=2)
    unsafe = next((e.filename for e in entries if e.filename.startswith("/") or ".." in e.filename.split("/")), None)
    if unsafe:
        raise Fault(f"{file} has an entry outside of itself: {unsafe}", form, code=2)
    return len(entries)


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
