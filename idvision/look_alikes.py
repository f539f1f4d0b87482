"""Cyrillic and Greek letters as the Latin ones that stand for them when they are read.

The networks that read lines have no Cyrillic letters: they answer `Homep` for `Номер`, `OpraH` for `Орган`.
A caption is declared as it is printed; comparing both by what they look like finds it all the same.
"""

from __future__ import annotations

CYRILLIC = {
    **{"а": "a", "б": "6", "в": "b", "г": "r", "д": "a", "ђ": "h", "е": "e", "є": "e", "ж": "x", "з": "3"},
    **{"и": "n", "і": "i", "ј": "j", "к": "k", "л": "n", "љ": "nb", "м": "m", "н": "h", "њ": "hb", "о": "o"},
    **{"п": "n", "р": "p", "с": "c", "т": "t", "ћ": "h", "у": "y", "ф": "φ", "х": "x", "ц": "u", "ч": "4"},
    **{"џ": "u", "ш": "w", "щ": "w", "ъ": "b", "ы": "bi", "ь": "b", "э": "3", "ю": "io", "я": "g"},
    **{"қ": "k", "ғ": "f", "ң": "h", "ө": "o", "ұ": "y", "ү": "y", "һ": "h", "ә": "e"},
}
"""Small letters of Russian, Ukrainian, Bulgarian, Macedonian, Serbian and Kazakh, without accents."""
OTHER_LOOKS = str.maketrans({"я": "a", "Я": "a"})
"""What some are read as just as often: `Имя` as `Nmg` and as `NMA`."""
GREEK = {
    **{"α": "a", "β": "b", "γ": "r", "δ": "a", "ε": "e", "ζ": "z", "η": "h", "ι": "i", "κ": "k", "λ": "n"},
    **{"μ": "m", "ν": "v", "ο": "o", "π": "n", "ρ": "p", "σ": "o", "ς": "c", "τ": "t", "υ": "y", "χ": "x"},
    "ω": "w",
}
"""Those of Greek: the networks know them, and answer them for Cyrillic letters too (`Πon` for `Пол`)."""
