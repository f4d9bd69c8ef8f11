"""LocalStack's S3 service with durable buckets.

The buckets named by `OFFBLOCK_DURABLE_BUCKETS` (comma separated, default `offblock-data`) keep their objects under
`OFFBLOCK_OBJECTS_DIR`. When the service loads, they are there again with all objects, and nobody is notified of them.
The bucket's own settings (notifications, encryption, lifecycle) come back with the template, which finds the bucket made.
Not kept: object tags, ACLs and retention set after the write; bucket versioning is refused.
"""

import base64
import logging
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from localstack import config
from localstack.aws.api import RequestContext, handler
from localstack.aws.api.s3 import CreateBucketOutput, CreateBucketRequest, ListObjectsOutput, ListObjectsV2Output
from localstack.services.s3.exceptions import InvalidRequest
from localstack.services.s3.models import S3Bucket
from localstack.services.s3.provider import S3Provider
from localstack.services.s3.utils import get_canned_acl, get_owner_for_account_id

from offblock_localstack.objects.index import ObjectIndex
from offblock_localstack.objects.keys import DurableKeyStore, ListingWindow, listing
from offblock_localstack.objects.storage import DurableObjectStore

LOG = logging.getLogger(__name__)


def durable_buckets() -> frozenset[str]:
    names = os.environ.get("OFFBLOCK_DURABLE_BUCKETS", "offblock-data")
    return frozenset(name.strip() for name in names.split(",") if name.strip())


class DurableS3Provider(S3Provider):
    """S3 whose durable buckets acknowledge a write only when it is on disk."""

    def __init__(self) -> None:
        super().__init__(DurableObjectStore(os.path.join(config.dirs.tmp, "s3")))
        self._folder = Path(os.environ["OFFBLOCK_OBJECTS_DIR"])
        self._names = durable_buckets()

    def on_after_init(self) -> None:
        super().on_after_init()
        for name in sorted(self._names):
            if ObjectIndex.exists(self._folder / name):
                self._restore(name)

    def _restore(self, name: str) -> None:
        started = time.perf_counter()
        index = ObjectIndex(self._folder / name)
        if (made := index.owner()) is None:
            index.close()
            return
        account, region, created = made
        owner = get_owner_for_account_id(account)
        bucket = S3Bucket(name=name, account_id=account, bucket_region=region, owner=owner,
                          acl=get_canned_acl("private", owner),
                          location_constraint="" if region == "us-east-1" else region)
        bucket.creation_date = datetime.fromtimestamp(created, UTC)
        orphans = index.sweep()
        self._keep(bucket, index)
        store = self.get_store(account, region)
        store.buckets[name] = bucket
        store.global_bucket_map[name] = account
        self._storage_backend.create_bucket(name)
        self._cors_handler.invalidate_cache()
        LOG.info("bucket %s: %d objects are back after %.2f s, %d unfinished writes removed", name,
                 len(bucket.objects.values()), time.perf_counter() - started, orphans)

    def _keep(self, bucket: S3Bucket, index: ObjectIndex) -> None:
        bucket.objects = DurableKeyStore(index, bucket.owner, bucket.acl)
        self._storage_backend.keep(bucket.name, bucket.objects)

    @handler("CreateBucket", expand=False)
    def create_bucket(self, context: RequestContext, request: CreateBucketRequest) -> CreateBucketOutput:
        name = request["Bucket"]
        existing = self.get_store(context.account_id, context.region).buckets.get(name)
        if name in self._names and existing:
            # As us-east-1 answers for a bucket of one's own; in every region, because it may have been restored.
            return CreateBucketOutput(Location=f"/{name}", BucketArn=existing.bucket_arn)
        created = super().create_bucket(context, request)
        if name in self._names:
            _, bucket = self._get_cross_account_bucket(context, name)
            index = ObjectIndex(self._folder / name)
            index.claim(bucket.bucket_account_id, bucket.bucket_region, bucket.creation_date.timestamp())
            self._keep(bucket, index)
        return created

    def put_bucket_versioning(self, context: RequestContext, bucket: str, versioning_configuration: dict, **kwargs) -> None:
        if bucket in self._names:
            raise InvalidRequest(f"{bucket} is kept on disk without versions: remove its VersioningConfiguration, "
                                 "or its name from OFFBLOCK_DURABLE_BUCKETS.")
        super().put_bucket_versioning(context, bucket, versioning_configuration, **kwargs)

    def list_objects_v2(self, context: RequestContext, bucket: str, delimiter=None, encoding_type=None, max_keys=None,
                        prefix=None, continuation_token=None, fetch_owner=None, start_after=None, **kwargs) -> ListObjectsV2Output:
        if bucket not in self._names or continuation_token == "":
            return super().list_objects_v2(context, bucket, delimiter, encoding_type, max_keys, prefix,
                                           continuation_token, fetch_owner, start_after, **kwargs)
        # The window holds the place to go on from; LocalStack's own comparison mixes quoted with unquoted order.
        start = base64.b64decode(continuation_token, altchars=b"._").decode() if continuation_token else start_after or ""
        window = ListingWindow(prefix or "", start, inclusive=bool(continuation_token) or not start,
                               at_most=None if delimiter else (max_keys or 1000) + 1)
        with listing(window):
            answer = super().list_objects_v2(context, bucket, delimiter, encoding_type, max_keys, prefix, None,
                                             fetch_owner, None, **kwargs)
        if continuation_token:
            answer["ContinuationToken"] = continuation_token
        elif start_after:
            answer["StartAfter"] = start_after
        return answer

    def list_objects(self, context: RequestContext, bucket: str, delimiter=None, encoding_type=None, marker=None,
                     max_keys=None, prefix=None, **kwargs) -> ListObjectsOutput:
        window = ListingWindow(prefix or "", marker or "", inclusive=not marker,
                               at_most=None if delimiter else (max_keys or 1000) + 1)
        with listing(window):
            return super().list_objects(context, bucket, delimiter, encoding_type, marker, max_keys, prefix, **kwargs)
