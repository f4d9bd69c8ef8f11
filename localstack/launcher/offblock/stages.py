"""`deploy --stage NAME`: the template into an account, as `infra/stages/NAME.yaml` says. What will change is shown before it is done.

Credentials are AWS's own business (environment, profile, or a role taken over by OIDC in CI): none is asked for or stored here.
"""

import json
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import boto3
import yaml
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from offblock.deployment import TEMPLATE, upload, upload_all
from offblock.faults import Fault
from offblock.home import ROOT

STAGES = ROOT / "infra" / "stages"
CAPABILITIES = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


@dataclass(frozen=True)
class Stage:
    """Where a stage lives and what the template is told there."""

    name: str
    region: str
    stack: str
    bucket: str
    parameters: dict[str, str]
    alarms: tuple[str, ...] = ()
    minutes: int = 10

    @classmethod
    def read(cls, name: str, folder: Path = STAGES) -> "Stage":
        file = folder / f"{name}.yaml"
        if not file.exists():
            known = ", ".join(sorted(f.stem for f in folder.glob("*.yaml"))) or "none"
            raise Fault(f"there is no stage {name}: {file} is missing", f"known are: {known}", code=2)
        said = yaml.safe_load(file.read_text())
        open_places = [f"{key}: {value}" for key, value in {"bucket": said.get("bucket"), **said["parameters"]}.items() if re.search(r"<[a-z]+>", str(value))]
        if open_places:
            raise Fault(f"{file.name} is not filled in: " + "; ".join(open_places[:4]) + (" …" if len(open_places) > 4 else ""), f"put your own values into {file}", code=2)
        return cls(name, said["region"], said["stack"], said["bucket"], {k: str(v) for k, v in said["parameters"].items()}, tuple(said.get("alarms", ())),
                   int(said.get("minutes", 10)))


