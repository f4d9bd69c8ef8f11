"""Whatever is installed is installed by its hash."""

import json
import re
import subprocess

import pytest

from offblock.home import ROOT

FILES = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
LOCKS = [file for file in FILES if file.endswith("requirements.txt")]
BASE64 = r"[A-Za-z0-9+/]+={0,2}"


@pytest.mark.parametrize("file", LOCKS)
def test_each_python_package_has_one_version_and_its_hashes(file):
    lines = re.sub(r"\s*\\\n\s*", " ", (ROOT / file).read_text()).splitlines()
    packages = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert packages and [line for line in packages if not re.fullmatch(r"[\w.\[\],-]+==[\w.!+]+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+", line.strip())] == []


def test_each_package_of_the_page_has_its_hash_and_names_no_host_but_the_registry():
    lock = json.loads((ROOT / "web/package-lock.json").read_text())
    packages = {path: one for path, one in lock["packages"].items() if path}
    assert lock["lockfileVersion"] == 3 and len(packages) > 50
    assert [path for path, one in packages.items() if not re.fullmatch(f"sha512-{BASE64}", one.get("integrity", ""))] == []
    assert {one["resolved"].split("/")[2] for one in packages.values() if "resolved" in one} <= {"registry.npmjs.org"}


def test_nothing_is_installed_without_a_lock():
    """Each line that installs by pip names a lock and wants hashes, or installs what is ours without asking a registry."""
    bare = []
    for file in FILES:
        if not (file.startswith((".github/", ".ci/")) or file.endswith(("Dockerfile", "build.py", ".sh"))):
            continue
        text = re.sub(r"\\\n\s*|,\n\s+", " ", (ROOT / file).read_text())
        for line in re.findall(r'^.*\bpip\b[", ]+install.*$', text, re.M):
            if not re.search(r"--require-hashes|--no-deps", line):
                bare.append(f"{file}: {line.strip()}")
        bare += [f"{file}: {line}" for line in re.findall(r"^.*npm install.*$", text, re.M)]
    assert bare == []
