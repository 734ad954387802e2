/**
 * How far Adam moves a row of an embedding table that has no gradient.
 *
 * Dense Adam moves every row at every step, also one whose gradient is zero: its moments decay and it still moves by
 * what is left of them. A row last updated at step t moves over the next k steps by
 *
 *   Σ_{j=1..k} lr_{t+j} · (β1^j m / (1 - β1^{t+j})) / (√(β2^j v / (1 - β2^{t+j})) + ε)
 *     = m · Σ_j ρ^j a_{t+j} / (√v + e_{t+j} / β2^{j/2})      with ρ = β1 / √β2,
 *       a_s = lr_s √(1 - β2^s) / (1 - β1^s),  e_s = ε √(1 - β2^s), with epsilonHat ε
 *
 * The sum depends on the row only through √v + e; with e replaced by its mean under the weights ρ^j a_{t+j} it becomes
 * shift · m / (√v + epsilon), and shift and epsilon are the same for all rows that share k. At a fixed step s = t + k they follow
 * from each other:
 *
 *   shift(k) = ρ · (a_{s-k+1} + shift(k - 1))
 *
 * so one short loop a step gives them for every k up to `reach`, beyond which ρ^k vanishes and the sum depends on t alone.
 *
 * With weight decay (AdamW) every step s first shrinks the row by d_s = 1 - lr_s · weightDecay, and with it all that it has moved before.
 * With D(k) = d_{s-k+1} · … · d_s the row becomes D(k) · p - shift(k) · m / (√v + epsilon), where
 *
 *   shift(k) = ρ · (a_{s-k+1} · D(k - 1) + shift(k - 1)),      D(k) = d_{s-k+1} · D(k - 1)
 *
 * Beyond `reach` a row only shrinks: D is then C(s) / C(t), and the shift as it was at t + reach is multiplied by C(s) / C(t + reach), where
 * C(s) is the product of all d since the last time that all rows were brought along together. That happens often enough for C to stay a
 * number with all its digits, so it makes no difference how many steps there have been. What a row loses is kept as 1 - D, since D itself,
 * rounded to 32 bits, would be off by a good part of what a single step takes away.
 *
 * A running average of the row, avg = μ·avg + (1 - μ)·p after every step, becomes μ^k · avg + G(k) · p - X(k) · m / (√v + its epsilon), where
 * G(k) = Σ_j (1 - μ)·μ^(k-j) · d_{t+1} · … · d_{t+j} is the mean of what is left of p, and X the mean of the shifts. With the share w(k) of a
 * push that came k steps ago they follow in the same loop:
 *
 *   w(k) = (1 - μ)·μ^(k-1) + G(k - 1),      G(k) = d_{s-k+1} · w(k),      X(k) = ρ · (a_{s-k+1} · w(k) + X(k - 1))
 *
 * Beyond `reach` the average forgets X as it was then, by μ^(k - reach), and goes on from the row as it was then.
 *
 * SGD and RMSprop with weight decay drift in the same way by their velocity in place of m, with β1 for its momentum, β2 = 1 and nothing to
 * divide by. Without weight decay coast.ts is simpler.
 */
import type { Heap } from '../heap.js';
import type { Kernels } from '../kernels.js';
import type { StateRegister } from '../state-register.js';
import { span } from './weight-states.js';
import type { Rows } from './weight-states.js';

/** β1 / β2 from which on the sums of shift and epsilon converge too slowly; every row is then brought along at every step. */
const slowestDecay = 0.98;
const negligible = 1e-10;
/** C below which all rows are brought along together; that includes C = 0 and below, where a step takes away all of a weight, or more. */
const smallestProduct = 2 ** -16;

export interface DriftOptions {
  readonly beta1: number;
  readonly beta2: number;
  /** Whether rows decay. */
  readonly decays: boolean;
  /** μ of the running averages of weights, where there are any. */
  readonly averageMomentum: number | undefined;
}

/** Tables for the running averages, as for the rows themselves; `gains` holds 1 - μ^k, `sums` float64 for step base + i at place i. */
interface AverageTables {
  readonly momentum: number;
  readonly gains: number;
  readonly shifts: number;
  readonly epsilons: number;
  readonly losses: number;
  readonly lateShifts: number;
  readonly lateEpsilons: number;
  readonly sums: number;
}

