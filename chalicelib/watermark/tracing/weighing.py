"""From all that was found to one answer: the strongest source names the copy, the others confirm or contradict it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from chalicelib.watermark.covert import ALPHABET
from chalicelib.watermark.tracing.answers import Answer, Confidence, Evidence, Fit, Gap, Source
from chalicelib.watermark.tracing.codes import codes_in, identity_of

ALL_CODES = float(len(ALPHABET)) ** 12
ALL_IDENTITIES = 2.0**128

CERTAIN = 1e-6
LIKELY = 1e-3
"""Chances of an accident up to which an answer is called so."""

APART = 1_000
"""By how much less likely an accident must be for one copy than for the next to stand out."""

NAMED = 0.1
"""Beyond it no single copy is named: the answer points at a person."""

MOST_CANDIDATES = 20


class Looked(msgspec.Struct, frozen=True):
    """How much was looked at, as in Answer, and what could not be found."""

    pages: int
    told: int
    gaps: tuple[Gap, ...]


_STRENGTH = (Source.COVERT, Source.TEXT, Source.IDENTITY, Source.XMP, Source.INFO, Source.BYTES)
"""From the hardest to change to the easiest."""


def written(source: Source, texts: Sequence[str], candidates: Sequence[str]) -> list[Evidence]:
    """The copies that texts name, each text being a page or all that one source says."""
    found = Counter(code for text in texts for code in set(codes_in(text)))
    chance = max(1, len(candidates)) / ALL_CODES
    return [Evidence(source, code, seen, len(texts), chance) for code, seen in found.most_common(MOST_CANDIDATES)]


def identified(identity: bytes, candidates: Sequence[str]) -> list[Evidence]:
    """The candidate that the file's /ID was made of: nobody else's code gives it."""
    chance = max(1, len(candidates)) / ALL_IDENTITIES
    return [Evidence(Source.IDENTITY, code, 1, 1, chance) for code in candidates if identity_of(code) == identity]


def told(fits: Sequence[Fit]) -> list[Evidence]:
    """The copy that the pages' shifts tell, where one stands out from all others."""
    best = _standing_out(fits)
    return [_covert(best)] if best and best.chance <= LIKELY else []


def _standing_out(fits: Sequence[Fit]) -> Fit | None:
    """The first, where it is the only one or the others are far more likely to fit by accident."""
    apart = len(fits) == 1 or (len(fits) > 1 and fits[1].chance >= APART * fits[0].chance)
    return fits[0] if apart else None


def _covert(fit: Fit) -> Evidence:
    return Evidence(Source.COVERT, fit.copy_code, fit.agreeing, fit.of, fit.chance)


def weighed(evidence: Sequence[Evidence], fits: Sequence[Fit], candidates: Sequence[str], looked: Looked) -> Answer:
    """The answer. Nothing that was found is left out of its evidence."""
    ordered = sorted(evidence, key=lambda one: (_STRENGTH.index(one.source), -one.seen, one.copy_code))
    possible = tuple(fits[:MOST_CANDIDATES])
    if not ordered:
        return _only_possible(possible, looked)
    code = ordered[0].copy_code
    own = [one for one in ordered if one.copy_code == code]
    conflict = len(own) < len(ordered)
    return Answer(
        copy_code=code,
        confidence=_confidence(own, is_ours=code in candidates, conflict=conflict),
        chance=min(one.chance for one in own),
        pages=looked.pages,
        told=looked.told,
        conflict=conflict,
        evidence=tuple(ordered),
        candidates=tuple(fit for fit in possible if fit.copy_code != code) if conflict else (),
        gaps=looked.gaps,
    )


def _confidence(own: Sequence[Evidence], *, is_ours: bool, conflict: bool) -> Confidence:
    """Certain takes the covert code of enough pages, or a code in the text that another source names too, or that was
    handed out. Other codes beside it take a step away.

    A code that only Info, XMP or /ID name can have been put there by anybody: that is likely at best. What is read in
    the bytes of a torn file may be torn itself.
    """
    sources = {one.source for one in own}
    is_shown = Source.TEXT in sources and (is_ours or len(sources) > 1)
    if is_shown or any(one.source == Source.COVERT and one.chance <= CERTAIN for one in own):
        return Confidence.LIKELY if conflict else Confidence.CERTAIN
    if any(one.chance <= LIKELY and (is_ours or one.source != Source.BYTES) for one in own):
        return Confidence.POSSIBLE if conflict else Confidence.LIKELY
    return Confidence.POSSIBLE


def _only_possible(fits: tuple[Fit, ...], looked: Looked) -> Answer:
    """Too little was seen to be sure: a copy is named only where a single one fits, and hardly by accident."""
    if not fits:
        return Answer(None, Confidence.NOTHING, None, looked.pages, looked.told, False, (), (), looked.gaps)
    best = _standing_out(fits)
    best = best if best and best.chance <= NAMED else None
    evidence = (_covert(best),) if best else ()
    return Answer(
        copy_code=best.copy_code if best else None,
        confidence=Confidence.POSSIBLE,
        chance=best.chance if best else None,
        pages=looked.pages,
        told=looked.told,
        conflict=False,
        evidence=evidence,
        candidates=fits,
        gaps=looked.gaps,
    )
