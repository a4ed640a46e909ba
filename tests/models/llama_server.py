"""A llama.cpp server for one model file, in a process of its own: `python llama_server.py FILE` prints its address."""

from __future__ import annotations

import sys
import time

WINDOW = 2048


def main(file: str) -> None:
    import xllamacpp

    told = xllamacpp.CommonParams()
    told.model.path = file
    told.model_alias = {"smollm2"}
    told.hostnames = ["127.0.0.1"]
    told.port = 0
    told.n_ctx = WINDOW
    told.n_parallel = 1
    # Threads that wait for each other on busy cores took ten times as long.
    told.cpuparams.n_threads = told.cpuparams_batch.n_threads = 1
    told.warmup = False
    server = xllamacpp.Server(told)
    print(server.listening_address, flush=True)
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1])
