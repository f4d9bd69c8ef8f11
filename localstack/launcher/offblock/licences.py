"""What each part of others is licensed under, by its bill of materials, and whether `infra/licences.json` allows it."""

import hashlib
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from offblock.faults import Fault
from offblock.home import ROOT

LIST = ROOT / "infra" / "licences.json"
POM = "{http://maven.apache.org/POM/4.0.0}"
KINDS = {"java": "Java", "page": "The page", "python": "Python: LocalStack and this command", "mlflow": "Python: MLflow's server"}
# They come with Python, or are ours.
NOT_LOCKED = {"pip", "offblock-localstack"}


@dataclass(frozen=True, order=True)
class Part:
    """One component of a bill of materials. `shipped` says that it is in a function's zip or in what browsers load."""

    kind: str
    name: str
    version: str
    licence: str = ""
    shipped: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.version}"


@dataclass(frozen=True)
class Allowed:
    """The allow list. Licences are SPDX ids; `names` reads what others call them, `stated` is what a part's own files say
    where its metadata says nothing or too much, `beside` allows a licence for parts that run beside ours and are never shipped."""

    licences: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    beside: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path = LIST) -> "Allowed":
        given = json.loads(file.read_text())
        return cls(frozenset(given["licences"]), given["names"], given["stated"], given["beside"])

    def refuses(self, part: Part) -> str | None:
        """Why it is not allowed; None where it is."""
        if not part.licence:
            return f"{part}: says nothing of its licence"
        tolerated = next((one["licence"] for key, one in self.beside.items() if matches(key, part)), None)
        if allowed_by(part.licence, self.licences | ({tolerated} if tolerated and not part.shipped else set())):
            return None
        return f"{part}: {part.licence}" + (" is allowed beside ours only, and this one is shipped" if tolerated else "")


def matches(key: str, part: Part) -> bool:
    """A key is a kind and a name, `*` for any letters: "java org.neo4j:*"."""
    return fnmatchcase(f"{part.kind} {part.name}", key)


def allowed_by(expression: str, licences: Iterable[str]) -> bool:
    """Whether an SPDX expression can be kept under these licences: one side of OR, both of AND. What cannot be read is not allowed."""
    words, known = re.findall(r"[()]|[^()\s]+", expression), set(licences)

    def several() -> bool:
        held = both()
        while words and words[0] == "OR":
            words.pop(0)
            held = both() or held
        return held

    def both() -> bool:
        held = one()
        while words and words[0] == "AND":
            words.pop(0)
            held = one() and held
        return held

    def one() -> bool:
        word = words.pop(0)
        if word == "(":
            held = several()
            return words.pop(0) == ")" and held
        if words and words[0] == "WITH":
            word = f"{word} {words.pop(0)} {words.pop(0)}"
        return word in known

    try:
        return several() and not words
    except IndexError:
        return False


def read(kind: str, bom: dict, allowed: Allowed) -> list[Part]:
    """The parts of others in a bill of materials. Maven's licences are a choice; Python's classifiers are all meant."""
    shipped = _in_zips(bom) if kind == "java" else None
    found = set()
    for one in bom.get("components", []):
        group, name = one.get("group"), one["name"]
        if group == "io.offblock" or name in NOT_LOCKED:
            continue
        if kind == "java":
            name, is_shipped = f"{group}:{name}", one["bom-ref"] in shipped
        else:
            name = f"{group}/{name}" if group else name
            is_shipped = kind == "page" and not any(p["name"] == "cdx:npm:package:development" for p in one.get("properties", []))
        part = Part(kind, name, one.get("version", ""), shipped=is_shipped)
        stated = next((s["licence"] for key, s in allowed.stated.items() if matches(key, part)), None)
        found.add(Part(kind, name, part.version, stated or _licence(kind, one.get("licenses", []), allowed.names), is_shipped))
    # The same jar in two classifiers, or beside and in a zip, is one part; shipped where one of them is.
    return sorted({(part.kind, part.name, part.version): part for part in sorted(found)}.values())


