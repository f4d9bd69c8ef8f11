"""The page in a real browser, against the running system."""

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


def test_the_page_in_a_browser(started, chromium):
    if not TEST.exists():
        pytest.skip(f"{TEST.relative_to(ROOT)} is not there")
    ran = subprocess.run(["node", str(TEST)], cwd=ROOT / "web", capture_output=True, text=True, timeout=400,
                         env={**os.environ, "CHROMIUM": chromium, "CHROME": chromium, "OFFBLOCK_URL": started.page})
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-4000:]
