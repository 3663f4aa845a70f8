"""The board's voice: `python -m infra.voice` makes the pieces of web/papan/suara/ with Debian's espeak-ng and lame."""

import math
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "web" / "papan" / "suara"
TOOLS = ("espeak-ng", "lame")

RATE = 22050
"""Samples a second, espeak-ng's own."""

WORDS_A_MINUTE = 135
KILOBITS = 40
LOUDNESS_DB = -15.0
"""What every piece is brought to: the mean power of its voiced part, below full scale."""

PEAK_DB = -2.0
"""No sample is above it: coding to mp3 and back overshoots a little."""

WAVE_HEAD = 44
FRAME = RATE // 50
SILENCE_DB = -42.0
FADE = RATE // 200
EDGE = RATE // 100

LETTERS = (
    "'a b'e tS'e d'e 'e 'Ef g'e h'a 'i dZ'e k'a 'El 'Em 'En 'o p'e k'i 'ER2 'Es t'e 'u f'e w'e 'Eks j'e z'Et".split()
)
"""The alphabet as Indonesian spells it (EYD V, chapter I.A), in espeak-ng's phonemes."""

NUMERALS = {
    "nol": "n'ol",
    "satu": "s'atu",
    "dua": "d'ua",
    "tiga": "t'iga",
    "empat": "@mp'at",
    "lima": "l'ima",
    "enam": "@n'am",
    "tujuh": "t'udZuh",
    "delapan": "d@l'apan",
    "sembilan": "s@mb'ilan",
    "sepuluh": "s@p'uluh",
    "sebelas": "s@b@l'as",
    "belas": "b@l'as",
    "puluh": "p'uluh",
}
PLACES = {"loket": "l'oket", "meja-layanan": "m'edZa laj'anan", "ruang-baca": "R2'uaN b'atSa"}
PHRASES = {"nomor-antrean": "n'omOR2 antR2'ean", "silakan-menuju": "sil'akan m@n'udZu"}
"""Phonemes, for espeak-ng's rules read *loket*, *belas* and *empat* with other vowels than KBBI gives."""

Sound = list[float]


def said() -> dict[str, str]:
    """Every spoken piece and its text for espeak-ng: a comma keeps the voice up, a full stop lets it fall.

    What can end an announcement is there a second time, falling: *-akhir*.
    """
    words = dict(zip("abcdefghijklmnopqrstuvwxyz", LETTERS, strict=True)) | NUMERALS | PLACES | PHRASES
    going_on = {name: f"[[{phonemes}]]," for name, phonemes in words.items()}
    closing = (NUMERALS | PLACES).items()
    return going_on | {f"{name}-akhir": f"[[{phonemes}]]." for name, phonemes in closing if name != "nol"}


def make(folder: Path = FOLDER) -> list[Path]:
    """Writes every piece anew, and nothing else into the folder; the same tools give the same bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pieces = {"gong": chime()} | {name: spoken(text) for name, text in said().items()}
    return [encoded(even(sound), folder / f"{name}.mp3") for name, sound in pieces.items()]


def spoken(text: str) -> Sound:
    """What espeak-ng says, without the silence around it."""
    command = ["espeak-ng", "-v", "id", "-s", str(WORDS_A_MINUTE), "--stdout", text]
    made = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603
    samples = array("h", made[WAVE_HEAD:])
    return trimmed([sample / 32768 for sample in samples])


def chime() -> Sound:
    """Two tones of a bell, a third apart: heard before any word, and not like one."""
    length, second = int(1.5 * RATE), int(0.5 * RATE)
    sound = [0.0] * length
    for start, pitch in ((0, 659.26), (second, 523.25)):
        for at in range(start, length):
            sound[at] += _bell(pitch, (at - start) / RATE)
    return faded(sound)


def _bell(pitch: float, seconds: float) -> float:
    partials = ((1, 1.0, 3.0), (2, 0.35, 5.0), (3, 0.12, 8.0))
    return sum(
        power * math.exp(-decay * seconds) * math.sin(2 * math.pi * pitch * times * seconds)
        for times, power, decay in partials
    )


def trimmed(sound: Sound) -> Sound:
    """From a hundredth of a second before the first audible sample to as long after the last."""
    least = peak(sound) * _factor(SILENCE_DB)
    audible = [at for at, sample in enumerate(sound) if abs(sample) > least]
    return faded(sound[max(0, audible[0] - EDGE) : audible[-1] + EDGE])


def faded(sound: Sound) -> Sound:
    """Begins and ends at nothing, so that no joint clicks."""
    for at in range(min(FADE, len(sound))):
        sound[at] *= at / FADE
        sound[-1 - at] *= at / FADE
    return sound


def even(sound: Sound) -> Sound:
    """As loud as every other piece. Where a peak would stand out, it is bent, and the loudness sought again."""
    for _ in range(8):
        gain = _factor(LOUDNESS_DB) / loudness(sound)
        sound = [_bent(sample * gain) for sample in sound]
    return sound


def _bent(sample: float) -> float:
    """Untouched below half of the highest, then ever flatter towards it: nothing is cut off."""
    most = _factor(PEAK_DB)
    knee = most / 2
    size = abs(sample)
    if size <= knee:
        return sample
    return math.copysign(knee + (most - knee) * math.tanh((size - knee) / (most - knee)), sample)


def loudness(sound: Sequence[float]) -> float:
    """Root of the mean power over the frames that carry the sound: those within 20 dB of the strongest."""
    powers = [_power(sound[at : at + FRAME]) for at in range(0, max(1, len(sound) - FRAME + 1), FRAME)]
    carrying = [power for power in powers if power > max(powers) / 100]
    return math.sqrt(sum(carrying) / len(carrying))


def _power(frame: Sequence[float]) -> float:
    return sum(sample * sample for sample in frame) / len(frame)


def peak(sound: Sequence[float]) -> float:
    """The farthest sample from silence; 1 is full scale."""
    return max(abs(sample) for sample in sound)


def _factor(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def encoded(sound: Sound, file: Path) -> Path:
    """The sound as mp3, one channel."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as source:
        with wave.open(source.name, "wb") as written:
            written.setparams((1, 2, RATE, 0, "NONE", ""))
            written.writeframes(array("h", (round(sample * 32767) for sample in sound)).tobytes())
        command = ["lame", "--quiet", "-m", "m", "-b", str(KILOBITS), "-q", "0", source.name, str(file)]
        subprocess.run(command, check=True)  # noqa: S603
    return file


def main() -> int:
    """Makes the pieces and says how many there are, or which tool is missing."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        sys.stderr.write(f"Not installed: {', '.join(missing)}. On Debian: apt-get install {' '.join(TOOLS)}\n")
        return 1
    files = make()
    size = sum(file.stat().st_size for file in files)
    sys.stdout.write(f"{FOLDER.relative_to(PROJECT)}: {len(files)} pieces, {size / 1000:.0f} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
