"""What runs the module `model` straight from files: no running system, no venv. Builds the module where its sources have changed."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from offblock import build
from offblock.faults import Fault
from offblock.home import ROOT, Home
from offblock.processes import die_with_parent
from offblock.tools import find_java

HEAP = "-Xmx2800m"


def run(home: Home, words: list[str], *, files: list[Path]) -> None:
    """One run of ModelCommand; its progress goes to standard error. A Fault where it does not end well."""
    for file in files:
        if not file.is_file():
            raise Fault(f"{file} is no file", "give on-time files of the US bureau: csv, csv.gz or zip", code=2)
    home.make()
    java_home, _ = find_java()
    asyncio.run(build.model(home, java_home, lambda text: print(text, file=sys.stderr, flush=True)))
    class_path = f"{ROOT / 'model' / 'target' / 'classes'}:{build.NATIVE_CLASS_PATH.read_text().strip()}"
    ran = subprocess.run([str(java_home / "bin" / "java"), HEAP, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", class_path,
                          "io.offblock.model.ModelCommand", *words], env=environment(home), stdout=sys.stderr, preexec_fn=die_with_parent)
    if ran.returncode:
        raise Fault(f"the model's command ended with {ran.returncode}", "its words are above", code=ran.returncode if ran.returncode in (1, 2) else 1)


def environment(home: Home) -> dict[str, str]:
    """Where PyTorch's libraries lie. One thread of it: two are slower by far where others want the processors too, and two runs differ."""
    folder = build.native_libraries(home)
    threads = os.environ.get("OMP_NUM_THREADS", "1")
    return {**os.environ, "PYTORCH_LIBRARY_PATH": str(folder), "PYTORCH_VERSION": "2.7.1", "PYTORCH_FLAVOR": "cpu",
            "DJL_CACHE_DIR": str(folder / "cache"), "DJL_OFFLINE": "true", "OMP_NUM_THREADS": threads}
