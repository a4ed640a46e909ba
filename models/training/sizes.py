"""Model sizes of the recipe: one frozen table, turned into transformers configurations."""

from __future__ import annotations

from dataclasses import dataclass

from transformers import T5Config


@dataclass(frozen=True)
class Size:
    """Shape of one model.  `vector_dims` of `d_model` start as co-occurrence vectors, see `piece_vectors`."""

    d_model: int
    d_ff: int
    heads: int
    head_dim: int
    encoder_layers: int
    decoder_layers: int
    vector_dims: int


SIZES = {
    "tiny": Size(256, 768, 8, 32, encoder_layers=3, decoder_layers=2, vector_dims=48),
    "small": Size(384, 1152, 8, 48, encoder_layers=6, decoder_layers=3, vector_dims=64),
    "full": Size(448, 1792, 8, 56, encoder_layers=8, decoder_layers=3, vector_dims=64),
}


def configuration(size: Size, *, pieces: int, dropout: float = 0.0) -> T5Config:
    """T5 1.0 layout (relu, tied embeddings, scaled logits) over a vocabulary of `pieces`."""
    return T5Config(
        vocab_size=pieces,
        d_model=size.d_model,
        d_kv=size.head_dim,
        d_ff=size.d_ff,
        num_heads=size.heads,
        num_layers=size.encoder_layers,
        num_decoder_layers=size.decoder_layers,
        dropout_rate=dropout,
        feed_forward_proj="relu",
        pad_token_id=0,
        eos_token_id=1,
        decoder_start_token_id=0,
        tie_word_embeddings=True,
    )
