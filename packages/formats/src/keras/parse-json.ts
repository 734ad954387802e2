import { damaged } from './damaged.js';

export function parseJson(text: Uint8Array | string, place: string): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch (cause) {
    throw damaged(place, 'JSON text', 'something else', cause);
  }
}
