"""Tells whether each operator of a drawing is known and gets its operands.

At an operator with too few of them, poppler leaves the rest of the stream undrawn: the mark too, if it stood there. A
drawing that is not found sound here is isolated as a form, which draws the same.
"""

from __future__ import annotations

import re

_SPACE = rb"[\x00\t\n\f\r ]"
_ENDED = rb"(?![^\x00\t\n\f\r ()<>\[\]{}/%])"
_PLAIN = rb"[^()\\]++|\\."
_STRING = rb"\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb")*+\))*+\))*+\)"
_SCALAR = (
    rb"(?:[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)" + _ENDED + rb"|/[^\x00\t\n\f\r ()<>\[\]{}/%]*+|" + _STRING + rb"|"
    rb"<[0-9A-Fa-f\x00\t\n\f\r ]*+>|(?:true|false|null)" + _ENDED + rb")"
)
_LIST = rb"\[(?:" + _SCALAR + rb"|" + _SPACE + rb"++)*+\]"
_TABLE = (
    rb"<<(?:" + _SCALAR + rb"|" + _LIST + rb"|" + _SPACE + rb"++|<<(?:" + _SCALAR + rb"|" + _SPACE + rb"++)*+>>)*+>>"
)
_OPERAND = rb"(?:(?:" + _SCALAR + rb"|" + _LIST + rb"|" + _TABLE + rb")" + _SPACE + rb"*+)"
_BY_OPERANDS = {
    6: rb"cm?|Tm|d1",
    4: rb"re|v|y|k|K",
    3: rb"RG|rg|\"",
    2: rb"T[dDf]|m|l|d0?|BDC|DP",
    1: rb"T[jJLcrswz]|'|BMC|MP|CS|cs|Do|G|g|gs|J|j|M|i|ri|sh|w",
    0: rb"q|Q|BT|ET|T\*|EMC|BX|EX|[SsFhnW]|[Bbf]\*?|W\*|SCN?|scn?",
}
"""The least number of operands (ISO 32000-2, annex A)."""

_OPERATIONS = rb"|".join(
    rb"%s{%d,}+(?:%s)%s" % (_OPERAND, least, names, _ENDED) for least, names in _BY_OPERANDS.items()
)
_PICTURE = rb"BI" + _ENDED + rb".*?" + _SPACE + rb"ID" + _SPACE + rb".*?" + _SPACE + rb"EI" + _ENDED
_DRAWING = re.compile(
    rb"(?:" + _SPACE + rb"++|%[^\r\n]*+|" + _OPERATIONS + rb"|" + _PICTURE + rb")*+",
    re.DOTALL,
)


def are_sound(content: bytes) -> bool:
    """True where the content is nothing but known operators, each with enough operands before it."""
    return _DRAWING.fullmatch(content) is not None
