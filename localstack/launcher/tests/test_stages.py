import io
import json
import re

import pytest
import yaml
from botocore.exceptions import ClientError
from cfnlint.api import lint_file

from offblock.deployment import upload_template
from offblock.faults import Fault
from offblock.front.answers import SAFETY
from offblock.home import ROOT
from offblock.stages import FOUNDATION, OF_FOUNDATION, PAGE, STAGES, Stack, Stage, lines, migrate, publish, schemas


def parameters(template=ROOT / "infra/template.yaml"):
    """Of a template, with whether each has a default."""
    section = re.split(r"\n(?:Conditions|Resources):\n", template.read_text().partition("\nParameters:\n")[2])[0].splitlines()
    return {line.strip().partition(":")[0]: "Default:" in line for line in section if line.strip() and not line.strip().startswith("#")}


def outputs(template):
    return set(re.findall(r"^  (\w+): ", template.read_text().partition("\nOutputs:\n")[2], re.M))


@pytest.mark.parametrize("name", [f.stem for f in STAGES.glob("*.yaml")])
def test_a_stage_gives_what_the_template_wants(name):
    stage = yaml.safe_load((STAGES / f"{name}.yaml").read_text())
    said = stage["parameters"].keys() | (set(OF_FOUNDATION) if "foundation" in stage else set())
    known = parameters()
    assert said <= known.keys()
    by_upload = {n for n in known if n.endswith("Code") or n.endswith("Definition") or n in ("Contract", "Backfill", "Forecast", "Watch")}
    assert {n for n, default in known.items() if not default} - by_upload <= said
    assert stage.get("foundation", {}).keys() <= parameters(FOUNDATION).keys()


def test_the_foundation_s_outputs_are_what_the_template_is_given():
    assert set(OF_FOUNDATION) == outputs(FOUNDATION)
    assert outputs(PAGE) == {"PageBucket", "PageDistribution", "PageUrl"}
    assert {name for name, default in parameters(PAGE).items() if not default} == {"ApiHost"}


@pytest.mark.parametrize("template", [FOUNDATION, PAGE], ids=lambda file: file.stem)
def test_cfn_lint_finds_nothing(template):
    assert [f"{m.linenumber}: {m.rule.id} {m.message}" for m in lint_file(template)] == []


def test_the_foundation_lets_nobody_in_but_the_functions():
    resources = yaml.load(FOUNDATION.read_text(), Tagged)["Resources"]
    for name, group in {n: r["Properties"] for n, r in resources.items() if r["Type"] == "AWS::EC2::SecurityGroup"}.items():
        assert [rule.get("SourceSecurityGroupId") for rule in group.get("SecurityGroupIngress", [])] in ([], ["!Ref FunctionsGroup"]), name
    postgres, opensearch = resources["Postgres"]["Properties"], resources["Opensearch"]["Properties"]
    assert postgres["PubliclyAccessible"] is False and postgres["StorageEncrypted"] is True and postgres["EnableIAMDatabaseAuthentication"] is True
    assert resources["Postgres"]["DeletionPolicy"] == "Snapshot" and postgres["DeletionProtection"] is True
    assert opensearch["EncryptionAtRestOptions"]["Enabled"] and opensearch["NodeToNodeEncryptionOptions"]["Enabled"] and opensearch["DomainEndpointOptions"]["EnforceHTTPS"]
    assert not re.search(r"Password: (?!!Sub \"\{\{resolve:)", FOUNDATION.read_text()), "a password is resolved, never written"


def test_postgresql_s_certificate_is_held_against_roots_that_the_functions_zip_has():
    """Lambda unpacks the zip to /var/task, where resources of the module lie at its root."""
    url = yaml.load(FOUNDATION.read_text(), Tagged)["Outputs"]["PostgresUrl"]["Value"]
    settings = dict(pair.split("=") for pair in url.partition("?")[2].split("&"))
    assert settings["sslmode"] == "verify-full"
    folder, _, file = settings["sslrootcert"].rpartition("/")
    assert folder == "/var/task" and (ROOT / "functions/postgres/src/main/resources" / file).read_text().count("BEGIN CERTIFICATE") >= 81


def test_the_foundation_makes_every_login_of_opensearch():
    """Nobody reaches it to make a user by hand."""
    resources = yaml.load(FOUNDATION.read_text(), Tagged)["Resources"]
    made = {json.loads(r["Properties"]["GenerateSecretString"]["SecretStringTemplate"])["user"] for n, r in resources.items()
            if r["Type"] == "AWS::SecretsManager::Secret" and n.startswith("Opensearch")}
    assert made == {"offblock", "offblock_reader", "offblock_loader"}


def test_cloudfront_sends_the_headers_of_the_front():
    policy = yaml.load(PAGE.read_text(), Tagged)["Resources"]["PageHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    security = policy["SecurityHeadersConfig"]
    assert security["ContentTypeOptions"]["Override"]  # CloudFront's word for nosniff
    sent = {"Content-Security-Policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"], "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"], **{one["Header"]: one["Value"] for one in policy["CustomHeadersConfig"]["Items"]}}
    assert sent == SAFETY


class Tagged(yaml.SafeLoader):
    """Short forms of CloudFormation as their text."""


Tagged.add_multi_constructor("!", lambda loader, suffix, node: f"!{suffix} {node.value}" if isinstance(node, yaml.ScalarNode) else f"!{suffix}")


def test_a_stage_is_read_as_cloudformation_takes_it(tmp_path):
    (tmp_path / "x.yaml").write_text("{region: r, stack: s, bucket: b, foundation: {PostgresReplica: true}, page: true, parameters: {Stage: x, CallsPerHour: 480}}")
    stage = Stage.read("x", tmp_path)
    assert stage.foundation == {"Stage": "x", "PostgresReplica": "true"} and stage.parameters == {"Stage": "x", "CallsPerHour": "480"} and stage.page
    (tmp_path / "y.yaml").write_text("{region: r, stack: s, bucket: b, parameters: {}}")
    assert Stage.read("y", tmp_path).foundation is None


