"""Vote on what several frames read: texts with probabilities -> one text, elected character by character.

Texts are lined up into columns, one character or nothing of each text in every column, and each column elects
its character by the weight of evidence behind it: the negative logarithm of the doubt in each vote.
Source: J. G. Fiscus, A post-processing system to yield reduced word error rates: recognizer output voting
error reduction (ROVER), Proc. IEEE ASRU (1997), 347-354; here with characters for words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import exp, log

# The weight of having nothing in a column, by that of the text's own characters. Under 1, because blur and
# glare take characters away more often than they invent one; two texts without it outvote one with it.
GAP_WEIGHT = 0.6
# How alike the errors of two frames are, from 0 for independent ones to 1. They share print, lens and
# network, so no number of frames is worth more than 1 / CORRELATION independent ones.
CORRELATION = 0.5
_SUBSTITUTION, _GAP = 1.0, 0.75
_LEAST_DOUBT = 1e-6
# Networks are seldom as unsure as they should be: beyond this a vote gains no weight.
_SUREST_VOTE = 0.995

Network = list[list["Ballot"]]


@dataclass(frozen=True, slots=True, order=True)
class Ballot:
    """What one frame read, and the probability of each of its characters; of nothing, that of nothing.

    `trust` is the share of its evidence that counts: a character of a line that is hardly legible says less
    than its own probability does.
    """

    text: str
    probabilities: tuple[float, ...] = ()
    trust: float = 1.0

    @property
    def weight(self) -> float:
        """The mean evidence of the characters in nats that counts, 0 for a ballot without any."""
        evidence = [-log(1 - min(probability, _SUREST_VOTE)) for probability in self.probabilities]
        return self.trust * sum(evidence) / len(evidence) if evidence else 0.0


@dataclass(frozen=True, slots=True)
class Elected:
    """The text that won, how sure its characters are, and its share of the votes where it was tightest."""

    text: str
    probabilities: tuple[float, ...]
    share: float


def elect_text(ballots: Sequence[Ballot]) -> Elected:
    """Return the text elected column by column; it may be one that no frame read as a whole.

    Where nothing is elected over a character, the share of that vote is taken off the whole text.
    """
    elected = [elect(column) for column in columns(ballots)]
    kept = min((one.share for one in elected if not one.text), default=1.0)
    return Elected(
        "".join(one.text for one in elected),
        tuple(kept * probability for one in elected if one.text for probability in one.probabilities),
        min((one.share for one in elected), default=1.0),
    )


def elect(ballots: Sequence[Ballot]) -> Elected:
    """Return the text with the greatest sum of weights; its characters are as sure as its voters agree.

    Each probability is that of the agreeing frames, times the share of the votes: an unopposed text gains by
    every frame that has it, and one vote against another of equal weight leaves 1/2 of either.
    """
    by_text = [(text, list(same)) for text, same in groupby(sorted(ballots), key=lambda ballot: ballot.text)]
    weights = {text: sum(ballot.weight for ballot in same) for text, same in by_text}
    winner, voters = max(by_text, key=lambda entry: (weights[entry[0]], entry[0]))
    total = sum(weights.values())
    share = weights[winner] / total if total > 0 else 0.0
    agreed = (agreement(place) for place in zip(*(ballot.probabilities for ballot in voters), strict=True))
    return Elected(winner, tuple(share * probability for probability in agreed), share)


def agreement(probabilities: Sequence[float]) -> float:
    """Return how sure a character is that several frames read alike.

    n frames whose errors correlate by r are worth n / (1 + (n - 1) r) independent ones (the design effect,
    L. Kish, Survey Sampling, 1965, section 8.2): their mean doubt, geometrically, is raised to that power.
    Frames surest first, as many of them as help most, so that an unsure one cannot make a sure one unsure.
    The value lies between the greatest probability and 1 - the product of all doubts, that of independence.
    """
    doubts = sorted(1 - probability for probability in probabilities)
    if doubts[0] <= _LEAST_DOUBT:
        return 1 - doubts[0]
    logs = [log(doubt) for doubt in doubts]
    return 1 - min(exp(sum(logs[:n]) / (1 + (n - 1) * CORRELATION)) for n in range(1, len(logs) + 1))


def columns(ballots: Sequence[Ballot]) -> Network:
    """Line texts up; the surest are laid down first, so the order of the ballots does not matter."""
    surest_first = sorted(ballots, key=lambda ballot: (-sum(ballot.probabilities), ballot))
    network: Network = []
    for count, ballot in enumerate(surest_first):
        network = _added(network, ballot, [_nothing(other) for other in surest_first[:count]])
    return network


def likeness(a: str, b: str) -> float:
    """Return the share of columns in which two texts are alike, 1 for two empty texts."""
    network = columns([Ballot(text, (1.0,) * len(text)) for text in (a, b)])
    return sum(one.text == other.text for one, other in network) / len(network) if network else 1.0


def _nothing(ballot: Ballot) -> Ballot:
    """Return the vote of a text that has nothing in a column."""
    evidence = replace(ballot, trust=1.0).weight
    return Ballot("", (1 - exp(-GAP_WEIGHT * evidence),), ballot.trust)


def _added(network: Network, ballot: Ballot, absent: list[Ballot]) -> Network:
    """Return a network with one more text, by the least number of changes.

    `absent` are the votes of the texts before it in a column that only the new one has.
    """
    letters = [
        Ballot(character, (probability,), ballot.trust)
        for character, probability in zip(ballot.text, ballot.probabilities, strict=True)
    ]
    return [
        [
            *(network[column] if column is not None else absent),
            letters[place] if place is not None else _nothing(ballot),
        ]
        for column, place in _path(network, ballot.text)
    ]


def _path(network: Network, text: str) -> list[tuple[int | None, int | None]]:
    """Return which column each character joins: pairs of column and place, None for neither."""
    costs = _costs(network, text)
    column, place = len(network), len(text)
    path: list[tuple[int | None, int | None]] = []
    while column and place:
        here, last = costs[column][place], network[column - 1]
        if here == costs[column - 1][place - 1] + _change(last, text[place - 1]):
            column, place = column - 1, place - 1
            path.append((column, place))
        elif here == costs[column - 1][place] + _change(last, ""):
            column -= 1
            path.append((column, None))
        else:
            place -= 1
            path.append((None, place))
    rest = [*((index, None) for index in range(column)), *((None, index) for index in range(place))]
    return [*rest, *reversed(path)]


def _costs(network: Network, text: str) -> list[list[float]]:
    """Return the least cost of every beginning of the network against every beginning of the text."""
    costs = [[place * _GAP for place in range(len(text) + 1)]]
    for column in network:
        above = costs[-1]
        skipped = _change(column, "")
        row = [above[0] + skipped]
        for place, character in enumerate(text):
            row.append(
                min(above[place] + _change(column, character), above[place + 1] + skipped, row[place] + _GAP)
            )
        costs.append(row)
    return costs


def _change(column: Sequence[Ballot], character: str) -> float:
    if any(ballot.text == character for ballot in column):
        return 0.0
    return _SUBSTITUTION if character else _GAP
