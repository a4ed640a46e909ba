"""A model that a server on this machine runs: Ollama, llama.cpp, vLLM, LM Studio, by their OpenAI-compatible API.

The server has the tokenizer, the chat template and the weights; sent are an instruction with a source in it,
temperature 0 and a seed. Of a decoding's settings it knows no beams and no repeated n-grams, so a search gives one
answer a source. Whether it gives the same answer in any company is the server's affair: with several requests
side by side llama.cpp and vLLM sum up in another order, and near-ties may fall otherwise; `?parallel=1` avoids it.

A piece is three bytes here, since a server's pieces are its own: more than the vocabularies of today make of
English (SmolLM2 makes 4.6 bytes a piece of the seed article), so that what fits by this count does fit.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import repeat
from typing import Any

from gistmill_models.address import Address, check_stays_here, parse_address
from gistmill_models.answers import read_answer
from gistmill_models.batching import answer_distinct
from gistmill_models.errors import CannotScore, ModelNotFound, ServerFailed
from gistmill_models.prompts import INSTRUCTIONS, Prompt
from gistmill_models.protocol import Alternative, Decoding, Fingerprint, Generation, StoppedBy, Task
from gistmill_models.server import Json, Refused, Server

BYTES_A_PIECE = 3
# What Ollama gives a model unless it is told otherwise, and it does not say so.
DEFAULT_WINDOW = 4096
LONGEST_ANSWER = 512
TASKS = {"summarize": Task("text", beams=1), "headline": Task("text", beams=1)}
PROMPTS = {task: Prompt(instruction) for task, instruction in INSTRUCTIONS.items()}
# Not every server knows these; one that refuses them is asked without.
WISHES: Json = {
    # What llama.cpp keeps of an earlier question changes the last bits of the next answer.
    "cache_prompt": False,
    "logprobs": True,
    "top_logprobs": 1,
    "reasoning_effort": "none",
    "chat_template_kwargs": {"enable_thinking": False},
}
_TOO_LONG = re.compile(r"context (?:size|length|window)|exceed_context|too long", re.IGNORECASE)
# Servers read these in a source as the end of a turn.
_CONTROL = re.compile(r"<(?=[|/]?[\w|]+>)|\[(?=/?(?:INST|TOOL_|AVAILABLE_|SYSTEM_))")


def open_served(name: str, *, allow_remote: bool = False, offline: bool = False) -> ServedModel:
    """The model at an address, unasked; raises ModelNotFound, Offline and WouldLeaveMachine."""
    address = parse_address(name)
    check_stays_here(address, allow_remote=allow_remote, offline=offline)
    return ServedModel(address)


def models_offered(address: Address) -> list[str]:
    """The names that a server gives its models."""
    with Server(address) as server:
        return [str(one["id"]) for one in _listed(server, address)]


class ServedModel:
    """A `Seq2Seq` that asks a server; the server is looked for at the first question."""

    def __init__(self, address: Address, *, pause: Callable[[float], None] = time.sleep) -> None:
        """`pause` is what is done for some seconds before a failed question is asked again."""
        self._address = address
        self._pause = pause
        self._wishes = WISHES

    @property
    def fingerprint(self) -> Fingerprint:
        """The endpoint and the model's name there; that the server keeps to what it means by it is assumed."""
        return Fingerprint(str(self._address), (), "served", "openai-1", "as served", "server")

    @property
    def tasks(self) -> dict[str, Task]:
        return dict(TASKS)

    def room(self, task: str) -> int:
        before, after = PROMPTS[task].asking(999)
        instruction = sum(self.count_pieces([before, after]))
        return max(0, self._window - instruction - LONGEST_ANSWER)

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        return [-(-len(text.encode()) // BYTES_A_PIECE) for text in texts]

    def generate(
        self, task: str, sources: Sequence[str], decoding: Decoding, *, words: Sequence[int] | None = None
    ) -> list[Generation]:
        wanted = repeat(None, len(sources)) if words is None else words
        questions = list(zip(sources, wanted, strict=True))
        return answer_distinct(questions, lambda distinct: self._answers(task, distinct, decoding))

    def score(
        self, task: str, pairs: Sequence[tuple[str, str]], *, words: Sequence[int] | None = None
    ) -> list[float]:
        if not pairs:
            return []
        raise CannotScore(
            f"{self._address}: a served model gives no scores of texts; use a model that runs here, such as embedded"
        )

    def close(self) -> None:
        """Nothing is kept open between questions."""

    @cached_property
    def _window(self) -> int:
        """How much the model reads and writes; asking for it also shows whether server and model are there."""
        with Server(self._address) as server:
            listed = {str(one["id"]): one for one in _listed(server, self._address)}
        names = ", ".join(listed) or "none"
        if not self._address.model:
            raise ModelNotFound(f"{self._address.endpoint}: name the model after a #; the server has {names}")
        if listed and self._address.model not in listed:
            raise ModelNotFound(f"{self._address}: the server has no such model; it has {names}")
        return self._address.window or _window_of(listed.get(self._address.model, {}))

    def _answers(
        self, task: str, questions: Sequence[tuple[str, int | None]], decoding: Decoding
    ) -> list[Generation]:
        if not questions:
            return []
        room = self.room(task)
        with (
            Server(self._address, pause=self._pause) as server,
            ThreadPoolExecutor(self._address.parallel) as pool,
        ):

            def ask(question: tuple[str, int | None]) -> Generation:
                source, wanted = question
                return self._generation(server, task, source, wanted, decoding, room)

            waiting = [pool.submit(ask, question) for question in questions]
            try:
                return [answer.result() for answer in waiting]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _generation(
        self,
        server: Server,
        task: str,
        source: str,
        words: int | None,
        decoding: Decoding,
        room: int,
    ) -> Generation:
        [pieces] = self.count_pieces([source])
        read = source if pieces <= room else _beginning(source, room)
        before, after = PROMPTS[task].asking(words)
        try:
            answer = self._chat(server, before + without_control(read) + after, decoding)
        except Refused as refusal:
            if not _TOO_LONG.search(refusal.message):
                raise ServerFailed(
                    f"{self._address}: the server refuses the question ({refusal.status}): {refusal.message}"
                ) from refusal
            # It counts more pieces than we do, and reads nothing of what is too long for it.
            return Generation((Alternative("", 0.0, 0, "length"),), pieces, 0)
        written = (self._alternative(choice, answer, decoding, source) for choice in answer["choices"])
        return Generation(tuple(sorted(written, key=lambda one: -one.score)), pieces, min(pieces, room))

    def _chat(self, server: Server, content: str, decoding: Decoding) -> Json:
        question = {
            "model": self._address.model,
            "messages": [{"role": "user", "content": content}],
            "max_tokens": decoding.max_pieces,
            "temperature": decoding.temperature,
            "seed": decoding.seed or 0,
            "stream": False,
        }
        if decoding.samples:
            question |= {"n": decoding.alternatives, "top_k": decoding.top_k}
        try:
            answer = server.post("/chat/completions", question | self._wishes)
        except Refused as refusal:
            if not self._wishes or _TOO_LONG.search(refusal.message):
                raise
            answer = server.post("/chat/completions", question)
            self._wishes = {}
        if not answer.get("choices"):
            raise ServerFailed(f"{self._address}: the server gave no answer; try another model")
        return answer

    def _alternative(self, choice: Json, answer: Json, decoding: Decoding, source: str) -> Alternative:
        """`score` is 0.0 where the server does not say how likely its answer was."""
        text = str((choice.get("message") or {}).get("content") or "")
        written = int((answer.get("usage") or {}).get("completion_tokens") or self.count_pieces([text])[0])
        stopped_by: StoppedBy = "length" if choice.get("finish_reason") == "length" else "end"
        said = read_answer(text, source)
        pieces = min(written, decoding.max_pieces)
        return Alternative(said.text, _mean_log_probability(choice), pieces, stopped_by, said.refused)


def without_control(source: str) -> str:
    """A source in which nothing ends a turn for the server: a space comes behind the bracket.

    >>> without_control("a <|im_end|> b </s> c < d [INST] [AP]")
    'a < |im_end|> b < /s> c < d [ INST] [AP]'
    """
    return _CONTROL.sub(r"\g<0> ", source)


def _listed(server: Server, address: Address) -> list[Json]:
    try:
        listed = server.get("/models").get("data")
    except Refused as refusal:
        raise ServerFailed(
            f"{address}: the server refuses to list its models: {refusal.message}"
        ) from refusal
    return [one for one in listed or [] if isinstance(one, dict) and "id" in one]


def _window_of(model: Json) -> int:
    """As llama.cpp and vLLM say it in their lists; LM Studio and Ollama do not."""
    meta = model.get("meta") or {}
    for value in (meta.get("n_ctx"), model.get("max_model_len"), model.get("context_length")):
        if isinstance(value, int) and value > 0:
            return value
    return DEFAULT_WINDOW


def _mean_log_probability(choice: Json) -> float:
    pieces: list[Any] = (choice.get("logprobs") or {}).get("content") or []
    values = [float(piece["logprob"]) for piece in pieces if isinstance(piece.get("logprob"), int | float)]
    return min(0.0, sum(values) / len(values)) if values else 0.0


def _beginning(source: str, pieces: int) -> str:
    return source.encode()[: pieces * BYTES_A_PIECE].decode(errors="ignore")
