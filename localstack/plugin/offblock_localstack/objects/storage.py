"""The bytes of durable buckets: one file an object, written once under a number of its own, read lock-free.

Other buckets (function code, LocalStack's own) stay with LocalStack's temporary storage.
"""

import os
import threading
from io import FileIO
from typing import Literal

from localstack.aws.api.s3 import NoSuchKey
from localstack.services.s3.models import S3Multipart, S3Object
from localstack.services.s3.storage.core import should_copy_in_place
from localstack.services.s3.storage.ephemeral import EphemeralS3ObjectStore, EphemeralS3StoredObject, LockedFileMixin

from offblock_localstack.objects.keys import DurableKeyStore

WRITE_LOCKS = 64


class ObjectFile(LockedFileMixin, FileIO):
    """An object's file; every opening has its own, so a reader never waits for a writer of the same key."""


class DurableStoredObject(EphemeralS3StoredObject):
    """An opened object. A write that was not committed by `DurableKeyStore.set` when it closes leaves nothing."""

    def __init__(self, keys: DurableKeyStore, s3_object: S3Object, mode: Literal["r", "w"], key_lock: threading.Lock | None) -> None:
        self._keys = keys
        self._key_lock = key_lock
        self._unpublished = mode == "w"
        if key_lock:
            key_lock.acquire()
        try:
            file = self._create(s3_object) if mode == "w" else self._open(s3_object)
        except BaseException:
            if key_lock:
                key_lock.release()
            raise
        super().__init__(s3_object, file, mode)

    def _create(self, s3_object: S3Object) -> ObjectFile:
        s3_object.stored_id, path = self._keys.index.new_file()
        s3_object.committed = False
        return ObjectFile(path, "w+")

    def _open(self, s3_object: S3Object) -> ObjectFile:
        while True:
            try:
                file = ObjectFile(self._keys.index.path(s3_object.stored_id), "r")
                file.internal_last_modified = s3_object.internal_last_modified
                return file
            except FileNotFoundError:
                # Replaced or removed since the caller looked it up: what is current counts, as in S3.
                current = self._keys.get(s3_object.key)
                if current is None or current.stored_id == s3_object.stored_id:
                    raise NoSuchKey("The specified key does not exist.", Key=s3_object.key) from None
                s3_object = current

    def close(self) -> None:
        if self.closed:
            return
        super().close()
        self.file.close()
        if self._unpublished and not self.s3_object.committed and not self._keeps_uncommitted():
            self._keys.index.discard(self.s3_object.stored_id)
        if self._key_lock:
            self._key_lock.release()

    def _keeps_uncommitted(self) -> bool:
        # A completed multipart upload is committed after its file was closed.
        return getattr(self.s3_object, "assembling", False)


class DurableObjectStore(EphemeralS3ObjectStore):
    """LocalStack's storage, with the durable buckets' objects in `DurableKeyStore.index`."""

    def __init__(self, root_directory: str) -> None:
        os.makedirs(root_directory, exist_ok=True)
        super().__init__(root_directory)
        self._durable: dict[str, DurableKeyStore] = {}
        self._write_locks = [threading.Lock() for _ in range(WRITE_LOCKS)]

    def keep(self, bucket: str, keys: DurableKeyStore) -> None:
        self._durable[bucket] = keys

    def open(self, bucket: str, s3_object: S3Object, mode: Literal["r", "w"] = "r"):
        if not (keys := self._durable.get(bucket)):
            return super().open(bucket, s3_object, mode)
        lock = self._write_locks[hash((bucket, s3_object.key)) % WRITE_LOCKS] if mode == "w" else None
        return DurableStoredObject(keys, s3_object, mode, lock)

    def remove(self, bucket: str, s3_object: S3Object | list[S3Object]) -> None:
        if not (keys := self._durable.get(bucket)):
            return super().remove(bucket, s3_object)
        for removed in s3_object if isinstance(s3_object, list) else [s3_object]:
            keys.index.discard(removed.stored_id)

    def copy(self, src_bucket: str, src_object: S3Object, dest_bucket: str, dest_object: S3Object):
        if dest_bucket in self._durable and should_copy_in_place(src_bucket, src_object, dest_bucket, dest_object):
            # The same bytes under new metadata: a new number for the same file.
            index = self._durable[dest_bucket].index
            dest_object.stored_id, path = index.new_file()
            os.link(index.path(src_object.stored_id), path)
            return self.open(dest_bucket, dest_object, mode="r")
        with self.open(src_bucket, src_object, mode="r") as source:
            target = self.open(dest_bucket, dest_object, mode="w")
            target.write(source)
        return target

    def get_multipart(self, bucket: str, s3_multipart: S3Multipart):
        if bucket in self._durable:
            s3_multipart.object.assembling = True
        return super().get_multipart(bucket, s3_multipart)

    def create_bucket(self, bucket: str) -> None:
        os.makedirs(os.path.join(self.root_directory, bucket), exist_ok=True)

    def delete_bucket(self, bucket: str) -> None:
        if keys := self._durable.pop(bucket, None):
            keys.index.destroy()
        super().delete_bucket(bucket)

    def close(self) -> None:
        super().close()
        for keys in self._durable.values():
            keys.index.close()