class Deployment:
    """One stage's stack, at AWS or at the endpoint given."""

    def __init__(self, stage: Stage, endpoint: str | None, say) -> None:
        self._stage, self._endpoint, self._say = stage, endpoint, say
        more = {"endpoint_url": endpoint, "config": Config(s3={"addressing_style": "path"})} if endpoint else {}
        self._s3, self._cfn = (boto3.client(service, region_name=stage.region, **more) for service in ("s3", "cloudformation"))
        self._account = None if endpoint else boto3.client("sts", region_name=stage.region).get_caller_identity()["Account"]

    def prepare(self) -> tuple[str, list[dict]]:
        """Uploads what the template names and makes a change set; its name and changes, none where nothing would change."""
        stage = self._stage
        keys = upload_all(self._s3, stage.bucket, self._say)
        template = upload(self._s3, stage.bucket, TEMPLATE, "template-{}.yaml")
        url = f"{self._endpoint}/{stage.bucket}/{template}" if self._endpoint else f"https://{stage.bucket}.s3.{stage.region}.amazonaws.com/{template}"
        wanted = {**stage.parameters, **keys, "CodeBucket": stage.bucket}
        known, name = self._exists(), f"offblock-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}"
        watched = [{"Arn": f"arn:aws:cloudwatch:{stage.region}:{self._account}:alarm:{alarm}", "Type": "AWS::CloudWatch::Alarm"} for alarm in stage.alarms]
        # The alarms are made by the first deployment: only later ones can be taken back by them.
        guarded = {"RollbackConfiguration": {"RollbackTriggers": watched, "MonitoringTimeInMinutes": stage.minutes}} if known and watched and self._account else {}
        self._cfn.create_change_set(StackName=stage.stack, ChangeSetName=name, ChangeSetType="UPDATE" if known else "CREATE", TemplateURL=url,
                                    Capabilities=CAPABILITIES, Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in sorted(wanted.items())], **guarded)
        try:
            self._cfn.get_waiter("change_set_create_complete").wait(StackName=stage.stack, ChangeSetName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 150})
        except WaiterError as e:
            why = self._cfn.describe_change_set(StackName=stage.stack, ChangeSetName=name).get("StatusReason", "")
            if "didn't contain changes" in why or "No updates" in why:
                return name, []
            raise Fault(f"the change set failed: {why or e}", "mend the template or the stage's file") from e
        changes, token = [], {}
        while True:
            page = self._cfn.describe_change_set(StackName=stage.stack, ChangeSetName=name, **token)
            changes += [c["ResourceChange"] for c in page.get("Changes", [])]
            if not page.get("NextToken"):
                return name, changes
            token = {"NextToken": page["NextToken"]}

    def run(self, change_set: str) -> dict[str, str]:
        """Executes it and waits; CloudFormation takes it back by itself where a resource fails or an alarm rings."""
        stage, known = self._stage, self._exists()
        self._cfn.execute_change_set(StackName=stage.stack, ChangeSetName=change_set)
        try:
            self._cfn.get_waiter("stack_update_complete" if known else "stack_create_complete").wait(
                StackName=stage.stack, WaiterConfig={"Delay": 2 if self._endpoint else 10, "MaxAttempts": 400})
        except WaiterError as e:
            failed = [f"{x['LogicalResourceId']}: {x.get('ResourceStatusReason', 'no reason given')}"
                      for x in self._cfn.describe_stack_events(StackName=stage.stack)["StackEvents"] if "FAILED" in x["ResourceStatus"]]
            raise Fault(f"the deployment was taken back: {'; '.join(failed[:4]) or e}", "mend what it names and deploy again") from e
        return {o["OutputKey"]: o["OutputValue"] for o in self._cfn.describe_stacks(StackName=stage.stack)["Stacks"][0].get("Outputs", [])}

    def forget(self, change_set: str) -> None:
        """Throws away a change set that is not to be run."""
        self._cfn.delete_change_set(StackName=self._stage.stack, ChangeSetName=change_set)

    def _exists(self) -> bool:
        try:
            return self._cfn.describe_stacks(StackName=self._stage.stack)["Stacks"][0]["StackStatus"] != "REVIEW_IN_PROGRESS"
        except ClientError:
            return False


def lines(changes: list[dict]) -> list[str]:
    """What will be done to each resource; what is replaced stands first, since it may lose data."""
    def heavy(change: dict) -> tuple:
        return change.get("Replacement") != "True", change["Action"] != "Remove", change["LogicalResourceId"]

    return [f"{change['Action'].lower():7} {change['LogicalResourceId']} ({change['ResourceType']}){' REPLACED' if change.get('Replacement') == 'True' else ''}"
            for change in sorted(changes, key=heavy)]


def run(name: str, *, endpoint: str | None, yes: bool, as_json: bool, folder: Path | None = None) -> int:
    stage = Stage.read(name, folder or STAGES)
    try:
        deployment = Deployment(stage, endpoint, lambda text: print(f"   {text}", file=sys.stderr, flush=True))
        change_set, changes = deployment.prepare()
        shown = lines(changes)
        if not as_json:
            print(f"{stage.stack} in {stage.region}{' at ' + endpoint if endpoint else ''}: {len(shown)} changes")
            print("\n".join(f"  {line}" for line in shown))
        if not shown:
            outputs = {}
        elif not yes and not (sys.stdin.isatty() and input("Do it? [y/N] ").strip().lower() == "y"):
            deployment.forget(change_set)
            raise Fault("not deployed", "say y, or run it with --yes", code=1)
        else:
            outputs = deployment.run(change_set)
    except (ClientError, BotoCoreError) as e:
        raise Fault(f"AWS refused: {str(e)[:400]}", "check the credentials, the region and the stage's file") from e
    if as_json:
        print(json.dumps({"ok": True, "stack": stage.stack, "changes": shown, "outputs": outputs}))
    else:
        print("\n".join(f"  {key}: {value}" for key, value in outputs.items()) or "nothing to change")
    return 0
