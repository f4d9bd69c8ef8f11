"""LocalStack 4.14 reads a host in GATEWAY_LISTEN and then listens on all addresses (its Twisted server passes the port alone).
Nobody else on the network may reach a LocalStack that asks for no credentials. Where another host is set, as in a container that publishes
its port on loopback alone, LocalStack is left as it is."""

from types import SimpleNamespace

from twisted.internet import endpoints

LOOPBACK = "127.0.0.1"


def _on_loopback(reactor, port: int):
    return endpoints.TCP4ServerEndpoint(reactor, port, interface=LOOPBACK)


def apply() -> None:
    from localstack import config

    if any(address.host != LOOPBACK for address in config.GATEWAY_LISTEN):
        return
    from localstack.runtime.server import twisted

    twisted.endpoints = SimpleNamespace(TCP4ServerEndpoint=_on_loopback, TCP6ServerEndpoint=endpoints.TCP6ServerEndpoint)
