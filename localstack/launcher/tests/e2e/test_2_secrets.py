"""Known secrets are looked for wherever they might have got to, while the system runs and answers."""

import contextlib
import json
import urllib.request
from pathlib import Path

import pytest

from offblock.deployment import client
from offblock.processes import belonging, descendants

ANSWERS = ("/v1/status", "/v1/flights/airborne", "/v1/stores/postgres", "/v1/stores/nonsense", "/metrics", "/v1/flights/x%27%20or%201=1", "/v1/model")


@pytest.fixture(scope="module")
def planted(started):
    """The passwords that this start made: nothing else on this machine reads like them."""
    known = json.loads((started.home.data / "secrets.json").read_text())
    assert {"postgres", "offblock_reader", "offblock_loader"} <= known.keys() and all(len(secret) >= 32 for secret in known.values())
    return {name: secret.encode() for name, secret in known.items()}


def nowhere(planted, place, content):
    for name, secret in planted.items():
        assert secret not in content, f"the secret {name} is in {place}"


def test_no_secret_in_command_lines_and_environments(started, planted):
    seen = 0
    mine = set(belonging(started.home.path))
    for pid in mine | set(descendants(mine)):
        for kind in ("cmdline", "environ"):
            try:
                content = Path(f"/proc/{pid}/{kind}").read_bytes()
            except OSError:
                continue
            seen += bool(content)
            nowhere(planted, f"{kind} of {content[:60] if kind == 'cmdline' else pid}", content)
    assert seen > 20


def test_no_secret_in_logs(started, planted):
    for log in started.home.log.iterdir():
        nowhere(planted, log, log.read_bytes())
    nowhere(planted, "a function's log", started.until(lambda: started.ok("logs", "--since", "1h"), 60, "the functions' logs").encode())
    nowhere(planted, "PostgreSQL's log", (started.home.data / "postgres" / "server.log").read_bytes())


def test_no_secret_in_objects(started, planted):
    objects = [file for file in (started.home.data / "objects").rglob("*") if file.is_file()]
    assert objects
    for file in objects:
        with contextlib.suppress(FileNotFoundError):  # replaced since it was listed
            nowhere(planted, file, file.read_bytes())


def test_no_secret_in_answers_and_errors(started, planted):
    for path in ANSWERS:
        request = urllib.request.Request(f"http://127.0.0.1:{started.ports.page}{path}", headers={"Accept": "*/*"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                nowhere(planted, path, answer.read())
        except urllib.error.HTTPError as e:
            nowhere(planted, path, e.read())


def test_no_secret_in_the_stack_and_the_functions_settings(started, planted):
    stacks = client("cloudformation", started.cloud).describe_stacks()["Stacks"]
    functions = client("lambda", started.cloud).list_functions(MaxItems=200)["Functions"]
    assert len(functions) > 15
    nowhere(planted, "the stack", json.dumps(stacks, default=str).encode())
    nowhere(planted, "a function's settings", json.dumps(functions, default=str).encode())


def test_files_of_secrets_are_their_owner_s(started, planted):
    for name in ("secrets.json", "postgres-password"):
        assert (started.home.data / name).stat().st_mode & 0o077 == 0, name


def test_a_password_is_rotated_without_a_deployment(started, planted):
    manager = client("secretsmanager", started.cloud)
    kept = manager.get_secret_value(SecretId="offblock/PostgresReaderSecret")["SecretString"]
    changed = json.dumps({**json.loads(kept), "password": "another-one-for-a-moment"})
    try:
        manager.put_secret_value(SecretId="offblock/PostgresReaderSecret", SecretString=changed)
        started.cloud.invoke("offblock-schema-postgres", {}, 120)
        status, _ = started.cloud.ask("ask-postgres", "/v1/flights/airborne")
        assert status == 200
    finally:
        manager.put_secret_value(SecretId="offblock/PostgresReaderSecret", SecretString=kept)
        started.cloud.invoke("offblock-schema-postgres", {}, 120)
    assert started.cloud.ask("ask-postgres", "/v1/flights/airborne")[0] == 200
