import { SekvensError } from '@sekvens/core';
import { layerSpecs } from '../layers/specs.js';
import type { LayerDefinition } from '../types.js';

/** A name for every layer, as Keras gives them: `simple_rnn`, `dense`, `dense_1`. Given names stay, and are not given twice. */
export function layerNames(definitions: readonly LayerDefinition[]): string[] {
  const taken = new Set<string>();
  definitions.forEach(({ name }, i) => {
    if (name === undefined) return;
    if (taken.has(name)) {
      throw new SekvensError({ code: 'invalid-option', where: `network(layers)[${i}]`, expected: 'a name of its own', got: `'${name}', which another layer has`, hint: 'Leave name out to have one made.' });
    }
    taken.add(name);
  });
  const counts = new Map<string, number>();
  return definitions.map(({ name, kind }) => {
    if (name !== undefined) return name;
    const base = classToName(layerSpecs[kind].className);
    let count = counts.get(base) ?? 0;
    let made = count === 0 ? base : `${base}_${count}`;
    while (taken.has(made)) made = `${base}_${++count}`;
    counts.set(base, count + 1);
    taken.add(made);
    return made;
  });
}

/** GlobalMaxPooling1D → global_max_pooling1d, SimpleRNN → simple_rnn. */
export function classToName(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
