"""`down`: asks the supervisor to stop everything in order; after a crash of it, finds and ends what is left."""

import os
import signal
import time

from offblock import ports
from offblock.display import best
from offblock.faults import Fault
from offblock.home import Home, read_json
from offblock.processes import Identity, belonging, end
from offblock.progress import Progress
from offblock.stopping import stopping

PATIENCE_SECONDS = 90.0


def run(home: Home) -> int:
    with stopping(home):
        return _stop(home)


def _stop(home: Home) -> int:
    identity = Identity.from_json(read_json(home.run / "supervisor.pid"))
    ran = identity is not None and identity.alive()
    if ran:
        _ask(home, identity)
    swept = sweep(home)
    if not ran and not swept:
        print("Offblock is not running.")
        return 0
    numbers = ports.from_environment()
    held = [one for one in ports.busy(numbers)]
    if held:
        raise Fault("stopped, but " + held[0], "see which program that is; it is not one of Offblock's")
    print("Offblock is stopped: no process and no port is left. Data stay in "
          f"{home.data}." + (f" ({swept} processes had outlived a crash and were ended.)" if swept and not ran else ""))
    return 0


def sweep(home: Home) -> int:
    """Ends every process of this home and removes the files that name them; how many there were. Never touches a stranger: only
    what carries this home's mark, or is what components.json says by pid and start time."""
    named = [Identity.from_json(one) for one in read_json(home.run / "components.json").get("components", [])]
    supervisor = Identity.from_json(read_json(home.run / "supervisor.pid"))
    mine = belonging(home.path) | {one.pid for one in [*named, supervisor] if one and one.alive()}
    left = end(mine, patience=15.0)
    if left:
        raise Fault(f"processes {sorted(left)} do not end", f"end them by hand: kill -9 {' '.join(map(str, sorted(left)))}")
    for name in ("supervisor.pid", "components.json", "deployment.json", "harvest-paused", "progress.json"):
        (home.run / name).unlink(missing_ok=True)
    return len(mine)


def _ask(home: Home, supervisor: Identity) -> None:
    os.kill(supervisor.pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_SECONDS
    with best() as display:
        while supervisor.alive() and time.monotonic() < deadline:
            progress = Progress.read(home.run / "progress.json")
            if progress and progress.phase in ("stopping", "stopped"):
                display.show(progress)
            time.sleep(0.1)
        progress = Progress.read(home.run / "progress.json")
        if progress and progress.phase in ("stopping", "stopped"):
            display.show(progress)
