"""The prompt of a chat model comes from its own template; the template can do nothing but make text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gistmill_models.chat import CONTINUED, prompts_of_folder
from gistmill_models.errors import ModelBroken

CHATML = (
    "{% for m in messages %}{{'<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n'}}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% if enable_thinking is false %}<think>\n\n</think>\n\n"
    "{% endif %}{% endif %}"
)
GEMMA = (
    "{{ bos_token }}{% for m in messages %}{{ '<start_of_turn>' + ('model' if m.role == 'assistant' else m.role) }}\n"
    "{{ m.content | trim }}<end_of_turn>\n{% endfor %}{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
MISTRAL = (
    "{{ bos_token }}{% for m in messages %}{% if m.role == 'user' %}[INST] {{ m.content }} [/INST]"
    "{% else %} {{ m.content }}{{ eos_token }}{% endif %}{% endfor %}"
)


def folder_with(path: Path, template: object, **told: object) -> Path:
    (path / "tokenizer_config.json").write_text(json.dumps({"chat_template": template, **told}))
    return path


@pytest.mark.parametrize(
    ("template", "before", "after", "stop"),
    [
        (
            CHATML,
            "<|im_start|>user\nS",
            "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n",
            "<|im_end|>",
        ),
        (GEMMA, "<bos><start_of_turn>user\nS", "<end_of_turn>\n<start_of_turn>model\n", "<end_of_turn>"),
        (MISTRAL, "<bos>[INST] S", " [/INST]", "</s>"),
    ],
)
def test_a_template_gives_what_comes_before_and_after_and_the_stop(
    tmp_path, template, before, after, stop
) -> None:
    folder = folder_with(tmp_path, template, bos_token="<bos>", eos_token={"content": "</s>"})
    prompt = prompts_of_folder(folder)["summarize"]
    assert prompt.before.startswith(before)
    assert (prompt.after, prompt.stop) == (after, (stop,))
    assert prompt.has_length


def test_a_template_of_its_own_file_comes_first(tmp_path) -> None:
    folder = folder_with(tmp_path, CHATML, bos_token="<bos>", eos_token="</s>")
    (folder / "chat_template.jinja").write_text(GEMMA)
    assert prompts_of_folder(folder)["headline"].before.startswith("<bos><start_of_turn>")


def test_of_several_templates_the_default_is_taken(tmp_path) -> None:
    named = [{"name": "tool_use", "template": "{{ 0 / 0 }}"}, {"name": "default", "template": CHATML}]
    assert prompts_of_folder(folder_with(tmp_path, named))["summarize"].stop == ("<|im_end|>",)


def test_a_model_without_a_template_goes_on_with_a_text(tmp_path) -> None:
    assert prompts_of_folder(tmp_path) == CONTINUED


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ messages.__init__.__globals__ }}",
        "{% set _ = messages.append(1) %}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{{ open('/etc/passwd') }}",
        "{{ raise_exception('no system message') }}",
        "{% if %}",
    ],
)
def test_a_template_that_reaches_out_or_fails_is_one_error(tmp_path, template) -> None:
    with pytest.raises(ModelBroken, match="chat template cannot be rendered"):
        prompts_of_folder(folder_with(tmp_path, template))
