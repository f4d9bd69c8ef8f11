"""`python -m offblock.front --port N --localstack N --deployment FILE --page DIR`"""

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
    asked = parser.parse_args()
    web.run_app(application(asked.page, asked.deployment, asked.localstack), host=HOST, port=asked.port, access_log=None,
                handle_signals=True, shutdown_timeout=2.0, print=None)


main()
