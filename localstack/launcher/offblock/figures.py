"""Figures of a run: told to people or programs, and written into a document between two marks, so that none is typed by hand."""

import json
import os
import re
from pathlib import Path

from offblock.faults import Fault


def place(document: Path, mark: str) -> re.Pattern[str]:
    """Where the figures go: between `<!-- mark -->` and `<!-- /mark -->`. Asked for before a run, so that none is in vain."""
    block = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
    if not document.is_file() or not block.search(document.read_text()):
        raise Fault(f"{document} has no place for the figures", f"write a line <!-- {mark} --> and a line <!-- /{mark} --> into it", code=2)
    return block


def write(document: Path, mark: str, lines: list[str]) -> None:
    block = place(document, mark)
    document.write_text(block.sub(lambda found: found[1] + "\n".join(lines) + "\n" + found[2], document.read_text()))


def tell(said: dict, missed: list[str], lines: list[str], *, mark: str, document: Path | None, as_json: bool) -> int:
    """Prints what a run measured and where it fell short, and writes its table into a document where one is given; the exit code."""
    if document is not None:
        write(document, mark, lines)
    if as_json:
        print(json.dumps({"ok": not missed, "missed": missed, **said, "cpus": os.cpu_count()}))
    else:
        print("\n".join([*lines, *(f"missed: {words}" for words in missed)]))
    return 1 if missed else 0
