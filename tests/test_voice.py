"""The pieces of the board's voice: all there, small, and made as loud as each other."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pytest

from infra import voice

TOOLS_MISSING = any(shutil.which(tool) is None for tool in voice.TOOLS)


def a_tone(height: float, seconds: float = 0.2) -> voice.Sound:
    return [height * math.sin(at / 7) for at in range(int(seconds * voice.RATE))]


def test_every_piece_is_shipped_and_all_of_them_are_small() -> None:
    files = list(voice.FOLDER.iterdir())

    assert {file.name for file in files} == {f"{name}.mp3" for name in ["gong", *voice.said()]}
    assert sum(file.stat().st_size for file in files) < 300_000
    assert all(file.read_bytes()[:1] == b"\xff" for file in files)


def test_silence_around_a_word_is_cut_and_its_edges_begin_at_nothing() -> None:
    silence = [0.0] * voice.RATE

    cut = voice.trimmed([*silence, *a_tone(0.5), *silence])

    assert len(cut) == pytest.approx(0.2 * voice.RATE + 2 * voice.EDGE, abs=10)
    assert (cut[0], cut[-1]) == (0, 0)


@pytest.mark.parametrize("height", [0.01, 0.3, 1.0])
def test_soft_and_loud_words_become_equally_loud(height: float) -> None:
    made = voice.even(a_tone(height))

    assert 20 * math.log10(voice.loudness(made)) == pytest.approx(voice.LOUDNESS_DB, abs=0.1)


def test_word_with_a_sharp_peak_is_brought_up_without_being_cut_off() -> None:
    sharp = a_tone(0.05)
    sharp[2000:2003] = [0.9, -1.0, 0.8]

    made = voice.even(sharp)

    assert 20 * math.log10(voice.peak(made)) < voice.PEAK_DB
    assert 20 * math.log10(voice.loudness(made)) == pytest.approx(voice.LOUDNESS_DB, abs=1)


@pytest.mark.slow
@pytest.mark.skipif(TOOLS_MISSING, reason="espeak-ng and lame make the pieces; they are not needed to ship them")
def test_script_makes_the_pieces_that_are_shipped(tmp_path: Path) -> None:
    made = voice.make(tmp_path / "suara")

    assert {file.name for file in made} == {file.name for file in voice.FOLDER.iterdir()}
    for file in made:
        assert file.stat().st_size == pytest.approx((voice.FOLDER / file.name).stat().st_size, rel=0.3)
