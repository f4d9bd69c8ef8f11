"""The page in a real browser, against the running system. What only many flights can show is in the web stage, against made-up ones."""

import os
import subprocess

import pytest

from offblock import chromium
from offblock.home import ROOT

TEST = ROOT / "web" / "test" / "browser.test.mjs"


def test_the_page_in_a_browser(started):
    """Its pictures stay in .offblock/build/pictures."""
    command = chromium.find()
    if command is None:
        pytest.skip(chromium.MISSING)
    pictures = ROOT / ".offblock" / "build" / "pictures"
    ran = subprocess.run(["node", str(TEST)], cwd=ROOT / "web", capture_output=True, text=True, timeout=600,
                         env={**os.environ, **chromium.environment(command), "OFFBLOCK_ORIGIN": started.page, "OFFBLOCK_SHOTS": str(pictures)})
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-4000:]
