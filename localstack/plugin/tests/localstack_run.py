"""A LocalStack of the tests' own: real process, free port, folders of its own."""

import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import boto3
from botocore.config import Config

from offblock_localstack.environment import Installation, localstack_environment, remove_leftovers

ROOT = Path(__file__).resolve().parents[3]
RUNTIME_INTERFACE = ROOT / "localstack/runtime-interface/target/lib"
CACHE = "localstack/var/lib/localstack/cache"
ROLE = "arn:aws:iam::000000000000:role/probe"


def java_home() -> Path | None:
    """A JDK 25: OFFBLOCK_JAVA_HOME, JAVA_HOME, or one where Linux distributions put them."""
    candidates = [os.environ.get("OFFBLOCK_JAVA_HOME"), os.environ.get("JAVA_HOME"), *map(str, Path("/usr/lib/jvm").glob("*25*"))]
    for candidate in filter(None, candidates):
        release = Path(candidate) / "release"
        if release.exists() and 'JAVA_VERSION="25' in release.read_text():
            return Path(candidate)
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def compiled(source: Path, folder: Path) -> bytes:
    """The zip of a function compiled from one source file."""
    class_path = os.pathsep.join(map(str, RUNTIME_INTERFACE.glob("*.jar")))
    subprocess.run([java_home() / "bin/javac", "-cp", class_path, "-d", folder, source], check=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for compiled_class in folder.rglob("*.class"):
            file.write(compiled_class, compiled_class.relative_to(folder))
    return packed.getvalue()


class LocalStackRun:
    """Started and stopped as often as a test wants; the objects' folder stays."""

    def __init__(self, folder: Path, like: "LocalStackRun | None" = None, **more: object) -> None:
        """`like` is a run whose index of services is taken over, which spares building it again; `more` is of the installation."""
        self.folder = folder
        self.installation = Installation(root=folder / "localstack", port=free_port(), java_home=java_home(),
                                         runtime_interface=RUNTIME_INTERFACE, objects=folder / "objects", **more)
        self.process: subprocess.Popen | None = None
        if like:
            shutil.copytree(like.folder / CACHE, folder / CACHE)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.installation.port}"

    def start(self) -> "LocalStackRun":
        remove_leftovers(self.installation)
        log = open(self.folder / "localstack.log", "ab")
        self.process = subprocess.Popen([sys.executable, "-m", "localstack.runtime.main"],
                                        env=localstack_environment(self.installation), stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + 240
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.endpoint}/_localstack/init/ready", timeout=2) as answer:
                    if json.load(answer)["completed"]:
                        return self
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"LocalStack did not start: {(self.folder / 'localstack.log').read_text()[-4000:]}")

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def client(self, service: str):
        return boto3.client(service, endpoint_url=self.endpoint, region_name="us-east-1", aws_access_key_id="test",
                            aws_secret_access_key="test",
                            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, read_timeout=90,
                                          max_pool_connections=20))

    def create_function(self, name: str, code: bytes, **settings) -> None:
        lambda_ = self.client("lambda")
        usual = {"Runtime": "java25", "Handler": "Probe::handleRequest", "Timeout": 15, "MemorySize": 256}
        lambda_.create_function(FunctionName=name, Role=ROLE, Code={"ZipFile": code}, **(usual | settings))
        lambda_.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 0.1})

    def invoke(self, name: str, **event) -> tuple[dict, dict]:
        """(the answer's payload, the call's response)"""
        response = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail")
        return json.load(response["Payload"]), response


def eventually(check, seconds: float = 15, pause: float = 0.1):
    """The first truthy result of `check`, or an AssertionError."""
    until = time.monotonic() + seconds
    while True:
        if result := check():
            return result
        assert time.monotonic() < until, f"not within {seconds} s: {check}"
        time.sleep(pause)
