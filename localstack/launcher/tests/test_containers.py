import json
import re

import pytest

from offblock import containers
from offblock.cloud import FunctionFailed
from offblock.faults import Fault

ENVIRONMENT = {name: f"<{name}>" for name in containers.VARIABLES}


class PlayedCloud:
    """A LocalStack that notes what it is asked; its first function calls fail, as while an image is fetched."""

    url = "http://localstack:4566"

    def __init__(self, failing=0):
        self.asked, self.failing = [], failing

    def ready(self):
        return True

    def schedule(self, on):
        self.asked.append(f"schedule {'on' if on else 'off'}")

    def invoke(self, function, event, timeout):
        if self.failing:
            self.failing -= 1
            raise FunctionFailed("not yet", "wait")
        self.asked.append(function)

    def start(self, function, event):
        self.asked.append(f"start {function}")


def deploy(cloud, parameters, secrets, say):
    cloud.asked.append("deploy")
    return {"ApiId": "abc", "Stage": "local", "DataBucket": "offblock-data"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(containers.time, "sleep", lambda seconds: None)


def test_schemas_are_there_before_the_first_harvest(tmp_path):
    cloud, file = PlayedCloud(failing=2), tmp_path / "deployment.json"
    containers.run(cloud, {}, {}, file, deploy, lambda text: None)
    assert cloud.asked == ["deploy", "schedule off", *(f"offblock-schema-{s}" for s in ("postgres", "mongodb", "opensearch", "neo4j")),
                           "schedule on", "start offblock-harvest"]
    assert json.loads(file.read_text()) == {"api": "abc", "stage": "local", "bucket": "offblock-data"}


def test_a_store_that_never_comes_ends_it_before_the_page_finds_the_gateway(tmp_path):
    with pytest.raises(FunctionFailed):
        containers.run(PlayedCloud(failing=99), {}, {}, tmp_path / "deployment.json", deploy, lambda text: None)
    assert not (tmp_path / "deployment.json").exists()


def test_a_missing_variable_is_named():
    known = containers.parameters(ENVIRONMENT, "http://localstack:4566")
    assert containers.secrets(ENVIRONMENT)["MongodbSecret"] == {"uri": "<MONGODB_URI>"} and known["AwsEndpoint"] == "http://localstack:4566"
    with pytest.raises(Fault, match="NEO4J_PASSWORD must be set"):
        containers.parameters({**ENVIRONMENT, "NEO4J_PASSWORD": ""}, "x")


def test_every_secret_of_the_template_is_given():
    from offblock.home import ROOT

    wanted = set(re.findall(r"^  (\w+Secret): \{Type: String", (ROOT / "infra/template.yaml").read_text(), re.M))
    assert wanted and containers.secrets(ENVIRONMENT).keys() == wanted
