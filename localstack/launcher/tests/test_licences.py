import json

from offblock.sbom import ALLOWED, Part, parts, refused

LIST = json.loads(ALLOWED.read_text())


def part(*licences, name="a:b", kind="java"):
    return Part(kind, name, "1", licences)


def test_what_is_allowed():
    assert refused([part("Apache-2.0"), part("The Apache Software License, Version 2.0", "LGPL-2.1-or-later"), part("(MIT OR GPL-3.0)")], LIST) == []


def test_what_is_not():
    assert refused([part("AGPL-3.0-only"), part("GPL-3.0-only", name="c:d"), part(name="e:f")], LIST) == [
        "java a:b 1: AGPL-3.0-only", "java c:d 1: GPL-3.0-only", "java e:f 1: says nothing of its licence"]


def test_a_named_part_has_a_reason_and_counts_for_its_kind_only():
    named = {**LIST, "named": {"java c:d": "a process of its own, never linked"}}
    assert refused([part("GPL-3.0-only", name="c:d")], named) == []
    assert refused([part("GPL-3.0-only", name="c:d", kind="page")], named)
    assert all(len(reason) > 10 for reason in LIST["named"].values())


def test_parts_of_a_bill():
    bom = {"components": [{"group": "io.offblock", "name": "core", "version": "1"},
                          {"group": "org.x", "name": "y", "version": "2", "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Own"}}]},
                          {"name": "z", "version": "3", "licenses": [{"expression": "MIT OR Apache-2.0"}]}]}
    assert parts("java", bom) == [Part("java", "org.x:y", "2", ("MIT", "Own")), Part("java", "z", "3", ("MIT OR Apache-2.0",))]
