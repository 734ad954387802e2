import { describe, expect, test } from 'vitest';
import { assertClose, assertGuards, begin, combinations, doubles, heap, kernels, numbers, output, sizes } from './guarded.js';

const rowsOfTable = 12;
const now = 99;
/** Rows of a table in some order, each at most once. */
const someRows = (count: number) => Int32Array.from({ length: count }, (_, i) => (i * 7 + 3) % rowsOfTable);

/** The numbers that one step changes, by name, and what it reads. */
type Step = (state: Record<string, number>, g: number, square: number) => void;

interface Case {
  readonly name: string;
  /** Buffers as large as the table. Those named in `positive` hold squares. */
  readonly states: readonly string[];
  readonly keepsSteps: boolean;
  readonly call: (at: Record<string, number>, lastStep: number, g: number, squares: number, unique: number, count: number, width: number) => void;
  readonly step: Step;
}

const [beta1, beta2, rate, correction, epsilon, decay, momentum, rho] = [0.9, 0.99, 0.02, 1.7, 1e-3, 0.05, 0.8, 0.9];

function adamStep(weightDecay: number, perOccurrence: boolean): Step {
  return (s, g, square) => {
    s.m = beta1 * s.m + (1 - beta1) * g;
    s.v = beta2 * s.v + (1 - beta2) * (perOccurrence ? square : g * g);
    s.p -= s.p * weightDecay + (rate * s.m) / (Math.sqrt(s.v * correction) + epsilon);
  };
}

const cases: Case[] = [
  {
    name: 'shrinkRows', states: [], keepsSteps: true,
    call: ({ p }, lastStep, _g, _squares, unique, count, width) => kernels.shrinkRows(p, lastStep, unique, count, width, now, decay),
    step: (s) => void (s.p -= decay * s.p),
  },
  {
    name: 'averageRows', states: ['a'], keepsSteps: true,
    call: ({ p, a }, lastStep, _g, _squares, unique, count, width) => kernels.averageRows(a, p, lastStep, unique, count, width, now, 1 - rho),
    step: (s) => void (s.a = rho * s.a + (1 - rho) * s.p),
  },
  {
    name: 'sgdRows', states: [], keepsSteps: false,
    call: ({ p }, _lastStep, g, _squares, unique, count, width) => kernels.sgdRows(p, g, unique, count, width, rate),
    step: (s, g) => void (s.p -= rate * g),
  },
  ...[false, true].map((nesterov): Case => ({
    name: `momentumRows, nesterov ${nesterov}`, states: ['u'], keepsSteps: true,
    call: ({ p, u }, lastStep, g, _squares, unique, count, width) => kernels.momentumRows(p, u, lastStep, g, unique, count, width, now, rate, momentum, nesterov ? 1 : 0),
    step: (s, g) => {
      s.u = momentum * s.u - rate * g;
      s.p += nesterov ? momentum * s.u - rate * g : s.u;
    },
  })),
  ...combinations([0, 1], [0, 1]).map(([pushed, centered]): Case => ({
    name: `rmspropRows, ${pushed ? 'with' : 'without'} momentum, ${centered ? 'centered' : 'plain'}`, states: ['v', 'u', 'a'], keepsSteps: true,
    call: ({ p, v, u, a }, lastStep, g, _squares, unique, count, width) =>
      kernels.rmspropRows(p, v, pushed ? u : 0, centered ? a : 0, lastStep, g, unique, count, width, now, rho, 1 - rho, rate, momentum, epsilon),
    step: (s, g) => {
      s.v = rho * s.v + (1 - rho) * g * g;
      if (centered) s.a = rho * s.a + (1 - rho) * g;
      const push = (rate * g) / Math.sqrt(Math.max(s.v - (centered ? s.a * s.a : 0), 0) + epsilon);
      if (pushed) s.u = momentum * s.u + push;
      s.p -= pushed ? s.u : push;
    },
  })),
  ...[[0, false], [decay, false], [decay, true]].map(([weightDecay, perOccurrence]): Case => ({
    name: `adamRows, decay ${weightDecay}, squares of occurrences ${perOccurrence}`, states: ['m', 'v'], keepsSteps: true,
    call: ({ p, m, v }, lastStep, g, squares, unique, count, width) =>
      kernels.adamRows(
        p, m, v, lastStep, g, perOccurrence ? squares : 0, unique, count, width, now,
        beta1, 1 - beta1, beta2, 1 - beta2, rate, correction, epsilon, Number(weightDecay),
      ),
    step: adamStep(Number(weightDecay), Boolean(perOccurrence)),
  })),
];

