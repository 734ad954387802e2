import { expect, test } from 'vitest';
import { isAtLeast, requireNode } from './require-node.mjs';

test.for([
  ['20.16.0', '20.16.0', true],
  ['20.9.0', '20.16.0', false],
  ['18.20.8', '20.16.0', false],
  ['22.0.0', '20.16.0', true],
  ['20.16.1', '20.16.0', true],
])('Node %s is at least %s: %s', ([version, minimum, answer]) => {
  expect(isAtLeast(String(version), String(minimum))).toBe(answer);
});

test('an older Node is told which one is needed', () => {
  expect(() => requireNode('999.0.0', 'sekvens')).toThrow(`sekvens needs Node 999.0.0 or newer; this is Node ${process.versions.node}.\nInstall a newer Node (20, 22 or 24) and run the command again.`);
});