def _licence(kind: str, given: list[dict], names: Mapping[str, str]) -> str:
    said = []
    for one in given:
        licence = one.get("license", {})
        words = one.get("expression") or licence.get("id") or licence.get("name") or licence.get("url") or ""
        words = names.get(words.strip(), words.strip())
        said.append(f"({words})" if re.search(r" (AND|OR) ", words) and not words.startswith("(") and len(given) > 1 else words)
    return (" OR " if kind == "java" else " AND ").join(dict.fromkeys(word for word in said if word))


def _in_zips(bom: dict) -> set[str]:
    """All that the modules under `functions` stand on."""
    needs = {one["ref"]: one.get("dependsOn", []) for one in bom.get("dependencies", [])}
    modules = {ElementTree.parse(pom).findtext(f"{POM}artifactId") for pom in ROOT.glob("functions/*/pom.xml")}
    open_, reached = [one["bom-ref"] for one in bom["components"] if one.get("group") == "io.offblock" and one["name"] in modules], set()
    while open_:
        ref = open_.pop()
        if ref not in reached:
            reached.add(ref)
            open_ += needs.get(ref, [])
    return reached


def declared() -> str:
    """A fingerprint of what the poms ask for beside tests: it changes with each dependency and version."""
    lines = []
    for pom in sorted([ROOT / "pom.xml", ROOT / "model" / "pom.xml", *ROOT.glob("functions/*/pom.xml"), *ROOT.glob("localstack/**/pom.xml")]):
        tree = ElementTree.parse(pom).getroot()
        lines += [f"{one.tag} {one.text}" for one in tree.findall(f"{POM}properties/*") if one.tag.endswith(".version")]
        for one in tree.iter(f"{POM}dependency"):
            if one.findtext(f"{POM}scope") not in ("test", "provided"):
                lines.append(f"{pom.relative_to(ROOT)} " + " ".join(f"{e.tag}={(e.text or '').strip()}" for e in one.iter() if e is not one))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def report(parts: Iterable[Part], allowed: Allowed) -> str:
    """The page docs/licences.md; `rows` reads it back."""
    known = sorted(parts)
    text = ["# Licences of what others made", "",
            "Made by `./offblock sbom --write`; what is allowed, and why, is in [licences.json](../infra/licences.json). **Bold** parts are in a function's",
            "zip or in what browsers load; the others run beside ours or build it. Java without what only tests use.", "",
            f"Declared by the poms: `{declared()}`", ""]
    for kind, title in KINDS.items():
        of = [part for part in known if part.kind == kind]
        text += [f"## {title}", f"{len(of)} parts, {sum(part.shipped for part in of)} of them shipped.", "", "| licence | parts |", "|---|---|"]
        for licence in sorted({part.licence for part in of}):
            names = ", ".join(f"**{p.name} {p.version}**" if p.shipped else f"{p.name} {p.version}" for p in of if p.licence == licence)
            text.append(f"| {licence} | {names} |")
        text.append("")
    text += ["## Allowed for some", "| parts | licence | why |", "|---|---|---|"]
    text += [f"| {key} | {one['licence']} | {one['why']} |" for key, one in sorted({**allowed.beside, **allowed.stated}.items())]
    return "\n".join(text) + "\n"


def rows(text: str) -> list[Part]:
    """The parts that a report names."""
    found, kinds = [], {title: kind for kind, title in KINDS.items()}
    for section in text.split("\n## ")[1:]:
        kind = kinds.get(section.splitlines()[0])
        for licence, names in re.findall(r"^\| (.*?) \| (.+) \|$", section, re.M) if kind else ():
            for one in names.split(", ") if licence != "licence" else ():
                name, _, version = one.strip("*").rpartition(" ")
                if not name:
                    raise Fault(f"the report has no version of {one}", "run: ./offblock sbom --write")
                found.append(Part(kind, name, version, licence, one.startswith("**")))
    return found
