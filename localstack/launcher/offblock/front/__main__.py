"""`python -m offblock.front --port N --localstack N --deployment FILE --page DIR [--listen ADDRESS] [--localstack-host NAME]`"""

import argparse
from pathlib import Path

from aiohttp import web

from offblock.front.server import application
from offblock.ports import HOST


def main() -> None:
    parser = argparse.ArgumentParser(prog="offblock.front")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--localstack", type=int, required=True)
    parser.add_argument("--deployment", type=Path, required=True)
    parser.add_argument("--page", type=Path, required=True)
    parser.add_argument("--listen", default=HOST, help="address to listen on; in a container 0.0.0.0, where only the published port is reached")
    parser.add_argument("--localstack-host", default=HOST)
    parser.add_argument("--name", action="append", default=[], help="a further name of this server; may be given several times")
    asked = parser.parse_args()
    web.run_app(application(asked.page, asked.deployment, asked.localstack, asked.localstack_host, tuple(asked.name)), host=asked.listen, port=asked.port, access_log=None,
                handle_signals=True, shutdown_timeout=2.0, print=None)


main()
