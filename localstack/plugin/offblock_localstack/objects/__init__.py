"""S3 buckets that survive `down`, `up` and `kill -9` of LocalStack.

`index` is the list of what was acknowledged, `storage` the bytes, `keys` the bucket's view of both, `provider` the S3
service that LocalStack loads instead of its own (`PROVIDER_OVERRIDE_S3=durable`).
"""
