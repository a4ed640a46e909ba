"""`gistmill models get | rm` with the hub's own client, against a hub on the loopback address."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gistmill_models.hub import download, list_on_hub
from tests.models.commands import Run, command
from tests.models.conftest import save_t5
from tests.models.hub_stub import COMMIT, Hub, hub

# The client hands over ten megabytes at a time; these files are smaller.
CHUNK = "huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE"
PROGRAM = f"import huggingface_hub.constants; {CHUNK} = 1000; from gistmill.cli import main; main()"
TEXT = "The inspection group reports. The county settled in winter. " * 12


@pytest.fixture(scope="session")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("tiny-on-the-hub")
    save_t5(folder)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def tiny_hub(tiny_files: dict[str, bytes]) -> Iterator[Hub]:
    with hub(dict(tiny_files)) as running:
        yield running


@pytest.fixture
def gistmill(
    tiny_hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """The command in this process: (exit code, standard output, standard error)."""
    monkeypatch.setenv("GISTMILL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_TOKEN", "")
    point_client_to(tiny_hub.endpoint, tmp_path, monkeypatch)

    return command(capsys)


def point_client_to(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `HF_ENDPOINT` and `HF_HOME` would do, had the client not read them when it was imported."""
    template = endpoint + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(CHUNK, 1000)
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", endpoint)
    monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hf"))


def kept(folder: Path) -> list[str]:
    models = folder / "cache/models"
    return sorted(path.name for path in models.iterdir()) if models.is_dir() else []


def test_a_model_is_fetched_converted_kept_and_works_offline(
    gistmill: Run, tiny_hub: Hub, tmp_path: Path
) -> None:
    run = gistmill("models", "get", "org/tiny")
    assert run.code == 0, run.err
    assert run.out.startswith("org/tiny: ") and run.out.endswith("use it with --model org/tiny\n")
    assert kept(tmp_path) == ["org--tiny"]
    folder = tmp_path / "cache/models/org--tiny"
    assert (folder / "ctranslate2/model.bin").is_file()
    assert not list(folder.glob("*.safetensors"))
    origin = json.loads((folder / "origin.json").read_text())
    assert (origin["repository"], origin["revision"]) == ("org/tiny", COMMIT)
    assert set(origin["files"]) == set(tiny_hub.files)

    tiny_hub.refusal = (500, "")
    asked = len(tiny_hub.asked)
    (tmp_path / "text.txt").write_text(TEXT)
    used = gistmill(
        "summarize", str(tmp_path / "text.txt"), "--model", "org/tiny", "--offline", "--format", "json"
    )
    assert used.code == 0, used.err
    assert json.loads(used.out)["provenance"]["model"] == "org/tiny"
    assert "org/tiny " in gistmill("models", "list").out
    assert gistmill("models", "get", "org/tiny").code == 0
    assert len(tiny_hub.asked) == asked

    removed = gistmill("models", "rm", "org/tiny")
    assert removed.out.startswith("removed org/tiny, ")
    assert kept(tmp_path) == []
    again = gistmill("models", "rm", "org/tiny")
    assert again.code == 2
    assert again.err.startswith("gistmill: org/tiny: nothing of it was fetched")


def test_a_connection_that_breaks_is_gone_on_with(gistmill: Run, tiny_hub: Hub, tmp_path: Path) -> None:
    tiny_hub.breaks = [5000]
    download(list_on_hub("org/tiny", None), tmp_path, quiet=True)
    assert tiny_hub.ranges("model.safetensors") == ["", "bytes=5000-"]
    assert {name: (tmp_path / name).read_bytes() for name in tiny_hub.files} == tiny_hub.files


def test_a_download_that_was_stopped_is_gone_on_with_by_the_next_call(
    gistmill: Run, tiny_hub: Hub, tmp_path: Path
) -> None:
    tiny_hub.go_on = threading.Event()
    environment = os.environ | {"HF_ENDPOINT": tiny_hub.endpoint, "HF_HOME": str(tmp_path / "hf")}
    command = [sys.executable, "-c", PROGRAM, "models", "get", "org/tiny"]
    stopped = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE)
    assert tiny_hub.halfway.wait(60)
    begun = tmp_path / "cache/models/.getting-org--tiny/download"
    partial = begun / "model.safetensors.partial"
    wait_for(lambda: partial.is_file() and partial.stat().st_size > 0)
    stopped.send_signal(signal.SIGINT)
    _, error = stopped.communicate(timeout=60)
    assert (stopped.returncode, error) == (130, b"gistmill: interrupted.\n")
    tiny_hub.go_on.set()
    tiny_hub.go_on = None

    assert gistmill("models", "show", "org/tiny", "--offline").refusal.endswith("use --model embedded")
    assert (
        "org/tiny         begun; go on with: gistmill models get org/tiny\n" in gistmill("models", "list").out
    )
    start = partial.stat().st_size
    assert start >= 100_000
    download(list_on_hub("org/tiny", None), begun, quiet=True)
    assert tiny_hub.ranges("model.safetensors")[-1] == f"bytes={start}-"
    assert {name: (begun / name).read_bytes() for name in tiny_hub.files} == tiny_hub.files


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it did not come about in 30 seconds")


def test_a_download_that_stays_broken_is_one_line_and_what_arrived_is_kept_for_the_next(
    gistmill: Run, tiny_hub: Hub, tmp_path: Path
) -> None:
    tiny_hub.breaks = [5000, 0, 0, 0, 0, 0, 0]
    assert gistmill("models", "get", "org/tiny").refusal == (
        "org/tiny: the Hugging Face hub cannot be reached (RemoteProtocolError); check the network and "
        "try again: what has arrived is kept"
    )
    assert kept(tmp_path) == [".getting-org--tiny"]
    assert gistmill("models", "rm", "org/tiny").code == 0
    assert kept(tmp_path) == []


