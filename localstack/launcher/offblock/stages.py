"""`deploy --stage NAME`: the templates into an account, as `infra/stages/NAME.yaml` says. What will change is shown before it is done.

Credentials are AWS's own business (environment, profile, or a role taken over by OIDC in CI): none is asked for or stored here.
"""

import json
import mimetypes
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import boto3
import yaml
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from offblock.cloud import STORES
from offblock.deployment import CODE_PARAMETERS, upload, upload_all, upload_template
from offblock.faults import Fault
from offblock.home import ROOT

STAGES = ROOT / "infra" / "stages"
FOUNDATION = ROOT / "infra" / "foundation.yaml"
FIREWALL = ROOT / "infra" / "firewall.yaml"
PAGE = ROOT / "infra" / "page.yaml"
DIST = ROOT / "web" / "dist"
# Outputs of the foundation that the template has parameters for.
OF_FOUNDATION = ("Subnets", "SecurityGroup", "PostgresUrl", "PostgresResource", "PostgresSecret", "PostgresReaderSecret", "PostgresLoaderSecret", "PostgresAlertsSecret",
                 "OpensearchUrl", "OpensearchSecret", "OpensearchReaderSecret", "OpensearchLoaderSecret", "AlertSecret")
OF_FIREWALL = ("RequestsPerAddress",)  # parameters of the template that the firewall before CloudFront has too
OF_CLOUDFRONT = "us-east-1"  # the one region that takes web ACLs for CloudFront
SCHEMA_SECONDS = 920  # longer than any function may run
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
    # What the stack of infra/foundation.yaml is told; None: its network and stores are somebody else's.
    foundation: dict[str, str] | None = None
    page: bool = False
    # Whether reads need the key too.
    keyed: bool = False

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
        foundation = said.get("foundation")
        return cls(name, said["region"], said["stack"], said["bucket"], texts(said["parameters"]), tuple(said.get("alarms", ())), int(said.get("minutes", 10)),
                   None if foundation is None else {"Stage": name, **texts(foundation)}, bool(said.get("page", False)), bool(said.get("keyed", False)))


def texts(values: dict) -> dict[str, str]:
    """As CloudFormation takes them: it knows no truth values."""
    return {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in values.items()}


@dataclass(frozen=True)
class Account:
    """AWS, or the endpoint given in its place."""

    region: str
    endpoint: str | None

    def client(self, service: str):
        settings = Config(read_timeout=SCHEMA_SECONDS, retries={"total_max_attempts": 1}) if service == "lambda" else Config()
        if self.endpoint:
            settings = settings.merge(Config(s3={"addressing_style": "path"}))
        return boto3.client(service, region_name=self.region, endpoint_url=self.endpoint, config=settings)

    @cached_property
    def number(self) -> str | None:
        return None if self.endpoint else self.client("sts").get_caller_identity()["Account"]

    def url(self, bucket: str, key: str) -> str:
        return f"{self.endpoint}/{bucket}/{key}" if self.endpoint else f"https://{bucket}.s3.{self.region}.amazonaws.com/{key}"


