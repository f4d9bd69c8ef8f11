"""The ports of `localstack/ports.env`, and who holds one that is busy."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from offblock.faults import Fault
from offblock.home import ROOT
from offblock.processes import entry_of, living

PORTS_FILE = ROOT / "localstack" / "ports.env"
HOST = "127.0.0.1"
NAMES = ("PAGE", "LOCALSTACK", "SANDBOX", "POSTGRES", "MONGODB", "OPENSEARCH", "NEO4J", "MLFLOW")


@dataclass(frozen=True)
class Ports:
    page: int
    localstack: int
    sandbox: int
    postgres: int
    mongodb: int
    opensearch: int
    neo4j: int
    mlflow: int

    def named(self) -> dict[str, int]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class Holder:
    """The process that listens on a port; pid 0 where the kernel does not tell (another user's)."""

    pid: int
    command: str


def read(text: str, environment: Mapping[str, str]) -> Ports:
    """Ports from the file's text, each overridden by OFFBLOCK_PORT_<NAME>; a `Fault` names the line that is wrong."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        line = line.split("#", 1)[0].strip()
        if line:
            name, _, value = line.partition("=")
            found[name.strip()] = value.strip()
    for name in NAMES:
        found[name] = environment.get(f"OFFBLOCK_PORT_{name}") or found.get(name, "")
    numbers: dict[str, int] = {}
    for name in NAMES:
        if not found[name].isdigit() or not 1024 <= int(found[name]) <= 65535:
            raise Fault(f"port {name} is {found[name] or 'missing'!r}, not a number from 1024 to 65535",
                        f"set it in {PORTS_FILE.relative_to(ROOT)} or as OFFBLOCK_PORT_{name}", code=2)
        numbers[name.lower()] = int(found[name])
    seen: dict[int, str] = {}
    for name, number in numbers.items():
        if number in seen:
            raise Fault(f"ports {seen[number].upper()} and {name.upper()} are both {number}", "give each its own", code=2)
        seen[number] = name
    return Ports(**numbers)


def from_environment() -> Ports:
    return read(PORTS_FILE.read_text(), os.environ)


def is_free(port: int) -> bool:
    """Whether 127.0.0.1:port can be listened on now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def holder(port: int, proc: Path = Path("/proc")) -> Holder | None:
    """Who listens on the port, read from /proc; None where nobody does."""
    sockets = _listening(port, proc)
    if not sockets:
        return None
    for pid in living(proc):
        try:
            for link in (entry_of(pid, proc) / "fd").iterdir():
                if os.readlink(link).removeprefix("socket:[").removesuffix("]") in sockets:
                    return Holder(pid, command_line(entry_of(pid, proc)))
        except OSError:
            continue
    return Holder(0, "a process of another user")


def command_line(entry: Path) -> str:
    """A process's command, shortened; from its /proc folder."""
    words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return words if len(words) <= 100 else words[:97] + "..."


def _listening(port: int, proc: Path) -> set[str]:
    """Inodes of the sockets that listen on the port, IPv4 and IPv6."""
    inodes = set()
    for table in ("net/tcp", "net/tcp6"):
        try:
            lines = (proc / table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rsplit(":", 1)[1], 16) == port:
                inodes.add(fields[9])
    return inodes


def busy(ports: Ports) -> list[str]:
    """One sentence with the fix for each port that somebody else holds."""
    sentences = []
    for name, number in ports.named().items():
        if is_free(number):
            continue
        who = holder(number)
        by = f"pid {who.pid} ({who.command})" if who and who.pid else who.command if who else "a closing connection"
        stop = f"stop it with: kill {who.pid}; or " if who and who.pid else ""
        sentences.append(f"port {number} ({name}) is held by {by}: {stop}choose another: OFFBLOCK_PORT_{name.upper()}=<port>")
    return sentences
