"""A T5 model that copies its source before any training: copying is built, not learned.

A small model trained from scratch spends most of its budget on learning to copy and still garbles names.
The initial weights here hold an induction circuit, so training only has to learn what to leave out and what
to change.

The residual stream (`d_model` wide) is divided at the start into

    T        the piece itself: a random vector (the rows of the tied embedding live here alone)
    P1 P2 P3 the pieces one, two and three places back, each as a random projection of T
    flag     one dimension that only the decoder's start piece has

Encoder layer 0, and decoder layer 0 before its cross-attention: heads 0, 1, 2 look one, two and three places
back (T5's position bias has a bucket of its own for every small offset) and write what they see into P1, P2,
P3.

Decoder layer 0, cross-attention, first half of the heads: the query is made of (T, P1, P2) of the decoder,
the key of (P1, P2, P3) of the encoder.  They meet at the source place whose three preceding pieces are the
last three pieces written so far, and the value is the piece at that place.  It is added to T with a gain
that outweighs the current piece, so the tied output layer names it: the sentence is copied piece by piece up
to its `</s>`.

At the start there is nothing written yet: the start piece's flag is read as if it were the end of the task
prefix, so that the first query meets the first piece behind the prefix.

All other weights are drawn small: heads and layers without a part in the circuit are free for training.  T5
does not scale attention scores, so the temperature lies in the query weights; its norm divides by the root
mean square, so a piece vector of length sqrt(d_model) passes the first norm unchanged, and all gains below
are relative to that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import T5Config, T5ForConditionalGeneration
from transformers.models.t5.modeling_t5 import T5Attention

OFFSETS = 3
POSITION_BIAS = 14.0
CONTEXT_GAIN = 0.6  # length of P1, P2, P3 relative to T
MATCH_SCORES = (14.0, 9.0, 6.0)  # attention score of a match one, two, three places back
COPY_GAIN = 2.5  # length of the copied piece relative to the current one
OUTPUT_SHARPNESS = 1.4  # final norm weight: logits of a sure copy about 18, of chance about 2
SMALL = 0.25  # scale of what unused heads and feed-forward layers write at the start


@dataclass(frozen=True)
class Layout:
    """Which dimensions of the residual stream hold what."""

    width: int
    context: int

    @property
    def piece(self) -> slice:
        """T."""
        return slice(0, self.width - OFFSETS * self.context - 1)

    def back(self, offset: int) -> slice:
        """P1, P2 or P3 (`offset` 1, 2, 3)."""
        start = self.piece.stop + (offset - 1) * self.context
        return slice(start, start + self.context)

    @property
    def flag(self) -> int:
        """The start piece's own dimension."""
        return self.width - 1


def build(
    config: T5Config,
    prefixes: Sequence[Sequence[int]],
    *,
    seed: int = 0,
    vectors: Tensor | None = None,
) -> T5ForConditionalGeneration:
    """A model that copies what follows any of `prefixes` (the pieces of each task prefix).

    `vectors`, if given, are rows of knowledge about the pieces (from co-occurrence) that take the place of
    as many random dimensions of T.  *Shape:* (pieces, vector dims)
    """
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    model = T5ForConditionalGeneration(config)
    layout = Layout(width=config.d_model, context=config.d_kv)
    with torch.no_grad():
        quieten(model)
        set_embedding(model, layout, generator, vectors=vectors)
        starts = [prefix_end(model.shared.weight, prefixes, back=back) for back in range(1, OFFSETS + 1)]
        look = orthogonal_rows(layout.context, layout.piece.stop, generator) * math.sqrt(
            layout.piece.stop / layout.context
        )
        for stack in (model.encoder, model.decoder):
            set_look_back(stack.block[0].layer[0].SelfAttention, layout, look, start=starts[0])
        set_copying(model.decoder.block[0].layer[1].EncDecAttention, layout, look, starts, generator)
        model.decoder.final_layer_norm.weight.fill_(OUTPUT_SHARPNESS)
        model.decoder.final_layer_norm.weight[layout.flag] = 0.0
    return model


def quieten(model: T5ForConditionalGeneration) -> None:
    """Makes every layer write little, so that the circuit is heard."""
    for name, weight in model.named_parameters():
        if name.endswith(("SelfAttention.o.weight", "EncDecAttention.o.weight", "wo.weight")):
            weight.mul_(SMALL)


def orthogonal_rows(rows: int, columns: int, generator: torch.Generator) -> Tensor:
    """Random orthonormal rows.  *Shape:* (rows, columns), rows <= columns"""
    square, _ = torch.linalg.qr(torch.randn(columns, rows, generator=generator))
    transposed: Tensor = square.T.contiguous()
    return transposed


