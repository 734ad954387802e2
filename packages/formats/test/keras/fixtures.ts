import { readFileSync } from 'node:fs';

/** What Keras wrote, or said. */
export const fixture = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(`../../fixtures/keras/${name}`, import.meta.url)));
export const jsonFixture = (name: string): unknown => JSON.parse(new TextDecoder().decode(fixture(name)));

export interface Predictions {
  readonly name: string;
  readonly input: readonly (readonly number[])[];
  readonly output: readonly (readonly number[])[];
}
