"""The loop that pretraining and fine-tuning share: AdamW, warmup and decay, checkpoints, dev loss."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from batches import IGNORED, Batch
from torch import Tensor
from transformers import T5ForConditionalGeneration
from workers import Workers

ALONE = Workers()


@dataclass(frozen=True)
class Schedule:
    """Length and pace of a run.  It ends after `minutes`, whatever the machine gets done in them."""

    minutes: float
    learning_rate: float = 1e-3
    warmup_minutes: float = 1.5
    weight_decay: float = 0.01
    clip: float = 1.0
    checkpoint_minutes: float = 4.0
    keep: int = 6

    def rate(self, elapsed: float) -> float:
        """Learning rate after `elapsed` minutes: linear warmup, then half a cosine down to a twentieth."""
        warmup = min(self.warmup_minutes, self.minutes / 2)
        if elapsed < warmup:
            return self.learning_rate * max(elapsed, 0.02) / warmup
        progress = min(1.0, (elapsed - warmup) / max(self.minutes - warmup, 1e-9))
        return self.learning_rate * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * progress)))


@dataclass(frozen=True)
class Progress:
    """How far a run has come; saved with every checkpoint, so that a run can go on from one."""

    minutes: float = 0.0
    steps: int = 0
    pieces: int = 0


def loss_of(model: T5ForConditionalGeneration, batch: Batch, *, rivals: int | None = None) -> Tensor:
    """Mean cross-entropy over target pieces.  Logits are made for real pieces only, not for padding.

    With `rivals`, the sum over the vocabulary is estimated from the pieces of the batch and that many others
    drawn at random (importance sampling): on a CPU the full output layer takes half of a tiny model's time.
    """
    encoded = model.encoder(input_ids=batch.sources, attention_mask=batch.source_mask).last_hidden_state
    shifted = batch.targets.new_full(batch.targets.shape, model.config.decoder_start_token_id)
    shifted[:, 1:] = batch.targets[:, :-1].clamp(min=model.config.pad_token_id)
    decoded = model.decoder(
        input_ids=shifted,
        encoder_hidden_states=encoded,
        encoder_attention_mask=batch.source_mask,
        use_cache=False,
    ).last_hidden_state
    real = batch.targets != IGNORED
    hidden, wanted = decoded[real] * model.config.d_model**-0.5, batch.targets[real]
    if rivals is None:
        return torch.nn.functional.cross_entropy(hidden @ model.shared.weight.T, wanted)
    candidates, correction = draw_candidates(batch, rivals=rivals, pieces=model.config.vocab_size)
    logits = hidden @ model.shared.weight[candidates].T + correction
    place = torch.empty(model.config.vocab_size, dtype=torch.long, device=wanted.device)
    place[candidates] = torch.arange(len(candidates), device=wanted.device)
    return torch.nn.functional.cross_entropy(logits, place[wanted])


def draw_candidates(batch: Batch, *, rivals: int, pieces: int) -> tuple[Tensor, Tensor]:
    """The pieces of a batch, then `rivals` others, with what to add to their logits.

    A drawn piece stands for all that were not drawn, so it counts (others / drawn) times: the log of that is
    added.
    *Shapes:* (candidates,), (candidates,)
    """
    device = batch.sources.device
    present = torch.zeros(pieces, dtype=torch.bool, device=device)
    present[batch.sources.flatten()] = True
    present[batch.targets[batch.targets != IGNORED]] = True
    own, others = present.nonzero().flatten(), (~present).nonzero().flatten()
    drawn = others[torch.randperm(len(others), device=device)[:rivals]]
    correction = torch.zeros(len(own) + len(drawn), device=device)
    correction[len(own) :] = math.log(len(others) / max(len(drawn), 1))
    return torch.cat([own, drawn]), correction


@torch.no_grad()
def mean_loss(model: T5ForConditionalGeneration, batches: Iterable[Batch]) -> float:
    """Loss per target piece over all batches."""
    total, pieces = 0.0, 0
    for batch in batches:
        count = int((batch.targets != IGNORED).sum())
        total += float(loss_of(model, batch)) * count
        pieces += count
    return total / max(pieces, 1)


def run(
    model: T5ForConditionalGeneration,
    batches: Iterable[Batch],
    *,
    schedule: Schedule,
    dev: Mapping[str, list[Batch]],
    folder: Path,
    rivals: int | None = None,
    workers: Workers = ALONE,
) -> Progress:
    """Trains until the schedule's minutes are spent; goes on from the newest checkpoint in `folder` if there
    is one.

    Writes `step-N/` (model, optimizer, progress) and a line of `log.jsonl` at every checkpoint.  Runs where
    the model lies: in bfloat16 on a GPU, in float32 on a CPU (bfloat16 without its own instructions is 50
    times slower).
    """
    folder.mkdir(parents=True, exist_ok=True)
    device = model.device
    half = torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda")
    dev = {name: [batch.to(device) for batch in part] for name, part in dev.items()}
    optimizer = torch.optim.AdamW(
        model.parameters(),
        lr=schedule.learning_rate,
        betas=(0.9, 0.98),
        weight_decay=schedule.weight_decay,
        fused=True,
    )
    progress = resume(model, optimizer, folder)
    if workers.leads:
        log_line(folder, progress, dev_losses(model, dev), train=math.nan, rate=0.0)
    started = time.monotonic() - 60 * progress.minutes
    saved, recent = progress.minutes, []
    for batch in batches:
        with half:
            loss = loss_of(model, batch.to(device), rivals=rivals)
        loss.backward()  # type: ignore[no-untyped-call]
        minutes, pieces = workers.share(model, ((time.monotonic() - started) / 60, batch.pieces))
        rate = schedule.rate(progress.minutes)
        step(model, optimizer, rate=rate, clip=schedule.clip)
        recent.append(float(loss.detach()))
        progress = Progress(minutes / workers.count, progress.steps + 1, progress.pieces + int(pieces))
        finished = progress.minutes >= schedule.minutes
        if finished or progress.minutes - saved >= schedule.checkpoint_minutes:
            if workers.leads:
                train = sum(recent) / len(recent)
                log_line(folder, progress, dev_losses(model, dev), train=train, rate=rate)
                save(model, optimizer, progress, folder, keep=schedule.keep)
            saved, recent = progress.minutes, []
        if finished:
            break
    return progress


def step(
    model: T5ForConditionalGeneration, optimizer: torch.optim.Optimizer, *, rate: float, clip: float
) -> None:
    """One update from the gradients that have been gathered."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


