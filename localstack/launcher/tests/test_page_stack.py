"""The page's stacks: what CloudFront is told, held to what the front of one machine does and to what AWS's documentation says of it."""

import asyncio
import json
import subprocess
from types import SimpleNamespace

import pytest
import yaml
from cfnlint.api import lint_file
from test_stages import Tagged, outputs, parameters

from offblock import stages
from offblock.front.files import Page
from offblock.stages import FIREWALL, OF_FIREWALL, PAGE, Deployment, Stage
from offblock.tools import find_node

FILES = ("index.html", "icon.svg", "LICENSES.txt", "docs/index.html", "docs/openapi.yaml", "assets/main-BSTT2YL3.js")
ASKED = ("/", "//", "/index.html", "/docs", "/docs/", "//docs", "/docs//", "/docs/index.html", "/docs/openapi.yaml", "/icon.svg", "/assets/main-BSTT2YL3.js",
         "/nowhere", "/nowhere/", "/nothing.js", "/assets", "/assets/", "/docs/nowhere", "/v1")


@pytest.fixture(scope="module")
def resources():
    return yaml.load(PAGE.read_text(), Tagged)["Resources"]


@pytest.fixture(scope="module")
def distribution(resources):
    return resources["Distribution"]["Properties"]["DistributionConfig"]


@pytest.fixture(scope="module")
def mapped(resources):
    """What CloudFront's function makes of each address, by Node."""
    script = f"""{resources["Folders"]["Properties"]["FunctionCode"]}
      const asked = {json.dumps(ASKED)};
      console.log(JSON.stringify(asked.map((uri) => handler({{ request: {{ method: 'GET', uri, querystring: {{}}, headers: {{}} }} }}).uri)));"""
    ran = subprocess.run([find_node()[0], "-e", script], capture_output=True, text=True, check=True)
    return dict(zip(ASKED, json.loads(ran.stdout), strict=True))


