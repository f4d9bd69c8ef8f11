import re
import subprocess
import tarfile

import pytest

from offblock import docs_site
from offblock.faults import Fault
from offblock.home import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs") / "site"
    ran = subprocess.run([str(ROOT / "offblock"), "docs", "--out", str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert str(folder / "index.html") in ran.stdout
    return folder


def test_the_readme_comes_first_and_leads_on(site):
    first = (site / "index.html").read_text()
    assert "A flight tracker that you run yourself" in first
    assert 'src="pictures/map.jpg"' in first and (site / "pictures/map.jpg").exists()
    assert 'href="architecture.html"' in first and 'href="source/CONTRIBUTING.html"' in first


def test_what_pages_link_to_in_the_repository_comes_along(site):
    assert (site / "source/infra/openapi.yaml.txt").read_text() == (ROOT / "infra/openapi.yaml").read_text()
    assert 'href="source/infra/openapi.yaml.txt"' in (site / "index.html").read_text()


def test_every_link_within_leads_to_a_file(site):
    lost = {}
    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue
        for link in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text()):
            if not re.match(r"[a-z]+:", link) and not (page.parent / link).exists():
                lost.setdefault(link, page.name)
    assert lost == {}


def test_no_script_style_or_picture_comes_from_elsewhere(site):
    for page in site.rglob("*.html"):
        text = page.read_text()
        assert re.findall(r'<(?:script|img|iframe)[^>]+src="https?:[^"]*', text) == []
        assert re.findall(r'<link[^>]+rel="(?:stylesheet|preconnect|preload)"[^>]+href="https?:[^"]*', text) == []


def test_diagrams_are_drawn_by_what_is_there(site):
    page = (site / "postgres/entities.html").read_text()
    assert 'class="mermaid"' in page and 'src="../javascripts/mermaid.min.js"' in page
    assert (site / "javascripts/mermaid.min.js").stat().st_size > 1_000_000
    assert "mermaid.min.js" not in (site / "cost.html").read_text()


def test_another_archive_than_the_one_looked_at_is_refused(tmp_path):
    archive, file = tmp_path / "x.tgz", tmp_path / "x.js"
    with tarfile.open(archive, "w:gz"):
        pass
    with pytest.raises(Fault, match="is not the mermaid"):
        docs_site.take_out(archive, file)
    assert not file.exists()
