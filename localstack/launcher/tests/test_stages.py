import re

import pytest
import yaml
from cfnlint.api import lint_file

from offblock.faults import Fault
from offblock.front.answers import SAFETY
from offblock.home import ROOT
from offblock.stages import FOUNDATION, OF_FOUNDATION, PAGE, STAGES, Stage, lines, publish


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
