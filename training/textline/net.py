"""PP-OCRv6 small text recognition in torch, with the weights of the file that `rapidocr` installs.

Source: PaddleOCR (PaddlePaddle, Apache-2.0): a convolutional backbone of depthwise mixers, an SVTR neck of
two attention blocks, one linear layer to the classes, CTC. Norms are folded into the backbone's convolutions.
The weights stand in the file in forward order, which is all that `load_pretrained` relies on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from idvision.text_recognize import charset_from_metadata
from training.lcnet import SqueezeExcite

Weights = dict[str, Tensor]
WIDTH = 120
"""Numbers that describe one step of a line."""
_HEADS = 8
# Input and output channels, stride of the rows, squeeze-and-excitation.
_BLOCKS = (
    (96, 96, 1, True), (96, 96, 1, False), (96, 96, 1, False), (96, 192, 2, False),
    (192, 192, 1, True), (192, 192, 1, False), (192, 192, 1, True), (192, 192, 1, False),
    (192, 192, 1, True), (192, 192, 1, False), (192, 384, 2, False),
    (384, 384, 1, True), (384, 384, 1, False),
)  # fmt: skip


class Stem(nn.Module):
    """`(N, 3, H, W)` -> `(N, 96, H / 4, W / 4)`."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 48, 3, 2, 1)
        self.narrow = nn.Conv2d(48, 24, 2)
        self.widen = nn.Conv2d(24, 48, 2)
        self.halve = nn.Conv2d(96, 48, 3, 2, 1)
        self.last = nn.Conv2d(48, 96, 1)

    def forward(self, image: Tensor) -> Tensor:
        """Return the features at stride 4."""
        edges = torch.relu(self.first(image))
        # An even kernel pads on the right and below.
        padded = functional.pad(edges, (0, 1, 0, 1))
        detail = torch.relu(self.narrow(padded))
        detail = torch.relu(self.widen(functional.pad(detail, (0, 1, 0, 1))))
        joined = torch.cat([functional.max_pool2d(padded, 2, 1), detail], 1)
        return torch.relu(self.last(torch.relu(self.halve(joined))))


class Mixer(nn.Module):
    """Mix neighbours channel by channel, then the channels of each place."""

    def __init__(self, inputs: int, outputs: int, stride: int, attend: bool) -> None:
        super().__init__()
        self.neighbours = nn.Conv2d(inputs, inputs, 3, (stride, 1), 1, groups=inputs)
        self.attention = SqueezeExcite(inputs) if attend else nn.Identity()
        self.expand = nn.Conv2d(inputs, 2 * inputs, 1)
        self.project = nn.Conv2d(2 * inputs, outputs, 1)
        self.adds = stride == 1

    def forward(self, features: Tensor) -> Tensor:
        """Return the mixed features, their rows reduced by the stride."""
        mixed = self.attention(self.neighbours(features))
        changed = self.project(functional.gelu(self.expand(mixed)))
        return mixed + changed if self.adds else changed


