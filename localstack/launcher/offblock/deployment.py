"""Uploads the zips and deploys `infra/template.yaml` as the stack `offblock`. Needs boto3, so it runs in the venv:

    python -m offblock.deployment < parameters.json     # lines of JSON on stdout: {"say": …}, at last {"result": …} or {"fault": …}
"""

import hashlib
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from offblock.build import ZIPS
from offblock.cloud import REGION, Cloud
from offblock.faults import Fault
from offblock.home import ROOT

STACK = "offblock"
CODE_BUCKET = "offblock-code"
TEMPLATE = ROOT / "infra" / "template.yaml"
CONTRACT = ROOT / "infra" / "openapi.yaml"
KEYED = ROOT / "infra" / "keyed.py"
MACHINES = {"Backfill": "backfill", "RetrainDefinition": "retrain", "Forecast": "forecast", "Watch": "watch"}  # parameter of the template: file in state-machines
CODE_PARAMETERS = {"harvest": "HarvestCode", "operations": "OperationsCode", "postgres": "PostgresCode", "mongodb": "MongodbCode",
                   "opensearch": "OpensearchCode", "neo4j": "Neo4jCode", "learning": "LearningCode"}
WORLDS = "state/worlds/"


def client(service: str, cloud: Cloud, **more):
    """A boto3 client of LocalStack; nothing of the user's AWS settings is looked at."""
    return boto3.client(service, endpoint_url=cloud.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test",
                        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 2}, read_timeout=120,
                                      request_checksum_calculation="when_required"), **more)


