import os
import socket

import pytest

from offblock import ports
from offblock.faults import Fault

TEXT = "# comment\nPAGE=8080\nLOCALSTACK=4566 # and more\nSANDBOX=8090\nPOSTGRES=15432\nMONGODB=17017\nOPENSEARCH=19200\nNEO4J=17687\nMLFLOW=5000\n"


def test_reads_the_file_of_the_project():
    assert ports.read(ports.PORTS_FILE.read_text(), {}).page == 8080


def test_environment_overrides_one():
    found = ports.read(TEXT, {"OFFBLOCK_PORT_PAGE": "9999"})
    assert (found.page, found.localstack) == (9999, 4566)


@pytest.mark.parametrize("given", ["80", "x", "70000", "-1"])
def test_a_bad_port_is_named_with_its_fix(given):
    with pytest.raises(Fault) as raised:
        ports.read(TEXT, {"OFFBLOCK_PORT_NEO4J": given})
    assert "NEO4J" in raised.value.what and "OFFBLOCK_PORT_NEO4J" in raised.value.fix


def test_two_of_the_same_port():
    with pytest.raises(Fault, match="PAGE and MONGODB are both 8080"):
        ports.read(TEXT, {"OFFBLOCK_PORT_MONGODB": "8080"})


def test_a_busy_port_names_its_holder():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        number = server.getsockname()[1]
        assert not ports.is_free(number)
        assert ports.holder(number).pid == os.getpid()
        found = ports.Ports(**{**ports.read(TEXT, {}).named(), "page": number})
        sentence = next(line for line in ports.busy(found) if f"port {number} " in line)
        assert f"pid {os.getpid()}" in sentence and "OFFBLOCK_PORT_PAGE=<port>" in sentence
    assert ports.is_free(number)
    assert ports.holder(number) is None
