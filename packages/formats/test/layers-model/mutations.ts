/** Damaged copies of a model's files, seeded. */
import type { Random } from '@sekvens/core';
import type { Files } from '@sekvens/engine';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What is put in place of a value, or beside it. */
const odd: readonly Json[] = [
  null, true, -1, 0.5, 0, 1e308, 2 ** 53, 4294967296, '', 'a'.repeat(300), '../../etc/passwd', 'https://example.org/w.bin', '__proto__', 'constructor', 'toString', [], {}, [[]],
  [4294967296, 4294967296], [-2, -3], [1e9, 1e9, 1e9], 'float16', 'complex64', 'string', 'hard_sigmoid', 'Bidirectional', 'SekvensAttentionPooling1D', { class_name: 'Bidirectional', config: {} },
];

/** Endless: first the JSON changed in its structure, or the bytes of a file. */
export function* mutations(files: Files, random: Random): Generator<Files> {
  const json = new TextDecoder().decode(files['model.json']);
  for (;;) {
    if (random.integer(3) > 0) yield { ...files, 'model.json': new TextEncoder().encode(changedJson(json, random)) };
    else yield changedBytes(files, random);
  }
}

function changedJson(text: string, random: Random): string {
  const root = JSON.parse(text) as Json;
  for (let times = 1 + random.integer(2); times > 0; times--) {
    const places = containers(root);
    const place = places[random.integer(places.length)];
    const keys = Object.keys(place);
    const key = keys.length === 0 ? '0' : keys[random.integer(keys.length)];
    change(place as Record<string, Json>, key, odd[random.integer(odd.length)], random);
  }
  // an own property __proto__, which only a parser makes
  return random.integer(8) === 0 ? JSON.stringify(root).replace(/"(name|units|config|shape|dtype)":/, '"__proto__":') : JSON.stringify(root);
}

function change(place: Record<string, Json>, key: string, value: Json, random: Random): void {
  switch (random.integer(4)) {
    case 0:
      if (Array.isArray(place)) (place as Json[]).splice(Number(key), 1);
      else delete place[key];
      return;
    case 1:
      if (Array.isArray(place)) (place as Json[]).push(structuredClone(place[Number(key)] ?? value) as Json);
      else place[`${key}_`] = value;
      return;
    default:
      place[key] = structuredClone(value);
  }
}

/** Every object and list in a value, those of weights and layers as likely as long vocabularies. */
function containers(value: Json): object[] {
  if (value === null || typeof value !== 'object') return [];
  return [value, ...Object.values(value).flatMap(containers)];
}

function changedBytes(files: Files, random: Random): Files {
  const names = Object.keys(files);
  const name = names[random.integer(names.length)];
  const bytes = files[name].slice();
  const at = random.integer(bytes.length);
  switch (random.integer(5)) {
    case 0:
      return { ...files, [name]: bytes.slice(0, at) };
    case 1:
      return { ...files, [name]: new Uint8Array([...bytes, ...bytes.subarray(at)]) };
    case 2:
      return Object.fromEntries(Object.entries(files).filter(([other]) => other !== name));
    case 3:
      return { ...files, [name]: new Uint8Array([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + random.integer(8))]) };
    default:
      bytes[at] = random.integer(256);
      return { ...files, [name]: bytes };
  }
}