def deploy(cloud: Cloud, parameters: dict[str, str], secrets: dict[str, dict[str, str]], say) -> dict[str, str]:
    """Creates or updates the stack; its outputs. `secrets` go to Secrets Manager, the template gets their ARNs. A Fault names the
    resource that failed and why."""
    s3, cfn = client("s3", cloud), client("cloudformation", cloud)
    s3.create_bucket(Bucket=CODE_BUCKET)
    keys = upload_all(s3, CODE_BUCKET, say)
    template = upload_template(s3, CODE_BUCKET, keys["Contract"])
    wanted = {**parameters, **keys, **_put_secrets(client("secretsmanager", cloud), secrets), "CodeBucket": CODE_BUCKET}
    arguments = {"StackName": STACK, "TemplateURL": f"{cloud.url}/{CODE_BUCKET}/{template}", "Capabilities": ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
                 "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in sorted(wanted.items())]}
    state = _state(cfn)
    if state and ("ROLLBACK" in state or "FAILED" in state):
        say("removing what a failed deployment left")
        cfn.delete_stack(StackName=STACK)
        _follow(cfn, say, deleting=True)
        state = None
    try:
        if state:
            cfn.update_stack(**arguments)
        else:
            cfn.create_stack(**arguments)
    except ClientError as e:
        if "No updates" not in str(e):
            raise
    state = _follow(cfn, say)
    resources = cfn.describe_stack_resources(StackName=STACK)["StackResources"]
    if state not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise Fault(f"the stack ended as {state}: {_why(cfn, resources)}",
                    "mend infra/template.yaml or what it names; LocalStack's own words are in .offblock/log/localstack.log")
    unknown = [f"{r['LogicalResourceId']} ({r['ResourceType']})" for r in resources if r.get("PhysicalResourceId") in (None, "", "unknown")]
    if unknown:
        raise Fault(f"LocalStack does not know how to make {', '.join(unknown)}: it only said so by an id of 'unknown'",
                    "use a resource type that LocalStack 4.14 has, or add one to localstack/plugin")
    outputs = cfn.describe_stacks(StackName=STACK)["Stacks"][0].get("Outputs", [])
    values = {o["OutputKey"]: o["OutputValue"] for o in outputs}
    note_world(s3, values["DataBucket"], "sandbox" if parameters.get("TrainingSources") == "sandbox" else "real")
    return {**values, "resources": str(len(resources))}


def note_world(s3, bucket: str, world: str) -> None:
    """Notes what is harvested from now on, so that a training set never mixes the simulated world with a real one."""
    notes = sorted(one["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=WORLDS) for one in page.get("Contents", []))
    if (notes[-1].rpartition("-")[2] if notes else "real") != world:
        s3.put_object(Bucket=bucket, Key=f"{WORLDS}{time.time_ns() // 1_000_000}-{world}", Body=b"")


def _put_secrets(manager, secrets: dict[str, dict[str, str]]) -> dict[str, str]:
    """Each as it is now; the ARNs by the same names."""
    arns = {}
    for parameter, values in secrets.items():
        name, text = f"offblock/{parameter}", json.dumps(values)
        try:
            arns[parameter] = manager.create_secret(Name=name, SecretString=text)["ARN"]
        except manager.exceptions.ResourceExistsException:
            arns[parameter] = manager.put_secret_value(SecretId=name, SecretString=text)["ARN"]
    return arns


def upload_all(s3, bucket: str, say, *, keyed: bool = False) -> dict[str, str]:
    """What the template names beside itself; the keys by its parameters. `keyed`: with the contract whose reads need a key too."""
    keys = {}
    for file in ZIPS:
        name = file.parts[-3]
        say(f"uploading {name}")
        keys[CODE_PARAMETERS[name]] = upload(s3, bucket, file, f"{name}-{{}}.zip")
    for parameter, name in MACHINES.items():
        keys[parameter] = upload(s3, bucket, ROOT / "state-machines" / f"{name}.asl.json", f"{name}-{{}}.asl.json")
    contract = subprocess.run([sys.executable, str(KEYED)], capture_output=True, check=True).stdout if keyed else CONTRACT.read_bytes()
    return {**keys, "Contract": put(s3, bucket, contract, "openapi-{}.yaml")}


def upload_template(s3, bucket: str, contract: str) -> str:
    """Puts the template there; its key. A deployment of the gateway is a picture of the contract as it was: its logical id has the contract's
    hash in it, so that another contract makes another deployment, which the stage then serves."""
    text = TEMPLATE.read_text()
    if len(re.findall(r"\bApiDeployment\b", text)) < 2:
        raise Fault("infra/template.yaml has no ApiDeployment that its stage serves", "keep that logical id: it is made to change with the contract")
    return put(s3, bucket, re.sub(r"\bApiDeployment\b", f"ApiDeployment{hashlib.sha256(contract.encode()).hexdigest()[:12]}", text).encode(), "template-{}.yaml")


def upload(s3, bucket: str, file: Path, key: str) -> str:
    """Puts a file there under a key that changes with its content."""
    if not file.exists():
        raise Fault(f"{file.relative_to(ROOT)} is missing", "build it: ./mvnw package -DskipTests")
    return put(s3, bucket, file.read_bytes(), key)


def put(s3, bucket: str, content: bytes, key: str) -> str:
    name = key.format(hashlib.sha256(content).hexdigest()[:12])
    s3.put_object(Bucket=bucket, Key=name, Body=content)
    return name


def _state(cfn) -> str | None:
    try:
        return cfn.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]
    except ClientError:
        return None


def _follow(cfn, say, *, deleting: bool = False, patience: float = 300.0) -> str:
    """Waits until the stack stands still; tells how far it is."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        state = _state(cfn)
        if state is None or (deleting and state == "DELETE_COMPLETE"):
            return "DELETE_COMPLETE"
        if not state.endswith("_IN_PROGRESS"):
            return state
        try:
            made = cfn.describe_stack_resources(StackName=STACK)["StackResources"]
            done = sum(r["ResourceStatus"].endswith("_COMPLETE") for r in made)
            say(f"{done} resources made" if not deleting else "removing")
        except ClientError:
            pass
        time.sleep(0.5)
    raise Fault(f"the stack was still {_state(cfn)} after {patience:.0f} s", "read .offblock/log/localstack.log, then: ./offblock down, ./offblock up")


def _why(cfn, resources: list[dict]) -> str:
    failed = [f"{r['LogicalResourceId']}: {r.get('ResourceStatusReason', 'no reason given')}" for r in resources if "FAILED" in r["ResourceStatus"]]
    if not failed:
        events = cfn.describe_stack_events(StackName=STACK)["StackEvents"]
        failed = [f"{e['LogicalResourceId']}: {e.get('ResourceStatusReason', 'no reason given')}" for e in events if "FAILED" in e["ResourceStatus"]]
    return "; ".join(failed[:5]) or "no resource says why"


def main() -> int:
    def tell(**line) -> None:
        print(json.dumps(line), flush=True)

    asked = json.load(sys.stdin)
    try:
        tell(result=deploy(Cloud(asked["port"]), asked["parameters"], asked["secrets"], lambda text: tell(say=text)))
        return 0
    except Fault as e:
        tell(fault={"what": e.what, "fix": e.fix})
    except (ClientError, BotoCoreError) as e:
        tell(fault={"what": f"LocalStack refused the deployment: {str(e)[:400]}", "fix": "read .offblock/log/localstack.log"})
    return 1


if __name__ == "__main__":
    sys.exit(main())
