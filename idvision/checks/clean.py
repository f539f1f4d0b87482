"""Cleaners: pure functions from the text that was read to text that a check can judge.

Each takes and returns a `str`, never fails, and changes nothing when applied a second time.
A cleaner replaces only what cannot mean anything else in the field it is declared for.
"""

from __future__ import annotations

import re
import unicodedata

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Inside of a character class: Unicode's Han blocks up to extension H, compatibility forms, and 〇."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DIGIT_TWINS = str.maketrans("oOlI|", "00111")
_CREDIT_CODE_TWINS = str.maketrans("IOSZ", "1052")
_LETTERS_LIKE_DIGITS = str.maketrans("12806", "IZBDG")
NRIC_LENGTH = 9
_TIMES_SIGNS = str.maketrans("×✕✖╳х", "XXXXX")
_DOTS = "•・．.‧·･∙⋅●﹒"
_MRZ_TWINS = str.maketrans({"«": "<<", "《": "<<", "‹": "<", "〈": "<", "＜": "<", "\u2329": "<"})
_PERIOD_DATE = re.compile(
    r"[0-9]{4}(?:[年./]?[0-9]{2}[月./]?[0-9]{2}|[年./][0-9]{1,2}[月./][0-9]{1,2})|长期|長期"
)


def halfwidth(text: str) -> str:
    """Return `text` with full-width ASCII forms and the wide space made narrow; Han stays as it is.

    Unlike Unicode's NFKC this leaves compatibility ideographs alone: a name keeps the form printed.
    """
    return text.translate(_FULL_WIDTH)


def no_spaces(text: str) -> str:
    """Return `text` without any white space."""
    return "".join(text.split())


def capital_words(text: str) -> str:
    """Return `text` in capitals with single spaces and without full-width forms."""
    return " ".join(halfwidth(text).upper().split())


def upper(text: str) -> str:
    """Return `text` in capitals."""
    return text.upper()


def digits(text: str) -> str:
    """Return `text` with the sure twins of a digit replaced (o O to 0, l I | to 1); for digit fields."""
    return text.translate(_DIGIT_TWINS)


def digits_x(text: str) -> str:
    """Like `digits`, for numbers that may end in X: x and multiplication signs become X."""
    return digits(text).translate(_TIMES_SIGNS).replace("x", "X")


def times_x(text: str) -> str:
    """Return `text` with multiplication signs and X as `x`; for measures such as `4680×1820×1500mm`."""
    return text.translate(_TIMES_SIGNS).replace("*", "x").replace("X", "x")


def middle_dot(text: str) -> str:
    """Return `text` with every kind of dot, and the spaces around it, as one middle dot U+00B7."""
    return re.sub(rf"\s*[{re.escape(_DOTS)}]\s*", "·", text)