def set_embedding(
    model: T5ForConditionalGeneration, layout: Layout, generator: torch.Generator, *, vectors: Tensor | None
) -> None:
    """Piece vectors of length sqrt(d_model) in T; the pad, which starts the decoder, has only the flag."""
    weight = model.shared.weight
    weight.zero_()
    pieces = torch.randn(len(weight), layout.piece.stop, generator=generator)
    if vectors is not None:
        pieces[:, -vectors.shape[1] :] = vectors / vectors.std()
    weight[:, layout.piece] = torch.nn.functional.normalize(pieces) * math.sqrt(layout.width)
    start = model.config.decoder_start_token_id
    weight[start] = 0.0
    weight[start, layout.flag] = math.sqrt(layout.width)


def prefix_end(embedding: Tensor, prefixes: Sequence[Sequence[int]], *, back: int) -> Tensor:
    """The vector that stands for "`back` places before the first piece of the text", over all prefixes.

    *Shape:* (d_model,)
    """
    pieces = {prefix[-back] for prefix in prefixes if len(prefix) >= back}
    if not pieces:
        return torch.zeros(embedding.shape[1])
    # Vectors of different pieces are nearly orthogonal: their sum meets each of them in full.
    total: Tensor = embedding[sorted(pieces)].sum(dim=0)
    return total


def set_look_back(attention: T5Attention, layout: Layout, look: Tensor, *, start: Tensor) -> None:
    """Heads 0, 1, 2 write the piece one, two, three places back into P1, P2, P3.

    A place too near the beginning falls back to the earliest piece there is.
    """
    size, length = layout.context, math.sqrt(layout.width)
    for head in range(OFFSETS):
        bias = attention.relative_attention_bias.weight[:, head]
        bias.fill_(-POSITION_BIAS / 2)
        for offset in range(head + 1):
            bias[offset] = POSITION_BIAS / 2 * offset / (head + 1)
        bias[head + 1] = POSITION_BIAS
        rows = slice(head * size, (head + 1) * size)
        attention.q.weight[rows] = 0.0
        attention.v.weight[rows] = 0.0
        attention.v.weight[rows, layout.piece] = look
        attention.v.weight[rows, layout.flag] = look @ start[layout.piece] / length
        attention.o.weight[:, rows] = 0.0
        attention.o.weight[layout.back(head + 1), rows] = CONTEXT_GAIN * torch.eye(size)


def set_copying(
    attention: T5Attention, layout: Layout, look: Tensor, starts: Sequence[Tensor], generator: torch.Generator
) -> None:
    """The first half of the heads find the place to copy from; each brings a share of its piece."""
    size, length = layout.context, math.sqrt(layout.width)
    heads = attention.n_heads // 2
    shares = context_shares(size)
    # Lengths of T and of each P behind the norm, where the stream holds T and three P.
    piece_length = length / math.sqrt(1 + OFFSETS * CONTEXT_GAIN**2)
    context_length = piece_length * CONTEXT_GAIN
    carry = orthogonal_rows(min(heads * size, layout.piece.stop), layout.piece.stop, generator)
    for head in range(heads):
        rows = slice(head * size, (head + 1) * size)
        attention.q.weight[rows] = 0.0
        attention.k.weight[rows] = 0.0
        first = head * size
        for offset, (share, score) in enumerate(zip(shares, MATCH_SCORES, strict=True), start=1):
            mix = orthogonal_rows(share, size, generator)
            group = slice(first, first + share)
            attention.k.weight[group, layout.back(offset)] = mix
            # What the decoder holds `offset - 1` places back: T itself, or P1, P2.
            seen = mix @ look if offset == 1 else mix
            held = layout.piece if offset == 1 else layout.back(offset - 1)
            held_length = piece_length if offset == 1 else context_length
            strength = score / (held_length * context_length * share / size)
            attention.q.weight[group, held] = strength * seen
            # The start piece counts as the end of the prefix; its look back has written starts[0] into P1
            # and P2.
            written = starts[offset - 1] - (starts[0] if offset > 1 else 0.0)
            gain = 1.0 if offset == 1 else CONTEXT_GAIN
            attention.q.weight[group, layout.flag] = (
                strength * gain * (mix @ look @ written[layout.piece]) / length
            )
            first += share
        carried = carry[rows]
        attention.v.weight[rows] = 0.0
        attention.v.weight[first - size : first - size + len(carried), layout.piece] = carried
        attention.o.weight[:, rows] = 0.0
        attention.o.weight[layout.piece, first - size : first - size + len(carried)] = (
            COPY_GAIN * length / piece_length * carried.T
        )


def context_shares(size: int) -> tuple[int, int, int]:
    """How many of a head's dimensions compare the first, second and third place back."""
    second, third = round(size * 0.32), round(size * 0.26)
    return (size - second - third, second, third)
