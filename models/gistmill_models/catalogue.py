"""Models by name: what each is good for, what it costs, under which licence, and which files are meant.

Every entry is pinned to a commit of its repository, so that a name means the same files everywhere. Where no
commit could be confirmed from two public places, `revision` is None: the first `gistmill models get` takes what
the hub calls its newest and records it. Only repositories that hold safetensors are listed.

Sizes are those of the files in November 2026; int8 takes about a byte a parameter. A figure stands only where
its source was read; none of them was measured here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One model of the catalogue.

    `parameters` as their makers count them. `fetch_bytes` is the download, `disk_bytes` about what stays once it
    is converted to int8; the same where CTranslate2 has no such architecture. `window` is how many pieces go in
    (for a decoder-only model: in and out together). `figure` names its measure and its source.
    """

    name: str
    repository: str
    revision: str | None
    good_for: str
    parameters: int
    fetch_bytes: int
    disk_bytes: int
    licence: str
    window: int
    figure: str = ""
    gated: bool = False


CATALOGUE = (
    Entry(
        name="bart-large-cnn",
        repository="facebook/bart-large-cnn",
        revision="37f520fa929c961707657b28798b30c003dd100b",
        good_for="news; keeps close to the text",
        parameters=406_000_000,
        fetch_bytes=1_628_000_000,
        disk_bytes=411_000_000,
        licence="MIT",
        window=1024,
        figure="ROUGE-1/2/L 44.16/21.28/40.90 on CNN/DailyMail (Lewis et al. 2020)",
    ),
    Entry(
        name="flan-t5-base",
        repository="google/flan-t5-base",
        revision="7bcac572ce56db69c1ea7c8af255c5d7c9672fc2",
        good_for="short sections, dialogue",
        parameters=248_000_000,
        fetch_bytes=993_000_000,
        disk_bytes=252_000_000,
        licence="Apache-2.0",
        window=512,
    ),
    Entry(
        name="led-base-book",
        repository="pszemraj/led-base-book-summary",
        revision=None,
        good_for="long sections, chapters; needs torch",
        parameters=162_000_000,
        fetch_bytes=650_000_000,
        disk_bytes=650_000_000,
        licence="BSD-3-Clause",
        window=16384,
        figure="ROUGE-1 33.45 on BookSum (its model card)",
    ),
    Entry(
        name="smollm2-360m",
        repository="HuggingFaceTB/SmolLM2-360M-Instruct",
        revision="a10cc1512eabd3dde888204e902eca88bddb4951",
        good_for="small chat model; any text",
        parameters=362_000_000,
        fetch_bytes=727_000_000,
        disk_bytes=365_000_000,
        licence="Apache-2.0",
        window=8192,
    ),
    Entry(
        name="smollm2-1.7b",
        repository="HuggingFaceTB/SmolLM2-1.7B-Instruct",
        revision="31b70e2e869a7173562077fd711b654946d38674",
        good_for="chat model; any text",
        parameters=1_711_000_000,
        fetch_bytes=3_426_000_000,
        disk_bytes=1_715_000_000,
        licence="Apache-2.0",
        window=8192,
    ),
    Entry(
        name="qwen3-0.6b",
        repository="Qwen/Qwen3-0.6B",
        revision="c1899de289a04d12100db370d81485cdf75e47ca",
        good_for="small chat model; long sections",
        parameters=596_000_000,
        fetch_bytes=1_519_000_000,
        disk_bytes=760_000_000,
        licence="Apache-2.0",
        window=32768,
    ),
    Entry(
        name="qwen3-1.7b",
        repository="Qwen/Qwen3-1.7B",
        revision="70d244cc86ccca08cf5af4e1e306ecf908b1ad5e",
        good_for="chat model; long sections",
        parameters=1_720_000_000,
        fetch_bytes=4_080_000_000,
        disk_bytes=2_040_000_000,
        licence="Apache-2.0",
        window=32768,
    ),
    Entry(
        name="gemma-3-1b",
        repository="google/gemma-3-1b-it",
        revision="dcc83ea841ab6100d6b47a070329e1ba4cf78752",
        good_for="chat model; long sections; accept its licence first",
        parameters=1_000_000_000,
        fetch_bytes=2_040_000_000,
        disk_bytes=1_010_000_000,
        licence="Gemma",
        window=32768,
        gated=True,
    ),
)


def find_entry(name: str) -> Entry | None:
    """The entry of that name, if there is one.

    >>> find_entry("qwen3-0.6b").repository
    'Qwen/Qwen3-0.6B'
    """
    return next((entry for entry in CATALOGUE if entry.name == name), None)
