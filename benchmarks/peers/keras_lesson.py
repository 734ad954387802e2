"""The lesson's models in Keras 3, one JSON line on standard output.

Needs Python with tensorflow-cpu (keras 3):  python keras_lesson.py --data DIR --model NAME [--seed 0] [--threads 2] [--steps N]

DIR holds AG News' train.csv and test.csv. Texts are vectorized before the clock starts, and batches are padded to their longest row.
With --steps N, the median time of N training steps after a warm-up; otherwise one epoch and the test accuracy.
"""
import argparse
import csv
import json
import os
import statistics
import time

parser = argparse.ArgumentParser()
parser.add_argument("--data", required=True)
parser.add_argument("--model", required=True, choices=["simple-rnn", "masked-rnn", "lstm", "bilstm", "bigru"])
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--steps", type=int, default=0)
options = parser.parse_args()

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(options.threads)
tf.config.threading.set_inter_op_parallelism_threads(options.threads)
keras.utils.set_random_seed(options.seed)
layers = keras.layers


def read(name):
    with open(os.path.join(options.data, name), encoding="utf8", newline="") as file:
        return [(int(row[0]) - 1, row[1], row[2]) for row in csv.reader(file)]


train, test = read("train.csv"), read("test.csv")
vectorizer = layers.TextVectorization(max_tokens=20000, ragged=True)
vectorizer.adapt([title for _, title, _ in train[:2000]])


def encode(rows):
    texts = [title if options.model == "simple-rnn" else f"{title} {description}" for _, title, description in rows]
    return vectorizer(tf.constant(texts)).to_list(), np.array([label for label, _, _ in rows], "int32")


masked = options.model in ("masked-rnn", "bilstm", "bigru")
deep = options.model in ("bilstm", "bigru")
batch_size = 8 if options.model == "lstm" else 16
stack = [keras.Input((None,), dtype="int32"), layers.Embedding(20000, 128 if deep else 64, mask_zero=masked)]
if deep:
    cell = layers.LSTM if options.model == "bilstm" else layers.GRU
    stack += [layers.Bidirectional(cell(64, return_sequences=True)), layers.Bidirectional(cell(64))]
else:
    stack += [layers.LSTM(8) if options.model == "lstm" else layers.SimpleRNN(16)]
model = keras.Sequential(stack + [layers.Dense(4, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"], optimizer="adam")


def dataset(ids, labels, order):
    def batches():
        for first in range(0, len(order), batch_size):
            rows = order[first : first + batch_size]
            padded = np.zeros((len(rows), max(1, max(len(ids[row]) for row in rows))), "int32")
            for i, row in enumerate(rows):
                padded[i, : len(ids[row])] = ids[row]
            yield padded, labels[rows]

    signature = (tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((None,), tf.int32))
    return tf.data.Dataset.from_generator(batches, output_signature=signature).prefetch(4)


class StepTimes(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.milliseconds = []

    def on_train_batch_begin(self, batch, logs=None):
        self.began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self.milliseconds.append(1e3 * (time.perf_counter() - self.began))


ids, labels = encode(train[: batch_size * (options.steps + 20)] if options.steps else train)
model.fit(dataset(ids, labels, np.arange(batch_size * 20)), verbose=0)  # traces the graph
times = StepTimes()
order = np.random.default_rng(options.seed).permutation(len(ids))
began = time.perf_counter()
model.fit(dataset(ids, labels, order), verbose=0, callbacks=[times])
seconds = time.perf_counter() - began
result = {
    "peer": f"keras {keras.__version__}, tensorflow {tf.__version__}",
    "model": options.model,
    "seed": options.seed,
    "threads": options.threads,
    "rows": len(ids),
    "seconds": round(seconds, 2),
    "medianStepMilliseconds": round(statistics.median(times.milliseconds), 3),
}
if not options.steps:
    test_ids, test_labels = encode(test)
    result["testAccuracy"] = model.evaluate(dataset(test_ids, test_labels, np.arange(len(test))), verbose=0)[1]
print(json.dumps(result), flush=True)
