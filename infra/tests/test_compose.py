"""docker-compose.yml as Compose's own library reads it, held to what the containers need. No container is started."""
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE, ENVIRONMENT = ROOT / "docker-compose.yml", ROOT / ".env.example"
CHECK = ROOT / "infra" / "compose"
ONCE = {"natives", "deploy", "learning"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    go = shutil.which("go")
    if go is None:
        pytest.skip("no Go on this machine: docker-compose.yml was not loaded by compose-go (install Go 1.24 or later)")
    check = tmp_path_factory.mktemp("compose") / "check"
    built = subprocess.run([go, "build", "-o", check, "."], cwd=CHECK, capture_output=True, text=True, timeout=600)
    assert built.returncode == 0, built.stderr[-2000:]

    def load(file=FILE, environment=ENVIRONMENT):
        return subprocess.run([check, file, environment, "metrics"], capture_output=True, text=True, timeout=60)

    return load


@pytest.fixture(scope="module")
def services(project):
    loaded = project()
    assert loaded.returncode == 0, loaded.stderr
    return json.loads(loaded.stdout)["services"]


def test_every_service_has_its_own_health_check_and_limits(services):
    for name, service in services.items():
        assert name in ONCE or service["healthcheck"]["test"], f"{name} has no health check"
        assert int(service["deploy"]["resources"]["limits"]["memory"]) <= 1536 << 20, name
        assert service["deploy"]["resources"]["limits"]["cpus"], name


def test_ports_are_on_loopback_alone(services):
    published = {name: port["host_ip"] for name, service in services.items() for port in service.get("ports", [])}
    assert published and set(published.values()) == {"127.0.0.1"}, published


def test_what_must_last_is_on_a_named_volume(services):
    for name in ("postgres", "mongodb", "opensearch", "neo4j", "localstack", "mlflow"):
        assert any(volume["type"] == "volume" and volume["source"] == name for volume in services[name]["volumes"]), name


def test_everything_is_awaited_before_the_template_is_deployed(services):
    def awaited(name):
        return {other: one["condition"] for other, one in services[name]["depends_on"].items()}

    assert awaited("deploy") == {**dict.fromkeys(("localstack", "postgres", "mongodb", "opensearch", "neo4j", "sandbox"), "service_healthy"),
                                 "natives": "service_completed_successfully"}
    assert awaited("learning") == {"deploy": "service_completed_successfully", "mlflow": "service_healthy"}
    assert services["page"]["depends_on"]["deploy"]["condition"] == "service_completed_successfully"


def test_the_deployment_is_told_all_that_the_template_asks_for(services):
    sys.path.insert(0, str(ROOT / "localstack" / "launcher"))
    try:
        from offblock.containers import PARAMETERS
    finally:
        sys.path.pop(0)
    assert set(PARAMETERS.values()) <= set(services["deploy"]["environment"])


def test_functions_find_the_native_libraries_where_the_template_says(services, project):
    """The engine's flags name the volume as Compose does, which puts the project's name before it."""
    told, folder = services["deploy"]["environment"], services["natives"]["volumes"][0]
    assert folder["source"] == "natives" and folder["target"] == told["NATIVE_LIBRARIES"]
    assert services["localstack"]["environment"]["LAMBDA_DOCKER_FLAGS"] == f"-v {json.loads(project().stdout)['volumes']['natives']['name']}:{told['NATIVE_LIBRARIES']}"
    copied = re.search(r"AS natives\n(?:COPY.*\n)*CMD (\[.*\])", (ROOT / "localstack" / "Dockerfile").read_text())
    assert json.loads(copied.group(1))[-1] == f"{told['NATIVE_LIBRARIES']}/"


def test_training_reaches_mlflow_and_the_world_that_is_harvested(services):
    assert services["deploy"]["environment"]["MLFLOW_URL"] == "http://mlflow:5000"
    assert any("mlflow:*" in word for word in services["mlflow"]["command"])
    assert services["learning"]["environment"]["LUFTHANSA_URL"] == services["deploy"]["environment"]["LUFTHANSA_URL"]


def test_mongodb_knows_a_user_for_each_kind_of_function(services):
    """The script of its users, run by node with a database that notes what it is asked; each address in the deployment is one of theirs."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine: the script of MongoDB's users was not run")
    note = "const made = []; globalThis.db = {getSiblingDB: name => ({createUser: user => made.push({...user, db: name})})};"
    script = (ROOT / "infra/mongodb/users.js").read_text()
    ran = subprocess.run([node, "-e", f"{note}\n{script}\nconsole.log(JSON.stringify(made))"], capture_output=True, text=True, timeout=60,
                         env={"PATH": str(Path(node).parent), **services["mongodb"]["environment"]})
    assert ran.returncode == 0, ran.stderr
    users = {user["user"]: user for user in json.loads(ran.stdout)}
    assert {name: [role["role"] for role in user["roles"]] for name, user in users.items()} == {
        "offblock": ["readWrite", "dbAdmin"], "offblock_loader": ["readWrite"], "offblock_reader": ["read"]}
    assert {(user["db"], role["db"]) for user in users.values() for role in user["roles"]} == {("offblock", "offblock")}
    told = services["deploy"]["environment"]
    for variable, name in (("MONGODB_URI", "offblock"), ("MONGODB_READER_URI", "offblock_reader"), ("MONGODB_LOADER_URI", "offblock_loader")):
        assert told[variable] == f"mongodb://{name}:{users[name]['pwd']}@mongodb:27017/offblock"
    assert "--auth" in services["mongodb"]["command"]


def test_localstack_is_the_last_that_needs_no_account(services):
    assert services["localstack"]["build"]["args"]["LOCALSTACK_IMAGE"] == "localstack/localstack:4.14.0"


def test_no_password_means_no_start(project, tmp_path):
    bare = tmp_path / "env"
    bare.write_text("NEO4J_PASSWORD=x\n")
    loaded = project(environment=bare)
    assert loaded.returncode == 1 and re.search(r"(PASSWORD|KEY) is missing", loaded.stderr) and "copy .env.example to .env" in loaded.stderr


def test_every_variable_is_in_the_example():
    used = set(re.findall(r"(?<!\$)\$\{([A-Z_0-9]+)", FILE.read_text()))
    known = set(re.findall(r"^([A-Z_0-9]+)=", ENVIRONMENT.read_text(), re.M))
    assert used == known, used ^ known


def test_the_dockerfile_has_every_target_and_copies_what_is_there():
    text = (ROOT / "localstack" / "Dockerfile").read_text()
    targets = set(re.findall(r"^FROM \S+ AS (\S+)", text, re.M))
    built = {one["build"]["target"] for one in yaml.safe_load(FILE.read_text())["services"].values() if "build" in one}
    assert built <= targets
    for words in re.findall(r"^COPY (?!--from)(.+)$", text, re.M):
        for source in words.split()[:-1]:
            assert (ROOT / source).exists(), source


def test_the_image_carries_every_function():
    text = (ROOT / "localstack" / "Dockerfile").read_text()
    carried = set(re.findall(r" (functions/\S+/function\.zip)\n", text))
    sys.path.insert(0, str(ROOT / "localstack" / "launcher"))
    try:
        from offblock.build import ZIPS
    finally:
        sys.path.pop(0)
    assert carried == {str(zip.relative_to(ROOT)) for zip in ZIPS}
