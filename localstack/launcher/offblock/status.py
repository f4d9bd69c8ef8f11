"""`status`: what runs, since when, with what memory; how fresh the flights are; how long the queues."""

import json
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime

from offblock import processes
from offblock.faults import NotRunning
from offblock.home import Home, read_json
from offblock.ports import HOST, Ports
from offblock.processes import Identity
from offblock.progress import Progress
from offblock.up import supervisor

ASKED = ("ready", "flights", "freshness", "quota", "queues", "stores")


def run(home: Home, ports: Ports, *, as_json: bool) -> int:
    said = snapshot(home, ports)
    if as_json:
        print(json.dumps(said))
    else:
        print(readable(home, said))
    if as_json and not said["components"]:
        print(str(NotRunning()), file=sys.stderr)
    return 0 if said["ready"] else 3


def snapshot(home: Home, ports: Ports) -> dict:
    """Everything at once, in the form of `status --json`."""
    running = supervisor(home)
    said: dict = {"ready": False, "flights": {"airborne": 0, "known": 0}, "freshness": {}, "quota": {}, "queues": {}, "stores": {}}
    if running:
        answer = ask(ports) or ask(ports)
        said |= {name: answer[name] for name in ASKED if name in answer}
        progress = Progress.read(home.run / "progress.json")
        said["ready"] = bool(said["ready"]) and progress is not None and progress.phase == "ready"
    memory, parts = components(home, running)
    return {**said, "memory_mb": memory, "components": parts}


def ask(ports: Ports) -> dict:
    """What the gateway says of itself; empty where it does not answer."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{ports.page}/v1/status", timeout=35) as answer:
            value = json.load(answer)
    except urllib.error.HTTPError as e:
        try:
            value = json.load(e)
        except ValueError:
            return {}
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def components(home: Home, running: Identity | None) -> tuple[float, list[dict]]:
    """Resident memory of all processes in MB, shared pages counted once, and the components with all that is below each."""
    if running is None:
        return 0.0, []
    known = read_json(home.run / "components.json").get("components", [])
    everything = processes.descendants([running.pid]) | {running.pid}
    memory = {pid: processes.memory(pid) for pid in everything}
    rows, counted = [], set()
    for one in known:
        identity = Identity.from_json(one)
        mine = ({identity.pid} | processes.descendants([identity.pid])) if identity and identity.alive() else set()
        functions = {pid for pid in mine if identity and pid != identity.pid} if one["name"] == "localstack" else set()
        rows.append(_row(one["name"], one["pid"], one["since"], one["state"] if mine else "restarting", mine - functions, memory, one.get("restarts", 0)))
        if functions:
            rows.append({**_row("functions", 0, one["since"], "ready", functions, memory, 0), "count": len(functions)})
        counted |= mine
    rest = everything - counted
    rows.append(_row("supervisor", running.pid, read_json(home.run / "supervisor.pid").get("since", 0), "ready", rest, memory, 0))
    return round(sum(m.pss for m in memory.values()) / 1e6, 1), rows


def _row(name: str, pid: int, since: float, state: str, pids: set[int], memory: dict, restarts: int) -> dict:
    held = [memory[pid] for pid in pids if pid in memory]
    return {"name": name, "pid": pid, "since": datetime.fromtimestamp(since).astimezone().isoformat(timespec="seconds"),
            "rss_mb": round(sum(m.rss for m in held) / 1e6, 1), "pss_mb": round(sum(m.pss for m in held) / 1e6, 1), "state": state,
            "restarts": restarts}


def readable(home: Home, said: dict) -> str:
    if not said["components"]:
        return str(NotRunning())
    progress = Progress.read(home.run / "progress.json")
    phase = progress.phase if progress else "starting"
    if not said["ready"] and phase == "ready":
        phase = "running, but not all of it answers"
    lines = [f"Offblock is {phase}, {said['memory_mb']:.0f} MB resident."]
    if progress and progress.addresses:
        lines.append("  " + "   ".join(f"{name} {address}" for name, address in progress.addresses.items()))
    flights, fresh, quota = said["flights"], said["freshness"], said["quota"]
    lines.append(f"  flights      {flights.get('airborne', 0)} airborne, {flights.get('known', 0)} known")
    if fresh:
        lines.append(f"  freshness    p50 {_seconds(fresh.get('p50_s'))}, p95 {_seconds(fresh.get('p95_s'))}")
    if quota:
        lines.append(f"  quota        {quota.get('used', '?')} of {quota.get('limit', '?')} calls in this hour")
    if said["queues"]:
        lines.append("  queues       " + ", ".join(f"{name} {count}" for name, count in said["queues"].items()))
    if said["stores"]:
        lines.append("  stores       " + ", ".join(f"{name} {value.get('flights', '?')} flights" for name, value in said["stores"].items()))
    lines.append("")
    lines.append(f"  {'component':12} {'state':11} {'pid':>7} {'up for':>10} {'rss MB':>8} {'pss MB':>8}  restarts")
    for one in said["components"]:
        up = time.time() - datetime.fromisoformat(one["since"]).timestamp()
        pid = one["pid"] or f"{one.get('count', 0)} of"
        lines.append(f"  {one['name']:12} {one['state']:11} {pid:>7} {_span(up):>10} {one['rss_mb']:8.0f} {one['pss_mb']:8.0f}  {one['restarts'] or ''}")
    return "\n".join(lines)


def _span(seconds: float) -> str:
    seconds = int(max(0, seconds))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _seconds(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0f} s"
