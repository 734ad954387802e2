/**
 * Comparison that says how far off. The error of a tensor is the largest difference as a share of the largest magnitude expected
 * in it; tensors smaller than `floor` throughout are measured against `floor`, for their digits are what larger terms left over.
 */
interface TensorError {
  readonly name: string;
  readonly error: number;
  /** Where the largest difference is, and the two numbers there. */
  readonly at: number;
  readonly actual: number;
  readonly expected: number;
}

export type Tensors = Readonly<Record<string, ArrayLike<number>>>;

const defaultFloor = 0.01;

/** Error of each tensor; infinite where a tensor is missing, of another length, or differs by NaN. */
function tensorErrors(actual: Tensors, expected: Tensors, floor = defaultFloor): TensorError[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return names.map((name) => {
    const [a, e] = [actual[name] as ArrayLike<number> | undefined, expected[name] as ArrayLike<number> | undefined];
    if (a?.length !== e?.length || !a || !e) return { name, error: Infinity, at: -1, actual: a?.length ?? NaN, expected: e?.length ?? NaN };
    let largest = floor;
    for (let i = 0; i < e.length; i++) largest = Math.max(largest, Number.isFinite(e[i]) ? Math.abs(e[i]) : 0);
    let worst = { name, error: 0, at: 0, actual: a[0], expected: e[0] };
    for (let i = 0; i < e.length; i++) {
      const difference = Object.is(a[i], e[i]) ? 0 : Math.abs(a[i] - e[i]) / largest;
      const error = Number.isNaN(difference) ? Infinity : difference;
      if (error > worst.error) worst = { name, error, at: i, actual: a[i], expected: e[i] };
    }
    return worst;
  });
}

/** The largest of the errors. */
export function largestError(actual: Tensors, expected: Tensors, floor = defaultFloor): number {
  return tensorErrors(actual, expected, floor).reduce((largest, { error }) => Math.max(largest, error), 0);
}

/** Throws unless every tensor is within the tolerance; the message holds the error of every tensor that is not. */
export function expectTensors(actual: Tensors, expected: Tensors, tolerance: number, floor = defaultFloor): void {
  const wrong = tensorErrors(actual, expected, floor).filter(({ error }) => !(error <= tolerance));
  if (wrong.length === 0) return;
  const lines = wrong.map(({ name, error, at, actual: a, expected: e }) =>
    at < 0 ? `  ${name}: expected ${e} numbers, got ${a}` : `  ${name}: relative error ${error.toExponential(2)}, at [${at}] expected ${e}, got ${a}`,
  );
  throw new Error(`${wrong.length} of ${Object.keys(expected).length} tensors are off by more than ${tolerance}:\n${lines.join('\n')}`);
}