class Stack:
    """One stack of a stage: what would change, then the change. `template` is its key in the bucket; without a bucket its text, of 51,200 bytes at most."""

    def __init__(self, account: Account, name: str, template: str, bucket: str | None, alarms: tuple[str, ...] = (), minutes: int = 10) -> None:
        self._account, self.name, self._template, self._bucket, self._alarms, self._minutes = account, name, template, bucket, alarms, minutes
        self.region, self._cfn = account.region, account.client("cloudformation")

    def prepare(self, parameters: dict[str, str]) -> tuple[str, list[dict]]:
        """Makes a change set; its name and changes, none where nothing would change."""
        self._clear()
        known, name = self.exists(), f"offblock-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}"
        watched = [{"Arn": f"arn:aws:cloudwatch:{self._account.region}:{self._account.number}:alarm:{alarm}", "Type": "AWS::CloudWatch::Alarm"} for alarm in self._alarms]
        # The alarms are made by the first deployment: only later ones can be taken back by them.
        guarded = {"RollbackConfiguration": {"RollbackTriggers": watched, "MonitoringTimeInMinutes": self._minutes}} if known and watched and self._account.number else {}
        where = {"TemplateURL": self._account.url(self._bucket, self._template)} if self._bucket else {"TemplateBody": self._template}
        self._cfn.create_change_set(StackName=self.name, ChangeSetName=name, ChangeSetType="UPDATE" if known else "CREATE", Capabilities=CAPABILITIES, **where,
                                    Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in sorted(parameters.items())], **guarded)
        try:
            self._cfn.get_waiter("change_set_create_complete").wait(StackName=self.name, ChangeSetName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 150})
        except WaiterError as e:
            why = self._cfn.describe_change_set(StackName=self.name, ChangeSetName=name).get("StatusReason", "")
            if "didn't contain changes" in why or "No updates" in why:
                return name, []
            raise Fault(f"the change set of {self.name} failed: {why or e}", "mend its template in infra/, or the stage's file") from e
        changes, token = [], {}
        while True:
            page = self._cfn.describe_change_set(StackName=self.name, ChangeSetName=name, **token)
            changes += [c["ResourceChange"] for c in page.get("Changes", [])]
            if not page.get("NextToken"):
                return name, changes
            token = {"NextToken": page["NextToken"]}

    def run(self, change_set: str) -> None:
        """Executes it and waits; CloudFormation takes it back by itself where a resource fails or an alarm rings."""
        known = self.exists()
        self._cfn.execute_change_set(StackName=self.name, ChangeSetName=change_set)
        try:
            self._cfn.get_waiter("stack_update_complete" if known else "stack_create_complete").wait(
                StackName=self.name, WaiterConfig={"Delay": 2 if self._account.endpoint else 10, "MaxAttempts": 400})
        except WaiterError as e:
            failed = [f"{x['LogicalResourceId']}: {x.get('ResourceStatusReason', 'no reason given')}"
                      for x in self._cfn.describe_stack_events(StackName=self.name)["StackEvents"] if "FAILED" in x["ResourceStatus"]]
            raise Fault(f"the deployment of {self.name} was taken back: {'; '.join(failed[:4]) or e}", "mend what it names and deploy again") from e

    def outputs(self) -> dict[str, str]:
        return {o["OutputKey"]: o["OutputValue"] for o in self._cfn.describe_stacks(StackName=self.name)["Stacks"][0].get("Outputs", [])}

    def forget(self, change_set: str) -> None:
        """Throws away a change set that is not to be run."""
        self._cfn.delete_change_set(StackName=self.name, ChangeSetName=change_set)

    def exists(self) -> bool:
        return self._state() not in (None, "REVIEW_IN_PROGRESS")

    def _state(self) -> str | None:
        try:
            return self._cfn.describe_stacks(StackName=self.name)["Stacks"][0]["StackStatus"]
        except ClientError as e:
            if "does not exist" in str(e):
                return None
            raise

    def _clear(self) -> None:
        """Removes what a first deployment that failed has left: an empty stack that can be neither changed nor made again."""
        state = self._state()
        if state == "ROLLBACK_COMPLETE":
            self._cfn.delete_stack(StackName=self.name)
            self._cfn.get_waiter("stack_delete_complete").wait(StackName=self.name, WaiterConfig={"Delay": 2 if self._account.endpoint else 10, "MaxAttempts": 180})
        elif state in ("ROLLBACK_FAILED", "DELETE_FAILED", "UPDATE_ROLLBACK_FAILED"):
            raise Fault(f"the stack {self.name} is {state}: something of it could be neither made nor removed",
                        f"see its events, mend that, then: aws cloudformation {'continue-update-rollback' if state.startswith('UPDATE') else 'delete-stack'} --stack-name {self.name}")


class Deployment:
    """The stacks of a stage in their order: what it stands on, the functions, the page's firewall, the page. Each is shown before it is done."""

    def __init__(self, stage: Stage, endpoint: str | None, *, agrees: Callable[[], bool], say: Callable[[str], None], show: Callable[[str], None]) -> None:
        self._stage, self._agrees, self._say, self._show = stage, agrees, say, show
        self._account = Account(stage.region, endpoint)
        self.changes: list[str] = []
        self.outputs: dict[str, str] = {}

    def run(self) -> None:
        stage, parameters, s3 = self._stage, dict(self._stage.parameters), self._account.client("s3")
        if stage.foundation is not None:
            given = self._deploy(Stack(self._account, f"{stage.stack}-foundation", upload(s3, stage.bucket, FOUNDATION, "foundation-{}.yaml"), stage.bucket), stage.foundation)
            parameters = {**{name: value for name, value in given.items() if name in OF_FOUNDATION}, **parameters}
        keys = upload_all(s3, stage.bucket, self._say, keyed=stage.keyed)
        template, functions = upload_template(s3, stage.bucket, keys["Contract"]), self._account.client("lambda")
        made = self._deploy(Stack(self._account, stage.stack, template, stage.bucket, stage.alarms, stage.minutes), {**parameters, **keys, "CodeBucket": stage.bucket, **texts({"Page": stage.page})},
                            before=lambda: migrate(functions, stage.bucket, keys, self._say))
        schemas(functions, self._say)
        if stage.page:
            host = f"{made['ApiId']}.execute-api.{stage.region}.amazonaws.com"
            firewall = self._deploy(Stack(Account(OF_CLOUDFRONT, self._account.endpoint), f"{stage.stack}-firewall", FIREWALL.read_text(), None),
                                    {name: value for name, value in parameters.items() if name in OF_FIREWALL})
            page = self._deploy(Stack(self._account, f"{stage.stack}-page", upload(s3, stage.bucket, PAGE, "page-{}.yaml"), stage.bucket), {"Stage": made["Stage"], "ApiHost": host, **firewall})
            self._say(f"{publish(s3, page['PageBucket'])} files of the page to {page['PageBucket']}")
            self._account.client("cloudfront").create_invalidation(
                DistributionId=page["PageDistribution"], InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time_ns())})

    def _deploy(self, stack: Stack, parameters: dict[str, str], before: Callable[[], None] | None = None) -> dict[str, str]:
        """`before` is done once the change is agreed to, where there is something to change already."""
        change_set, changes = stack.prepare(parameters)
        shown = lines(changes)
        self.changes += shown
        self._show(f"{stack.name} in {stack.region}{' at ' + self._account.endpoint if self._account.endpoint else ''}: {len(shown)} changes")
        for line in shown:
            self._show(f"  {line}")
        if shown and not self._agrees():
            stack.forget(change_set)
            raise Fault("not deployed", "say y, or run it with --yes", code=1)
        if shown:
            if before is not None and stack.exists():
                before()
            stack.run(change_set)
        made = stack.outputs()
        self.outputs |= made
        return made