class ConvNorm(nn.Module):
    """Convolution without bias, batch norm at the statistics that it came with, swish."""

    def __init__(self, inputs: int, kernel: tuple[int, int], groups: int = 1) -> None:
        super().__init__()
        padding = (kernel[0] // 2, kernel[1] // 2)
        self.conv = nn.Conv2d(inputs, WIDTH, kernel, 1, padding, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(WIDTH)

    def train(self, mode: bool = True) -> ConvNorm:
        """Leave the norm's statistics as they are: batches of lines of one width would bend them."""
        super().train(mode)
        self.norm.eval()
        return self

    def forward(self, features: Tensor) -> Tensor:
        """Return `(N, 120, H, W)`."""
        return functional.silu(self.norm(self.conv(features)))


class Attention(nn.Module):
    """A transformer block over the steps of a line: `(N, T, 120)` -> the same shape."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.ask = nn.Linear(WIDTH, 3 * WIDTH)
        self.answer = nn.Linear(WIDTH, WIDTH)
        self.norm_mixed = nn.LayerNorm(WIDTH)
        self.expand = nn.Linear(WIDTH, 2 * WIDTH)
        self.project = nn.Linear(2 * WIDTH, WIDTH)

    def forward(self, steps: Tensor) -> Tensor:
        """Return each step with what the others tell it."""
        count, length = steps.shape[:2]
        query, key, value = (
            asked.reshape(count, length, _HEADS, WIDTH // _HEADS).transpose(1, 2)
            for asked in self.ask(self.norm(steps)).split(WIDTH, 2)
        )
        weights = torch.softmax(query @ key.transpose(2, 3) * (WIDTH // _HEADS) ** -0.5, 3)
        told = (weights @ value).transpose(1, 2).reshape(count, length, WIDTH)
        steps = steps + self.answer(told)
        return steps + self.project(functional.silu(self.expand(self.norm_mixed(steps))))


class LineReader(nn.Module):
    """Lines `(N, 3, 48, W)` float32 -> logits `(N, W / 8, classes)`; class 0 is blank."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.stem = Stem()
        self.blocks = nn.Sequential(*(Mixer(*block) for block in _BLOCKS))
        self.skip = ConvNorm(384, (1, 1))
        self.reduce = ConvNorm(384, (1, 1))
        self.along = ConvNorm(WIDTH, (1, 7), groups=WIDTH)
        self.attention = nn.Sequential(Attention(), Attention())
        self.norm = nn.LayerNorm(WIDTH, eps=1e-6)
        self.classes = nn.Linear(WIDTH, classes)

    def features(self, lines: Tensor) -> Tensor:
        """Return `(N, W / 8, 120)`, what the classes are told apart by."""
        pooled = functional.avg_pool2d(self.blocks(self.stem(lines)), (3, 2))
        reduced = self.reduce(pooled)
        reduced = reduced + self.along(reduced)
        steps = self.norm(self.attention(reduced.flatten(2).transpose(1, 2)))
        return steps + self.skip(pooled).flatten(2).transpose(1, 2)

    def forward(self, lines: Tensor) -> Tensor:
        """Return the logits of every class at every step."""
        return self.classes(self.features(lines))


def characters_in(path: Path) -> tuple[str, ...]:
    """Return the character of each class of a recogniser's ONNX file."""
    return _characters_of(onnx.load(path))


def _characters_of(model: onnx.ModelProto) -> tuple[str, ...]:
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    return charset_from_metadata(metadata["character"])


def load_pretrained(path: Path, added: str = "") -> tuple[LineReader, tuple[str, ...]]:
    """Return the network of an ONNX file and the character of each class: blank, known ones, `added`, space.

    An added class begins as the mean of all others, one unit less likely; characters that the file knows are
    not added again. Raises ValueError where the file holds other weights than the network has.
    """
    model = onnx.load(path)
    characters = _characters_of(model)
    network = LineReader(len(characters))
    weights = list(_weights(model))
    parameters = list(_in_forward_order(network))
    if [tuple(w.shape) for w in weights] != [tuple(p.shape) for p in parameters]:
        raise ValueError(f"{path.name} is another network")
    with torch.no_grad():
        for parameter, weight in zip(parameters, weights, strict=True):
            parameter.copy_(torch.from_numpy(np.array(weight)))
    new = [character for character in added if character not in characters]
    network.classes = _extended(network.classes, len(new))
    return network.eval(), (*characters[:-1], *new, characters[-1])


def mixed(begun: Weights, trained: Weights, share: float) -> Weights:
    """Return `share` of the trained weights and the rest of those they began from, but for the classes.

    Old classes were not trained, and new ones have nothing to be mixed with. Source: Wortsman et al., "Robust
    fine-tuning of zero-shot models", CVPR 2022.
    """
    return {
        name: value if name.startswith("classes.") else torch.lerp(begun[name].to(value), value, share)
        for name, value in trained.items()
        if value.dtype.is_floating_point
    }


def _extended(classes: nn.Linear, count: int) -> nn.Linear:
    """Return the classes with so many more before the last, which is the space."""
    longer = nn.Linear(classes.in_features, classes.out_features + count)
    with torch.no_grad():
        weight, bias = classes.weight, classes.bias
        mean = weight.mean(0, keepdim=True).expand(count, -1)
        longer.weight.copy_(torch.cat([weight[:-1], mean, weight[-1:]]))
        longer.bias.copy_(torch.cat([bias[:-1], (bias.mean() - 1).expand(count), bias[-1:]]))
    return longer


def _in_forward_order(network: LineReader) -> Iterator[Tensor]:
    """Yield what an exported graph meets: weight and bias of each layer, mean and variance of a norm."""
    for module in _layers(network):
        yield module.weight
        if isinstance(module.bias, Tensor):
            yield module.bias
        if isinstance(module, nn.BatchNorm2d):
            yield module.running_mean
            yield module.running_var


def _layers(network: nn.Module) -> Sequence[nn.Module]:
    kinds = (nn.Conv2d, nn.Linear, nn.BatchNorm2d, nn.LayerNorm)
    return [module for module in network.modules() if isinstance(module, kinds)]


def _weights(model: onnx.ModelProto) -> Iterator[NDArray[np.float32]]:
    """Yield the weights of a graph as its nodes use them, in torch's layout."""
    stored = {entry.name: numpy_helper.to_array(entry) for entry in model.graph.initializer}
    same = {node.output[0]: node.input[0] for node in model.graph.node if node.op_type == "Identity"}

    def value(name: str) -> NDArray[np.float32] | None:
        while name in same:
            name = same[name]
        return stored.get(name)

    for node in model.graph.node:
        given = [array for name in node.input if (array := value(name)) is not None and array.size > 1]
        if node.op_type in {"Conv", "BatchNormalization"}:
            yield from given
        elif node.op_type == "MatMul":
            yield from (np.ascontiguousarray(array.T) for array in given)
        elif node.op_type in {"Add", "Mul"}:
            # Biases, and the scale of a norm that the exporter took apart.
            yield from (array.reshape(-1) for array in given)
