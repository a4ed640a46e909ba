"""A model is found by name, inspected without an engine, and refused in one clear line where it is unfit."""

from __future__ import annotations

import json

import pytest

from gistmill_models import digests
from gistmill_models.digests import digest_files
from gistmill_models.errors import ModelBroken, ModelNotFound, Offline
from gistmill_models.families import FAMILIES, traits_of_config
from gistmill_models.prompts import Prompt
from gistmill_models.protocol import Task
from gistmill_models.snapshot import locate


@pytest.fixture
def folder(tmp_path):
    """A folder that looks like a model in transformers form."""
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "t5", "is_encoder_decoder": True}))
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    return tmp_path


def test_a_folder_with_safetensors_has_the_transformers_form(folder):
    snapshot = locate(str(folder))
    assert (snapshot.name, snapshot.transformers, snapshot.ctranslate2) == (folder.name, folder, None)


def test_the_ctranslate2_form_lies_inside_or_is_the_folder_itself(folder):
    inside = folder / "ctranslate2"
    inside.mkdir()
    for name in ("model.bin", "config.json", "shared_vocabulary.json"):
        (inside / name).write_text("{}")
    assert locate(str(folder)).ctranslate2 == inside
    assert locate(str(inside)).ctranslate2 == inside
    assert locate(str(inside)).transformers is None


def test_a_card_decides_tasks_and_limits(folder):
    card = {
        "tasks": {
            "clean": {"before": "Mend ", "after": " in {words} words", "stop": ["#"], "unit": "sentence"},
            "headline": {},
        },
        "max_source_pieces": 160,
        "max_output_pieces": 96,
        "trained": "ignored here",
    }
    (folder / "gistmill.json").write_text(json.dumps(card))
    traits = locate(str(folder)).traits
    assert traits.tasks == {"clean": Task("sentence"), "headline": Task("text")}
    assert traits.prompts == {"clean": Prompt("Mend ", " in {words} words", ("#",)), "headline": Prompt()}
    assert (traits.max_source_pieces, traits.max_output_pieces) == (160, 96)


def test_a_broken_card_is_named(folder):
    (folder / "gistmill.json").write_text('{"tasks": {"clean": {"unit": "word"}}, "max_source_pieces": 1}')
    with pytest.raises(ModelBroken, match=r"gistmill\.json.*unit"):
        locate(str(folder))


def test_the_configuration_of_a_checkpoint_names_its_prefix():
    config = {"task_specific_params": {"summarization": {"prefix": "tldr: "}}, "n_positions": 300}
    traits = traits_of_config(config, FAMILIES["t5"])
    assert (traits.prompts["summarize"].before, traits.max_source_pieces) == ("tldr: ", 300)


@pytest.mark.parametrize(
    ("config", "files", "message"),
    [
        (None, [], "no config.json"),
        (
            {"architectures": ["BertForMaskedLM"]},
            ["model.safetensors"],
            "BertForMaskedLM does not write text",
        ),
        ({"is_encoder_decoder": True}, ["pytorch_model.bin"], "pickles"),
        ({"is_encoder_decoder": True}, [], "no \\*.safetensors"),
    ],
)
def test_what_is_no_model_for_us_is_refused_with_the_reason(tmp_path, config, files, message):
    if config is not None:
        (tmp_path / "config.json").write_text(json.dumps(config))
    for name in files:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(ModelBroken, match=message):
        locate(str(tmp_path))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[1]", b"{"])
def test_a_damaged_configuration_is_named(tmp_path, content):
    (tmp_path / "config.json").write_bytes(content)
    with pytest.raises(ModelBroken, match=r"config\.json"):
        locate(str(tmp_path))


@pytest.mark.parametrize(
    "name", ["./nowhere", "/no/where", "a/b/c", "", "name with blanks", "~/nowhere-at-all"]
)
def test_a_path_that_is_not_there_is_not_looked_for_elsewhere(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises((ModelNotFound, ModelBroken)) as raised:
        locate(name)
    assert not isinstance(raised.value, Offline)


def test_offline_forbids_to_ask_the_hub(tmp_path, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("gistmill_models.hub._snapshot", only_from_disk)
    with pytest.raises(Offline, match="--offline"):
        locate("nobody/nothing@v1", offline=True)


def test_a_hub_that_cannot_be_reached_is_one_clear_error(monkeypatch):
    monkeypatch.setattr("gistmill_models.hub._snapshot", only_from_disk)
    with pytest.raises(ModelNotFound, match=r"nobody/nothing: .* check the network"):
        locate("nobody/nothing@v1")


def test_a_model_in_the_hubs_cache_is_taken_without_the_network(folder, monkeypatch):
    asked = []

    def cached(repository, revision, *, local_files_only):
        asked.append((repository, revision, local_files_only))
        return folder

    monkeypatch.setattr("gistmill_models.hub._snapshot", cached)
    assert locate("some/model@abc123").name == "some/model@abc123"
    assert asked == [("some/model", "abc123", True)]


def test_digests_name_the_files_that_decide_the_outputs(folder):
    (folder / "README.md").write_text("not part of it")
    names = [name for name, _ in locate(str(folder)).digests("transformers")]
    assert names == ["config.json", "model.safetensors"]


def test_a_changed_weight_changes_its_digest(folder):
    before = dict(locate(str(folder)).digests("transformers"))
    (folder / "model.safetensors").write_bytes(b"other weights")
    after = dict(locate(str(folder)).digests("transformers"))
    assert before["config.json"] == after["config.json"]
    assert before["model.safetensors"] != after["model.safetensors"]


def test_an_unchanged_file_is_hashed_once(folder, tmp_path, monkeypatch):
    file, memo = folder / "model.safetensors", tmp_path / "cache" / "digests.json"
    first = digest_files([file], memo)
    monkeypatch.setattr(digests, "_sha256", lambda file: pytest.fail(f"{file} was hashed again"))
    assert digest_files([file], memo) == first


def test_a_changed_file_is_hashed_again(folder, tmp_path):
    file, memo = folder / "model.safetensors", tmp_path / "digests.json"
    first = digest_files([file], memo)
    file.write_bytes(b"changed")
    assert digest_files([file], memo) != first


@pytest.mark.parametrize("content", [b"\xff", b"[]", b'{"a": 1}', b"{"])
def test_a_damaged_memo_is_passed_over(folder, tmp_path, content):
    memo = tmp_path / "digests.json"
    memo.write_bytes(content)
    assert digest_files([folder / "model.safetensors"], memo) == digest_files([folder / "model.safetensors"])


def test_a_memo_that_cannot_be_written_is_passed_over(folder):
    file = folder / "model.safetensors"
    assert digest_files([file], file / "digests.json") == digest_files([file])


def test_a_link_to_a_blob_is_followed(folder):
    blob = folder / "blob"
    (folder / "model.safetensors").rename(blob)
    (folder / "model.safetensors").symlink_to(blob)
    assert locate(str(folder)).transformers == folder


def only_from_disk(repository, revision, *, local_files_only):
    from huggingface_hub.errors import LocalEntryNotFoundError

    if local_files_only:
        raise LocalEntryNotFoundError("not on disk")
    raise OSError("no route to host")
