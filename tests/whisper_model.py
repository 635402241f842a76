"""A Whisper model in miniature: real in every part and format, but whatever it hears, it says one sentence.

All its weights are nought but two tables: each place in the decoder has a direction of its own, and the output layer
turns it into the token that belongs there. So faster-whisper and CTranslate2 load and run as they do with any model,
and what comes out is known. The voice detection, which decides whether the model is asked at all, is real as well.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from ctranslate2.specs.whisper_spec import WhisperSpec
from faster_whisper.tokenizer import _LANGUAGE_CODES
from numpy.typing import NDArray
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

WIDTH = 64
WORDS = 50257
"""How many words stand before the special ones in Whisper's own vocabulary; the last is empty."""

LANGUAGES = [code for code in _LANGUAGE_CODES if code != "yue"]
SURE, UNSURE = 40.0, 0.9
"""How much stronger the right token is than the others: its probability is then one, or nearly nothing."""

Weights = NDArray[np.float32]


def whisper_model(folder: Path, sentence: str, *, sure: bool = True, silent: bool = False) -> Path:
    """Make a model in `folder` that says `sentence`, is `sure` of it, or takes all for `silent`."""
    folder.mkdir(parents=True)
    said = [f"Ġ{word}" for word in sentence.split()]
    special = [
        *("<|endoftext|>", "<|startoftranscript|>", *(f"<|{code}|>" for code in LANGUAGES)),
        *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"),
        *(f"<|{step * 0.02:.2f}|>" for step in range(1501)),
    ]
    words = [*sorted(pre_tokenizers.ByteLevel.alphabet()), *said]
    words += [f"Ġ{number}x" for number in range(WORDS - len(words) - 1)] + [""]
    _tokenizer(words, special).save(str(folder / "tokenizer.json"))
    tokens = [*words, *special]
    script = ["<|0.00|>", *said, "<|1.00|>", "<|endoftext|>"]
    strength = SURE if sure else UNSURE
    places = {tokens.index(token): (at, strength) for at, token in enumerate(script, start=3 - 1)}
    if silent:
        places[tokens.index("<|nospeech|>")] = (0, SURE)
    spec = _spec(len(tokens), places)
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [tokens.index(f"<|{code}|>") for code in LANGUAGES]
    spec.config.alignment_heads = [(0, 0)]
    spec.validate()
    spec.save(str(folder))
    return folder


def _tokenizer(words: list[str], special: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(vocab={word: number for number, word in enumerate(words)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in special])
    return tokenizer


def _nought(*shape: int) -> Weights:
    return np.zeros(shape, dtype=np.float32)


def _spec(size: int, places: dict[int, tuple[int, float]]) -> WhisperSpec:
    """One layer each way. `places`: where each token of the sentence stands, and how strongly."""
    spec = WhisperSpec(1, 1, 1, 1)
    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = _nought(WIDTH, 80, 3), _nought(WIDTH)
    encoder.conv2.weight, encoder.conv2.bias = _nought(WIDTH, WIDTH, 3), _nought(WIDTH)
    encoder.position_encodings.encodings = _nought(1500, WIDTH)
    decoder.embeddings.weight = _nought(size, WIDTH)
    decoder.position_encodings.encodings = _nought(448, WIDTH)
    decoder.position_encodings.encodings[:WIDTH] = np.eye(WIDTH, dtype=np.float32)
    decoder.projection.weight = _nought(size, WIDTH)
    for token, (at, strength) in places.items():
        decoder.projection.weight[token, at] = strength
    for norm in (encoder.layer_norm, decoder.layer_norm):
        _norm(norm)
    for layer in (*encoder.layer, *decoder.layer):
        _attention(layer.self_attention, [3 * WIDTH, WIDTH])
        _norm(layer.ffn.layer_norm)
        _linear(layer.ffn.linear_0, 4 * WIDTH, WIDTH)
        _linear(layer.ffn.linear_1, WIDTH, 4 * WIDTH)
    for layer in decoder.layer:
        _attention(layer.attention, [WIDTH, 2 * WIDTH, WIDTH])
    return spec


def _norm(norm: object) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, dtype=np.float32), _nought(WIDTH)  # type: ignore[attr-defined]


def _linear(linear: object, out: int, into: int) -> None:
    linear.weight, linear.bias = _nought(out, into), _nought(out)  # type: ignore[attr-defined]


def _attention(attention: object, widths: list[int]) -> None:
    _norm(attention.layer_norm)  # type: ignore[attr-defined]
    for linear, width in zip(attention.linear, widths, strict=True):  # type: ignore[attr-defined]
        _linear(linear, width, WIDTH)
