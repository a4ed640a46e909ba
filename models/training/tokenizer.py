"""The tokenizer of the embedded model: sentencepiece unigram, 16,384 pieces, lossless.

Text is not normalised (no NFKC: curly quotes, dashes and full-width letters come back as they went in),
digits are one piece each so that numbers copy digit by digit, and unknown characters fall back to bytes.
Ids follow T5: pad 0, </s> 1, <unk> 2.  The same pieces are written twice: `spiece.model` for sentencepiece
and `tokenizer.json` for transformers; `check` compares both over many lines.

    python models/training/tokenizer.py train
    python models/training/tokenizer.py check --lines 10000
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import sentencepiece
from corpus import WORK, read_rows
from tokenizers import Tokenizer, decoders, pre_tokenizers, processors
from tokenizers.models import Unigram

FOLDER = WORK / "tokenizer"
PIECES = 16_384
PAD, EOS, UNK = 0, 1, 2
SAMPLE_LINES = 450_000
SEED = 11


def sentence_lines(text: str) -> Iterator[str]:
    """Rough sentences of a text, single-spaced; good enough to count pieces on."""
    for line in text.split("\n"):
        for sentence in re.split(r"(?<=[.!?]) (?=[A-Z\"“])", line):
            sentence = " ".join(sentence.split())
            if 20 <= len(sentence) <= 400:
                yield sentence


def training_lines() -> Iterator[str]:
    """Cased lines from the encyclopedia, the news, press releases, newswire and translations."""
    for row in islice(read_rows("text/wikipedia_core"), 0, None, 6):
        yield from sentence_lines(row["text"])
    for row in islice(read_rows("text/wikinews"), 0, None, 2):
        yield from sentence_lines(row["text"])
    for row in islice(read_rows("summaries/senate_headlines"), 0, None, 8):
        yield from sentence_lines(row["document"])
    for row in islice(read_rows("summaries/reuters21578"), 0, None, 4):
        yield from sentence_lines(row["document"].replace("\n", " "))
    for row in read_rows("cleanup/light_pairs"):
        yield from sentence_lines(row["target"])


def sample(lines: Iterable[str], size: int, *, seed: int) -> list[str]:
    """`size` lines drawn evenly from all (reservoir sampling), reproducible by `seed`."""
    draw = random.Random(seed)
    kept: list[str] = []
    for count, line in enumerate(lines):
        if count < size:
            kept.append(line)
        elif (place := draw.randrange(count + 1)) < size:
            kept[place] = line
    return kept


def train(folder: Path = FOLDER) -> Path:
    """Writes `spiece.model` and `tokenizer.json` with its config into `folder`; gives the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = sample(training_lines(), SAMPLE_LINES, seed=SEED)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(folder / "spiece"),
        model_type="unigram",
        vocab_size=PIECES,
        character_coverage=0.9998,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        pad_id=PAD,
        eos_id=EOS,
        unk_id=UNK,
        bos_id=-1,
        num_threads=2,
        max_sentence_length=2048,
    )
    save_for_transformers(folder / "spiece.model", folder)
    return folder / "spiece.model"


def save_for_transformers(spiece: Path, folder: Path) -> None:
    """Writes `tokenizer.json` and its config with the pieces and scores of a sentencepiece model."""
    processor = sentencepiece.SentencePieceProcessor(model_file=str(spiece))
    vocabulary = [
        (processor.id_to_piece(i), processor.get_score(i)) for i in range(processor.get_piece_size())
    ]
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=UNK, byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", EOS)])
    tokenizer.add_special_tokens(["<pad>", "</s>", "<unk>"])
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        # The generic class reads tokenizer.json as it stands; T5Tokenizer would rebuild it without byte
        # fallback.
        "tokenizer_class": "PreTrainedTokenizerFast",
        "pad_token": "<pad>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "clean_up_tokenization_spaces": False,
        "model_max_length": 512,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")


def differing_lines(folder: Path, lines: Iterable[str]) -> list[str]:
    """The lines that sentencepiece and transformers cut differently, or that do not come back."""
    from transformers import AutoTokenizer

    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "spiece.model"))
    tokenizer = AutoTokenizer.from_pretrained(folder)
    differing = []
    for line in lines:
        pieces = [*processor.encode(line), EOS]
        same_pieces = tokenizer(line)["input_ids"] == pieces
        if not same_pieces or processor.decode(pieces) != line or tokenizer.decode(pieces[:-1]) != line:
            differing.append(line)
    return differing


def check_lines(count: int) -> Iterator[str]:
    """Lines the tokenizer did not sample: machine translations and news."""
    for row in read_rows("cleanup/light_pairs", limit=count // 2):
        yield row["mt"]
    for row in read_rows("text/wikinews", limit=count // 2):
        yield from islice(sentence_lines(row["text"]), 1)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=["train", "check"])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--lines", type=int, default=10_000)
    options = parser.parse_args()
    if options.step == "train":
        print(train(options.folder))
    differing = differing_lines(options.folder, check_lines(options.lines))
    print(f"{len(differing)} of {options.lines} lines differ")
    for line in differing[:10]:
        print(repr(line))


if __name__ == "__main__":
    main()
