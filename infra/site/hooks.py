"""Makes the site whole: the README is its first page, and what pages link to outside `docs/` comes along under `source/`.

MkDocs calls `on_files` once and `on_page_markdown` for each page. A link to a folder of the repository loses its link, for a site has no page
of it; `docs/tests/test_links.py` has seen that all links lead somewhere.
"""

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s:]+)\)")  # a picture's too
FENCE = re.compile(r"(^```.*?^```$)", re.M | re.S)
SHOWN_AS_IT_IS = {".md", ".json", ".txt", ".svg", ".png", ".jpg", ".html"}
MERMAID = "OFFBLOCK_MERMAID"  # where what draws diagrams is
MERMAID_FILE = "javascripts/mermaid.min.js"


def place(path: str) -> str:
    """Where a file of the repository is in the site. A browser shows what it takes for text, and offers the rest for download; MkDocs leaves
    out what begins with a dot."""
    if path == "README.md":
        return "index.md"
    if path.startswith("docs/") and not path.startswith("docs/examples/"):
        return path.removeprefix("docs/")
    return f"source/{path.lstrip('.')}" + ("" if Path(path).suffix in SHOWN_AS_IT_IS else ".txt")


def targets(text: str, page: str) -> Iterator[str]:
    """What a page of the repository links to within it, as paths from its root."""
    for part in FENCE.split(text)[::2]:
        for _, _, target in LINK.findall(part):
            path = target.partition("#")[0]
            if path:
                yield posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def rewritten(text: str, page: str) -> str:
    """The page with its links as they are in the site."""
    here = posixpath.dirname(place(page))

    def link(found: re.Match) -> str:
        mark, words, (path, _, anchor) = found[1], found[2], found[3].partition("#")
        if not path:
            return found[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        if (ROOT / target).is_dir():
            return words
        return f"{mark}[{words}]({posixpath.relpath(place(target), here or '.')}{'#' + anchor if anchor else ''})"

    return "".join(part if i % 2 else LINK.sub(link, part) for i, part in enumerate(FENCE.split(text)))


def on_files(files: Files, config) -> Files:
    todo = ["README.md", *(f"docs/{file.src_uri}" for file in files.documentation_pages())]
    known = set(todo)
    files.append(File.generated(config, "index.md", abs_src_path=str(ROOT / "README.md")))
    while todo:
        page = todo.pop()
        for target in targets((ROOT / page).read_text(), page):
            if target in known or (ROOT / target).is_dir():
                continue
            known.add(target)
            if files.get_file_from_path(place(target)) is None:
                files.append(File.generated(config, place(target), abs_src_path=str(ROOT / target)))
            if target.endswith(".md"):
                todo.append(target)
    files.append(File.generated(config, MERMAID_FILE, abs_src_path=os.environ[MERMAID]))
    return files


def on_page_markdown(markdown: str, page, config, files) -> str:
    text = rewritten(markdown, Path(page.file.abs_src_path).resolve().relative_to(ROOT).as_posix())
    if "```mermaid" not in text:
        return text
    # Before the theme's own script, which would ask another host for it.
    return f'{text}\n\n<script src="{posixpath.relpath(MERMAID_FILE, posixpath.dirname(page.file.dest_uri) or ".")}"></script>\n'
