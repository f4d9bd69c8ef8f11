"""The page in a real browser, against the running system. What only many flights can show is in the web stage, against made-up ones."""

import os
import re
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
    assert ran.returncode == 0, failures(ran.stdout) + ran.stderr[-4000:]


def failures(tap):
    """The failed tests of node's TAP, each with its reason: the first line of a report is often all that is read."""
    found = re.findall(r"^not ok \d+ - (.*)\n(?:  ---\n)?((?:  .*\n)*)", tap, re.MULTILINE)
    return "".join(f"{name}\n{why}" for name, why in found) or tap[-6000:]


def test_a_failure_is_told_with_its_reason():
    tap = "TAP version 13\nok 1 - fine\nnot ok 2 - broken\n  ---\n  error: 'no plane'\n  ...\nok 3 - fine too\n"
    assert failures(tap) == "broken\n  error: 'no plane'\n  ...\n"
    assert failures("no such file") == "no such file"
