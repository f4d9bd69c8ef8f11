"""Holds the template and the contract to the rules that nothing else would catch before data is lost."""
import json
import re
from pathlib import Path

import pytest
import yaml
from policies import branches

ROOT = Path(__file__).resolve().parents[2]
STORES = ["postgres", "mongodb", "opensearch", "neo4j"]


class Tagged(yaml.SafeLoader):
    """Reads CloudFormation's short forms as their long ones."""


def _tag(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


Tagged.add_multi_constructor("!", _tag)


@pytest.fixture(scope="module")
def template():
    return yaml.load((ROOT / "infra/template.yaml").read_text(), Tagged)


@pytest.fixture(scope="module")
def contract():
    return yaml.safe_load((ROOT / "infra/openapi.yaml").read_text())


def of_type(template, name):
    return {k: r["Properties"] for k, r in template["Resources"].items() if r["Type"] == name}


def functions(template):
    return of_type(template, "AWS::Lambda::Function")


def test_every_mapping_reports_item_failures(template):
    mappings = of_type(template, "AWS::Lambda::EventSourceMapping")
    assert len(mappings) == len(STORES)
    for name, mapping in mappings.items():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"], f"{name} would lose failed messages"


def test_nothing_turns_partial_failures_off():
    for settings in ROOT.glob("functions/*/src/main/resources/application.properties"):
        assert "report-batch-item-failures=false" not in settings.read_text(), settings


@pytest.mark.parametrize("store", STORES)
def test_each_store_has_rule_queue_dead_letters_and_loader(template, store):
    resources, c = template["Resources"], store.capitalize()
    queue = resources[f"{c}Queue"]["Properties"]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{c}Dlq", "Arn"]}
    assert queue["RedrivePolicy"]["maxReceiveCount"] >= 5
    target = resources[f"{c}Rule"]["Properties"]["Targets"][0]
    assert target["Arn"] == {"Fn::GetAtt": [f"{c}Queue", "Arn"]}
    assert target["InputTransformer"]["InputTemplate"] == '{"bucket":<bucket>,"key":<key>}'
    keys = resources[f"{c}Rule"]["Properties"]["EventPattern"]["detail"]["object"]["key"]
    assert {"prefix": "raw/"} in keys and {"prefix": "seen/"} in keys
    mapping = resources[f"Load{c}FromQueue"]["Properties"]
    assert mapping["EventSourceArn"] == {"Fn::GetAtt": [f"{c}Queue", "Arn"]}
    assert mapping["FunctionName"] == {"Ref": f"Load{c}"}


def test_retry_waits_longer_than_the_loader_may_run(template):
    retry, limit = (template["Parameters"][name]["Default"] for name in ("RetryAfter", "LoadTimeout"))
    assert retry >= 6 * limit
    for store in STORES:
        assert functions(template)[f"Load{store.capitalize()}"]["Timeout"] == {"Ref": "LoadTimeout"}


def test_no_role_has_a_wildcard_action_or_resource(template):
    for name, role in of_type(template, "AWS::IAM::Role").items():
        for policy in role["Policies"]:
            for statement in (branch for said in policy["PolicyDocument"]["Statement"] for branch in branches(said)):
                assert not any("*" in a for a in statement["Action"]), f"{name}: {statement}"
                assert statement["Resource"] != "*", f"{name}: {statement}"


def test_one_role_a_function(template):
    roles = [f["Role"]["Fn::GetAtt"][0] for f in functions(template).values()]
    assert len(roles) == len(set(roles))


def test_every_exported_function_is_deployed_and_back(template):
    exported = set()
    for source in ROOT.glob("functions/*/src/main/java/**/*.java"):
        exported |= set(re.findall(r'@Funq\("([a-z0-9-]+)"\)', source.read_text()))
    deployed = {f["Environment"]["Variables"]["QUARKUS_FUNQY_EXPORT"] for f in functions(template).values()}
    assert exported == deployed
    for function in functions(template).values():
        assert function["FunctionName"] == "offblock-" + function["Environment"]["Variables"]["QUARKUS_FUNQY_EXPORT"]


def operations(contract):
    return [(path, method, op) for path, item in contract["paths"].items() for method, op in item.items()]


def test_every_operation_has_its_function_and_back(template, contract):
    """Contract -> function that is deployed and routes the path; and every routed path is in the contract."""
    routed = {}
    for source in ROOT.glob("functions/*/src/main/java/**/*.java"):
        module = source.relative_to(ROOT / "functions").parts[0]
        for path in re.findall(r'"(/v1/[^"]*)"', source.read_text()):
            routed.setdefault(module, set()).add(path)
    store_paths = {"", "/digest", "/digest/{day}", "/payloads/{payload}"}
    wanted = {}
    for path, _, op in operations(contract):
        uri = op["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        logical = re.search(r"\$\{(\w+)\.Arn\}", uri).group(1)
        assert logical in functions(template), f"{path}: no function {logical}"
        wanted.setdefault(functions(template)[logical]["Code"]["S3Key"]["Ref"].removesuffix("Code").lower(), set()).add(path)
    for module, paths in wanted.items():
        own = {p for p in paths if not p.startswith("/v1/stores/")}
        assert own <= routed.get(module, set()), f"{module} does not route {own - routed.get(module, set())}"
        assert not {p for p in paths if p.startswith("/v1/stores/")} or {p.removeprefix(f"/v1/stores/{module}") for p in paths if p.startswith("/v1/stores/")} == store_paths
    declared = set(contract["paths"])
    for module, paths in routed.items():
        if module not in ("core", "aws", "operations"):
            extra = {p for p in paths if not p.startswith("/v1/stores")} - declared
            assert not extra, f"{module} routes what the contract does not know: {extra}"


def test_contract_is_complete(contract):
    ids = [op["operationId"] for _, _, op in operations(contract)]
    assert len(ids) == len(set(ids))
    schemas = contract["components"]["schemas"]
    for ref in re.findall(r'#/components/schemas/(\w+)', (ROOT / "infra/openapi.yaml").read_text()):
        assert ref in schemas, ref
    for path, _, op in operations(contract):
        declared = {p["name"] for p in op.get("parameters", []) if p["in"] == "path"}
        assert declared == set(re.findall(r"\{(\w+)\}", path)), path
        assert any(code.startswith("2") for code in op["responses"]) and "500" in op["responses"], path


def test_what_writes_or_tells_logs_needs_a_key_and_other_reads_do_where_the_keyed_contract_is_taken(contract):
    import copy
    import runpy

    only_asks = {"whatIf"}  # its question does not fit into an address; it keeps nothing
    for path, method, op in operations(contract):
        closed = method != "get" and op["operationId"] not in only_asks or op["operationId"] == "logs"
        assert (op.get("security") == [{"apiKey": []}]) == closed, f"{method} {path}"
        assert not closed or "403" in op["responses"], f"{method} {path}"
    keyed = runpy.run_path(str(ROOT / "infra/keyed.py"))["keyed"](copy.deepcopy(contract))
    assert all(op["security"] == [{"apiKey": []}] for _, _, op in operations(keyed))


def test_the_key_opens_the_stage_and_has_a_quota(template):
    plan, = of_type(template, "AWS::ApiGateway::UsagePlan").values()
    assert plan["ApiStages"] == [{"ApiId": {"Ref": "Api"}, "Stage": {"Ref": "Stage"}}] and plan["Quota"]["Period"] == "DAY"
    bound, = of_type(template, "AWS::ApiGateway::UsagePlanKey").values()
    assert bound["UsagePlanId"] == {"Ref": "UsagePlan"} and bound["KeyId"] == {"Ref": "FirstKey"}
    assert template["Parameters"]["ApiKey"]["NoEcho"] is True
    assert template["Parameters"]["WebhookReach"]["Default"] == "public"


def test_every_alarm_has_its_heading_in_the_runbook(template):
    headings = {h.strip().lower().replace(" ", "-") for h in re.findall(r"^## (.+)$", (ROOT / "docs/runbook.md").read_text(), re.M)}
    named = {}
    for name, alarm in of_type(template, "AWS::CloudWatch::Alarm").items():
        document, _, heading = alarm["AlarmDescription"].partition("#")
        assert document == "docs/runbook.md" and heading in headings, name
        named.setdefault(heading, []).append(name)
    assert set(named) == headings, "a heading without an alarm"


def test_every_alarm_tells_whoever_is_to_be_told(template):
    told = {"Fn::If": ["TellsOfAlarms", [{"Ref": "AlarmTopic"}], {"Ref": "AWS::NoValue"}]}
    for name, alarm in of_type(template, "AWS::CloudWatch::Alarm").items():
        assert alarm["AlarmActions"] == alarm["OKActions"] == told, name


def test_every_workflow_has_its_alarms(template):
    """One that runs out of time does not count as failed."""
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    for machine in of_type(template, "AWS::StepFunctions::StateMachine"):
        watched = {a["MetricName"] for a in alarms if a.get("Dimensions") == [{"Name": "StateMachineArn", "Value": {"Ref": machine}}]}
        assert watched == {"ExecutionsFailed", "ExecutionsTimedOut"}, machine


def test_what_alarms_and_the_dashboard_look_at_is_emitted(template):
    emitted = set()
    for file in ROOT.glob("functions/*/src/main/java/**/*.java"):
        emitted |= set(re.findall(r'\.(?:count|seconds|duration)\(\s*"(\w+)"', file.read_text()))
    body = template["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    widgets = json.loads(re.sub(r"\$\{[^}]+\}", "x", body))["widgets"]
    shown = {metric[1] for widget in widgets for metric in widget["properties"]["metrics"] if metric[0] == "offblock"}
    watched = {a["MetricName"] for a in of_type(template, "AWS::CloudWatch::Alarm").values() if a.get("Namespace") == "offblock"}
    assert shown | watched <= emitted, (shown | watched) - emitted


def test_the_functions_check_questions_by_the_contract_as_it_is(contract):
    import runpy

    parameters = runpy.run_path(str(ROOT / "infra/parameters.py"))
    assert parameters["TABLE"].read_text() == parameters["table"](contract), "run: python infra/parameters.py"


def test_examples_of_parameters_keep_to_their_schemas(contract):
    for path, _, op in operations(contract):
        for p in op.get("parameters", []):
            if "example" in p:
                assert re.search(p["schema"].get("pattern", ""), str(p["example"])), f"{path}: {p}"
            assert p["description"], f"{path}: {p}"
            assert "example" in p or not p["required"], f"{path}: {p['name']} needs an example: the reference asks with it"


def test_nothing_of_the_contract_is_null(contract):
    """A comma in a text without quotes makes a key without a value, and the deployment fails."""

    def nulls(node, path):
        if isinstance(node, dict):
            return [n for key, value in node.items() for n in nulls(value, f"{path}/{key}")]
        if isinstance(node, list):
            return [n for i, value in enumerate(node) for n in nulls(value, f"{path}/{i}")]
        return [path] if node is None else []

    assert nulls(contract, "") == []


def test_every_operation_stands_under_a_declared_tag(contract):
    """The reference at /docs is made tag by tag: an operation under an undeclared one would be left out."""
    declared = {tag["name"] for tag in contract["tags"]}
    for path, method, op in operations(contract):
        assert op["tags"] and set(op["tags"]) <= declared, f"{method} {path}"
