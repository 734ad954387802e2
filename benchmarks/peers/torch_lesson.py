"""The lesson's models in PyTorch, one JSON line on standard output.

Needs Python with torch:  python torch_lesson.py --data DIR --model NAME [--steps 200] [--threads 2] [--sparse] [--batch N] [--epoch]

DIR holds AG News' train.csv. Initialisers, vocabulary and Adam's settings follow Keras; masked models use packed sequences. Texts are
vectorized before the clock starts. Prints the median time of a training step after a warm-up, on batches that are padded before;
with --epoch the seconds of one epoch, padding included.
"""
import argparse
import collections
import csv
import json
import os
import re
import statistics
import time

parser = argparse.ArgumentParser()
parser.add_argument("--data", required=True)
parser.add_argument("--model", required=True, choices=["simple-rnn", "masked-rnn", "lstm", "bilstm", "bigru"])
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--steps", type=int, default=200)
parser.add_argument("--sparse", action="store_true", help="SparseAdam for the embedding")
parser.add_argument("--batch", type=int, default=0)
parser.add_argument("--epoch", action="store_true")
options = parser.parse_args()

os.environ["OMP_NUM_THREADS"] = str(options.threads)
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

torch.set_num_threads(options.threads)
torch.manual_seed(options.seed)
warm_up = min(20, max(3, options.steps // 4))
masked = options.model in ("masked-rnn", "bilstm", "bigru")
deep = options.model in ("bilstm", "bigru")
batch_size = options.batch or (8 if options.model == "lstm" else 16)
width = 128 if deep else 64
units = 64 if deep else 8 if options.model == "lstm" else 16
kind = {"simple-rnn": torch.nn.RNN, "masked-rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "bilstm": torch.nn.LSTM, "bigru": torch.nn.GRU}[options.model]

punctuation = str.maketrans("", "", r"""!"#$%&()*+,-./:;<=>?@[\]^_`{|}~'""")


def tokens(text):
    return text.lower().translate(punctuation).split()


with open(os.path.join(options.data, "train.csv"), encoding="utf8", newline="") as file:
    rows = list(csv.reader(file))
counts = collections.Counter(token for row in rows[:2000] for token in tokens(row[1]))
vocabulary = {token: i + 2 for i, (token, _) in enumerate(counts.most_common(19998))}
order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(options.seed)).tolist()
examples = []
for row in (rows[i] for i in (order if options.epoch else order[: batch_size * (options.steps + warm_up)])):
    text = row[1] if options.model == "simple-rnn" else f"{row[1]} {row[2]}"
    examples.append((torch.tensor([vocabulary.get(token, 1) for token in tokens(text)] or [1]), int(row[0]) - 1))


class Lesson(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(20000, width, sparse=options.sparse)
        self.recurrent = kind(width, units, num_layers=2 if deep else 1, bidirectional=deep, batch_first=True)
        self.output = torch.nn.Linear(units * (2 if deep else 1), 4)
        torch.nn.init.uniform_(self.embedding.weight, -0.05, 0.05)

    def forward(self, ids, lengths):
        x = self.embedding(ids)
        if masked:
            x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        _, state = self.recurrent(x)
        state = state[0] if isinstance(state, tuple) else state
        return self.output(torch.cat([state[-2], state[-1]], -1) if deep else state[-1])


model = Lesson()
rest = [parameter for name, parameter in model.named_parameters() if name != "embedding.weight"]
if options.sparse:
    optimizers = [torch.optim.SparseAdam([model.embedding.weight], eps=1e-7), torch.optim.Adam(rest, eps=1e-7)]
else:
    optimizers = [torch.optim.Adam(model.parameters(), eps=1e-7)]

milliseconds = []
epoch_began = time.perf_counter()
for first in range(0, len(examples), batch_size):
    batch = examples[first : first + batch_size]
    lengths = torch.tensor([len(ids) for ids, _ in batch])
    ids = pad_sequence([ids for ids, _ in batch], batch_first=True)
    labels = torch.tensor([label for _, label in batch])
    began = time.perf_counter()
    for optimizer in optimizers:
        optimizer.zero_grad(set_to_none=True)
    torch.nn.functional.cross_entropy(model(ids, lengths), labels).backward()
    for optimizer in optimizers:
        optimizer.step()
    milliseconds.append(1e3 * (time.perf_counter() - began))
seconds = time.perf_counter() - epoch_began
result = {
    "peer": f"torch {torch.__version__}" + (", SparseAdam" if options.sparse else ""),
    "model": options.model,
    "threads": options.threads,
    "batch": batch_size,
}
if options.epoch:
    result |= {"rows": len(examples), "seconds": round(seconds, 2)}
else:
    result |= {"steps": options.steps, "medianStepMilliseconds": round(statistics.median(milliseconds[warm_up:]), 3)}
print(json.dumps(result), flush=True)
