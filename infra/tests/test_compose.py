"""docker-compose.yml as Compose's own library reads it, held to what the containers need. No container is started."""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE, ENVIRONMENT = ROOT / "docker-compose.yml", ROOT / ".env.example"
CHECK = ROOT / "infra" / "compose"
DOCKERFILE = ROOT / "localstack" / "Dockerfile"
ONCE = {"natives", "deploy", "learning"}
# Given modules that `python -m` runs: carries out every import of theirs and of ours that they load, at the top or in a function, and prints
# where each of ours came from. None of them is run.
IMPORTS = """
import ast, importlib.util, sys
from pathlib import Path

def carry_out(file):
    for node in ast.walk(ast.parse(Path(file).read_text())):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            exec(ast.unparse(node), {})

for name in sys.argv[1:]:
    found = importlib.util.find_spec(name)
    carry_out(importlib.util.find_spec(name + ".__main__").origin if found.submodule_search_locations else found.origin)
looked = {}
while new := {name: one.__file__ for name, one in list(sys.modules.items()) if name.startswith("offblock") and name not in looked}:
    looked |= new
    for file in new.values():
        carry_out(file)
print(*looked.values(), sep="\\n")
"""
UPLOADS = """
from types import SimpleNamespace
from offblock import deployment
s3 = SimpleNamespace(put_object=lambda **_: None)
deployment.upload_template(s3, "code", deployment.upload_all(s3, "code", print)["Contract"])
"""


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


def written():
    """The services as they stand in the file, with no Go."""
    return yaml.safe_load(FILE.read_text())["services"]


@pytest.fixture
def image(tmp_path):
    """Runs Python in a copy of what the target `offblock` takes from the context; what other targets make is there as empty files."""
    lines = re.search(r"^FROM \S+ AS offblock\n((?:(?!FROM ).*\n)*)", DOCKERFILE.read_text(), re.M).group(1)
    home = PurePosixPath(re.search(r"^WORKDIR (\S+)$", lines, re.M).group(1))

    def place(name):
        return tmp_path / (home / name).relative_to("/")

    for words in re.findall(r"^COPY (.+)$", lines, re.M):
        *sources, to = words.split()
        for source in sources if not words.startswith("--from") else ():
            target = place(to) / Path(source).name if to.endswith("/") and (ROOT / source).is_file() else place(to)
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_file():
                shutil.copy(ROOT / source, target)
            else:
                shutil.copytree(ROOT / source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("target", "node_modules", "tests", "__pycache__"))
        if words.startswith("--from"):
            place(to).parent.mkdir(parents=True, exist_ok=True)
            place(to).touch()
    told = re.search(r"^ENV .*\bPYTHONPATH=(\S+)", lines, re.M).group(1)
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ":".join(str(place(one)) for one in told.split(":"))}

    def run(script, *words):
        return subprocess.run([sys.executable, "-c", script, *words], cwd=place("."), env=environment, capture_output=True, text=True, timeout=60)

    return run


def test_every_service_has_its_own_health_check_and_limits(services):
    for name, service in services.items():
        assert name in ONCE or service["healthcheck"]["test"], f"{name} has no health check"
        assert int(service["deploy"]["resources"]["limits"]["memory"]) <= 1536 << 20, name
        assert service["deploy"]["resources"]["limits"]["cpus"], name


def test_no_health_check_leaves_its_command_in_the_background():
    """A bare & ends a command for the shell, which does not wait for it: the check would always pass."""
    checks = {name: service["healthcheck"]["test"] for name, service in written().items() if "healthcheck" in service}
    for name, (kind, *words) in checks.items():
        shell = shlex.shlex(words[0] if kind == "CMD-SHELL" else "", posix=True, punctuation_chars=True)
        shell.commenters = ""
        assert "&" not in list(shell), f"{name}: {words[0]}"


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
    copied = re.search(r"AS natives\n(?:COPY.*\n)*CMD (\[.*\])", DOCKERFILE.read_text())
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
    text = DOCKERFILE.read_text()
    targets = set(re.findall(r"^FROM \S+ AS (\S+)", text, re.M))
    built = {one["build"]["target"] for one in written().values() if "build" in one}
    assert built <= targets
    for words in re.findall(r"^COPY (?!--from)(.+)$", text, re.M):
        for source in words.split()[:-1]:
            assert (ROOT / source).exists(), source


def test_the_image_has_every_module_that_its_services_import(image):
    """The tests' own Python knows our plugin as a package, which the image does not: each module of ours must come from the image."""
    commands = [one["command"] for one in written().values() if one.get("build", {}).get("target") == "offblock"]
    assert commands and all(words[:2] == ["python", "-m"] for words in commands), commands
    ran = image(IMPORTS, *(words[2] for words in commands))
    assert ran.returncode == 0, ran.stderr[-2000:]
    inside = image("import os; print(os.getcwd())").stdout.strip()
    foreign = [place for place in ran.stdout.split() if not place.startswith(f"{inside}/")]
    assert ran.stdout and not foreign, foreign


def test_the_image_has_every_file_that_its_deployment_uploads(image):
    ran = image(UPLOADS)
    assert ran.returncode == 0, ran.stderr[-2000:]


def test_the_image_carries_every_function():
    text = DOCKERFILE.read_text()
    carried = set(re.findall(r" (functions/\S+/function\.zip)\n", text))
    sys.path.insert(0, str(ROOT / "localstack" / "launcher"))
    try:
        from offblock.build import ZIPS
    finally:
        sys.path.pop(0)
    assert carried == {str(zip.relative_to(ROOT)) for zip in ZIPS}