export class AdamDrift {
  /** Whether every row must be brought along at every step. */
  readonly eager: boolean;
  /** Steps after which a row's remaining movement is negligible; 1 when rows are brought along at every step. */
  private readonly reach: number;
  private readonly rho: number;
  /** a_s, e_s and d_s of the last `reach` steps, in rings. */
  private readonly rates: Float64Array;
  private readonly epsilons: Float64Array;
  private readonly shrinks: Float64Array;
  private readonly shiftAt: number;
  private readonly epsilonAt: number;
  private readonly lossAt: number;
  private readonly decay1At: number;
  private readonly decay2At: number;
  /** For step base + i at place i. */
  private readonly lateShiftAt: number;
  private readonly lateEpsilonAt: number;
  /** 1 / C for step base + i at place i; 0 without weight decay. */
  private readonly inversesAt: number;
  private readonly averages: AverageTables | undefined;
  private base = 0;
  private product = 1;
  private sum = 0;

  constructor(private readonly heap: Heap, private readonly options: DriftOptions, states: StateRegister) {
    const { beta1, beta2, decays, averageMomentum } = options;
    this.eager = beta1 / beta2 > slowestDecay;
    this.rho = beta1 / Math.sqrt(beta2);
    this.reach = beta1 === 0 || this.eager ? 1 : reachOf(this.rho);
    const size = this.reach + 1;
    [this.rates, this.epsilons, this.shrinks] = [0, 1, 2].map(() => new Float64Array(size));
    [this.shiftAt, this.epsilonAt, this.lossAt, this.decay1At] = [0, 1, 2, 3].map(() => heap.keep(size * 4));
    [this.decay2At, this.lateShiftAt, this.lateEpsilonAt] = [0, 1, 2].map(() => heap.keep((span + 1) * 4));
    this.inversesAt = decays ? heap.keep((span + 1) * 8) : 0;
    this.averages = averageMomentum === undefined ? undefined : averageTables(heap, averageMomentum, size, decays);
    fillPowers(heap.f32(this.decay1At, size), beta1);
    fillPowers(heap.f32(this.decay2At, span + 1), beta2);
    this.begin(0);
    this.register(states);
  }

  /** Tables too, though they follow from the rates of the steps: what has been looked up in them must be found again to the last bit. */
  private register(states: StateRegister): void {
    const { heap } = this;
    const size = this.reach + 1;
    states.addNumbers('optimizer/drift', () => [this.base, this.product, this.sum], ([base, product, sum]) => [this.base, this.product, this.sum] = [base, product, sum]);
    for (const name of ['rates', 'epsilons', 'shrinks'] as const) states.add(`optimizer/drift/${name}`, () => this[name]);
    for (const name of ['shift', 'epsilon', 'loss'] as const) states.add(`optimizer/drift/${name}`, () => heap.f32(this[`${name}At`], size));
    for (const name of ['lateShift', 'lateEpsilon'] as const) states.add(`optimizer/drift/${name}`, () => heap.f32(this[`${name}At`], span + 1));
    if (this.inversesAt) states.add('optimizer/drift/inverses', () => heap.f64(this.inversesAt, span + 1));
    const { averages } = this;
    if (!averages) return;
    for (const name of ['shifts', 'epsilons', 'losses'] as const) states.add(`optimizer/drift/averages/${name}`, () => heap.f32(averages[name], size));
    for (const name of ['lateShifts', 'lateEpsilons'] as const) states.add(`optimizer/drift/averages/${name}`, () => heap.f32(averages[name], span + 1));
    if (averages.sums) states.add('optimizer/drift/averages/sums', () => heap.f64(averages.sums, span + 1));
  }

  /** Whether all rows should be brought along together before the next step. */
  get exhausted(): boolean {
    return this.product < smallestProduct;
  }

  /** To be called when all rows have been brought to step `base`. */
  begin(base: number): void {
    this.base = base;
    this.product = 1;
    this.sum = 0;
    if (this.averages?.sums) this.heap.f64(this.averages.sums, 1)[0] = 0;
    if (this.inversesAt) this.heap.f64(this.inversesAt, 1)[0] = 1;
  }

