import { network, networkToJSON } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { cells, textNetwork } from './text-network.js';
import type { TextNetworkSettings } from './text-network.js';

const sizes = { vocabularySize: 50, classes: 3 };
const kinds = (settings: TextNetworkSettings): string[] => textNetwork(settings)(sizes).map(({ kind }) => kind);

describe('textNetwork', () => {
  it('without settings is a bidirectional GRU with pooling, and ends in the classes', () => {
    expect(kinds({})).toEqual(['embedding', 'bidirectional', 'globalMaxPooling1D', 'dense']);
    expect(network(textNetwork()(sizes)).outputShape).toEqual([null, 3]);
  });

  it.each(cells.filter((cell) => cell !== 'none').flatMap((cell) => [1, 2, 3].flatMap((layers) => [false, true].flatMap((bidirectional) => (['last', 'max', 'average', 'maxAverage', 'attention'] as const).map((pooling) => ({ cell, layers, bidirectional, pooling }))))))(
    'builds %j',
    (settings) => {
      const { layers } = networkToJSON(network(textNetwork({ ...settings, units: 5, embeddingSize: 7 })(sizes)));
      const recurrent = layers.filter(({ kind }) => kind === (settings.bidirectional ? 'bidirectional' : settings.cell));
      expect(recurrent).toHaveLength(settings.layers);
      const sequences = recurrent.map(({ config }) => (settings.bidirectional ? (config.layer as { config: { returnSequences: boolean } }).config : config).returnSequences);
      expect(sequences).toEqual(Array.from({ length: settings.layers }, (_, i) => i < settings.layers - 1 || settings.pooling !== 'last'));
    },
  );

  it('puts each dropout where it says', () => {
    const [table, spatial, first, second, pool, dropped, hidden, again, classes] = textNetwork({
      cell: 'lstm', layers: 2, bidirectional: false, spatialDropout: 0.1, layerDropout: 0.2, recurrentDropout: 0.3, dropout: 0.4, denseUnits: 9,
    })(sizes);
    expect([table.kind, pool.kind, hidden.kind, classes.kind]).toEqual(['embedding', 'globalMaxPooling1D', 'dense', 'dense']);
    expect([spatial.config, dropped.config, again.config]).toEqual([{ rate: 0.1 }, { rate: 0.4 }, { rate: 0.4 }]);
    expect(first.config).toMatchObject({ dropout: 0, recurrentDropout: 0.3 });
    expect(second.config).toMatchObject({ dropout: 0.2, recurrentDropout: 0.3 });
    expect([hidden.config, classes.config]).toMatchObject([{ units: 9, activation: 'relu' }, { units: 3, activation: 'softmax' }]);
  });

  it('without a cell is a bag of words', () => {
    expect(kinds({ cell: 'none', pooling: 'average', dropout: 0.1 })).toEqual(['embedding', 'globalAveragePooling1D', 'dropout', 'dense']);
  });

  it('ends in a sigmoid for each label where a text has any number of them', () => {
    expect(textNetwork()({ ...sizes, task: 'multiLabel' }).at(-1)!.config).toMatchObject({ units: 3, activation: 'sigmoid' });
  });

  it('leaves out words', () => {
    expect(textNetwork({ wordDropout: 0.3 })(sizes)[0].config).toMatchObject({ wordDropout: 0.3 });
  });

  it('takes undefined for the default', () => {
    expect(textNetwork({ units: undefined })(sizes)).toEqual(textNetwork()(sizes));
  });

  it.each<[object, string]>([
    [{ cell: 'LSTM' }, 'textNetwork({ cell }): expected one of simpleRNN, lstm, gru, none, got "LSTM". Did you mean lstm?'],
    [{ pooling: 'mean' }, 'textNetwork({ pooling }): expected one of last, max, average, maxAverage, attention, got "mean".'],
    [{ cell: 'none', pooling: 'last' }, "textNetwork({ pooling }): expected one of max, average, maxAverage, attention with the cell 'none', got \"last\"."],
    [{ wordDropout: 1 }, 'embedding({ wordDropout }): expected a number from 0 to below 1, got 1.'],
    [{ layers: 0 }, 'textNetwork({ layers }): expected a positive integer, got 0.'],
    [{ denseUnits: -1 }, 'textNetwork({ denseUnits }): expected an integer from 0 up, got -1.'],
    [{ dropout: 1 }, 'dropout({ rate }): expected a number from 0 to below 1, got 1.'],
    [{ unit: 3 }, 'Did you mean units?'],
  ])('refuses %j', (settings, message) => {
    expect(() => textNetwork(settings)(sizes)).toThrow(message);
  });
});
