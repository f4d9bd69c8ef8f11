"""Durable buckets: what was acknowledged is there after kill -9, and behaves as S3 does."""

import threading

import pytest
from botocore.exceptions import ClientError
from localstack_run import LocalStackRun, eventually

BUCKET = "offblock-data"
METADATA = {"request": "/v1/operations/flightstatus/departures/FRA%3Foffset=0", "status": "200", "sha256": "ab" * 32}

TEMPLATE = """
Resources:
  Objects:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: offblock-data
      NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: true}}
      PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}
      BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}
      LifecycleConfiguration: {Rules: [{Id: forget-imports, Prefix: imports/, Status: Enabled, ExpirationInDays: 7}]}
"""


@pytest.fixture
def own(localstack, tmp_path):
    run = LocalStackRun(tmp_path, like=localstack)
    run.start()
    yield run
    run.stop()


def code_of(call) -> str:
    with pytest.raises(ClientError) as refused:
        call()
    return refused.value.response["Error"]["Code"]


def test_objects_outlive_a_killed_localstack(own):
    s3 = own.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    put = s3.put_object(Bucket=BUCKET, Key="raw/a.json.gz", Body=b"bytes of a", Metadata=METADATA, ContentType="application/gzip")
    s3.put_object(Bucket=BUCKET, Key="raw/b.json.gz", Body=b"old")
    s3.put_object(Bucket=BUCKET, Key="raw/b.json.gz", Body=b"new")
    s3.put_object(Bucket=BUCKET, Key="raw/removed", Body=b"x")
    s3.delete_object(Bucket=BUCKET, Key="raw/removed")
    s3.put_object(Bucket=BUCKET, Key="raw/many-1", Body=b"x")
    s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "raw/many-1"}]})
    s3.copy_object(Bucket=BUCKET, Key="raw/copy", CopySource=f"{BUCKET}/raw/a.json.gz")
    s3.copy_object(Bucket=BUCKET, Key="raw/b.json.gz", CopySource=f"{BUCKET}/raw/b.json.gz", MetadataDirective="REPLACE", Metadata={"seen": "2"})
    upload = s3.create_multipart_upload(Bucket=BUCKET, Key="imports/big.zip", Metadata={"by": "hand"})["UploadId"]
    parts = [{"PartNumber": n, "ETag": s3.upload_part(Bucket=BUCKET, Key="imports/big.zip", UploadId=upload, PartNumber=n, Body=body)["ETag"]}
             for n, body in ((1, b"1" * (5 << 20)), (2, b"2" * 10))]
    s3.complete_multipart_upload(Bucket=BUCKET, Key="imports/big.zip", UploadId=upload, MultipartUpload={"Parts": parts})
    modified = s3.head_object(Bucket=BUCKET, Key="raw/a.json.gz")["LastModified"]
    own.kill()
    own.start()

    cloudformation = own.client("cloudformation")
    cloudformation.create_stack(StackName="again", TemplateBody=TEMPLATE)
    cloudformation.get_waiter("stack_create_complete").wait(StackName="again", WaiterConfig={"Delay": 1, "MaxAttempts": 120})

    keys = [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert keys == ["imports/big.zip", "raw/a.json.gz", "raw/b.json.gz", "raw/copy"]
    got = s3.get_object(Bucket=BUCKET, Key="raw/a.json.gz")
    assert got["Body"].read() == b"bytes of a" and got["Metadata"] == METADATA and got["ContentType"] == "application/gzip"
    assert got["ETag"] == put["ETag"] and got["LastModified"] == modified
    assert s3.get_object(Bucket=BUCKET, Key="raw/copy")["Metadata"] == METADATA
    replaced = s3.get_object(Bucket=BUCKET, Key="raw/b.json.gz")
    assert replaced["Body"].read() == b"new" and replaced["Metadata"] == {"seen": "2"}
    assert s3.get_object(Bucket=BUCKET, Key="imports/big.zip", Range="bytes=5242878-5242881")["Body"].read() == b"1122"
    assert s3.head_object(Bucket=BUCKET, Key="imports/big.zip")["Metadata"] == {"by": "hand"}
    assert code_of(lambda: s3.get_object(Bucket=BUCKET, Key="raw/removed")) == "NoSuchKey"
    assert s3.get_bucket_notification_configuration(Bucket=BUCKET)["EventBridgeConfiguration"] == {}

    # conditional writes against a restored object
    assert code_of(lambda: s3.put_object(Bucket=BUCKET, Key="raw/a.json.gz", Body=b"x", IfNoneMatch="*")) == "PreconditionFailed"
    assert code_of(lambda: s3.put_object(Bucket=BUCKET, Key="raw/a.json.gz", Body=b"x", IfMatch='"0123"')) == "PreconditionFailed"
    assert s3.get_object(Bucket=BUCKET, Key="raw/a.json.gz")["Body"].read() == b"bytes of a"
    s3.put_object(Bucket=BUCKET, Key="raw/a.json.gz", Body=b"next", IfMatch=put["ETag"])
    s3.put_object(Bucket=BUCKET, Key="raw/c.json.gz", Body=b"c", IfNoneMatch="*")
    assert s3.get_object(Bucket=BUCKET, Key="raw/a.json.gz")["Body"].read() == b"next"

    # a stack that goes away does not take the objects along
    cloudformation.delete_stack(StackName="again")
    cloudformation.get_waiter("stack_delete_complete").wait(StackName="again", WaiterConfig={"Delay": 1, "MaxAttempts": 120})
    assert s3.get_object(Bucket=BUCKET, Key="raw/c.json.gz")["Body"].read() == b"c"
    assert code_of(lambda: s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})) == "InvalidRequest"