  /** Computes the shifts of all k for the step `now`, the one after the step of the last call. */
  remember(now: number, rate: number, epsilon: number, decay: number): void {
    const { reach, rho, heap, base } = this;
    const size = reach + 1;
    this.rates[now % size] = rate;
    this.epsilons[now % size] = epsilon;
    this.shrinks[now % size] = this.options.decays ? 1 - decay : 1;
    const rhoEpsilon = rho / Math.sqrt(this.options.beta2);
    const shifts = heap.f32(this.shiftAt, size);
    const epsilons = heap.f32(this.epsilonAt, size);
    const losses = heap.f32(this.lossAt, size);
    let [shift, weighted, shrink] = [0, 0, 1];
    for (let k = 1; k <= Math.min(reach, now); k++) {
      const s = (now - k + 1) % size;
      const push = this.rates[s] * shrink;
      shift = rho * (push + shift);
      weighted = rhoEpsilon * (push * this.epsilons[s] + weighted);
      shrink *= this.shrinks[s];
      shifts[k] = shift;
      epsilons[k] = shift > 0 ? weighted / shift : epsilon;
      losses[k] = 1 - shrink;
    }
    const place = now - reach - base;
    if (place >= 0) {
      heap.f32(this.lateShiftAt + 4 * place, 1)[0] = shift;
      heap.f32(this.lateEpsilonAt + 4 * place, 1)[0] = shift > 0 ? weighted / shift : epsilon;
    }
    if (this.inversesAt) {
      this.product *= 1 - decay;
      heap.f64(this.inversesAt + 8 * (now - base), 1)[0] = 1 / this.product;
    }
    if (this.averages) this.rememberAverages(this.averages, now, epsilon);
  }

  /** The same for the running averages. */
  private rememberAverages(tables: AverageTables, now: number, epsilon: number): void {
    const { reach, rho, heap, base } = this;
    const size = reach + 1;
    const { momentum } = tables;
    const rhoEpsilon = rho / Math.sqrt(this.options.beta2);
    const [shifts, epsilons, losses] = [tables.shifts, tables.epsilons, tables.losses].map((pointer) => heap.f32(pointer, size));
    let [shift, weighted, left, power] = [0, 0, 0, 1];
    for (let k = 1; k <= Math.min(reach, now); k++) {
      const s = (now - k + 1) % size;
      const share = (1 - momentum) * power + left;
      power *= momentum;
      const push = this.rates[s] * share;
      shift = rho * (push + shift);
      weighted = rhoEpsilon * (push * this.epsilons[s] + weighted);
      left = this.shrinks[s] * share;
      shifts[k] = shift;
      epsilons[k] = shift > 0 ? weighted / shift : epsilon;
      losses[k] = 1 - power - left;
    }
    const place = now - reach - base;
    if (place >= 0) {
      heap.f32(tables.lateShifts + 4 * place, 1)[0] = shift;
      heap.f32(tables.lateEpsilons + 4 * place, 1)[0] = shift > 0 ? weighted / shift : epsilon;
    }
    if (tables.sums) {
      this.sum = momentum * this.sum + (1 - momentum) * this.product;
      heap.f64(tables.sums + 8 * (now - base), 1)[0] = this.sum;
    }
  }

  /** Brings rows with the states m and v, and their averages, to the step `now`, the last one remembered. */
  follow(kernels: Kernels, { pointer, average, lastStep, unique, count, width }: Rows, m: number, v: number, now: number): void {
    const { inversesAt, base, averages } = this;
    if (averages) {
      kernels.driftAverageRows(
        average, pointer, m, v, lastStep, unique, count, width, now, this.reach,
        averages.gains, averages.losses, averages.shifts, averages.epsilons, averages.lateShifts - 4 * base, averages.lateEpsilons - 4 * base,
        this.lateShiftAt - 4 * base, this.lateEpsilonAt - 4 * base, inversesAt && inversesAt - 8 * base, averages.sums && averages.sums - 8 * base,
      );
    }
    // rows hold the number of the step they were last at, and the kernel counts from step 0
    kernels.adamCoastRows(
      pointer, m, v, lastStep, unique, count, width, now, this.reach,
      this.shiftAt, this.epsilonAt, this.decay1At, this.decay2At, this.lateShiftAt - 4 * base, this.lateEpsilonAt - 4 * base,
      this.lossAt, inversesAt && inversesAt - 8 * base, this.product,
    );
  }
}

function averageTables(heap: Heap, momentum: number, size: number, decays: boolean): AverageTables {
  const [shifts, epsilons, losses] = [0, 1, 2].map(() => heap.keep(size * 4));
  const [gains, lateShifts, lateEpsilons] = [0, 1, 2].map(() => heap.keep((span + 1) * 4));
  const gain = heap.f32(gains, span + 1);
  for (let k = 0, power = 1; k <= span; k++, power *= momentum) gain[k] = 1 - power;
  return { momentum, gains, shifts, epsilons, losses, lateShifts, lateEpsilons, sums: decays ? heap.keep((span + 1) * 8) : 0 };
}

/** base^k at place k. */
export function fillPowers(powers: Float32Array, base: number): void {
  for (let k = 0, power = 1; k < powers.length; k++, power *= base) powers[k] = power;
}

function reachOf(rho: number): number {
  let k = 1;
  for (let power = rho; power > negligible; power *= rho) k++;
  return k;
}
