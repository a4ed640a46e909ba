"""An OpenAI-compatible server on the loopback address that says what it is told to, with faults on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.models.loopback import QuietHandler, serving

# What a fault is: a status and what is said with it, or the connection is dropped.
Fault = tuple[int, dict[str, Any], dict[str, str]] | None


def first_words(source: str, most: int) -> tuple[str, bool]:
    """As many words as there may be pieces, and whether those are all."""
    words = source.split()
    return " ".join(words[:most]), len(words) < most


@dataclass
class Served:
    """`faults` meet the next questions, one each; `questions` are all that were asked, bodies only."""

    reply: Callable[[str, int], tuple[str, bool]] = first_words
    models: tuple[dict[str, Any], ...] = ({"id": "tiny", "meta": {"n_ctx": 1024}},)
    faults: list[Fault] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    # Fields of a question that are refused, as strict servers do.
    unknown: tuple[str, ...] = ()
    delay_s: float = 0.0
    usage: bool = True
    endpoint: str = ""
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        return f"{self.endpoint}#tiny"


@contextmanager
def served(**told: Any) -> Iterator[Served]:
    state = Served(**told)
    with serving(_Handler, served=state) as address:
        state.endpoint = f"{address}/v1"
        yield state


class _Handler(QuietHandler, BaseHTTPRequestHandler):
    served: Served

    def do_GET(self) -> None:
        self._say(200, {"object": "list", "data": list(self.served.models)})

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.served.lock:
            self.served.questions.append(question)
            fault = self.served.faults.pop(0) if self.served.faults else (0, {}, {})
            self.served.at_once += 1
            self.served.most_at_once = max(self.served.most_at_once, self.served.at_once)
        threading.Event().wait(self.served.delay_s)
        with self.served.lock:
            self.served.at_once -= 1
        if fault is None:
            self.close_connection = True
        elif fault[0]:
            self._say(*fault)
        elif unknown := [name for name in self.served.unknown if name in question]:
            self._say(400, {"error": {"message": f"unknown field {unknown[0]}"}})
        else:
            self._say(200, self._answer(question))

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        source = question["messages"][0]["content"].split("\n\n", 1)[1]
        text, ended = self.served.reply(source, question["max_tokens"])
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": text},
            "finish_reason": "stop" if ended else "length",
        }
        if self.served.usage:
            choice["logprobs"] = {"content": [{"token": word, "logprob": -0.5} for word in text.split()]}
            return {"choices": [choice], "usage": {"completion_tokens": len(text.split())}}
        return {"choices": [choice]}

    def _say(self, status: int, value: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        body = value["raw"].encode() if "raw" in value else json.dumps(value).encode()
        self.send_response(status)
        for name, told in (headers or {}).items():
            self.send_header(name, told)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