def dev_losses(model: T5ForConditionalGeneration, dev: Mapping[str, list[Batch]]) -> dict[str, float]:
    """The mean loss on every part of dev."""
    return {name: mean_loss(model, part) for name, part in dev.items()}


def log_line(
    folder: Path, progress: Progress, dev: Mapping[str, float], *, train: float, rate: float
) -> None:
    """One line of the log, also printed."""
    line = json.dumps(
        {
            **asdict(progress),
            "minutes": round(progress.minutes, 2),
            "rate": round(rate, 7),
            "train": round(train, 4),
            "dev": {name: round(loss, 4) for name, loss in dev.items()},
        }
    )
    print(line, flush=True)
    with (folder / "log.jsonl").open("a") as log:
        log.write(line + "\n")


def checkpoints(folder: Path) -> list[Path]:
    """Checkpoints of a run, oldest first."""
    return sorted(folder.glob("step-*"), key=lambda path: int(path.name.removeprefix("step-")))


def steps_done(folder: Path) -> int:
    """Steps of the newest checkpoint, 0 without one."""
    found = checkpoints(folder)
    return int(found[-1].name.removeprefix("step-")) if found else 0


def save(
    model: T5ForConditionalGeneration,
    optimizer: torch.optim.Optimizer,
    progress: Progress,
    folder: Path,
    *,
    keep: int,
) -> None:
    """Writes a checkpoint; only the newest keeps its optimizer, only `keep` stay."""
    for old in checkpoints(folder):
        (old / "optimizer.pt").unlink(missing_ok=True)
    path = folder / f"step-{progress.steps}"
    path.mkdir(exist_ok=True)
    torch.save(model.state_dict(), path / "model.pt")
    torch.save(optimizer.state_dict(), path / "optimizer.pt")
    (path / "progress.json").write_text(json.dumps(asdict(progress)))
    for old in checkpoints(folder)[:-keep]:
        for file in old.iterdir():
            file.unlink()
        old.rmdir()


def resume(model: T5ForConditionalGeneration, optimizer: torch.optim.Optimizer, folder: Path) -> Progress:
    """Loads the newest checkpoint that still has its optimizer; a fresh start if there is none."""
    for path in reversed(checkpoints(folder)):
        if (path / "optimizer.pt").is_file():
            model.load_state_dict(torch.load(path / "model.pt", weights_only=True))
            optimizer.load_state_dict(torch.load(path / "optimizer.pt", weights_only=True))
            return Progress(**json.loads((path / "progress.json").read_text()))
    return Progress()


def averaged(paths: Iterable[Path]) -> dict[str, Tensor]:
    """The mean of the weights of several checkpoints."""
    states = [torch.load(path / "model.pt", weights_only=True) for path in paths]
    return {name: torch.stack([state[name].float() for state in states]).mean(dim=0) for name in states[0]}