def test_a_wrong_digest_is_thrown_away(gistmill: Run, tiny_hub: Hub, tmp_path: Path) -> None:
    tiny_hub.damaged = {"model.safetensors"}
    line = gistmill("models", "get", "org/tiny").refusal
    assert line.startswith("org/tiny: model.safetensors arrived with digest ")
    assert line.endswith("; it was thrown away, try again")
    assert not list(tmp_path.rglob("model.safetensors*"))
    tiny_hub.damaged = {"config.json"}
    assert "config.json arrived with digest" in gistmill("models", "get", "org/tiny").refusal


@pytest.mark.parametrize(
    ("refusal", "line"),
    [
        (
            (401, "GatedRepo"),
            "org/tiny is gated (401): accept its licence on its page at the hub, log in with `hf auth login`, and "
            "try again",
        ),
        (
            (401, "RepoNotFound"),
            "org/tiny is no folder, and the Hugging Face hub has no such model (401); check its name, or log in "
            "with `hf auth login` if it is private",
        ),
        (
            (404, "RepoNotFound"),
            "org/tiny is no folder, and the Hugging Face hub has no such model (404); check its name, or log in "
            "with `hf auth login` if it is private",
        ),
        (
            (403, ""),
            "org/tiny: the Hugging Face hub refuses the access token (403); log in again with `hf auth login`, or "
            "unset HF_TOKEN",
        ),
        (
            (503, ""),
            "org/tiny: the Hugging Face hub answered with error 503; try again later: what has arrived is kept",
        ),
    ],
)
@pytest.mark.parametrize("command", [("models", "get", "org/tiny"), ("models", "show", "org/tiny")])
def test_what_the_hub_refuses_is_one_line(
    gistmill: Run,
    tiny_hub: Hub,
    tmp_path: Path,
    command: tuple[str, ...],
    refusal: tuple[int, str],
    line: str,
) -> None:
    tiny_hub.refusal = refusal
    assert gistmill(*command).refusal == line
    assert kept(tmp_path) == []


@pytest.mark.parametrize("command", ["get", "show"])
def test_a_revision_that_is_none_is_one_line(gistmill: Run, tmp_path: Path, command: str) -> None:
    assert gistmill("models", command, "org/tiny@v9").refusal == (
        "org/tiny has no revision v9 on the hub (404); name a commit, a branch or a tag of it"
    )
    assert kept(tmp_path) == []


@pytest.mark.parametrize("command", ["get", "show"])
def test_pickles_are_never_fetched(gistmill: Run, tiny_hub: Hub, tmp_path: Path, command: str) -> None:
    tiny_hub.files["pytorch_model.bin"] = tiny_hub.files.pop("model.safetensors")
    assert gistmill("models", command, "org/tiny").refusal == (
        "org/tiny holds its weights as pickles only (pytorch_model.bin), which can run code when they are "
        "loaded and are never fetched; choose a revision or a model with safetensors"
    )
    assert not [path for method, path, _ in tiny_hub.asked if path.endswith(".bin")]
    assert kept(tmp_path) == []


def test_offline_asks_nobody(gistmill: Run, tiny_hub: Hub, tmp_path: Path) -> None:
    assert gistmill("models", "get", "org/tiny", "--offline").refusal == (
        "org/tiny is not on this machine, and --offline forbids fetching it; leave --offline out"
    )
    assert tiny_hub.asked == []
    assert kept(tmp_path) == []


def test_a_hub_that_is_not_there_is_one_line(
    gistmill: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_client_to("http://127.0.0.1:9", tmp_path, monkeypatch)
    assert gistmill("models", "get", "org/tiny").refusal == (
        "org/tiny: the Hugging Face hub cannot be reached (ConnectError); check the network and try again: "
        "what has arrived is kept"
    )


def test_a_name_of_the_catalogue_that_is_not_here_says_how_to_get_it(gistmill: Run) -> None:
    assert gistmill("models", "convert", "qwen3-0.6b", "out").refusal == (
        "qwen3-0.6b is in the catalogue and not on this machine; fetch it: gistmill models get qwen3-0.6b"
    )


def test_a_name_that_is_none_is_one_line(gistmill: Run, tmp_path: Path) -> None:
    assert gistmill("models", "get", "qwen9").refusal == (
        "the catalogue has no qwen9; `gistmill models list` shows it, or give a Hugging Face id (ORG/NAME)"
    )
    assert kept(tmp_path) == []


def test_too_little_room_is_said_before_anything_is_fetched(
    gistmill: Run, tiny_hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    line = gistmill("models", "get", "org/tiny").refusal
    assert line == (
        f"org/tiny needs 0.0 GB in {tmp_path}/cache/models, and 0.0 GB are free; make room, or name another "
        "place with GISTMILL_CACHE_DIR"
    )
    assert kept(tmp_path) == []
    assert not [path for _, path, _ in tiny_hub.asked if "/resolve/" in path]


def test_a_disk_that_fills_up_is_one_line_and_nothing_is_kept(
    gistmill: Run, tiny_hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    # As it is when another program fills the disk meanwhile.
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 0, 10**9))
    monkeypatch.setenv("GISTMILL_CACHE_DIR", str(small))
    try:
        line = gistmill("models", "get", "org/tiny").refusal
        left = sorted(path.name for path in (small / "models").rglob("*"))
    finally:
        subprocess.run(["umount", str(small)], check=True)
    assert line == (
        f"{small}/models cannot be written (the disk is full); nothing was kept; make room, or name another "
        "place with GISTMILL_CACHE_DIR"
    )
    assert left == []
