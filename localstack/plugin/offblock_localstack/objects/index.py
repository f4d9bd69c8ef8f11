"""The list of acknowledged objects of one bucket: a SQLite file beside the bytes.

An object exists when its row is committed. Its bytes were written to a file of their own, named by the row's number,
and synced, before that; so a process that dies between the two leaves an unlisted file, never a listed object without its bytes.
"""

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cachetools import LRUCache

SCHEMA = """
CREATE TABLE IF NOT EXISTS bucket (account TEXT NOT NULL, region TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS object (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, etag TEXT NOT NULL, modified_ns INTEGER NOT NULL,
  checksum_algorithm TEXT, checksum_type TEXT, details TEXT NOT NULL);
"""
FILES_PER_FOLDER = 1000
# A new object is read at once by every loader, and each read asks for nine details of it.
DETAILS_AT_HAND = 2048


@dataclass(frozen=True, slots=True)
class Entry:
    """One acknowledged object, without what only a read of that object needs (`ObjectIndex.details`)."""

    id: int
    key: str
    size: int
    etag: str
    modified_ns: int
    checksum_algorithm: str | None
    checksum_type: str | None


class ObjectIndex:
    """Rows and byte files of one bucket under one folder. Thread safe."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._recent: LRUCache[int, str] = LRUCache(DETAILS_AT_HAND)
        self._recent_lock = threading.Lock()  # of its own: a read must not wait for the disk of a write
        self._db = sqlite3.connect(folder / "objects.db", check_same_thread=False, isolation_level=None)
        # A commit is on the disk when it returns: it outlives this process and a power failure.
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(SCHEMA)
        self._next = 1 + (self._db.execute("SELECT max(id) FROM object").fetchone()[0] or 0)

    @staticmethod
    def exists(folder: Path) -> bool:
        return (folder / "objects.db").exists()

    # ---- the bucket itself
    def owner(self) -> tuple[str, str, float] | None:
        """(account, region, created) as the bucket was first made, or None before that."""
        with self._lock:
            return self._db.execute("SELECT account, region, created FROM bucket").fetchone()

    def claim(self, account: str, region: str, created: float) -> None:
        with self._lock:
            self._db.execute("DELETE FROM bucket")
            self._db.execute("INSERT INTO bucket VALUES (?, ?, ?)", (account, region, created))

    # ---- the byte files
    def path(self, object_id: int) -> Path:
        return self.folder / "bytes" / str(object_id // FILES_PER_FOLDER) / str(object_id)

    def new_file(self) -> tuple[int, Path]:
        """A number never listed before and the path of its bytes, with the folder made."""
        with self._lock:
            object_id, self._next = self._next, self._next + 1
        path = self.path(object_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        return object_id, path

    def discard(self, object_id: int) -> None:
        """Removes the bytes of an object that is not listed (any more). Open readers keep reading them."""
        self.path(object_id).unlink(missing_ok=True)

    # ---- the rows
    def put(self, entry: Entry, details: dict) -> None:
        """Lists the object; when this returns it survives. An object of the same key is replaced in the same step."""
        with open(self.path(entry.id), "rb") as file:
            os.fsync(file.fileno())
        text = json.dumps(details, separators=(",", ":"))
        with self._lock:
            self._db.execute(
                "INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (entry.id, entry.key, entry.size, entry.etag, entry.modified_ns, entry.checksum_algorithm, entry.checksum_type, text))
        with self._recent_lock:
            self._recent[entry.id] = text

    def remove(self, key: str) -> None:
        with self._lock:
            self._db.execute("DELETE FROM object WHERE key = ?", (key,))

    def details(self, object_id: int) -> dict:
        """User metadata, system metadata and the like; empty when the object was replaced a while ago."""
        with self._recent_lock:
            text = self._recent.get(object_id)
        if text is None:
            with self._lock:
                row = self._db.execute("SELECT details FROM object WHERE id = ?", (object_id,)).fetchone()
            if row is None:
                return {}
            text = row[0]
            with self._recent_lock:
                self._recent[object_id] = text
        return json.loads(text)

    def entries(self) -> Iterator[Entry]:
        with self._lock:
            rows = self._db.execute("SELECT id, key, size, etag, modified_ns, checksum_algorithm, checksum_type"
                                    " FROM object ORDER BY key").fetchall()
        return (Entry(*row) for row in rows)

    def sweep(self) -> int:
        """Removes byte files that no row lists: what a killed process was writing. Only before the first write."""
        with self._lock:
            listed = {row[0] for row in self._db.execute("SELECT id FROM object")}
        removed = 0
        for folder in (self.folder / "bytes").glob("*"):
            for file in os.scandir(folder):
                if int(file.name) not in listed:
                    os.unlink(file.path)
                    removed += 1
        return removed

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def destroy(self) -> None:
        """Forgets the bucket. S3 allows it for an empty one only."""
        self.close()
        shutil.rmtree(self.folder)