def migrate(functions, bucket: str, keys: dict[str, str], say: Callable[[str], None]) -> None:
    """Gives the functions of the schemas the new code and lets them work, before anything else is changed: CloudFormation watches the alarms for
    minutes before it says that a change is done, and in that time the new code would meet the old schema. A migration must only add: then the
    code of before goes on with it, also where the change is taken back."""
    for store in STORES:
        functions.update_function_code(FunctionName=f"offblock-schema-{store}", S3Bucket=bucket, S3Key=keys[CODE_PARAMETERS[store]])
        functions.get_waiter("function_updated_v2").wait(FunctionName=f"offblock-schema-{store}", WaiterConfig={"Delay": 2, "MaxAttempts": 150})
    schemas(functions, say)


def schemas(functions, say: Callable[[str], None]) -> None:
    """Brings each store's tables and indexes to what the functions expect. What is there already stays as it is."""
    for store in STORES:
        say(f"schema of {store}")
        answer = functions.invoke(FunctionName=f"offblock-schema-{store}", Payload=b"{}")
        if answer.get("FunctionError"):
            said = json.loads(answer["Payload"].read() or b"{}")
            raise Fault(f"offblock-schema-{store} failed: {said.get('errorType', 'error')}: {str(said.get('errorMessage', ''))[:400]}",
                        "mend what it names (address, secret, network) and deploy again")


def publish(s3, bucket: str, dist: Path = DIST) -> int:
    """Puts the built page into its bucket; how many files. What has its hash in its name may be kept for ever; index.html, which names
    the others, comes last."""
    if not (dist / "index.html").exists():
        raise Fault("the page is not built", "run: npm --prefix web ci && npm --prefix web run build")
    files = sorted((file for file in dist.rglob("*") if file.is_file()), key=lambda file: (file == dist / "index.html", file))
    for file in files:
        hashed = re.search(r"-[A-Za-z0-9]{8}\.\w+$", file.name)
        s3.put_object(Bucket=bucket, Key=file.relative_to(dist).as_posix(), Body=file.read_bytes(), ContentType=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
                      CacheControl="public, max-age=31536000, immutable" if hashed else "public, max-age=60")
    return len(files)


def lines(changes: list[dict]) -> list[str]:
    """What will be done to each resource; what is replaced stands first, since it may lose data."""
    def heavy(change: dict) -> tuple:
        return change.get("Replacement") != "True", change["Action"] != "Remove", change["LogicalResourceId"]

    return [f"{change['Action'].lower():7} {change['LogicalResourceId']} ({change['ResourceType']}){' REPLACED' if change.get('Replacement') == 'True' else ''}"
            for change in sorted(changes, key=heavy)]


def run(name: str, *, endpoint: str | None, yes: bool, as_json: bool, folder: Path | None = None) -> int:
    stage = Stage.read(name, folder or STAGES)

    def agrees() -> bool:
        return yes or sys.stdin.isatty() and input("Do it? [y/N] ").strip().lower() == "y"

    try:
        deployment = Deployment(stage, endpoint, agrees=agrees, say=lambda text: print(f"   {text}", file=sys.stderr, flush=True),
                                show=(lambda text: None) if as_json else lambda text: print(text, flush=True))
        deployment.run()
    except (ClientError, BotoCoreError) as e:
        raise Fault(f"AWS refused: {str(e)[:400]}", "check the credentials, the region and the stage's file") from e
    if as_json:
        print(json.dumps({"ok": True, "stack": stage.stack, "changes": deployment.changes, "outputs": deployment.outputs}))
    else:
        print("\n".join(f"  {key}: {value}" for key, value in deployment.outputs.items()) if deployment.changes else "nothing to change")
    return 0