@pytest.mark.parametrize("asked", ASKED)
def test_an_address_finds_the_file_that_the_front_finds(mapped, asked, tmp_path):
    """/docs and /docs/ were 403: CloudFront's default object stands for / alone."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    answer = asyncio.run(Page(tmp_path).answer(SimpleNamespace(method="GET", path=asked, headers={})))
    key = mapped[asked].removeprefix("/")  # of the object in the bucket
    assert key, "the bucket itself would be listed"
    assert (answer.status, key in FILES) in ((200, True), (404, False))
    assert answer.status == 404 or answer.body.decode() == key


def test_the_function_is_the_page_s_alone_and_live(resources, distribution):
    function = resources["Folders"]["Properties"]
    assert function["AutoPublish"] is True and function["FunctionConfig"]["Runtime"] == "cloudfront-js-2.0" and len(function["FunctionCode"]) < 10_240
    assert distribution["DefaultCacheBehavior"]["FunctionAssociations"] == [{"EventType": "viewer-request", "FunctionARN": "!GetAtt Folders.FunctionARN"}]
    assert not any("FunctionAssociations" in behaviour for behaviour in distribution["CacheBehaviors"])


def test_a_missing_file_is_404_and_the_gateway_s_answers_stay_as_they_are(resources, distribution):
    statements = resources["PageIsReadByCloudFront"]["Properties"]["PolicyDocument"]["Statement"]
    allowed = {one["Action"]: one["Resource"] for one in statements if one["Effect"] == "Allow"}
    assert allowed == {"s3:GetObject": "!Sub ${Page.Arn}/*", "s3:ListBucket": "!GetAtt Page.Arn"}
    assert all(one["Condition"]["StringEquals"]["AWS:SourceArn"].endswith("distribution/${Distribution}") for one in statements if one["Effect"] == "Allow")
    for one in distribution["CustomErrorResponses"]:
        assert one.keys() == {"ErrorCode", "ErrorCachingMinTTL"} and one["ErrorCachingMinTTL"] == 0, "it would stand for the gateway's errors too"


def test_what_tells_answers_apart_is_in_the_key_and_host_is_not(resources, distribution):
    """With Host in it the gateway answers 403; without the query, /v1/search?q=a answered for q=b."""
    api, = distribution["CacheBehaviors"]
    assert (api["PathPattern"], api["CachePolicyId"]) == ("/v1/*", "!Ref AnswersKept")
    policy = resources["AnswersKept"]["Properties"]["CachePolicyConfig"]
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    assert {name.lower() for name in key["HeadersConfig"]["Headers"]} == {"accept", "x-api-key"}
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "all"} and key["CookiesConfig"] == {"CookieBehavior": "none"}
    assert key["EnableAcceptEncodingGzip"] is True and key["EnableAcceptEncodingBrotli"] is True and api["Compress"] is True
    assert (policy["MinTTL"], policy["DefaultTTL"]) == (0, 0), "no-store and no-cache of an answer hold, and so does saying nothing"
    assert api["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac", "AllViewerExceptHostHeader"


def test_the_firewall_fits_the_page_and_may_go_inline():
    assert [f"{m.linenumber}: {m.rule.id} {m.message}" for m in lint_file(FIREWALL)] == []
    assert len(FIREWALL.read_bytes()) < 51_200
    firewall = yaml.load(FIREWALL.read_text(), Tagged)["Resources"]["Firewall"]["Properties"]
    assert firewall["Scope"] == "CLOUDFRONT"
    assert outputs(FIREWALL) == {"WebAclArn"} <= parameters(PAGE).keys()
    assert parameters(FIREWALL).keys() == set(OF_FIREWALL) <= parameters().keys()


@pytest.mark.parametrize(("page", "wanted"), [
    (False, [("x", "eu-central-1", "false")]),
    (True, [("x", "eu-central-1", "true"), ("x-firewall", "us-east-1", None), ("x-page", "eu-central-1", None)])])
def test_the_firewall_is_made_in_cloudfront_s_region_before_the_page(monkeypatch, page, wanted):
    made = []

    class Stack:
        def __init__(self, account, name, template, bucket, *rest):
            self.name, self.region, self.template, self.bucket = name, account.region, template, bucket
            made.append(self)

        def prepare(self, parameters):
            self.parameters = parameters
            return "change", []

        def outputs(self):
            return {"x": {"ApiId": "a1", "Stage": "prod"}, "x-firewall": {"WebAclArn": "arn:acl"}}.get(self.name, {"PageBucket": "p", "PageDistribution": "d"})

    monkeypatch.setattr(stages, "Stack", Stack)
    for name, answer in {"upload": "key", "upload_all": {"Contract": "c"}, "upload_template": "key", "schemas": None, "publish": 3}.items():
        monkeypatch.setattr(stages, name, lambda *_, answer=answer, **__: answer)
    emptied = []
    monkeypatch.setattr(stages.Account, "client", lambda self, service: SimpleNamespace(create_invalidation=lambda **what: emptied.append(what)))
    stage = Stage("prod", "eu-central-1", "x", "bucket", {"RequestsPerAddress": "900"}, page=page)
    Deployment(stage, None, agrees=lambda: True, say=lambda text: None, show=lambda text: None).run()
    assert [(one.name, one.region, one.parameters.get("Page")) for one in made] == wanted
    if page:
        assert (made[1].template, made[1].bucket, made[1].parameters) == (FIREWALL.read_text(), None, {"RequestsPerAddress": "900"})
        # What goes by an address that the function changes, or by the gateway's, is thrown away with it.
        assert [one["InvalidationBatch"]["Paths"]["Items"] for one in emptied] == [["/*"]]
        assert made[2].parameters == {"Stage": "prod", "ApiHost": "a1.execute-api.eu-central-1.amazonaws.com", "WebAclArn": "arn:acl"}
