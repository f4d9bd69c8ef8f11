"""One running system for all end-to-end tests, in a home and on ports of its own, beside whatever else runs."""

import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from offblock import ports as ports_file
from offblock.cloud import STORES, Cloud
from offblock.faults import Fault
from offblock.home import ROOT, Home, read_json
from offblock.processes import Identity, belonging
from offblock.queues import until_quiet
from offblock.verify import digest_store

# Another checkout that is tested at the same time takes another.
OFFSET = int(os.environ.get("OFFBLOCK_TEST_OFFSET", "5000"))
DATA = Path(os.environ.get("OFFBLOCK_DATA") or ROOT.parent / "shared" / "data")
RECORDING = DATA / "lufthansa" / "recording-2024-07-06--19.zip"


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    def json(self):
        return json.loads(self.body)


@dataclass
class System:
    """The command line and the addresses of the system under test."""

    home: Home
    environment: dict
    ports: ports_file.Ports
    known: dict = field(default_factory=dict)

    @property
    def cloud(self) -> Cloud:
        return Cloud(self.ports.localstack)

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.ports.page}"

    def run(self, *words, timeout=600.0) -> subprocess.CompletedProcess:
        return subprocess.run([str(ROOT / "offblock"), *words], env=self.environment, capture_output=True, text=True, timeout=timeout, cwd=ROOT)

    def ok(self, *words, timeout=600.0) -> str:
        ran = self.run(*words, timeout=timeout)
        assert ran.returncode == 0, f"./offblock {' '.join(words)} ended with {ran.returncode}\n{ran.stdout[-4000:]}\n{ran.stderr[-4000:]}"
        return ran.stdout

    def get(self, path, *, method="GET", patience=90.0, **more) -> Answer:
        """Asks again where the system is busy: soon after its first call a function is replaced, and who calls then waits."""
        deadline = time.monotonic() + patience
        while (answer := self._ask(path, method=method, **more)).status in (503, 504) and method == "GET" and time.monotonic() < deadline:
            time.sleep(1)
        return answer

    def _ask(self, path, *, method, headers=None, body=None, timeout=40.0) -> Answer:
        request = urllib.request.Request(self.page + path, body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                content = answer.read()
                status, said = answer.status, dict(answer.headers)
        except urllib.error.HTTPError as e:
            content, status, said = e.read(), e.code, dict(e.headers)
        if said.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return Answer(status, said, content)

    def component(self, name) -> Identity:
        parts = read_json(self.home.run / "components.json").get("components", [])
        return next(Identity.from_json(one) for one in parts if one["name"] == name)

    def functions(self, part="") -> list[int]:
        """Pids of the Lambda processes whose command names this function's archive or, for all, the runtime client."""
        found = []
        for pid in belonging(self.home.path):
            try:
                words, environment = (Path(f"/proc/{pid}/{what}").read_bytes() for what in ("cmdline", "environ"))
            except OSError:
                continue  # it has ended
            if b"runtime.api.client.AWSLambda" in words:
                export = next((e.decode().split("=", 1)[1] for e in environment.split(b"\0") if e.startswith(b"QUARKUS_FUNQY_EXPORT=")), "")
                if part in export:
                    found.append(pid)
        return found

    def kill_functions(self, part) -> None:
        for pid in self.functions(part):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def until(self, happens, seconds, what):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                value = happens()
                if value:
                    return value
            except (OSError, StopIteration, AssertionError, KeyError, ValueError, Fault):
                pass
            time.sleep(0.3)
        pytest.fail(f"{what} did not happen within {seconds} s\n" + (self.home.log / "supervisor.log").read_text()[-3000:])

    def quiet(self, seconds=600.0):
        quiet = until_quiet(self.home, self.cloud, seconds, settled=4)
        assert quiet.empty, quiet.text()

    def digests(self) -> dict:
        return {store: digest_store(self.cloud, store, None, None) for store in STORES}

    def verified(self, *words) -> dict:
        ran = self.run("verify", "--json", *words, timeout=900)
        assert ran.stdout, ran.stderr
        said = json.loads(ran.stdout)
        assert ran.returncode == 0 and said["ok"], ran.stdout[-3000:]
        return said


@pytest.fixture(scope="session")
def system():
    environment = {**os.environ, "OFFBLOCK_HOME": str(ROOT / ".offblock" / "test"), "OFFBLOCK_TOOLS": str(ROOT / ".offblock"),
                   "OFFBLOCK_FIRST_TRAINING": "off"}  # whatever the caller has set: it would take a core from what is measured here
    base = ports_file.read(ports_file.PORTS_FILE.read_text(), {})
    for name, number in base.named().items():
        environment[f"OFFBLOCK_PORT_{name.upper()}"] = str(number + OFFSET)
    for name in ("LUFTHANSA_CLIENT_ID", "LUFTHANSA_CLIENT_SECRET"):
        environment.pop(name, None)
    home = Home((ROOT / ".offblock" / "test").resolve(), (ROOT / ".offblock").resolve())
    running = System(home, environment, ports_file.read(ports_file.PORTS_FILE.read_text(), environment))
    running.run("down")
    yield running
    running.run("down")


@pytest.fixture(scope="session")
def started(system):
    """`up --reset`, once. If it fails, all tests that need it fail with its words."""
    began = time.monotonic()
    ran = system.run("up", "--reset", timeout=1800)
    if ran.returncode:
        pytest.fail(f"up ended with {ran.returncode}\n{ran.stdout}\n{ran.stderr}", pytrace=False)
    print(f"up took {time.monotonic() - began:.0f} s", file=sys.stderr)
    system.known["up"] = ran.stdout
    return system


@pytest.fixture(scope="session")
def recording():
    if not RECORDING.exists():
        pytest.skip(f"no recording at {RECORDING}; set OFFBLOCK_DATA to the folder that holds lufthansa/{RECORDING.name}")
    return RECORDING
