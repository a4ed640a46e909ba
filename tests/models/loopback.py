"""A web server on the loopback address for as long as a test needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class QuietHandler(BaseHTTPRequestHandler):
    """Answers to the newer protocol, without a line on stderr for each request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what some of the tests are about."""


@contextmanager
def serving(handler: type[QuietHandler], **told: object) -> Iterator[str]:
    """The address of a server whose requests go to `handler`, with `told` as its attributes."""
    server = _Server(("127.0.0.1", 0), type("Told", (handler,), told))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
