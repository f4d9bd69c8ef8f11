"""The page in a real browser: against the running system, and against ten thousand made-up flights for what only many can show."""

import os
import shutil
import subprocess

import pytest

from offblock.home import ROOT

TEST = ROOT / "web" / "test" / "browser.test.mjs"


@pytest.fixture(scope="module")
def chromium():
    name = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if name is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False, capture_output=True,
                       env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        name = shutil.which("chromium")
    if name is None:
        pytest.skip("no Chromium: install it (Debian: sudo apt-get install chromium) or name one in CHROMIUM")
    return name


def browse(chromium, *words, **environment):
    if not TEST.exists():
        pytest.skip(f"{TEST.relative_to(ROOT)} is not there")
    ran = subprocess.run(["node", *words, str(TEST)], cwd=ROOT / "web", capture_output=True, text=True, timeout=600,
                         env={**os.environ, "CHROMIUM": chromium, "CHROME": chromium, **environment})
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-4000:]


def test_the_page_in_a_browser(started, chromium):
    """Its pictures stay in .offblock/build/pictures."""
    browse(chromium, OFFBLOCK_ORIGIN=started.page, OFFBLOCK_SHOTS=str(ROOT / ".offblock" / "build" / "pictures"))


def test_ten_thousand_planes_and_a_silent_api(chromium):
    browse(chromium, "--test-name-pattern=a frame costs little script|a silent API is said")
