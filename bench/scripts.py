"""Attacks by scripts that read what pages draw: they delete operators, in the pages and in the forms these call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from bench.texts import SHOWING, shown, texts

Operators = list[Any]
"""Of a page or form, as pikepdf parses them: operands and operator."""

Rule = Callable[[Operators, Any, Sequence[str]], Operators]
"""What is left of the operators; asked with the resources that they call and the words that give the visitor away."""

PAINTING = SHOWING | set("f F f* B B* b b* S s Do sh".split()) | {"INLINE IMAGE"}


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The file's bytes."""
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def scripted(copy: bytes, rule: Rule, words: Sequence[str]) -> bytes:
    """The copy after the rule has gone over every page and every form."""
    with pikepdf.open(BytesIO(copy)) as pdf:
        done: set[tuple[int, int]] = set()
        for page in pdf.pages:
            resources = page.obj.get("/Resources", pikepdf.Dictionary())
            left = _left(page, resources, rule, words)
            if left is not None:
                page.obj.Contents = pdf.make_stream(left)
            _script_forms(resources, rule, words, done)
        return saved(pdf)


def without_common_end(copy: bytes, spared: int) -> bytes:
    """The copy without the operators that a page has at its end in common with the next.

    Of these the first are spared that end so many states; the page's own drawing may end like the next one's, too.
    """
    with pikepdf.open(BytesIO(copy)) as pdf:
        drawn = [list(pikepdf.parse_content_stream(page)) for page in pdf.pages]
        written = [[pikepdf.unparse_content_stream([one]) for one in operators] for operators in drawn]
        for place, page in enumerate(pdf.pages):
            same = _common(written[place], written[place - 1 if place + 1 == len(written) else place + 1])
            kept = _spared(drawn[place], len(drawn[place]) - same, spared)
            page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(_closed(kept)))
        return saved(pdf)


def _spared(operators: Operators, begin: int, spared: int) -> Operators:
    """The operators before the place, and those behind it up to the end of so many outer states."""
    depth, kept = 0, begin
    for place, one in enumerate(operators):
        depth += {"q": 1, "Q": -1}.get(str(one.operator), 0)
        if spared and place >= begin and str(one.operator) == "Q" and depth <= 1:
            kept, spared = place + 1, spared - 1
    return operators[:kept]


def _common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """How many operators at their ends are the same."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((place for place, (here, there) in enumerate(pairs) if here != there), min(len(one), len(other)))


def _closed(operators: Operators) -> Operators:
    """The operators, and the end of every state that they leave open."""
    still_open = sum({"q": 1, "Q": -1}.get(str(one.operator), 0) for one in operators)
    return operators + [pikepdf.ContentStreamInstruction([], pikepdf.Operator("Q"))] * max(0, still_open)


def _script_forms(resources: Any, rule: Rule, words: Sequence[str], done: set[tuple[int, int]]) -> None:
    for _, form in resources.get("/XObject", pikepdf.Dictionary()).items():
        if form.get("/Subtype") != pikepdf.Name.Form or form.objgen in done:
            continue
        done.add(form.objgen)
        own = form.get("/Resources", resources)
        left = _left(form, own, rule, words)
        if left is not None:
            form.write(left)
        _script_forms(own, rule, words, done)


def _left(drawn: Any, resources: Any, rule: Rule, words: Sequence[str]) -> bytes | None:
    """None where the rule changes nothing."""
    try:
        operators = list(pikepdf.parse_content_stream(drawn))
    except pikepdf.PdfError:
        return None
    left = rule(operators, resources, words)
    return None if len(left) == len(operators) else pikepdf.unparse_content_stream(left)


def without_artifacts(operators: Operators, resources: Any, words: Sequence[str]) -> Operators:  # noqa: ARG001 - a rule
    """All marked content that is tagged as an artifact."""
    left: Operators = []
    inside = 0
    for one in operators:
        name = str(one.operator)
        opens = name in ("BMC", "BDC")
        if opens and (inside or str(one.operands[0]) in ("/Artifact", "/Watermark")):
            inside += 1
        elif not inside:
            left.append(one)
        elif name == "EMC":
            inside -= 1
    return left


def without_plain_words(operators: Operators, resources: Any, words: Sequence[str]) -> Operators:  # noqa: ARG001 - a rule
    """Strings whose bytes are the words, in Latin-1 or UTF-16."""
    sought = [word.encode(coding) for word in words for coding in ("latin-1", "utf-16-be")]
    return [one for one in operators if not any(word in shown(one) for word in sought)]


def without_read_words(operators: Operators, resources: Any, words: Sequence[str]) -> Operators:
    """Text objects that say one of the words, read by their fonts' own tables."""
    dropped = {place for text in texts(operators, resources) if text.says(words) for place in text.showing}
    return [one for place, one in enumerate(operators) if place not in dropped]


def without_font_of_words(operators: Operators, resources: Any, words: Sequence[str]) -> Operators:
    """All text in any font in which one of the words is set."""
    found = list(texts(operators, resources))
    fonts = {font for text in found if text.says(words) for font in text.fonts}
    dropped = {place for text in found if text.fonts & fonts for place in text.showing}
    return [one for place, one in enumerate(operators) if place not in dropped]


def without_transparent(operators: Operators, resources: Any, words: Sequence[str]) -> Operators:  # noqa: ARG001 - a rule
    """All that is painted where the fill is transparent."""
    states = resources.get("/ExtGState", pikepdf.Dictionary())
    left: Operators = []
    saved_states: list[bool] = []
    faint = False
    for one in operators:
        name = str(one.operator)
        if name == "q":
            saved_states.append(faint)
        elif name == "Q" and saved_states:
            faint = saved_states.pop()
        elif name == "gs":
            faint = float(states.get(str(one.operands[0]), {}).get("/ca", 1.0 if not faint else 0.5)) < 1
        if not (faint and name in PAINTING):
            left.append(one)
    return left


def without_font_nor_transparent(operators: Operators, resources: Any, words: Sequence[str]) -> Operators:
    """Both of the last two."""
    return without_transparent(without_font_of_words(operators, resources, words), resources, words)


def understood(operators: Operators, resources: Any, words: Sequence[str]) -> Operators:
    """What a person would write who has looked at how this very mark is drawn.

    Forms that say one of the words are not called; where the page itself says it, everything from the end of what was
    drawn before is deleted.
    """
    drawings = resources.get("/XObject", pikepdf.Dictionary())
    left = [one for one in operators if not (str(one.operator) == "Do" and _form_says(drawings, one, words))]
    places = [place for text in texts(left, resources) if text.says(words) for place in text.showing]
    if not places:
        return left
    ends = [place for place, one in enumerate(left[: min(places)]) if str(one.operator) == "Q"]
    return _closed(left[: _outermost(left, ends) + 1] if ends else [])


def _form_says(drawings: Any, called: Any, words: Sequence[str]) -> bool:
    form = drawings.get(str(called.operands[0]))
    if form is None or form.get("/Subtype") != pikepdf.Name.Form:
        return False
    operators = list(pikepdf.parse_content_stream(form))
    return any(text.says(words) for text in texts(operators, form.get("/Resources", pikepdf.Dictionary())))


def _outermost(operators: Operators, ends: Sequence[int]) -> int:
    """Of the places where a saved state ends, the last one that leaves the fewest states open."""
    depth, left_open = 0, {}
    for place in range(ends[-1] + 1):
        depth += {"q": 1, "Q": -1}.get(str(operators[place].operator), 0)
        left_open[place] = depth
    return min(reversed(ends), key=left_open.__getitem__)
