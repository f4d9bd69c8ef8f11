import pytest

from offblock import components, ports, queues
from offblock.faults import Fault
from offblock.home import Home, write_json


@pytest.fixture
def settings(tmp_path):
    return components.Settings(Home(tmp_path, tmp_path), ports.read(ports.PORTS_FILE.read_text(), {}))


def test_without_its_packages_it_says_how_to_get_them(settings):
    with pytest.raises(Fault) as raised:
        components.mlflow(settings)
    assert "./offblock up" in raised.value.fix


def test_it_listens_on_loopback_and_keeps_its_files_in_the_home(settings, tmp_path):
    python = settings.home.mlflow_venv / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    component = components.mlflow(settings)
    words = list(component.command)
    assert words[words.index("--host") + 1] == "127.0.0.1" and words[words.index("--port") + 1] == "5000"
    assert str(tmp_path) in component.environment["_MLFLOW_SERVER_FILE_STORE"]
    assert component.environment["_MLFLOW_SERVER_ARTIFACT_DESTINATION"].startswith("s3://")
    assert component.environment["AWS_ACCESS_KEY_ID"] == "test", "never the user's own account"


def test_no_payload_waits_for_mlflow(settings):
    def state(**states):
        write_json(settings.home.run / "components.json", {"components": [{"name": name, "state": state} for name, state in states.items()]})
        return queues.whole(settings.home)

    assert state(postgres="ready", mlflow="starting")
    assert not state(postgres="mending", mlflow="ready")