def strip_punctuation(text: str) -> str:
    """Return `text` without marks and spaces at either end; what stands inside stays."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", text)


def latin_words(text: str) -> str:
    """Return words with single spaces and without what is left of a caption at their ends: `: SMITH /`.

    A full stop at the end stays: it may belong to `JR.`; so do brackets.
    """
    return re.sub(r"^[\s:;.,/|*_\-]+|[\s:;,/|*_\-]+$", "", " ".join(text.split()))


def without_han(text: str) -> str:
    """Return words without the Han characters printed beside them, and without the brackets around those.

    In such brackets all else is a misread one: `LIM BOON (李R2)`.
    """
    text = re.sub(rf"[（(][^()（）]*[{HAN}][^()（）]*(?:[）)]|$)", " ", text)
    return " ".join(re.sub(rf"[（(]?\s*[{HAN}·]+\s*[）)]?", " ", text).split())


def no_honorific(text: str) -> str:
    """Return a name without the English title in front of it: `Mr. Somchai`, `MISS Ploy`."""
    return re.sub(
        r"^(?:(?:Mr|Mrs|Ms|Dr)\.\s*|(?:Mr|Mrs|Ms|Miss|Master)\b\.?\s+)", "", text, flags=re.IGNORECASE
    )


def plain_letters(text: str) -> str:
    """Return Latin text of a language without accents, those of a misreading left out; Ñ stays."""
    kept = (
        char if char in "Ññ" else unicodedata.normalize("NFD", char)
        for char in unicodedata.normalize("NFC", text)
    )
    return "".join(char for part in kept for char in part if not unicodedata.combining(char))


def no_small_end(text: str) -> str:
    """Return words in capitals without a small letter behind them, a stroke of the ground: `MARTINEZa`.

    One that has the shape of its capital may be that, so it stays.
    """
    return re.sub(r"(?<=[^\W\d_a-zß-ÿ]{3})[abdeghnqrt](?!\w)", "", text)


def capital_accents(text: str) -> str:
    """Return words in capitals with the small letters with accents, which have capitals alike: `MOïSE`."""
    return re.sub(r"[^\W\d_]+", lambda word: _as_capitals(word[0]), text)


def _as_capitals(word: str) -> str:
    small = [char for char in word if char.islower()]
    plain = any(char.isascii() or len(char.upper()) > 1 for char in small)
    return word if plain or 2 * len(small) >= len(word) else word.upper()


def nric_letters(text: str) -> str:
    """Return a number of nine characters with letters at its ends for digits like them: `585398701`."""
    if len(text) != NRIC_LENGTH:
        return text
    return text[0].replace("5", "S") + text[1:-1] + text[-1].translate(_LETTERS_LIKE_DIGITS)


def hidden_half(text: str) -> str:
    """Return a number whose second half is covered, `800101-`, with stars for that half: `800101-*******`.

    A half of which something can be read stays as it is, for the check to refuse if it is too short.
    """
    return re.sub(r"^(\d{6}) ?-\s*$", r"\1-*******", text)


def feet_mark(text: str) -> str:
    """Return a height in feet and inches of two figures with the mark of the feet, if not read: `506"`.

    No other mark stands behind the inches, whatever theirs looks like.
    """
    return re.sub(r"^(\d)(\d\d) ?[\"”″°*]$", "\\1'\\2\"", text)


def name_comma(text: str) -> str:
    """Return a name printed `SURNAME, GIVEN` with its comma where that was read as a stop: `CHAN. Tai`."""
    return (
        text
        if "," in text or "，" in text
        else re.sub(r"(?<=[^\W\d_]{2})\s*\.\s*(?=[^\W\d_])", ", ", text, count=1)
    )


def class_twins(text: str) -> str:
    """Return classes of vehicles with the characters that none has as those they look like: `CI`, `81`.

    A J is the stroke between two of them: `A2JA`.
    """
    text = re.sub(r"(?<=[ABCDEM12])[J!](?=[ABCD8])", "/", text)
    return re.sub(r"(?<![A-Z0-9])8", "B", re.sub(r"(?<=[ABCD])[Il|]", "1", text))


def house_number(text: str) -> str:
    """Return an address with the stop behind `NO` where it was read as a comma: `JL. MELATI NO, 7`."""
    return re.sub(r"\b(NO)[,:;] ?(?=\d)", r"\1. ", text, flags=re.IGNORECASE)


def street_stop(text: str) -> str:
    """Return an Indonesian address with the stop and the gap behind the word for a street: `JL, MELATI`."""
    return re.sub(r"^(JL)(?:\s*[.,:;]\s*|\s+)(?=\w)", r"\1. ", text, flags=re.IGNORECASE)


def letter_first(text: str) -> str:
    """Return a code that begins with a letter with the B that it was taken for an 8 in: `846` for `B46`."""
    return re.sub("^8", "B", text)


def city_space(text: str) -> str:
    """Return an Indonesian city or regency with the space behind the word for it: `KOTAMEDAN`."""
    return re.sub(r"^(KOTA|KABUPATEN|KAB\.)(?=[A-Z])", r"\1 ", text)


def issue_kind(text: str) -> str:
    """Return why a card of Taiwan was issued, `換發`, in the traditional characters that it is printed in."""
    return text.translate(str.maketrans("补换发", "補換發"))


def comma_space(text: str) -> str:
    """Return `text` with one space behind each comma and none before it: `CHAN,TAI` as `CHAN, TAI`."""
    return re.sub(r"\s*[,，]\s*", ", ", text)


def street_words(text: str) -> str:
    """Return an address with the spaces behind its marks, which are often not read, and `JI.` as `Jl.`."""
    text = re.sub(r"\bJ[I1|](?=\.)", "Jl", text)
    return re.sub(r"(?<=[^\W\d])\.(?=\d)|,(?=[^\W\d])", lambda mark: f"{mark[0]} ", text)


def dollar_s(text: str) -> str:
    """Return a name that no sum of money stands in with `S` where that was read as the dollar sign: `$40`."""
    return text.replace("$", "S")


def euro_sign(text: str) -> str:
    """Return an amount with the euro sign where a letter that it is often read as stands alone: `c401.76`."""
    return re.sub(r"^[cCeE](?=\s?\d)", "€", text)


def no_final_stop(text: str) -> str:
    """Return `text` without the full stop at its end, which is so small that it is often not read."""
    return text.rstrip("。")


def credit_code_twins(text: str) -> str:
    """Return `text` with the capitals that no credit code has as the digits they look like: I O S Z."""
    return text.translate(_CREDIT_CODE_TWINS)


def scope_marks(text: str) -> str:
    """Return a scope of business with `;` for the colons that cannot introduce a list of trades.

    Trades are parted by semicolons, which small print shows like colons.
    """
    return re.sub(r"(?<![目下类括营围]):", ";", text)


def moved_here(text: str) -> str:
    """Return an entry of a household register with its last word, 迁来, where it was read as one like it."""
    return re.sub("(?<=迁)[未末米耒朱采]$", "来", text)


def han_only(text: str) -> str:
    """Return the Han characters of `text`, in order."""
    return re.sub(rf"[^{HAN}]", "", text)


def period_start(text: str) -> str:
    """Return the first date of a printed period such as `2018.10.21-2038.10.21`.

    Text that holds no date comes back unchanged, for the check to refuse.
    """
    found = _PERIOD_DATE.findall(no_spaces(halfwidth(text)))
    return found[0] if found else text


def period_end(text: str) -> str:
    """Return the last date, or 长期, of a printed period; text that holds neither comes back unchanged.

    A lone date is taken for the end, because a layout may give each end its own slot.
    """
    found = _PERIOD_DATE.findall(no_spaces(halfwidth(text)))
    return found[-1] if found else text


def mrz_line(text: str) -> str:
    """Return `text` in the alphabet of a machine readable zone as far as that is sure.

    White space goes, letters become capitals, angle quotes that general recognisers print for
    fillers become `<`. Anything else stays, so that the check sees it.
    """
    return no_spaces(halfwidth(text)).translate(_MRZ_TWINS).upper()
