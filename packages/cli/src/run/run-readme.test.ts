import { describe, expect, it } from 'vitest';
import { predictions, epochs } from '../../test/report/evaluations.js';
import { evaluatePredictions } from '@sekvens/engine';
import { factPairs } from './run-facts.js';
import type { RunFacts } from './run-facts.js';
import { runReadme } from './run-readme.js';

const facts: RunFacts = {
  task: 'multiClass',
  model: 'lstm', description: 'Embedding(64), LSTM(8)', parameters: 12_345, vocabularySize: 200, modelBytes: 51_234, data: 'a.csv', rows: 1000, labels: ['no', 'a|b'], epochs,
  test: evaluatePredictions(predictions({ labels: ['no', 'a|b'] })),
  settings: { data: ['a.csv'], model: 'lstm', text: ['title', 'body'], testSplit: null, bucket: false, optimizer: { kind: 'adam', learningRate: 0.001 }, seed: 0 },
  versions: { sekvens: '1.2.3', node: '20.0.0' },
};

describe('the model card', () => {
  it('says what the model is, how to use it, how good it is, what it was made of and where not to trust it', () => {
    expect(runReadme(facts)).toMatchInlineSnapshot(`
      "# lstm, trained by sekvens

      Tells which of 2 labels a text has: no, a\\|b.

      Embedding(64), LSTM(8). 12,345 parameters, vocabulary of 200 entries, 51.2 kB on disk. Trained on 1,000 rows of a.csv.

      Accuracy 99.00 % on 200 test rows (95 % interval 96.43 % to 99.73 %).

      ## Use

      On the command line, in this folder:

      \`\`\`sh
      npx sekvens predict model "a text"
      npx sekvens predict model --input texts.txt
      \`\`\`

      From TypeScript:

      \`\`\`ts
      import { TextClassifier } from '@sekvens/engine';

      const classifier = await TextClassifier.load('model');
      const { label, probability } = classifier.predict('a text');
      \`\`\`

      ## Results on the test rows

      | accuracy | macro F1 | weighted F1 | ROC-AUC | calibration error | loss |
      |---:|---:|---:|---:|---:|---:|
      | 99.00 % | 0.990 | 0.990 | 0.999 | 25.39 % | 0.3237 |

      | label | precision | recall | F1 | rows | ROC-AUC | average precision |
      |---|---:|---:|---:|---:|---:|---:|
      | no | 0.990 | 0.990 | 0.990 | 100 | 0.999 | 0.999 |
      | a\\|b | 0.990 | 0.990 | 0.990 | 100 | 0.999 | 0.999 |

      Confused most often: no taken for a\\|b (1); a\\|b taken for no (1).

      10 of 200 rows have no token and are in no slice by unknown tokens.

      ## Data and settings

      | | |
      |---|---|
      | model | lstm: Embedding(64), LSTM(8) |
      | parameters | 12,345 |
      | size of the model | 51.2 kB |
      | vocabulary | 200 entries |
      | data | a.csv: 1,000 rows to train on, 200 to test on |
      | labels | 2: no, a\\|b |
      | training time | 2.7s, 2 epochs |
      | text | title, body |
      | optimizer | adam, learningRate 0.001 |
      | seed | 0 |
      | sekvens | 1.2.3 |
      | node | 20.0.0 |

      ## Limits

      - It always answers with one of its 2 labels, also for texts that are about something else or in another language than the training rows.
      - It does worst on no: F1 0.990 on 100 rows.
      - Accuracy by length is lowest for 13 – 18 tokens: 97.4 % of 38 rows.
      - Accuracy by unknown tokens is lowest for 7.4 % – 13.0 % of unknown tokens: 97.2 % of 36 rows.
      - Its probabilities are off by 25.4 % on average (expected calibration error).
      - All of this was measured on the test rows alone; texts from another source may be harder for it.

      ## Files

      - \`model/\`: the model
      - \`report.html\`: the figures above and more, with charts; one file, for any browser
      - \`metrics.json\`: every figure, for programs
      - \`history.csv\`: loss and accuracy of each epoch
      - \`config.yaml\`: the configuration; \`sekvens train --config config.yaml\` repeats the run, where its data are
      - \`arguments.json\`: every option, the labels and the versions
      "
    `);
  });

  it('of a model that was not tested says so', () => {
    const text = runReadme({ ...facts, test: undefined });
    expect(text).toContain('\nIt has not been tested on texts it was not trained on.\n');
    expect(text).toContain('- How accurate it is, is not known: it has not been tested.\n');
    expect(text).toContain('npx sekvens evaluate model labelled.csv --html report.html\n');
    expect(text).not.toContain('## Results');
  });

  it('lets no label act as Markdown or HTML', () => {
    const label = '</td><script>|*x*\n# [a](b) `c`';
    const text = runReadme({ ...facts, labels: [label, 'b'], test: evaluatePredictions(predictions({ labels: [label, 'b'] })) });
    expect(text).not.toContain('<script>');
    expect(text).toContain('\\</td\\>\\<script\\>\\|\\*x\\* \\# \\[a\\](b) \\`c\\`');
  });

  it('of many labels lists thirty, and says how many there are', () => {
    const labels = Array.from({ length: 50 }, (_, i) => `label ${i}`);
    const text = runReadme({ ...facts, labels, test: evaluatePredictions(predictions({ labels })) });
    expect(text).toContain('label 19 and 30 more.\n');
    expect(text).toContain('\n20 further labels are in metrics.json.\n');
  });
});

describe('the facts of a run', () => {
  it('are settings that are on, without those that are told already, and versions', () => {
    expect(factPairs(facts).slice(6)).toEqual([
      ['training time', '2.7s, 2 epochs'], ['text', 'title, body'], ['optimizer', 'adam, learningRate 0.001'], ['seed', '0'], ['sekvens', '1.2.3'], ['node', '20.0.0'],
    ]);
  });
});