def test_every_acknowledged_write_is_there_when_killed_while_writing(own):
    s3 = own.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    acknowledged: list[str] = []

    def write(writer: int) -> None:
        for number in range(100_000):
            key = f"raw/{writer}/{number:06}"
            try:
                s3.put_object(Bucket=BUCKET, Key=key, Body=key.encode() * 500, Metadata={"key": key})
            except Exception:
                return
            acknowledged.append(key)

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    eventually(lambda: len(acknowledged) > 200, seconds=60)
    own.kill()
    for writer in writers:
        writer.join()
    own.start()
    listed = {item["Key"]: item["Size"] for page in s3.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, PaginationConfig={"PageSize": 100}) for item in page.get("Contents", [])}
    assert set(acknowledged) <= set(listed)
    for key in acknowledged[-20:]:
        got = s3.get_object(Bucket=BUCKET, Key=key)
        assert got["Body"].read() == key.encode() * 500 and got["Metadata"] == {"key": key}
    files = [file for file in (own.installation.objects / BUCKET / "bytes").rglob("*") if file.is_file()]
    assert len(files) == len(listed)


def test_pages_and_prefixes_of_a_listing(localstack):
    s3 = localstack.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    keys = sorted(f"listing/{folder}/{name}" for folder in "abc" for name in ("1", "2", "2=x", "2-x", "ü", "z"))
    for key in reversed(keys):
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"")
    for size in (1, 4, 1000):
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="listing/", PaginationConfig={"PageSize": size})
        assert [item["Key"] for page in pages for item in page["Contents"]] == keys
    after = s3.list_objects_v2(Bucket=BUCKET, Prefix="listing/b/", StartAfter="listing/b/2")
    assert [item["Key"] for item in after["Contents"]] == [key for key in keys if key.startswith("listing/b/") and key > "listing/b/2"]
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="listing/", Delimiter="/", PaginationConfig={"PageSize": 2})
    assert [item["Prefix"] for page in pages for item in page.get("CommonPrefixes", [])] == ["listing/a/", "listing/b/", "listing/c/"]
