"""The browser that the page is tested in: the one named in CHROMIUM, the system's, or Debian's, installed where that needs no question."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium: install it (Debian: sudo apt-get install chromium) or name one in CHROMIUM"


def find() -> str | None:
    """Its command; None where there is none and none can be installed."""
    found = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False, capture_output=True,
                       env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        found = shutil.which("chromium")
    return found


def environment(command: str) -> dict[str, str]:
    """What the page's tests read."""
    return {"CHROMIUM": command, "CHROME": command}
