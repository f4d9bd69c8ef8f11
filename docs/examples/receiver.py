"""Receives webhooks, verifies them and prints what they tell: python3 receiver.py SECRET [PORT]"""

import base64
import hashlib
import hmac
import http.server
import json
import sys
import time


def verify(secret: str, headers, body: bytes) -> bool:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return fresh and any(hmac.compare_digest(right, one) for one in headers["webhook-signature"].split())


def server(secret: str, port: int) -> http.server.HTTPServer:
    seen: set[str] = set()

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            good = verify(secret, self.headers, body)
            if good and self.headers["webhook-id"] not in seen:
                seen.add(self.headers["webhook-id"])
                said = json.loads(body)
                print(said["type"], said["data"].get("change", ""), said["data"].get("flight", {}).get("id", ""), flush=True)
            self.send_response(204 if good else 401)
            self.end_headers()

        def log_message(self, *_) -> None:
            pass

    return http.server.HTTPServer(("127.0.0.1", port), Receiver)


if __name__ == "__main__":
    server(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 9000).serve_forever()
