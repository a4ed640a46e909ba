"""A Hugging Face hub on the loopback address, as far as the hub's own client asks it, with faults on demand."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.models.loopback import QuietHandler, serving

COMMIT = "c0ffee" + "0" * 34
WEIGHTS = ".safetensors"
LARGE = (WEIGHTS, ".bin", ".model")


@dataclass
class Hub:
    """One repository, `org/tiny`, at one commit; `asked` is every request as (method, path, range)."""

    files: dict[str, bytes]
    branches: tuple[str, ...] = ("main", "v1")
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    # The status and the client's error code that every request is refused with.
    refusal: tuple[int, str] | None = None
    # Bytes of the weights after which the connection breaks, once for each number; then it works.
    breaks: list[int] = field(default_factory=list)
    # Files that arrive with another content than the hub says.
    damaged: set[str] = field(default_factory=set)
    # Set by the first half of the weights; the other half waits for `go_on`.
    halfway: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event | None = None
    endpoint: str = ""

    def ranges(self, path: str) -> list[str]:
        return [asked for method, url, asked in self.asked if method == "GET" and url.endswith("/" + path)]


@contextmanager
def hub(files: dict[str, bytes]) -> Iterator[Hub]:
    told = Hub(files)
    with serving(_Handler, hub=told) as told.endpoint:
        try:
            yield told
        finally:
            if told.go_on:
                told.go_on.set()


class _Handler(QuietHandler, BaseHTTPRequestHandler):
    hub: Hub

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.asked.append((self.command, path, self.headers.get("Range", "")))
        if self.hub.refusal:
            self._refuse(*self.hub.refusal)
        elif path.startswith("/api/models/org/tiny"):
            self._describe(path.removeprefix("/api/models/org/tiny"))
        elif path.startswith("/org/tiny/resolve/"):
            revision, _, name = path.removeprefix("/org/tiny/resolve/").partition("/")
            self._give(revision, name)
        else:
            self._refuse(404, "RepoNotFound")

    def _describe(self, rest: str) -> None:
        revision = rest.split("/")[2] if rest else "main"
        if revision not in (COMMIT, *self.hub.branches):
            return self._refuse(404, "RevisionNotFound")
        if rest.startswith("/tree/"):
            return self._say([_entry(path, content) for path, content in self.hub.files.items()])
        siblings = [_sibling(path, content) for path, content in self.hub.files.items()]
        return self._say({"id": "org/tiny", "modelId": "org/tiny", "sha": COMMIT, "siblings": siblings})

    def _give(self, revision: str, name: str) -> None:
        if revision not in (COMMIT, *self.hub.branches):
            return self._refuse(404, "RevisionNotFound")
        if name not in self.hub.files:
            return self._refuse(404, "EntryNotFound")
        content = self.hub.files[name]
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        self.send_header("ETag", f'"{_etag(name, content)}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Content-Length", str(len(content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if self.command == "GET":
            self._send_body(name, content, start)
        return None

    def _send_body(self, name: str, content: bytes, start: int) -> None:
        if name in self.hub.damaged:
            content = content[:-1] + bytes([content[-1] ^ 1])
        body = content[start:]
        if name.endswith(WEIGHTS) and self.hub.breaks:
            self.wfile.write(body[: self.hub.breaks.pop(0)])
            self.close_connection = True
            return
        if name.endswith(WEIGHTS) and self.hub.go_on:
            self.wfile.write(body[: len(body) // 2])
            self.hub.halfway.set()
            self.hub.go_on.wait(30)
            body = body[len(body) // 2 :]
        self.wfile.write(body)

    def _refuse(self, status: int, code: str) -> None:
        self.send_response(status)
        self.send_header("X-Error-Code", code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _etag(path: str, content: bytes) -> str:
    return hashlib.sha256(content).hexdigest() if path.endswith(LARGE) else _blob(content)


def _blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _lfs(content: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}


def _sibling(path: str, content: bytes) -> dict[str, Any]:
    told = {"rfilename": path, "size": len(content), "blobId": _blob(content)}
    return told | ({"lfs": _lfs(content)} if path.endswith(LARGE) else {})


def _entry(path: str, content: bytes) -> dict[str, Any]:
    told = {"type": "file", "path": path, "size": len(content), "oid": _blob(content)}
    lfs = _lfs(content)
    return told | ({"lfs": lfs | {"oid": lfs["sha256"]}} if path.endswith(LARGE) else {})
