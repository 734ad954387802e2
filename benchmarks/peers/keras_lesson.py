"""The lesson's models in Keras 3, one JSON line on standard output.

Needs Python with tensorflow-cpu (keras 3):  python keras_lesson.py --data DIR --model NAME [--seed 0] [--threads 2] [--batch N] [--steps N | --epoch]

DIR holds AG News' train.csv and test.csv. Texts are vectorized before the clock starts, and batches are padded to their longest row.
With --steps N, the median time of N training steps after a warm-up, in three ways: inside `fit` (from a callback's on_train_batch_begin
to its on_train_batch_end), `train_on_batch`, and a bare tf.function (gradient tape, optimizer) on tensors that are ready. The fastest
counts. With --epoch, the seconds of one epoch of `fit`; otherwise those and the test accuracy.
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
parser.add_argument("--batch", type=int, default=0)
parser.add_argument("--steps", type=int, default=0)
parser.add_argument("--epoch", action="store_true", help="no test accuracy")
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
batch_size = options.batch or (8 if options.model == "lstm" else 16)
warm_up = min(20, max(3, options.steps // 4)) if options.steps else 20
stack = [keras.Input((None,), dtype="int32"), layers.Embedding(20000, 128 if deep else 64, mask_zero=masked)]
if deep:
    cell = layers.LSTM if options.model == "bilstm" else layers.GRU
    stack += [layers.Bidirectional(cell(64, return_sequences=True)), layers.Bidirectional(cell(64))]
else:
    stack += [layers.LSTM(8) if options.model == "lstm" else layers.SimpleRNN(16)]
model = keras.Sequential(stack + [layers.Dense(4, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"], optimizer="adam")


def batches(ids, labels, order):
    for first in range(0, len(order), batch_size):
        rows = order[first : first + batch_size]
        padded = np.zeros((len(rows), max(1, max(len(ids[row]) for row in rows))), "int32")
        for i, row in enumerate(rows):
            padded[i, : len(ids[row])] = ids[row]
        yield padded, labels[rows]


signature = (tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((None,), tf.int32))


def dataset(ids, labels, order):
    return tf.data.Dataset.from_generator(lambda: batches(ids, labels, order), output_signature=signature).prefetch(4)


class StepTimes(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.milliseconds = []

    def on_train_batch_begin(self, batch, logs=None):
        self.began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self.milliseconds.append(1e3 * (time.perf_counter() - self.began))


def time_fit(ids, labels, order):
    times = StepTimes()
    model.fit(dataset(ids, labels, order), verbose=0, callbacks=[times])
    return times.milliseconds


def time_calls(call, ids, labels, order):
    milliseconds = []
    for x, y in list(dataset(ids, labels, order)):
        began = time.perf_counter()
        call(x, y)
        milliseconds.append(1e3 * (time.perf_counter() - began))
    return milliseconds


@tf.function(input_signature=signature)
def bare_step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, model(x, training=True)))
    weights = model.trainable_variables
    model.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return loss


result = {
    "peer": f"keras {keras.__version__}, tensorflow {tf.__version__}",
    "model": options.model,
    "seed": options.seed,
    "threads": options.threads,
    "batch": batch_size,
}
rng = np.random.default_rng(options.seed)
if options.steps:
    count = batch_size * (options.steps + warm_up)
    ids, labels = encode([train[row] for row in rng.permutation(len(train))[:count]])
    order = np.arange(len(ids))
    ways = {
        "fit": time_fit(ids, labels, order),
        "train_on_batch": time_calls(model.train_on_batch, ids, labels, order),
        "tf.function": time_calls(bare_step, ids, labels, order),
    }
    medians = {way: round(statistics.median(milliseconds[warm_up:]), 3) for way, milliseconds in ways.items()}
    way = min(medians, key=medians.get)
    result |= {"steps": options.steps, "medianStepMilliseconds": medians[way], "fastest": way, "milliseconds": medians}
else:
    ids, labels = encode(train)
    model.fit(dataset(ids, labels, np.arange(batch_size * warm_up)), verbose=0)  # traces the graph
    order = rng.permutation(len(ids))
    began = time.perf_counter()
    model.fit(dataset(ids, labels, order), verbose=0)
    result |= {"rows": len(ids), "seconds": round(time.perf_counter() - began, 2)}
    if not options.epoch:
        test_ids, test_labels = encode(test)
        result["testAccuracy"] = model.evaluate(dataset(test_ids, test_labels, np.arange(len(test))), verbose=0)[1]
print(json.dumps(result), flush=True)
