"""Keeps durable buckets when a stack is deleted or rolled back.

LocalStack's `AWS::S3::Bucket` empties the bucket first, where AWS refuses to delete one that is not empty: a failed
first deployment would take every payload with it.
"""

import logging

from localstack.services.cloudformation.resource_provider import OperationStatus, ProgressEvent
from localstack.services.s3.resource_providers.aws_s3_bucket import S3BucketProvider
from localstack.utils.patch import patch

from offblock_localstack.objects.provider import durable_buckets

LOG = logging.getLogger(__name__)


def apply() -> None:
    @patch(S3BucketProvider.delete)
    def delete(fn, self, request):
        name = (request.previous_state or request.desired_state or {}).get("BucketName")
        if name not in durable_buckets():
            return fn(self, request)
        LOG.warning("bucket %s leaves its stack and keeps its objects", name)
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=request.desired_state)
