"""The data guide names what is there: its examples, the requests that the harvest knows, and the stores' tables, collections, indexes, labels."""
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/data.md").read_text()
EXAMPLES = sorted((ROOT / "docs/data").iterdir())


def section(title):
    level = title.split(" ")[0]
    return re.split(rf"^#{{2,{len(level)}}} ", GUIDE.split(f"\n{title}\n")[1], flags=re.M)[0]


def rows(text, head):
    """Cells of the table whose head begins so, without its head."""
    lines = text.split(f"\n| {head} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def sources(*places):
    return "\n".join(f.read_text() for place in places for f in sorted((ROOT / place).rglob("*"))
                     if f.suffix in (".java", ".sql", ".json", ".cypher") and "target" not in f.parts)


def names(cell):
    return re.findall(r"`([^`]+)`", cell)


USED = rows(section("## Used endpoints"), "path")
NOT_USED = rows(section("### Beside them, not used"), "path")
STORES = rows(section("## Which store holds what"), "entity")


def known():
    """The harvest's own pattern of requests, as it stands in its source."""
    source = (ROOT / "functions/harvest/src/main/java/io/offblock/harvest/lufthansa/Request.java").read_text()
    literals = re.findall(r'"((?:[^"\\]|\\.)*)"', source.split("Pattern KNOWN")[1].split(";")[0])
    return re.compile("".join(literals).replace("\\\\", "\\"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda f: f.name)
def test_an_example_is_json_and_linked(file):
    json.loads(file.read_text())
    assert f"](data/{file.name})" in GUIDE


def test_there_are_examples():
    assert len(EXAMPLES) >= 20


@pytest.mark.parametrize("row", USED, ids=lambda r: names(r[0])[0])
def test_a_used_endpoint_is_known_to_the_harvest(row):
    path, example, hint = names(row[0])[0], names(row[1])[0], row[2]
    shape = re.sub(r"\\\{\w+\\\}", "[^/?]+", re.escape(path))
    assert re.fullmatch(shape + r"(\?.*)?", example), f"{example} is no example of {path}"
    match = known().fullmatch(example)
    assert match, f"the harvest does not know {example}"
    assert [group for group in match.groups() if group] == [hint]
    harvest = sources("functions/harvest/src/main/java")
    for word in path.split("/")[1:]:
        assert "{" in word or word in harvest, f"{word} does not occur in functions/harvest"


def test_what_is_not_used_is_not_known_to_the_harvest():
    for row in NOT_USED:
        for path in names(row[0]):
            assert not known().fullmatch(path.replace("…", "x")), path


def postgres(name, source):
    return re.search(rf"create (table|function) {name}\b|^\s+{name} +\w", source, re.M)


def mongodb(name, source):
    return f'getCollection("{name}")' in source or f'"{name}"' in source or f'"{name}.' in source


def opensearch(name, source):
    return f'"{name}"' in source


def neo4j(name, source):
    return name.startswith(":") and re.search(rf"{name}\b", source)


@pytest.mark.parametrize("column, store, has", [(1, "postgres", postgres), (2, "mongodb", mongodb), (3, "opensearch", opensearch), (4, "neo4j", neo4j)])
def test_a_store_has_what_the_guide_names(column, store, has):
    source = sources(f"sql/{store}", f"functions/{store}/src/main")
    named = {name for row in STORES for name in names(row[column])}
    assert len(named) >= 3
    assert not [name for name in sorted(named) if not has(name, source)]


def test_nothing_that_a_store_keeps_is_left_out():
    """Of data, that is: the schema `alert` holds what users ask for (docs/alerts.md)."""
    tables = re.findall(r"^create table (?!alert\.)(\w+)", sources("sql/postgres"), re.M)
    collections = [index["collection"] for index in json.loads((ROOT / "sql/mongodb/indexes.json").read_text())["indexes"]]
    indexes = [file.stem for file in (ROOT / "sql/opensearch").glob("offblock-*.json")]
    labels = re.findall(r"FOR \(\w+(:\w+)\)", sources("sql/neo4j"))
    for column, kept in enumerate((tables, collections, indexes, labels), start=1):
        told = {name for row in STORES for name in names(row[column])}
        assert kept and not set(kept) - told, f"docs/data.md does not say what these hold: {sorted(set(kept) - told)}"


def test_columns_of_the_on_time_files_are_those_that_are_read():
    source = (ROOT / "functions/core/src/main/java/io/offblock/bts/OnTimeColumn.java").read_text()
    columns = rows(section("## The US on-time files"), "fact")
    told = {name for row in columns for name in names(row[1]) if re.fullmatch("[A-Za-z_]+", name)}
    assert len(told) >= 20
    assert not [name for name in sorted(told) if f'"{name}"' not in source]
