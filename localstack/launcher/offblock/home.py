"""Where Offblock keeps what it makes: all of it under one folder, `.offblock` in the project or OFFBLOCK_HOME."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LAUNCHER = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Home:
    """The state folder. `tools` (venv, build stamps) may be shared by several homes, as the end-to-end tests do."""

    path: Path
    tools: Path

    @classmethod
    def from_environment(cls) -> "Home":
        path = Path(os.environ.get("OFFBLOCK_HOME") or ".offblock")
        path = path if path.is_absolute() else ROOT / path
        tools = Path(os.environ.get("OFFBLOCK_TOOLS") or path)
        return cls(path.resolve(), (tools if tools.is_absolute() else ROOT / tools).resolve())

    @property
    def run(self) -> Path:
        """Files of the running system: pids, progress, deployment; gone after `down` but for the watermark."""
        return self.path / "run"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def data(self) -> Path:
        """What survives `down`: the stores' files and LocalStack's objects. `up --reset` removes it."""
        return self.path / "data"

    @property
    def venv(self) -> Path:
        return self.tools / "venv"

    @property
    def venv_python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def mlflow_venv(self) -> Path:
        """MLflow's packages: apart from LocalStack's, whose versions they contradict."""
        return self.tools / "mlflow"

    @property
    def build(self) -> Path:
        return self.tools / "build"

    def make(self) -> None:
        for folder in (self.run, self.log, self.data, self.build):
            folder.mkdir(parents=True, exist_ok=True)


def write_json(path: Path, value: object) -> None:
    """Replaces the file at once: a reader sees the old or the new content, never half of it. Where it fails nothing is left of the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as out:
            json.dump(value, out)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_json(path: Path) -> dict:
    """The file's object, or an empty one where the file is absent or unreadable."""
    try:
        value = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
