"""Tiny checkpoints of several families, with random weights, made here and saved as any checkpoint is.

Their outputs mean nothing; that the engines read, batch, search and score alike can be seen on them all the
same, and no model has to be fetched.
"""

from __future__ import annotations

import io
import json
import random
import socket
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gistmill_models.snapshot import Snapshot, locate

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import PreTrainedModel

LENGTHS = {"max_position_embeddings": 64}
SIZE = {
    "d_model": 16,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
}
DECODER_SIZE = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "tie_word_embeddings": False,
}
CHAT_MARKS = ("<|im_start|>", "<|im_end|>")
END_OF_TURN = 6  # after <s>, <pad>, </s>, <unk>, <mask> and the first of these
CHAT_TEMPLATE = """{% for message in messages %}
<|im_start|>{{ message.role }}
{{ message.content }}<|im_end|>
{% endfor %}
{% if add_generation_prompt %}
<|im_start|>assistant
{% endif %}"""
STEMS = "commit inspect group meet minist provinc county report settle winter road river village boat".split()
ENDINGS = ["", "s", "ed", "er", "ing", "ment", "tion", "able", "ally"]
WORDS = [
    stem + ending for stem in STEMS for ending in ENDINGS
] + "the of and to in was that on for".split() * 4


@pytest.fixture(scope="session")
def sentences() -> list[str]:
    return random_sentences(48, seed=1)


@pytest.fixture(scope="session")
def tiny_t5(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """T5 1.1 with a sentencepiece model, both forms (CTranslate2 in float32); it ends after a few pieces."""
    folder = tmp_path_factory.mktemp("tiny-t5")
    save_t5(folder)
    from gistmill_models.convert import convert

    return convert(locate(str(folder)), compute="float32")


@pytest.fixture(scope="session")
def tiny_llama(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A decoder with a chat template, both forms (CTranslate2 in float32); it ends after a few pieces."""
    folder = tmp_path_factory.mktemp("tiny-llama")
    SAVE["llama"](folder)
    from gistmill_models.convert import convert

    return convert(locate(str(folder)), compute="float32")


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Snapshot]:
    """The checkpoint of a family by name, made once."""
    made: dict[str, Snapshot] = {}

    def get(family: str) -> Snapshot:
        if family not in made:
            folder = tmp_path_factory.mktemp(family)
            SAVE[family](folder)
            made[family] = locate(str(folder))
        return made[family]

    return get


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever opens a connection in these tests fails, but to a server on the loopback address that a test started."""
    connect = socket.socket.connect

    def refuse(opened: socket.socket, address: Any) -> None:
        if address[0] != "127.0.0.1":
            raise AssertionError("a test of models reached for the network")
        connect(opened, address)

    monkeypatch.setattr("socket.socket.connect", refuse)
    yield


def random_sentences(count: int, *, seed: int) -> list[str]:
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=draw.randint(2, 30))) + "." for _ in range(count)]


def sentencepiece_model(size: int, **options: object) -> bytes:
    from sentencepiece import SentencePieceTrainer

    written = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(random_sentences(300, seed=0)),
        model_writer=written,
        vocab_size=size,
        minloglevel=2,
        **options,
    )
    return written.getvalue()


def save_t5(folder: Path, *, name: str = "T5", **options: Any) -> None:
    """T5 1.1, which is FLAN's layout too; `options` make T5 of the first version or mT5 of it."""
    import torch
    import transformers

    pieces = sentencepiece_model(120, pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    (folder / "spiece.model").write_bytes(pieces)
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "T5Tokenizer", "extra_ids": 8})
    )
    torch.manual_seed(3)
    layout = {"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False, **options}
    config = getattr(transformers, f"{name}Config")(
        vocab_size=128,
        d_model=32,
        d_kv=8,
        d_ff=64,
        num_layers=2,
        num_decoder_layers=2,
        num_heads=4,
        n_positions=128,
        decoder_start_token_id=0,
        **layout,
    )
    model = getattr(transformers, f"{name}ForConditionalGeneration")(config)
    model.shared.weight.data *= 0.3
    make_ends_likely(model.shared.weight, model, piece=1, strength=0.9)
    model.save_pretrained(folder)


def make_ends_likely(rows: Tensor, model: PreTrainedModel, *, piece: int, strength: float) -> None:
    """Turns the end piece's row the way the decoder mostly points, so that some outputs end of themselves."""
    import torch

    draw = torch.Generator().manual_seed(0)
    source, target = (torch.randint(3, 120, (16, length), generator=draw) for length in (20, 6))
    inputs = {"decoder_input_ids": target} if model.config.is_encoder_decoder else {}
    with torch.inference_mode():
        output = model.eval()(input_ids=source, **inputs, output_hidden_states=True)
    states = output.decoder_hidden_states if inputs else output.hidden_states
    direction = states[-1].mean((0, 1))
    rows.data[piece] += strength * direction / direction.norm()


def save_bart(folder: Path) -> None:
    from transformers import BartConfig, BartForConditionalGeneration

    save_byte_tokenizer(folder)
    config = BartConfig(vocab_size=300, forced_bos_token_id=0, **SIZE, **LENGTHS)
    seeded(BartForConditionalGeneration, config).save_pretrained(folder)


def save_led(folder: Path) -> None:
    from transformers import LEDConfig, LEDForConditionalGeneration

    save_byte_tokenizer(folder)
    limits = {"max_encoder_position_embeddings": 128, "max_decoder_position_embeddings": 64}
    config = LEDConfig(vocab_size=300, attention_window=[8, 8], **limits, **SIZE)
    seeded(LEDForConditionalGeneration, config).save_pretrained(folder)


def save_pegasus(folder: Path) -> None:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PegasusConfig, PegasusForConditionalGeneration, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    marks = ["<pad>", "</s>", "<unk>"]
    trainer = trainers.UnigramTrainer(
        vocab_size=120, special_tokens=marks, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(random_sentences(300, seed=0), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    ).save_pretrained(folder)
    config = PegasusConfig(vocab_size=tokenizer.get_vocab_size(), **SIZE, **LENGTHS)
    seeded(PegasusForConditionalGeneration, config).save_pretrained(folder)


def save_marian(folder: Path) -> None:
    from sentencepiece import SentencePieceProcessor
    from transformers import MarianConfig, MarianMTModel

    model = sentencepiece_model(120)
    (folder / "source.spm").write_bytes(model)
    (folder / "target.spm").write_bytes(model)
    pieces = SentencePieceProcessor(model_proto=model).id_to_piece(list(range(3, 120)))
    vocabulary = ["</s>", "<unk>", *pieces, "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({piece: index for index, piece in enumerate(vocabulary)}))
    languages = {"source_lang": "en", "target_lang": "en"}
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "MarianTokenizer", **languages})
    )
    last = len(vocabulary) - 1
    ids = {"pad_token_id": last, "decoder_start_token_id": last, "eos_token_id": 0}
    config = MarianConfig(vocab_size=len(vocabulary), **ids, **SIZE, **LENGTHS)
    seeded(MarianMTModel, config).save_pretrained(folder)


