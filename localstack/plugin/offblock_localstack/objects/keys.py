"""A bucket's objects as LocalStack's S3 provider sees them, backed by an `ObjectIndex`.

In memory stays what a listing shows (about 0.5 KB an object); user metadata is read from the index when asked for.
"""

import bisect
import contextlib
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from localstack.aws.api.s3 import Owner, StorageClass
from localstack.services.s3.models import KeyStore, S3Object

from offblock_localstack.objects.index import Entry, ObjectIndex

# What S3Object holds beyond a listing's row; anything else of it keeps S3's default after a restart.
DETAILS = ("user_metadata", "system_metadata", "checksum_value", "encryption", "kms_key_id", "bucket_key_enabled",
           "sse_key_hash", "website_redirect_location", "parts")


@dataclass(frozen=True, slots=True)
class ListingWindow:
    """The part of the keys that one listing request can show: a page does not cost a walk over the whole bucket."""

    prefix: str
    start: str
    inclusive: bool
    at_most: int | None


_window: ContextVar[ListingWindow | None] = ContextVar("listing window", default=None)


@contextlib.contextmanager
def listing(window: ListingWindow) -> Iterator[None]:
    token = _window.set(window)
    try:
        yield
    finally:
        _window.reset(token)


class DurableObject(S3Object):
    """An S3Object of which only the listing's part is in memory."""

    storage_class = StorageClass.STANDARD
    version_id = "null"
    is_current = True
    expiration = restore = lock_mode = lock_legal_status = lock_until = expires = None

    def __init__(self, keys: "DurableKeyStore", entry: Entry) -> None:
        self.keys = keys
        self.stored_id = entry.id
        self.key = entry.key
        self.size = entry.size
        self.etag = entry.etag
        self.internal_last_modified = entry.modified_ns
        self.checksum_algorithm = entry.checksum_algorithm
        self.checksum_type = entry.checksum_type

    @property
    def last_modified(self) -> datetime:
        return datetime.fromtimestamp(self.internal_last_modified / 1_000_000_000, UTC)

    @property
    def owner(self) -> Owner:
        return self.keys.owner

    @property
    def acl(self):
        return self.keys.acl

    def __getattr__(self, name: str):
        if name not in DETAILS:
            raise AttributeError(name)
        details = self.keys.index.details(self.stored_id)
        if name in ("user_metadata", "system_metadata", "parts"):
            return details.get(name) or {}
        return details.get(name)


class DurableKeyStore(KeyStore):
    """Keys in order, each committed to the index before the provider answers or notifies anybody."""

    def __init__(self, index: ObjectIndex, owner: Owner, acl) -> None:
        super().__init__()
        self.index = index
        self.owner = owner
        self.acl = acl
        self._order: list[str] = []
        self._order_lock = threading.Lock()
        for entry in index.entries():
            self._store[entry.key] = DurableObject(self, entry)
        self._order = sorted(self._store)

    def set(self, object_key: str, s3_object: S3Object) -> None:
        modified_ns = int(s3_object.last_modified.timestamp() * 1_000_000) * 1000
        entry = Entry(s3_object.stored_id, object_key, s3_object.size, s3_object.etag, modified_ns,
                      s3_object.checksum_algorithm, s3_object.checksum_type)
        details = {name: value for name in DETAILS if (value := getattr(s3_object, name))}
        with self._order_lock:  # the order of rows and of what is in memory must not differ for one key
            self.index.put(entry, details)
            replaced = self._store.get(object_key)
            self._store[object_key] = DurableObject(self, entry)
            if replaced is None:
                bisect.insort(self._order, object_key)
        s3_object.committed = True
        if replaced is not None:
            self.index.discard(replaced.stored_id)

    def pop(self, object_key: str, default=None, **_) -> S3Object | None:
        with self._order_lock:
            if object_key not in self._store:
                return default
            self.index.remove(object_key)
            removed = self._store.pop(object_key)
            at = bisect.bisect_left(self._order, object_key)
            if at < len(self._order) and self._order[at] == object_key:
                del self._order[at]
        return removed

    def values(self, *_, **__) -> list[S3Object]:
        window = _window.get()
        with self._order_lock:
            if window is None:
                keys = list(self._order)
            else:
                side = bisect.bisect_left if window.inclusive else bisect.bisect_right
                first = max(bisect.bisect_left(self._order, window.prefix), side(self._order, window.start))
                past = bisect.bisect_left(self._order, window.prefix + "\U0010ffff", first) if window.prefix else len(self._order)
                if window.at_most is not None:
                    past = min(past, first + window.at_most)
                keys = self._order[first:past]
            return [self._store[key] for key in keys]