class Functions:
    """As much of Lambda's client as a deployment asks."""

    def __init__(self, failing: str = "") -> None:
        self.failing, self.said = failing, []

    def update_function_code(self, *, FunctionName, S3Bucket, S3Key):
        self.said.append(f"code {FunctionName} {S3Bucket}/{S3Key}")

    def get_waiter(self, name):
        assert name == "function_updated_v2"
        return self

    def wait(self, *, FunctionName, WaiterConfig):
        self.said.append(f"waited for {FunctionName}")

    def invoke(self, *, FunctionName, Payload):
        self.said.append(f"called {FunctionName}")
        body = {"errorType": "StoreUnavailable", "errorMessage": "no route"} if FunctionName == self.failing else {}
        return {"Payload": io.BytesIO(json.dumps(body).encode()), **({"FunctionError": "Unhandled"} if body else {})}


def test_all_schemas_have_the_new_code_before_the_first_is_asked_to_work():
    functions, stores = Functions(), ("postgres", "mongodb", "opensearch", "neo4j")
    migrate(functions, "b", {f"{store.capitalize()}Code": f"{store}.zip" for store in stores}, lambda text: None)
    assert functions.said == [*(f"{word}" for store in stores for word in (f"code offblock-schema-{store} b/{store}.zip", f"waited for offblock-schema-{store}")),
                              *(f"called offblock-schema-{store}" for store in stores)]


def test_a_schema_that_fails_ends_the_deployment_in_words():
    functions = Functions(failing="offblock-schema-mongodb")
    with pytest.raises(Fault, match="offblock-schema-mongodb failed: StoreUnavailable: no route"):
        schemas(functions, lambda text: None)
    assert functions.said[-1] == "called offblock-schema-mongodb"


class Objects:
    def __init__(self) -> None:
        self.kept = {}

    def put_object(self, *, Bucket, Key, Body):
        self.kept[Key] = Body


def test_another_contract_makes_another_deployment_of_the_gateway():
    """With one logical id for ever, the stage went on serving the contract of the first day."""
    objects = Objects()
    ids = []
    for contract in ("openapi-a.yaml", "openapi-b.yaml", "openapi-a.yaml"):
        text = objects.kept[upload_template(objects, "b", contract)].decode()
        named, = re.findall(r"^  (ApiDeployment\w*):\n    Type: AWS::ApiGateway::Deployment", text, re.M)
        assert f"DeploymentId: !Ref {named}\n" in text
        ids.append(named)
    assert ids[0] == ids[2] != ids[1] and all(re.fullmatch(r"ApiDeployment[0-9a-f]{12}", one) for one in ids)
    assert len(objects.kept) == 2


class Formation:
    """CloudFormation with one stack in a state."""

    def __init__(self, state: str | None) -> None:
        self.state, self.deleted = state, False

    def describe_stacks(self, *, StackName):
        if self.state is None:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": f"Stack with id {StackName} does not exist"}}, "DescribeStacks")
        return {"Stacks": [{"StackStatus": self.state}]}

    def delete_stack(self, *, StackName):
        self.deleted, self.state = True, None

    def get_waiter(self, name):
        assert self.deleted or name != "stack_delete_complete"
        return self

    def wait(self, **more):
        pass

    def create_change_set(self, **more):
        self.asked = more

    def describe_change_set(self, **more):
        return {"Changes": []}


class InPlaceOfAws:
    region, endpoint, number = "eu-central-1", None, None

    def __init__(self, formation: Formation) -> None:
        self._formation = formation

    def client(self, service):
        return self._formation

    def url(self, bucket, key):
        return f"{bucket}/{key}"


@pytest.mark.parametrize(("state", "kind", "deleted"), [(None, "CREATE", False), ("REVIEW_IN_PROGRESS", "CREATE", False), ("ROLLBACK_COMPLETE", "CREATE", True),
                                                        ("CREATE_COMPLETE", "UPDATE", False), ("UPDATE_ROLLBACK_COMPLETE", "UPDATE", False)])
def test_a_first_deployment_that_failed_is_made_anew(state, kind, deleted):
    formation = Formation(state)
    Stack(InPlaceOfAws(formation), "s", "t.yaml", "b").prepare({})
    assert formation.asked["ChangeSetType"] == kind and formation.deleted == deleted


def test_what_could_not_be_rolled_back_is_told_with_what_to_do():
    with pytest.raises(Fault, match="ROLLBACK_FAILED"):
        Stack(InPlaceOfAws(Formation("ROLLBACK_FAILED")), "s", "t.yaml", "b").prepare({})


def test_a_page_that_was_not_built_is_not_published(tmp_path):
    with pytest.raises(Fault, match="the page is not built"):
        publish(None, "bucket", tmp_path)


def test_a_stage_that_is_not_filled_in_is_refused():
    with pytest.raises(Fault, match="staging.yaml is not filled in: bucket"):
        Stage.read("staging")


def test_an_unknown_stage_names_the_known_ones():
    with pytest.raises(Fault, match="known are: production, staging"):
        Stage.read("moon")


def test_what_is_replaced_stands_first():
    changes = [{"Action": "Add", "LogicalResourceId": "A", "ResourceType": "T"}, {"Action": "Modify", "LogicalResourceId": "B", "ResourceType": "T", "Replacement": "True"},
               {"Action": "Remove", "LogicalResourceId": "C", "ResourceType": "T"}]
    assert lines(changes) == ["modify  B (T) REPLACED", "remove  C (T)", "add     A (T)"]
