"""Sentences, and the language they are asked in."""

from __future__ import annotations

import pytest

from chalicelib.watermark.model import RefusalCode
from chalicelib.wording import LANGUAGES, Language, labels, language_of, say, sentences


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "id"),
        ("", "id"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("id,en;q=0.8", "id"),
        ("en;q=0.2,id;q=0.9", "id"),
        ("fr", "id"),
        ("en;q=zero", "id"),
        ("*", "id"),
    ],
)
def test_language_is_the_callers_indonesian_first(header: str | None, language: Language) -> None:
    assert language_of(header) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_whole(language: Language) -> None:
    for code, texts in sentences().items():
        assert texts[language].endswith((".", "?")), code


def test_labels_stand_in_both_languages() -> None:
    assert [code for code, texts in labels().items() if {*texts} != {"id", "en"} or not all(texts.values())] == []


def test_sentences_are_filled_in() -> None:
    assert say("did-you-mean", "id", suggestion="siti@gmail.com") == "Apakah maksud Anda siti@gmail.com?"


def test_value_that_is_not_known_leaves_a_gap_not_an_error() -> None:
    assert say("too-long", "en") == "At most … characters."


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusal_of_a_file_says_what_is_wrong_and_what_to_do(language: Language) -> None:
    told = {code.value: say(code.value, language) for code in RefusalCode}

    assert [code for code, words in told.items() if len(words.split(". ")) != 2] == []
