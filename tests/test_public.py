"""The public face: what `gistmill` exports, and that importing it is cheap."""

import subprocess
import sys

import pytest

import gistmill

HEAVY = (
    "torch",
    "transformers",
    "ctranslate2",
    "ray",
    "typer",
    "sentencepiece",
    "trafilatura",
    "jinja2",
    "numpy",
    "httpx2",
    "huggingface_hub",
)


def modules_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    return set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )


@pytest.mark.parametrize(
    "statement",
    ["import gistmill", "import gistmill_models", "import gistmill; gistmill.clean('It rained . .')"],
)
def test_importing_loads_no_engine(statement: str) -> None:
    assert not modules_after(statement) & set(HEAVY)


def test_a_summary_by_the_embedded_model_loads_neither_torch_nor_a_client_of_any_network() -> None:
    used = modules_after(
        "import gistmill; gistmill.summarize('The road was closed in June. It opened again. ' * 20)"
    )
    assert "gistmill.summarize" in used
    assert not used & {"torch", "transformers", "httpx2", "httpx", "huggingface_hub", "requests"}


def test_every_public_name_can_be_had() -> None:
    for name in gistmill.__all__:
        assert getattr(gistmill, name) is not None
    assert sorted(gistmill.__all__) == gistmill.__all__


def test_functions_keep_their_names_beside_packages_of_the_same_name() -> None:
    import gistmill.clean.rules  # binds the package as an attribute of gistmill
    from gistmill.segment import SegmentStage

    assert callable(gistmill.clean)
    assert gistmill.segment("Notes\n\nIt rained.").sections
    assert SegmentStage().name == "segment"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'summarise'"):
        gistmill.summarise  # noqa: B018


def test_a_text_is_taken_as_a_text_and_a_file_as_a_file(tmp_path: object) -> None:
    assert gistmill.clean("No such file . .").text == "No such file."


def test_a_missing_path_is_an_input_error(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(gistmill.UnreadableInput, match="empty"):
        gistmill.clean(str(tmp_path / "empty.txt"))
    with pytest.raises(gistmill.UnreadableInput, match="no such file"):
        gistmill.clean(tmp_path / "none.txt")
