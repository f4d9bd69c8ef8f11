"""`docs`: `docs/` as a site, by MkDocs. Nothing need run; a link or heading that leads nowhere fails it."""

import asyncio
import base64
import hashlib
import sys
import tarfile
from pathlib import Path

from offblock import build
from offblock.faults import Fault
from offblock.home import ROOT, Home
from offblock.tools import find

SITE = ROOT / "infra" / "site"
TOOL = "mkdocs"
# What draws the diagrams, as npm's registry has it; the theme would let each reader's browser fetch it from elsewhere.
MERMAID = "mermaid@11.12.2"
MERMAID_SHA512 = "n34QPDPEKmaeCG4WDMGy0OT6PSyxKCfy2pJgShP+Qow2KLrvWjclwbc3yXfSIf4BanqWEhQEpngWwNp/XhZt6w=="
MERMAID_FILE = "package/dist/mermaid.min.js"


def run(home: Home, *, out: Path | None) -> int:
    home.make()
    folder = (out or home.path / "site").resolve()
    asyncio.run(_build(home, folder))
    print(f"{sum(1 for _ in folder.rglob('*.html'))} pages: {folder / 'index.html'}")
    return 0


async def _build(home: Home, folder: Path) -> None:
    log = home.log / "docs.log"

    def say(text: str) -> None:
        print(f"   {text}", file=sys.stderr, flush=True)

    await build.python(home, sys.executable, say)
    venv = await build.tool(home, TOOL, SITE / "requirements.txt", sys.executable, log)
    mermaid = await _mermaid(home, log)
    await build.command([str(venv / "bin" / "mkdocs"), "build", "--clean", "--site-dir", str(folder)], log, folder=SITE,
                        environment={"OFFBLOCK_MERMAID": str(mermaid), "NO_MKDOCS_2_WARNING": "1"},
                        fix=f"a page's link, heading or place in infra/site/mkdocs.yml is wrong: {log}")


async def _mermaid(home: Home, log: Path) -> Path:
    """One file of the package, whose hash was compared before anything was taken out of it."""
    file = home.tools / TOOL / f"{MERMAID.replace('@', '-')}.js"
    if not file.exists():
        archive = file.with_suffix(".tgz")  # as npm names it
        await build.command([find().npm, "pack", MERMAID, "--pack-destination", str(home.tools / TOOL)], log, folder=ROOT,
                            fix=f"check the network and npm's registry: {log}")
        take_out(archive, file)
        archive.unlink()
    return file


def take_out(archive: Path, file: Path) -> None:
    """The one file of the archive, whole or not at all."""
    if hashlib.sha512(archive.read_bytes()).digest() != base64.b64decode(MERMAID_SHA512):
        raise Fault(f"{archive.name} is not the {MERMAID} that was looked at", "see what npm's registry gives, and change the hash only when you trust it")
    with tarfile.open(archive) as tar:
        part = file.with_suffix(".part")
        part.write_bytes(tar.extractfile(MERMAID_FILE).read())
        part.replace(file)
