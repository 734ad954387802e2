"""Training steps of PyTorch at the sizes of scaling/scaling.ts.

Needs Python with torch. Reads one JSON object a line from standard input: network ("masked-rnn" or "bilstm"), vocabulary, units, length,
rows, threads, sparse (SparseAdam for the embedding) and seconds (how long to measure); answers with one JSON line each. Token ids follow
Zipf's law, all rows are equally long, so packing them would only cost time and they are not packed.
"""
import json
import statistics
import sys
import time

import torch

peer = f"torch {torch.__version__}"


class Network(torch.nn.Module):
    def __init__(self, setting):
        super().__init__()
        deep = setting["network"] == "bilstm"
        units = setting["units"]
        self.embedding = torch.nn.Embedding(setting["vocabulary"], 64, sparse=setting["sparse"])
        kind = torch.nn.LSTM if deep else torch.nn.RNN
        self.recurrent = kind(64, units, num_layers=2 if deep else 1, bidirectional=deep, batch_first=True)
        self.output = torch.nn.Linear(units * (2 if deep else 1), 4)
        self.deep = deep
        torch.nn.init.uniform_(self.embedding.weight, -0.05, 0.05)

    def forward(self, ids):
        _, state = self.recurrent(self.embedding(ids))
        state = state[0] if isinstance(state, tuple) else state
        return self.output(torch.cat([state[-2], state[-1]], -1) if self.deep else state[-1])


def measure(setting):
    torch.set_num_threads(setting["threads"])
    torch.manual_seed(0)
    model = Network(setting)
    rest = [parameter for name, parameter in model.named_parameters() if name != "embedding.weight"]
    if setting["sparse"]:
        optimizers = [torch.optim.SparseAdam([model.embedding.weight], eps=1e-7), torch.optim.Adam(rest, eps=1e-7)]
    else:
        optimizers = [torch.optim.Adam(model.parameters(), eps=1e-7)]
    chances = 1 / torch.arange(1, setting["vocabulary"], dtype=torch.float64)
    shape = (setting["rows"], setting["length"])
    milliseconds = []
    began = None
    warm = 0
    start = time.perf_counter()
    while True:
        ids = 1 + torch.multinomial(chances, shape[0] * shape[1], replacement=True).reshape(shape)
        labels = torch.randint(4, (shape[0],))
        before = time.perf_counter()
        for optimizer in optimizers:
            optimizer.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(model(ids), labels).backward()
        for optimizer in optimizers:
            optimizer.step()
        after = time.perf_counter()
        if began is None:
            warm += 1
            if after - start >= setting["seconds"] / 3 and warm >= 2:
                began = after
            continue
        milliseconds.append(1e3 * (after - before))
        if len(milliseconds) >= 2000 or (len(milliseconds) >= 3 and after - began >= setting["seconds"]):
            return statistics.median(milliseconds)


for line in sys.stdin:
    try:
        answer = {"milliseconds": measure(json.loads(line))}
    except (RuntimeError, MemoryError) as error:
        answer = {"error": str(error).splitlines()[0]}
    print(json.dumps({"peer": peer, **answer}), flush=True)
