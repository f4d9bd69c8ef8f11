"""`deploy --stage` as a person or CI runs it, with LocalStack in AWS's place: the change set is made and shown, nothing is run without yes."""

import dataclasses
import json

import pytest
import yaml

from offblock.deployment import CODE_BUCKET, client
from offblock.stages import publish


@pytest.fixture(scope="module")
def stages(started, tmp_path_factory):
    """A stage of the running stack, with the parameters that it has: so deploying it changes nothing of what other tests use."""
    folder = tmp_path_factory.mktemp("stages")
    stack = client("cloudformation", started.cloud).describe_stacks(StackName="offblock")["Stacks"][0]
    wanted = {p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"] if not p["ParameterKey"].endswith(("Code", "Definition"))}
    for name in ("Contract", "Backfill", "Forecast", "Watch", "CodeBucket"):
        wanted.pop(name)
    (folder / "here.yaml").write_text(yaml.safe_dump({"region": "us-east-1", "stack": "offblock-here", "bucket": CODE_BUCKET, "parameters": wanted}))
    return folder


def test_a_change_set_is_shown_and_not_run_without_yes(started, stages):
    before = {s["StackName"] for s in client("cloudformation", started.cloud).describe_stacks()["Stacks"]}
    asking = dataclasses.replace(started, environment={**started.environment, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"})
    ran = asking.run("deploy", "--stage", "here", "--stages", str(stages), "--endpoint", started.cloud.url)
    assert ran.returncode == 1 and "not deployed" in ran.stderr, ran.stderr
    assert "add     Harvest (AWS::Lambda::Function)" in ran.stdout and "add     Data (AWS::S3::Bucket)" in ran.stdout
    ready = [s["StackName"] for s in client("cloudformation", started.cloud).describe_stacks()["Stacks"] if s["StackStatus"].endswith("_COMPLETE")]
    assert set(ready) <= before


def test_an_open_stage_is_refused_in_words(started):
    ran = started.run("deploy", "--stage", "production", "--endpoint", started.cloud.url, "--json")
    assert ran.returncode == 2 and "production.yaml is not filled in" in ran.stderr and json.dumps({}) not in ran.stdout


def test_the_page_goes_into_its_bucket_and_index_comes_last(started):
    s3 = client("s3", started.cloud)
    s3.create_bucket(Bucket="offblock-page")
    assert publish(s3, "offblock-page") > 5
    objects = {one["Key"]: one["LastModified"] for one in s3.list_objects_v2(Bucket="offblock-page")["Contents"]}
    index = s3.head_object(Bucket="offblock-page", Key="index.html")
    assert index["ContentType"] == "text/html" and index["CacheControl"] == "public, max-age=60"
    assert objects["index.html"] == max(objects.values())
    # CloudFront's function tells files from folders by it.
    assert all("." in key.rpartition("/")[2] and "." not in key.rpartition("/")[0] for key in objects)
    script = next(key for key in objects if key.endswith(".js") and key.startswith("assets/main"))
    assert "immutable" in s3.head_object(Bucket="offblock-page", Key=script)["CacheControl"]
