"""Tunes the cut base with LoRA on the mixture of pairs; keeps a checkpoint every few minutes and goes on from it.

    python -m training.rewriter.train --steps 260                    writes .work/runs/rewriter/
    python -m training.rewriter.train --size tiny --steps 20         a random model of a minute, for tests

Adapters of rank 32 on every linear layer; loss on the target alone, so the vocabulary is only scored there. That, and
batches without an attention mask, is why this is a loop of its own and not the library's trainer.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from transformers import LlamaConfig, LlamaForCausalLM

from training.corpus import WORK
from training.rewriter.depth import CUT, copy_tokenizer
from training.rewriter.examples import (
    Batch,
    Encoder,
    Example,
    fill_batches,
    make_batch,
    read_prompts,
    training_batches,
)
from training.rewriter.pairs import PAIRS, Pair, read_pairs
from training.rewriter.vocabulary import END

RUNS = WORK / "runs"
LINEAR_LAYERS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
DEV_PAIRS_A_TASK = 36
WARM_UP_STEPS = 30
LEAST_RATE = 0.05
SEED = 3


@dataclass(frozen=True)
class Settings:
    """How a run trains; `steps` is the whole schedule, so a run that is cut short has not cooled down."""

    steps: int
    learning_rate: float = 1e-3
    rank: int = 32
    batch_pieces: int = 1600

    def rate_at(self, step: int) -> float:
        """The learning rate of a step: a short rise, then half a cosine."""
        cooled = 0.5 * (1 + math.cos(math.pi * min(1.0, step / self.steps)))
        return self.learning_rate * min(1.0, (step + 1) / WARM_UP_STEPS) * max(LEAST_RATE, cooled)


def loss_of(model: LlamaForCausalLM, batch: Batch) -> tuple[Tensor, int]:
    """The summed loss over the target pieces of a batch, in nats, and their number."""
    states = model.model(input_ids=batch.pieces, use_cache=False).last_hidden_state
    wanted = batch.pieces.roll(-1, 1)[batch.predicts_target]
    loss = functional.cross_entropy(model.lm_head(states[batch.predicts_target]), wanted, reduction="sum")
    return loss, len(wanted)


def dev_losses(
    model: LlamaForCausalLM, examples: Mapping[str, Sequence[Example]], *, padding: int
) -> dict[str, float]:
    """Mean loss a target piece for each task."""
    model.eval()
    found = {}
    with torch.no_grad():
        for task, given in examples.items():
            losses = [
                loss_of(model, make_batch(group, padding=padding))
                for group in fill_batches(given, max_pieces=1600)
            ]
            found[task] = round(sum(loss.item() for loss, _ in losses) / sum(count for _, count in losses), 3)
    model.train()
    return found


def dev_examples(pairs: Sequence[Pair], encoder: Encoder) -> dict[str, list[Example]]:
    """A fixed draw of dev pairs for each task."""
    shuffled = random.Random(SEED).sample(pairs, len(pairs))
    tasks = sorted({pair.task for pair in pairs})
    return {
        task: [encoder(pair) for pair in shuffled if pair.task == task][:DEV_PAIRS_A_TASK] for task in tasks
    }


def with_adapters(model: LlamaForCausalLM, *, rank: int) -> PeftModel:
    """The model with LoRA adapters on all its linear layers; everything else is frozen."""
    return get_peft_model(model, LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=LINEAR_LAYERS))


class Run:
    """A run in its folder: what it needs to go on, and its log."""

    def __init__(self, folder: Path, model: PeftModel, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.parameters = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
        self.optimizer = torch.optim.AdamW(self.parameters.values(), weight_decay=0.0, betas=(0.9, 0.98))
        self.step = 0
        self.pieces = 0
        self.seconds = 0.0
        folder.mkdir(parents=True, exist_ok=True)

    def save(self) -> None:
        """Keeps adapters, optimizer and counts; a kill in between leaves the last complete state."""
        tensors = {f"weight.{name}": weight.detach() for name, weight in self.parameters.items()}
        for name, weight in self.parameters.items():
            for kind, value in self.optimizer.state[weight].items():
                tensors[f"optimizer.{kind}.{name}"] = torch.as_tensor(value)
        counts = {"step": str(self.step), "pieces": str(self.pieces), "seconds": str(self.seconds)}
        save_file({name: value.contiguous() for name, value in tensors.items()}, self.folder / "next", counts)
        (self.folder / "next").replace(self.folder / "state.safetensors")

    def resume(self) -> None:
        """Goes on from the last state, if there is one."""
        path = self.folder / "state.safetensors"
        if not path.is_file():
            return
        tensors = load_file(path)
        with torch.no_grad():
            for name, weight in self.parameters.items():
                weight.copy_(tensors[f"weight.{name}"])
                self.optimizer.state[weight] = {
                    kind: tensors[f"optimizer.{kind}.{name}"] for kind in ("step", "exp_avg", "exp_avg_sq")
                }
        counts = _metadata(path)
        self.step, self.pieces, self.seconds = (
            int(counts["step"]),
            int(counts["pieces"]),
            float(counts["seconds"]),
        )

    def log(self, **facts: object) -> None:
        """One line of the log, and of the terminal."""
        line = json.dumps(
            {"step": self.step, "pieces": self.pieces, "minutes": round(self.seconds / 60, 1), **facts}
        )
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")
        print(line, flush=True)

    def learn(self, model: LlamaForCausalLM, batch: Batch) -> float:
        """One step; gives the mean loss a target piece."""
        started = time.monotonic()
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.rate_at(self.step)
        loss, count = loss_of(model, batch)
        (loss / count).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.parameters.values(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.pieces += batch.size
        self.seconds += time.monotonic() - started
        return loss.item() / count


def _metadata(path: Path) -> dict[str, str]:
    from safetensors import safe_open

    with safe_open(path, framework="pt") as file:
        return dict(file.metadata())


def tiny_model(pieces: int, *, end: int) -> LlamaForCausalLM:
    """A random model of the same layout, small enough to be trained in a test."""
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=pieces,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            tie_word_embeddings=True,
            bos_token_id=end,
            eos_token_id=end,
            pad_token_id=end,
        )
    )


def train(
    model: LlamaForCausalLM,
    tokenizer: Tokenizer,
    folder: Path,
    settings: Settings,
    *,
    pairs: Sequence[Pair],
    dev: Sequence[Pair],
    save_every_s: float = 240,
) -> LlamaForCausalLM:
    """Trains up to the end of the schedule, from the last checkpoint where there is one; gives the merged model."""
    encoder, padding = Encoder(tokenizer, read_prompts()), tokenizer.token_to_id(END)
    measured = dev_examples(dev, encoder)
    adapted = with_adapters(model, rank=settings.rank)
    plain = adapted.base_model.model
    run = Run(folder, adapted, settings)
    run.resume()
    run.log(settings=asdict(settings), pairs=len(pairs), dev=dev_losses(plain, measured, padding=padding))
    batches = training_batches(
        pairs, encoder, max_pieces=settings.batch_pieces, padding=padding, seed=SEED + run.step
    )
    saved, losses = time.monotonic(), []
    while run.step < settings.steps:
        losses.append(run.learn(plain, next(batches)))
        if time.monotonic() - saved > save_every_s:
            run.save()
            run.log(
                train=round(sum(losses) / len(losses), 3), dev=dev_losses(plain, measured, padding=padding)
            )
            saved, losses = time.monotonic(), []
    run.save()
    run.log(dev=dev_losses(plain, measured, padding=padding))
    return adapted.merge_and_unload()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--name", default="rewriter")
    parser.add_argument("--start", type=Path, default=CUT, help="folder of the model to tune")
    parser.add_argument(
        "--size", choices=("full", "tiny"), default="full", help="tiny: a random model, for a trial"
    )
    parser.add_argument("--pairs", type=Path, default=PAIRS / "mixture.jsonl")
    parser.add_argument("--dev", type=Path, default=PAIRS / "dev.jsonl")
    parser.add_argument("--steps", type=int, default=260)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    tokenizer = Tokenizer.from_file(str(options.start / "tokenizer.json"))
    if options.size == "tiny":
        model = tiny_model(tokenizer.get_vocab_size(), end=tokenizer.token_to_id(END))
    else:
        model = LlamaForCausalLM.from_pretrained(options.start, dtype=torch.float32)
    settings = Settings(steps=options.steps, learning_rate=options.learning_rate)
    folder = RUNS / options.name
    merged = train(
        model, tokenizer, folder, settings, pairs=read_pairs(options.pairs), dev=read_pairs(options.dev)
    )
    merged.save_pretrained(folder / "merged")
    copy_tokenizer(options.start, folder / "merged")


if __name__ == "__main__":
    main()
