import json
import re
from datetime import date

import pytest

from offblock import containers, first_champion
from offblock.cloud import FunctionFailed
from offblock.faults import Fault
from offblock.training import Window

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


@pytest.mark.parametrize("url, world", [("http://sandbox:8090/v1", "sandbox"), ("https://api.lufthansa.com/v1", "lufthansa"),
                                        ("https://API.lufthansa.com:443/v1", "lufthansa"), ("https://api.lufthansa.com.example/v1", "sandbox")])
def test_the_simulated_world_is_never_taken_for_the_real_one(url, world):
    """A later training on the real one would mix both."""
    known = containers.parameters({**ENVIRONMENT, "LUFTHANSA_URL": url}, "x")
    assert known["TrainingSources"] == world
    assert (first_champion.sandbox({"LUFTHANSA_URL": url}) is not None) == (world == "sandbox")


def test_all_that_up_tells_of_training_and_webhooks_is_told():
    known = containers.parameters(ENVIRONMENT, "x")
    assert (known["MlflowUrl"], known["NativeLibraries"], known["WebhookReach"]) == ("<MLFLOW_URL>", "<NATIVE_LIBRARIES>", "private")


class PlayedTraining:
    """Trains at once; a champion is there afterwards unless the gate keeps it out."""

    def __init__(self, cloud, promotes=True):
        self.cloud, self.promotes, self.windows = cloud, promotes, []

    def window(self, source, first, last, again):
        return Window((source,), date(2026, 11, 20), date(2026, 11, 27), again)

    def start(self, window, reason):
        self.windows.append(window)
        return False

    def follow(self, window, say):
        self.cloud.champion = b"{}" if self.promotes else self.cloud.champion


class LearningCloud:
    def __init__(self, champion):
        self.champion, self.forecasts = champion, False

    def get_object(self, bucket, key):
        assert (bucket, key) == ("offblock-data", "state/model/champion.json")
        return self.champion

    def switch_forecasts(self, on):
        self.forecasts = on


@pytest.mark.parametrize("champion, source, asked, promotes, trained, forecasts", [
    (None, "sandbox", False, True, "sandbox", True),
    (None, "sandbox", False, False, "sandbox", False),
    (b"{}", "sandbox", False, True, None, True),
    (None, "lufthansa", False, True, None, False),
    (None, "lufthansa", True, True, "lufthansa", True),
    (b'{"world": "simulated"}', "lufthansa", False, True, None, False),
    (b'{"world": "simulated"}', "sandbox", False, True, None, True),
    (b"{}", "sandbox", True, True, "sandbox", True)])
def test_forecasts_are_switched_on_once_there_is_a_champion(champion, source, asked, promotes, trained, forecasts):
    cloud = LearningCloud(champion)
    training = PlayedTraining(cloud, promotes)
    first_champion.run(cloud, "offblock-data", training, source=source, asked=asked, say=lambda text: None)
    assert [window.sources for window in training.windows] == ([(trained,)] if trained else [])
    assert all(bool(window.again) == asked for window in training.windows), "asked for again is another window"
    assert cloud.forecasts == forecasts


def test_every_secret_of_the_template_is_given():
    from offblock.home import ROOT

    wanted = set(re.findall(r"^  (\w+Secret): \{Type: String, (?!Default)", (ROOT / "infra/template.yaml").read_text(), re.M))
    assert wanted and containers.secrets(ENVIRONMENT).keys() == wanted
