"""Loads model files in Keras and says what they predict. Usage: keras_loads.py CASES.json   (a list of {files, input})

Prints a JSON list, for each case {keras: …, h5: …} of {output} or {error}, and what TextVectorization in front makes of texts.
"""
import json
import os
import sys

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import keras
import numpy as np
import tensorflow as tf


def numbers(values):
    return np.asarray(values, dtype='float64').ravel().tolist()


def run(path, rows):
    texts = isinstance(rows[0], str)
    try:
        model = keras.models.load_model(path)
        first = model.layers[0]
        if texts:
            x = tf.constant([[row] for row in rows] if len(model.input_shape) == 2 else rows)
        else:
            x = np.array(rows, dtype='float32' if isinstance(rows[0][0], list) else 'int32')
        found = {'output': numbers(model(x, training=False))}
        if texts:
            found['vectorized'] = numbers(first(x))
        path_again = path + '.again' + os.path.splitext(path)[1]
        model.save(path_again)
        return found
    except Exception as error:  # whatever it is, it is the result
        return {'error': f'{type(error).__name__}: {error}'[:2000]}


with open(sys.argv[1], encoding='utf-8') as file:
    cases = json.load(file)
results = [{kind: run(path, case['input']) for kind, path in case['files'].items()} for case in cases]
print(json.dumps({'keras': keras.__version__, 'results': results}))