def save_mbart(folder: Path) -> None:
    from transformers import AutoTokenizer, MBartConfig, MBartForConditionalGeneration

    (folder / "sentencepiece.bpe.model").write_bytes(sentencepiece_model(120))
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "MBartTokenizer"}))
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.save_pretrained(folder)
    config = MBartConfig(vocab_size=len(tokenizer), **SIZE, **LENGTHS)
    seeded(MBartForConditionalGeneration, config).save_pretrained(folder)


def save_byte_tokenizer(folder: Path, *, marks: Sequence[str] = (), frame: str = "<s> $A </s>") -> None:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300 + 10 * len(marks),
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>", *marks],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(random_sentences(300, seed=0), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=frame, special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    named = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, mask_token="<mask>", **named).save_pretrained(folder)


def seeded(model_class: type, config: object) -> object:
    import torch

    torch.manual_seed(0)
    return model_class(config)


def save_decoder(name: str, config: str, **options: object) -> Callable[[Path], None]:
    """A way to save a tiny decoder: its classes by name, with a tokenizer of bytes and a chat template."""

    def save(folder: Path) -> None:
        import transformers

        save_byte_tokenizer(folder, marks=CHAT_MARKS, frame="$A")
        (folder / "chat_template.jinja").write_text(CHAT_TEMPLATE)
        made = getattr(transformers, config)(
            vocab_size=320, bos_token_id=0, pad_token_id=1, eos_token_id=2, **{**DECODER_SIZE, **options}
        )
        model = seeded(getattr(transformers, name), made)
        model.lm_head.weight.data *= 4  # else every piece is as likely as any other
        make_ends_likely(model.lm_head.weight, model, piece=END_OF_TURN, strength=0.5)
        model.save_pretrained(folder)

    return save


def save_t5gemma(folder: Path) -> None:
    from transformers import T5GemmaConfig, T5GemmaForConditionalGeneration

    save_byte_tokenizer(folder)
    side = {key: value for key, value in DECODER_SIZE.items() if key != "tie_word_embeddings"}
    side |= {
        "vocab_size": 300,
        "head_dim": 8,
        "query_pre_attn_scalar": 8,
        "pad_token_id": 1,
        "bos_token_id": 0,
        "eos_token_id": 2,
    }
    config = T5GemmaConfig(encoder=dict(side), decoder=dict(side), vocab_size=300)
    seeded(T5GemmaForConditionalGeneration, config).save_pretrained(folder)


SAVE: dict[str, Callable[[Path], None]] = {
    "t5": partial(save_t5, feed_forward_proj="relu", tie_word_embeddings=True),
    "flan": save_t5,
    "mt5": partial(save_t5, name="MT5"),
    "bart": save_bart,
    "led": save_led,
    "pegasus": save_pegasus,
    "marian": save_marian,
    "mbart": save_mbart,
    "t5gemma": save_t5gemma,
    "llama": save_decoder("LlamaForCausalLM", "LlamaConfig"),
    "qwen2": save_decoder("Qwen2ForCausalLM", "Qwen2Config"),
    "qwen3": save_decoder("Qwen3ForCausalLM", "Qwen3Config", head_dim=8),
    "gemma3": save_decoder(
        "Gemma3ForCausalLM", "Gemma3TextConfig", query_pre_attn_scalar=8, head_dim=8, tie_word_embeddings=True
    ),
    "mistral": save_decoder("MistralForCausalLM", "MistralConfig"),
    "phi3": save_decoder("Phi3ForCausalLM", "Phi3Config"),
}