/** Buffers of a table with random content, squares where they are named v. */
function tableOf(names: readonly string[], count: number) {
  const values = Object.fromEntries(['p', ...names].map((name) => [name, name === 'v' ? numbers(count, 1, 2) : numbers(count)]));
  return { values, at: Object.fromEntries(Object.entries(values).map(([name, data]) => [name, output(count, name, data)])) };
}

function assertTable(values: Readonly<Record<string, Float32Array>>, at: Readonly<Record<string, number>>, count: number): void {
  for (const [name, expected] of Object.entries(values)) assertClose(heap.f32(at[name], count), expected, 1e-6, name);
}

describe.each(combinations(sizes, sizes))('%s rows of %s numbers', (count, width) => {
  const numbersOfTable = rowsOfTable * width;

  test.each(cases)('$name changes the rows named and no others, and notes the step', ({ name, states, keepsSteps, call, step }) => {
    for (const unique of [someRows(count), undefined]) {
      begin();
      const { values, at } = tableOf(states, numbersOfTable);
      const [g, squares] = [numbers(count * width), numbers(count * width, 0, 1)];
      const lastStep = Int32Array.from({ length: rowsOfTable }, (_, row) => row);
      const lastAt = output(rowsOfTable, 'lastStep', lastStep);
      call(at, keepsSteps ? lastAt : 0, heap.putFloats(g), heap.putFloats(squares), unique ? heap.putIntegers(unique) : 0, count, width);
      for (let i = 0; i < count; i++) {
        const row = unique ? unique[i] : i;
        if (keepsSteps) lastStep[row] = now;
        for (let j = 0; j < width; j++) {
          const place = row * width + j;
          const state = Object.fromEntries(Object.entries(values).map(([key, data]) => [key, data[place]]));
          step(state, g[i * width + j], squares[i * width + j]);
          for (const [key, value] of Object.entries(state)) values[key][place] = value;
        }
      }
      assertTable(values, at, numbersOfTable);
      expect([...heap.i32(lastAt, rowsOfTable)]).toEqual([...lastStep]);
      assertGuards(name);
    }
  });

  test.each([true, false])('coastRows moves rows by what they missed, by name: %s', (byName) => {
    begin();
    const { values, at } = tableOf(['u', 'v', 'a'], numbersOfTable);
    const unique = someRows(count);
    // 0: never had a gradient; 9: is not behind
    const lastStep = Int32Array.from({ length: rowsOfTable }, (_, row) => row % 10);
    const lastAt = output(rowsOfTable, 'lastStep', lastStep);
    const [moves, decays, forgets] = [10, 10, 10].map((length) => numbers(length, 0.1, 0.9));
    kernels.coastRows(at.p, at.u, at.v, at.a, lastAt, byName ? heap.putIntegers(unique) : 0, count, width, 9, heap.putFloats(moves), heap.putFloats(decays), heap.putFloats(forgets));
    for (const row of byName ? unique : Array.from({ length: count }, (_, i) => i)) {
      const k = 9 - lastStep[row];
      if (lastStep[row] === 0 || k === 0) continue;
      lastStep[row] = 9;
      for (let i = row * width; i < (row + 1) * width; i++) {
        values.p[i] += moves[k] * values.u[i];
        values.u[i] *= decays[k];
        values.v[i] *= forgets[k];
        values.a[i] *= forgets[k];
      }
    }
    assertTable(values, at, numbersOfTable);
    expect([...heap.i32(lastAt, rowsOfTable)]).toEqual([...lastStep]);
    assertGuards('coastRows');
  });

  test.each(combinations([0, 1], [0, 1]))('forgetRows and coastAverageRows follow rows by what they missed, by name: %s, with a velocity: %s', (byName, moving) => {
    begin();
    const { values, at } = tableOf(['a', 'u', 'v'], numbersOfTable);
    const unique = someRows(count);
    const lastStep = Int32Array.from({ length: rowsOfTable }, (_, row) => row % 10);
    const lastAt = output(rowsOfTable, 'lastStep', lastStep);
    const [gains, moves, forgets] = [10, 10, 10].map((length) => numbers(length, 0.1, 0.9));
    const uniqueAt = byName ? heap.putIntegers(unique) : 0;
    kernels.coastAverageRows(at.a, at.p, moving ? at.u : 0, lastAt, uniqueAt, count, width, 9, heap.putFloats(gains), heap.putFloats(moves));
    kernels.forgetRows(at.v, lastAt, uniqueAt, count, width, 9, heap.putFloats(forgets));
    for (const row of byName ? unique : Array.from({ length: count }, (_, i) => i)) {
      const k = 9 - lastStep[row];
      if (k === 0) continue;
      for (let i = row * width; i < (row + 1) * width; i++) {
        values.v[i] *= forgets[k];
        if (lastStep[row] !== 0) values.a[i] += gains[k] * (values.p[i] - values.a[i]) + (moving ? moves[k] * values.u[i] : 0);
      }
    }
    assertTable(values, at, numbersOfTable);
    expect([...heap.i32(lastAt, rowsOfTable)]).toEqual([...lastStep]);
    assertGuards('coastAverageRows');
  });

  const states = [['m', 'v'], ['m'], []];
  test.each(combinations([0, 1], [0, 1]).flatMap(([byName, decays]) => states.map((kept) => [byName, decays, kept] as const)))(
    'driftAverageRows and adamCoastRows follow rows, by name: %s, with weight decay: %s, with states %j', (byName, decays, kept) => {
      begin();
      const [last, reach] = [9, 4];
      const { values, at } = tableOf(['a', 'm', 'v'], numbersOfTable);
      const unique = someRows(count);
      const lastStep = Int32Array.from({ length: rowsOfTable }, (_, row) => row % 10);
      const lastAt = output(rowsOfTable, 'lastStep', lastStep);
      const list = (length: number) => numbers(length + 1, 0.1, 0.9);
      const [gains, averageLosses, averageShift, averageEpsilons, lateAverageShift, lateAverageEpsilons] = [last, reach, reach, reach, last, last].map(list);
      const [shift, epsilons, decay1, decay2, lateShift, lateEpsilons, losses] = [reach, reach, reach, last, last, last, reach].map(list);
      const inverses = Float64Array.from({ length: last + 1 }, (_, t) => 1.05 ** t);
      const sums = Float64Array.from({ length: last + 1 }, (_, t) => 0.3 + 0.1 * t);
      const product = 1.05 ** -last;
      const [inversesAt, sumsAt] = [inverses, sums].map((given) => {
        const pointer = doubles(given.length, 'products and sums');
        heap.f64(pointer, given.length).set(given);
        return pointer;
      });
      const put = (given: Float32Array) => heap.putFloats(given);
      const uniqueAt = byName ? heap.putIntegers(unique) : 0;
      const [m, v] = ['m', 'v'].map((name) => (kept.includes(name) ? at[name] : 0));
      const [lateShiftAt, lateEpsilonsAt] = [put(lateShift), put(lateEpsilons)];
      kernels.driftAverageRows(
        at.a, at.p, m, v, lastAt, uniqueAt, count, width, last, reach,
        put(gains), put(averageLosses), put(averageShift), put(averageEpsilons), put(lateAverageShift), put(lateAverageEpsilons), lateShiftAt, lateEpsilonsAt,
        decays ? inversesAt : 0, decays ? sumsAt : 0,
      );
      kernels.adamCoastRows(
        at.p, m, v, lastAt, uniqueAt, count, width, last, reach,
        put(shift), put(epsilons), put(decay1), put(decay2), lateShiftAt, lateEpsilonsAt, put(losses), decays ? inversesAt : 0, product,
      );
      for (const row of byName ? unique : Array.from({ length: count }, (_, i) => i)) {
        const t = lastStep[row];
        const k = last - t;
        if ((t === 0 && !decays) || k === 0) continue;
        lastStep[row] = last;
        const late = k > reach;
        const power = late ? 1 - gains[k - reach] : 0;
        const leftFrom = (from: number, share: number) => (decays ? (sums[last] - share * sums[from]) * inverses[from] : 1 - share);
        const averageLost = late ? (decays ? gains[k] - leftFrom(t, 1 - gains[k]) : 0) : averageLosses[k];
        const lost = !decays ? 0 : late ? 1 - product * inverses[t] : losses[k];
        const moved = (late ? lateShift[t] : shift[k]) * (late && decays ? product * inverses[t + reach] : 1);
        for (let i = row * width; i < (row + 1) * width; i++) {
          const { [i]: p } = values.p;
          const by = (amount: number, e: number) => (kept.includes('m') ? amount * values.m[i] : 0) / (kept.includes('v') ? Math.sqrt(values.v[i]) + e : 1);
          const pulled = late ? by(power * lateAverageShift[t], lateAverageEpsilons[t]) + by(leftFrom(t + reach, power) * lateShift[t], lateEpsilons[t]) : by(averageShift[k], averageEpsilons[k]);
          values.a[i] += gains[k] * (p - values.a[i]) - averageLost * p - pulled;
          values.p[i] -= p * lost + by(moved, late ? lateEpsilons[t] : epsilons[k]);
          if (kept.includes('m')) values.m[i] *= late ? 0 : decay1[k];
          if (kept.includes('v')) values.v[i] *= decay2[k];
        }
      }
      assertTable(values, at, numbersOfTable);
      expect([...heap.i32(lastAt, rowsOfTable)]).toEqual([...lastStep]);
      assertGuards('driftAverageRows');
    });

  test('listRows lists rows once a cycle and clears their sums', () => {
    begin();
    const { values, at } = tableOf([], numbersOfTable);
    const unique = someRows(count);
    const marks = Int32Array.from({ length: rowsOfTable }, (_, row) => (row % 2 === 0 ? 5 : 4));
    const [marksAt, listAt] = [output(rowsOfTable, 'marks', marks), output(rowsOfTable + 2, 'the list', new Int32Array(rowsOfTable + 2))];
    const fresh = [...unique].filter((row) => marks[row] !== 5);
    expect(kernels.listRows(heap.putIntegers(unique), count, marksAt, 5, listAt, 2, at.p, width)).toBe(2 + fresh.length);
    for (const row of fresh) {
      marks[row] = 5;
      values.p.fill(0, row * width, (row + 1) * width);
    }
    assertTable(values, at, numbersOfTable);
    expect([...heap.i32(marksAt, rowsOfTable)]).toEqual([...marks]);
    expect([...heap.i32(listAt + 8, fresh.length)]).toEqual(fresh);
    assertGuards('listRows');
  });

  test.each(combinations([0, 1], [0, 1]))('adamCoastRows moves rows by what they missed, by name: %s, with weight decay: %s', (byName, decays) => {
    begin();
    const [last, reach] = [9, 4];
    const { values, at } = tableOf(['m', 'v'], numbersOfTable);
    const unique = someRows(count);
    // 0: never had a gradient; 9: is not behind; up to 4: further behind than `reach`
    const lastStep = Int32Array.from({ length: rowsOfTable }, (_, row) => row % 10);
    const lastAt = output(rowsOfTable, 'lastStep', lastStep);
    const [shift, epsilons, decay1, decay2, lateShift, lateEpsilons, losses] = [reach, reach, reach, last, last, last, reach].map((length) => numbers(length + 1, 0.1, 0.9));
    const inverses = Float64Array.from({ length: last + reach + 1 }, (_, t) => 1.05 ** t);
    const product = 1.05 ** -last;
    const inversesAt = doubles(inverses.length, 'inverses');
    heap.f64(inversesAt, inverses.length).set(inverses);
    const [first, second, third, fourth, fifth, sixth, seventh] = [shift, epsilons, decay1, decay2, lateShift, lateEpsilons, losses].map((list) => heap.putFloats(list));
    kernels.adamCoastRows(
      at.p, at.m, at.v, lastAt, byName ? heap.putIntegers(unique) : 0, count, width, last, reach,
      first, second, third, fourth, fifth, sixth, seventh, decays ? inversesAt : 0, product,
    );
    for (const row of byName ? unique : Array.from({ length: count }, (_, i) => i)) {
      const t = lastStep[row];
      const k = last - t;
      if ((t === 0 && !decays) || k === 0) continue;
      lastStep[row] = last;
      const late = k > reach;
      const moved = (late ? lateShift[t] : shift[k]) * (late && decays ? product * inverses[t + reach] : 1);
      const lost = !decays ? 0 : late ? 1 - product * inverses[t] : losses[k];
      for (let i = row * width; i < (row + 1) * width; i++) {
        values.p[i] -= values.p[i] * lost + (moved * values.m[i]) / (Math.sqrt(values.v[i]) + (late ? lateEpsilons[t] : epsilons[k]));
        values.m[i] *= late ? 0 : decay1[k];
        values.v[i] *= decay2[k];
      }
    }
    assertTable(values, at, numbersOfTable);
    expect([...heap.i32(lastAt, rowsOfTable)]).toEqual([...lastStep]);
    assertGuards('adamCoastRows');
  });
});

describe.each(sizes)('%s numbers', (count) => {
  test('clipValues brings them between two limits and leaves NaN', () => {
    begin();
    const g = numbers(count, -3, 3);
    if (count > 2) g[2] = NaN;
    const at = output(count, 'the gradients', g);
    kernels.clipValues(at, count, 1);
    expect([...heap.f32(at, count)]).toEqual(Array.from(g, (value) => (Number.isNaN(value) ? NaN : Math.max(-1, Math.min(1, value)))));
    assertGuards('clipValues');
  });

  test.each([4, 8])('sumSquares sums pieces of %s', (size) => {
    begin();
    const g = numbers(count);
    const pieces = Math.ceil(count / size);
    const sums = doubles(pieces, 'the sums');
    kernels.sumSquares(heap.putFloats(g), count, size, 0, pieces, sums);
    assertClose(heap.f64(sums, pieces), Array.from({ length: pieces }, (_, i) => g.subarray(i * size, (i + 1) * size).reduce((sum, x) => sum + x * x, 0)), 1e-12, 'sums');
    assertGuards('sumSquares');
  });
});
