"""What pages tell together: which codes fit what was read, and how likely that is by accident."""

from __future__ import annotations

import math

import pytest

from chalicelib.watermark.covert import nibbles_of
from chalicelib.watermark.tracing.deciphering import accident, fits
from tests.watermark.books import CODE
from tests.watermark.leaks import OTHER

OTHERS = ["LP-7777-2222-9999", "LP-ABCD-EFGH-JKMN", OTHER]


def test_fits_are_only_as_good_as_the_pages_that_agree() -> None:
    told = dict(enumerate(nibbles_of(CODE)))
    misread = told | {3: told[3] ^ 1, 9: told[9] ^ 2}

    [right] = fits(told, [CODE], is_placed=True)
    [wrong] = fits(misread, [CODE], is_placed=True)

    assert (right.agreeing, wrong.agreeing) == (16, 14)
    assert right.chance == pytest.approx(16**-16)
    assert wrong.chance == pytest.approx(accident(16, 14))


def test_pages_of_another_copy_do_not_add_up_by_repeating_themselves() -> None:
    pages = {page: nibbles_of(CODE)[page % 16] for page in range(176)}
    near = f"{CODE[:-4]}9999"

    right, wrong = fits(pages, [CODE, near, *OTHERS], is_placed=True)

    assert (right.copy_code, right.agreeing) == (CODE, 176)
    assert (wrong.copy_code, wrong.agreeing) == (near, 110)
    assert wrong.chance == pytest.approx(5 * accident(16, 10))


def test_sixteen_pages_alone_are_confirmed_by_nothing_but_the_check() -> None:
    [spelt] = fits(dict(enumerate(nibbles_of(CODE))), [], is_placed=True)

    assert spelt.copy_code == CODE
    assert spelt.chance == pytest.approx(1 / 16)


def test_pages_that_were_never_moved_tell_nothing() -> None:
    assert fits(dict.fromkeys(range(40), 0), [CODE, "LP-0000-0000-0000"], is_placed=True) == []


@pytest.mark.parametrize("agreeing", [0, 1, 8, 16])
def test_accident_is_the_tail_of_a_binomial_distribution(agreeing: int) -> None:
    exact = sum(math.comb(16, hits) * 15 ** (16 - hits) for hits in range(agreeing, 17)) / 16**16

    assert accident(16, agreeing) == pytest.approx(exact)
