"""What the number of a payment card tells of it."""

from __future__ import annotations

import pytest

from idvision.checks.bank_bins import BankCard, bank_name, bank_of, card_kind, card_scheme
from training.adopt_bins import read_source, table


@pytest.mark.parametrize(
    ("number", "card"),
    [
        ("6222021234567890128", BankCard("中国工商银行", "debit", "unionpay")),
        ("6222 0212 3456 7890 128", BankCard("中国工商银行", "debit", "unionpay")),
        ("6222451122334455", BankCard("中国工商银行", "credit", "unionpay")),
        # A bank's own range, of no network.
        ("9558801234567890128", BankCard("中国工商银行", "debit", "")),
        # Eight digits of one bank within six of another: the longer ones count.
        ("6224981234567890122", BankCard("河北银行", "debit", "unionpay")),
        ("6224980212345678903", BankCard("秦皇岛市商业银行", "debit", "unionpay")),
        # Two banks are named for these digits: neither is.
        ("6225161234567895", BankCard("", "debit", "unionpay")),
        ("4111111111111111", BankCard("", "", "visa")),
        ("378282246310005", BankCard("", "", "amex")),
        ("2223003122003222", BankCard("", "", "mastercard")),
        ("6011000111111112", BankCard("", "", "discover")),
    ],
)
def test_what_a_number_tells(number: str, card: BankCard) -> None:
    assert bank_of(number) == card
    assert (bank_name(number), card_kind(number), card_scheme(number)) == (card.bank, card.kind, card.scheme)


@pytest.mark.parametrize(
    "number",
    # A wrong check digit, no number, and a range that networks share and no bank of the table has.
    ["6222021234567890127", "6222", "", "8123456789012340"],
)
def test_what_tells_nothing(number: str) -> None:
    assert bank_of(number) is None
    assert bank_name(number) == card_kind(number) == card_scheme(number) == ""


SOURCE = """
var list = [{
    bankName: "甲银行",
    bankCode: "JIA",
    patterns: [{
      reg: /^(622001|622002)\\d{13}$/g,
      cardType: "DC"
    }, {
      reg: /^(622003)\\d{10}$/g,
      cardType: "CC"
    }]
  }, {
    bankName: "乙银行",
    bankCode: "YI",
    patterns: [{
      reg: /^(622002|888)\\d{13}$/g,
      cardType: "DC"
    }, {
      reg: /^(622003)\\d{10}$/g,
      cardType: "SCC"
    }, {
      reg: /^(6220040)\\d{13}$/g,
      cardType: "PC"
    }]
  }];
"""


def test_the_source_becomes_a_table() -> None:
    rows = [line.split("\t") for line in table(read_source(SOURCE)).splitlines() if not line.startswith("#")]
    assert rows == [
        # Two banks and two kinds; two banks of one kind. 888 is too short, a number of 20 digits too long.
        ["", "", "16", "622003"],
        ["", "debit", "19", "622002"],
        ["甲银行", "debit", "19", "622001"],
    ]


def test_a_rule_of_another_form_is_not_passed_over() -> None:
    for wrong in (SOURCE.replace("{13}", "{13,14}"), SOURCE.replace('"PC"', '"QQ"')):
        with pytest.raises(ValueError, match="not understood"):
            read_source(wrong)
