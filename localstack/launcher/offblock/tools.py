"""Finds the JDK 25 and Node that building and running need, or says in one sentence how to get them."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from offblock.faults import Fault

JAVA = 25
NODE = 20


@dataclass(frozen=True)
class Tools:
    java_home: Path
    java_version: str
    node: str
    npm: str

    @property
    def java(self) -> str:
        return str(self.java_home / "bin" / "java")


def java_homes(environment: Mapping[str, str], roots: Iterable[Path] | None = None) -> list[Path]:
    """Where a JDK may be, likeliest first, each once."""
    user = Path(environment.get("HOME", "/root"))
    places: list[Path] = []
    for name in ("OFFBLOCK_JAVA_HOME", "JAVA_HOME", "JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64"):
        if environment.get(name):
            places.append(Path(environment[name]))
    for folder in roots if roots is not None else (
            Path("/usr/lib/jvm"), Path("/opt"), Path("/opt/java"), user / ".sdkman/candidates/java", user / ".jdks",
            user / ".local/share/mise/installs/java", user / ".asdf/installs/java", Path("/Library/Java/JavaVirtualMachines")):
        if folder.is_dir():
            found = sorted(folder.iterdir(), key=lambda p: (str(JAVA) not in p.name, p.name))
            places += [p / "Contents/Home" if (p / "Contents/Home").is_dir() else p for p in found]
    on_path = shutil.which("java", path=environment.get("PATH"))
    if on_path:
        places.append(Path(on_path).resolve().parents[1])
    seen: dict[Path, None] = {}
    for place in places:
        seen.setdefault(place)
    return list(seen)


def java_version(home: Path) -> str | None:
    """The version a JDK's `release` file names, else what its `java -version` says; None where it is no JDK (no javac)."""
    if not (home / "bin" / "javac").exists():
        return None
    release = home / "release"
    if release.is_file():
        named = re.search(r'^JAVA_VERSION="([^"]+)"', release.read_text(errors="replace"), re.M)
        if named:
            return named.group(1)
    try:
        said = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, text=True, timeout=20).stderr
    except (OSError, subprocess.TimeoutExpired):
        return None
    named = re.search(r'version "([^"]+)"', said)
    return named.group(1) if named else None


def find_java(environment: Mapping[str, str] = os.environ, roots: Iterable[Path] | None = None) -> tuple[Path, str]:
    """The first JDK of the wanted version and its version; a `Fault` that says how to get one."""
    seen = []
    for home in java_homes(environment, roots):
        version = java_version(home)
        if version and version.split(".")[0].split("-")[0] == str(JAVA):
            return home, version
        if version:
            seen.append(f"{version} in {home}")
    raise Fault(f"a JDK {JAVA} was not found" + (f" (only {', '.join(seen)})" if seen else ""),
                f"install Temurin {JAVA} from https://adoptium.net (or: sdk install java {JAVA}-tem), or point JAVA_HOME at one", code=69)


def find_node(environment: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """Paths of node and npm; a `Fault` that says how to get them."""
    node, npm = (shutil.which(name, path=environment.get("PATH")) for name in ("node", "npm"))
    how = f"install Node {NODE} or newer from https://nodejs.org (or: nvm install {NODE}); npm comes with it"
    if not node or not npm:
        raise Fault(f"{'node' if not node else 'npm'} was not found; the page is built with it", how, code=69)
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20).stdout.strip()
    except (OSError, subprocess.TimeoutExpired) as e:
        raise Fault(f"{node} does not run: {e}", how, code=69) from e
    major = re.match(r"v(\d+)\.", said)
    if not major or int(major.group(1)) < NODE:
        raise Fault(f"{node} is {said or 'of unknown version'}, the page needs {NODE} or newer", how, code=69)
    return node, npm


def find() -> Tools:
    home, version = find_java()
    node, npm = find_node()
    return Tools(home, version, node, npm)
