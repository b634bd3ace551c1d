"""Exports small networks to ONNX as PyTorch does, with their outputs in double, into the folder of this file.

Made with PyTorch 1.13.0 and its exporter by TorchScript: python3 export.py. Networks and inputs are random, with a fixed seed.
"""
import itertools
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

FOLDER = pathlib.Path(__file__).parent
ACTIVATIONS = {
    "relu": nn.ReLU(), "relu6": nn.ReLU6(), "leaky": nn.LeakyReLU(0.3), "prelu": nn.PReLU(), "prelu-per-unit": nn.PReLU(7),
    "rrelu": nn.RReLU(), "elu": nn.ELU(0.5), "celu": nn.CELU(), "selu": nn.SELU(), "sigmoid": nn.Sigmoid(),
    "log-sigmoid": nn.LogSigmoid(), "hard-sigmoid": nn.Hardsigmoid(), "tanh": nn.Tanh(), "hard-tanh": nn.Hardtanh(),
    "softplus": nn.Softplus(), "softplus-beta": nn.Softplus(2.0, 15.0), "softsign": nn.Softsign(), "silu": nn.SiLU(),
    "hard-swish": nn.Hardswish(), "mish": nn.Mish(), "gelu": nn.GELU(), "gelu-tanh": nn.GELU(approximate="tanh"),
    "identity": nn.Identity(), "dropout": nn.Dropout(0.5), "batch-norm": nn.BatchNorm1d(7),
}


class Two(nn.Module):
    """Two layers, with something around them that is written as functions."""

    def __init__(self, forward, outputs=3):
        super().__init__()
        self.a = nn.Linear(5, 7)
        self.b = nn.Linear(7, outputs)
        self.register_buffer("mean", torch.randn(5))
        self.register_buffer("deviation", torch.rand(5) + 0.5)
        self.function = forward

    def forward(self, x):
        return self.function(self, x)


def networks():
    for name, activation in ACTIVATIONS.items():
        yield name, nn.Sequential(nn.Linear(5, 7), activation, nn.Linear(7, 3))
    yield "batch-norms", nn.Sequential(nn.BatchNorm1d(5), nn.Linear(5, 7, bias=False), nn.BatchNorm1d(7), nn.ReLU(),
                                       nn.Linear(7, 3), nn.BatchNorm1d(3))
    yield "softmax", nn.Sequential(nn.Linear(5, 7), nn.ReLU(), nn.Linear(7, 3), nn.Softmax(dim=1))
    yield "log-softmax", nn.Sequential(nn.Linear(5, 7), nn.ReLU(), nn.Linear(7, 3), nn.LogSoftmax(dim=-1))
    yield "view", Two(lambda m, x: m.b(F.relu(m.a(x.view(x.size(0), -1)))))
    yield "flatten", Two(lambda m, x: m.b(F.relu(m.a(torch.flatten(x, 1)))))
    yield "scaled", Two(lambda m, x: m.b(torch.tanh(m.a((x - 0.5) / 2.0))) * 3 + 1)
    yield "standardised", Two(lambda m, x: m.b(F.silu(m.a((x - m.mean) / m.deviation))))
    yield "clamp", Two(lambda m, x: m.b(torch.clamp(m.a(x), -1, 1)))
    yield "clamp-below", Two(lambda m, x: m.b(torch.clamp(m.a(x), min=0.1)))
    yield "matmul", Two(lambda m, x: torch.relu(x @ m.a.weight.t() + m.a.bias) @ m.b.weight.t())
    yield "addmm", Two(lambda m, x: torch.addmm(m.b.bias, torch.relu(m.a(x)), m.b.weight.t()))
    yield "swish", Two(swish)
    yield "gelu-spelled", Two(gelu)
    yield "softsign-spelled", Two(softsign)
    yield "leaky-by-max", Two(leaky)
    yield "slice", Two(lambda m, x: m.b(torch.relu(m.a(x)))[:, 1:])
    yield "column", Two(lambda m, x: m.b(torch.relu(m.a(x)))[:, 0])
    yield "chunk", Two(lambda m, x: torch.chunk(m.b(torch.tanh(m.a(x))), 3, dim=1)[1])
    yield "squeeze", Two(lambda m, x: torch.sigmoid(m.b(torch.relu(m.a(x)))).squeeze(-1), outputs=1)


def swish(m, x):
    y = m.a(x)
    return m.b(y * torch.sigmoid(1.702 * y))


def gelu(m, x):
    y = m.a(x)
    return m.b(0.5 * y * (1 + torch.tanh(0.7978845608028654 * (y + 0.044715 * y ** 3))))


def softsign(m, x):
    y = m.a(x)
    return m.b(y / (1 + y.abs()))


def leaky(m, x):
    y = m.a(x)
    return m.b(torch.max(y, 0.1 * y))


torch.manual_seed(3)
x = torch.randn(3, 5)
lines = ["x " + " ".join(repr(v) for v in x.double().reshape(-1).tolist())]
ways = itertools.cycle([(16, True), (13, False), (11, True), (9, False), (13, True), (11, False)])
for name, network in networks():
    for norm in (m for m in network.modules() if isinstance(m, nn.BatchNorm1d)):
        norm.running_mean.normal_()
        norm.running_var.uniform_(0.5, 2)
        norm.weight.data.normal_()
        norm.bias.data.normal_()
    network.eval()
    opset, is_open = next(ways)
    opset = max(opset, 13) if name == "celu" else opset
    file = f"{name}-{opset}{'' if is_open else '-fixed'}"
    z = network.double()(x.double()).detach().reshape(-1).tolist()
    torch.onnx.export(network.float(), x, FOLDER / (file + ".onnx"), opset_version=opset, input_names=["x"],
                      output_names=["z"], dynamic_axes={"x": {0: "n"}, "z": {0: "n"}} if is_open else None)
    lines.append(file + " " + " ".join(repr(v) for v in z))
(FOLDER / "expected.txt").write_text("\n".join(lines) + "\n")
