/**
 * Adam over an embedding table with the result of dense Adam and the cost of the rows that a batch touches.
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
 * A row is caught up when a batch is about to read it, and all of them before weights are read, evaluated or saved.
 */
import type { AdamConfig } from '../training-config.js';
import type { Heap } from './heap.js';
import type { TableParameter } from './parameter.js';
import { cut, partsFor } from './stages.js';
import type { Stage } from './stages.js';
import type { Task, Team } from './team.js';

/** β1 / β2 from which on the sums of shift and epsilon converge too slowly; every row is then brought along at every step. */
const slowestDecay = 0.98;
const negligible = 1e-10;
/** All rows are brought along together after so many steps, so that the tables that grow with the steps have an end. */
const span = 4096;
/** What updating one number costs, in multiply-adds of a matrix product. */
export const updateCost = 16;

interface TableState {
  readonly table: TableParameter;
  readonly m: number;
  readonly v: number;
  readonly lastStep: number;
}

export class LazyAdam {
  private readonly tables: readonly TableState[];
  /** Steps after which a row's remaining movement is negligible; 0 when rows are brought along at every step. */
  private readonly reach: number;
  private readonly rho: number;
  private readonly shift: Float64Array;
  private readonly weighted: Float64Array;
  /** a_s and e_s of the last `reach` steps, in a ring. */
  private readonly rates: Float64Array;
  private readonly epsilons: Float64Array;
  private readonly shiftAt: number;
  private readonly epsilonAt: number;
  private readonly decay1At: number;
  private readonly decay2At: number;
  /** For step base + i at place i. */
  private readonly lateShiftAt: number;
  private readonly lateEpsilonAt: number;
  /** The step at which all rows were last brought along together by {@link prepare}; no row is behind it. */
  private base = 0;
  private power1 = 1;
  private power2 = 1;
  /** Steps taken so far. */
  steps = 0;

  constructor(private readonly heap: Heap, private readonly team: () => Team, tables: readonly TableParameter[], private readonly config: AdamConfig) {
    this.rho = config.beta1 / Math.sqrt(config.beta2);
    this.reach = config.beta1 === 0 || this.eager ? 1 : reachOf(this.rho);
    this.shift = new Float64Array(this.reach + 1);
    this.weighted = new Float64Array(this.reach + 1);
    this.rates = new Float64Array(this.reach + 1);
    this.epsilons = new Float64Array(this.reach + 1);
    this.shiftAt = heap.keep((this.reach + 1) * 4);
    this.epsilonAt = heap.keep((this.reach + 1) * 4);
    this.decay1At = heap.keep((this.reach + 1) * 4);
    this.decay2At = heap.keep((span + 1) * 4);
    this.lateShiftAt = heap.keep((span + 1) * 4);
    this.lateEpsilonAt = heap.keep((span + 1) * 4);
    fillPowers(heap.f32(this.decay1At, this.reach + 1), config.beta1);
    fillPowers(heap.f32(this.decay2At, span + 1), config.beta2);
    this.tables = tables.map((table) => ({ table, m: heap.keep(table.count * 4), v: heap.keep(table.count * 4), lastStep: heap.keep(table.rows * 4) }));
    for (const state of this.tables) state.table.beforeRead = (unique, distinct) => this.catchUp(state, unique, distinct);
  }

  private get eager(): boolean {
    return this.config.beta1 / this.config.beta2 > slowestDecay;
  }

  /** Brings every row of every table to the last step. */
  settle(): void {
    if (this.steps > 0) for (const state of this.tables) this.catchUp(state, 0, state.table.rows);
  }

  /** Must be called before each step. */
  prepare(): void {
    if (this.steps - this.base < span) return;
    this.settle();
    this.base = this.steps;
  }

  /** One Adam step along the gradients of the rows the last batch touched, side by side with the tasks `others`. */
  step(learningRate: number, others: Stage): void {
    const { beta1, beta2, epsilon, epsilonHat } = this.config;
    if (this.eager) this.settle();
    this.steps++;
    this.power1 *= beta1;
    this.power2 *= beta2;
    const correction1 = 1 - this.power1;
    const correction2 = 1 - this.power2;
    const { steps } = this;
    const team = this.team();
    const tasks: Task[] = [...others];
    for (const { table, m, v, lastStep } of this.tables) {
      const { unique, distinct, gradient } = table.touched;
      const { width } = table;
      tasks.push(
        ...cut(distinct, partsFor(distinct * width * updateCost, team.size), 1, (kernels, from, to) =>
          kernels.adamRows(
            table.pointer, m, v, lastStep, gradient + from * width * 4, unique + from * 4, to - from, width, steps,
            beta1, 1 - beta1, beta2, 1 - beta2, learningRate / correction1, 1 / correction2, epsilonHat ? epsilon / Math.sqrt(correction2) : epsilon,
          )),
      );
    }
    team.phase(tasks);
    this.remember((learningRate * Math.sqrt(correction2)) / correction1, epsilonHat ? epsilon : epsilon * Math.sqrt(correction2));
  }

  /** Recomputes the shifts of all k for the step just taken. */
  private remember(rate: number, epsilon: number): void {
    const { reach, rho, shift, weighted, steps } = this;
    const size = reach + 1;
    this.rates[steps % size] = rate;
    this.epsilons[steps % size] = epsilon;
    const rhoEpsilon = rho / Math.sqrt(this.config.beta2);
    const shifts = this.heap.f32(this.shiftAt, size);
    const epsilons = this.heap.f32(this.epsilonAt, size);
    let shiftBefore = 0;
    let weightedBefore = 0;
    for (let k = 1; k <= Math.min(reach, steps); k++) {
      const s = (steps - k + 1) % size;
      shiftBefore = rho * (this.rates[s] + shiftBefore);
      weightedBefore = rhoEpsilon * (this.rates[s] * this.epsilons[s] + weightedBefore);
      shift[k] = shiftBefore;
      weighted[k] = weightedBefore;
      shifts[k] = shiftBefore;
      epsilons[k] = shiftBefore > 0 ? weightedBefore / shiftBefore : epsilon;
    }
    const place = steps - reach - this.base;
    if (place >= 0) {
      this.heap.f32(this.lateShiftAt + 4 * place, 1)[0] = shift[reach];
      this.heap.f32(this.lateEpsilonAt + 4 * place, 1)[0] = shift[reach] > 0 ? weighted[reach] / shift[reach] : epsilon;
    }
  }

  private catchUp({ table, m, v, lastStep }: TableState, unique: number, count: number): void {
    if (this.steps === 0 || !table.spec.trainable) return;
    const team = this.team();
    const { width } = table;
    // rows hold the number of the step they were last at, and the kernel counts from step 0
    const late = 4 * this.base;
    team.phase(
      cut(count, unique ? partsFor(count * width * updateCost, team.size) : 1, 1, (kernels, from, to) =>
        kernels.catchUpRows(
          table.pointer, m, v, lastStep, unique && unique + from * 4, to - from, width, this.steps, this.reach,
          this.shiftAt, this.epsilonAt, this.decay1At, this.decay2At, this.lateShiftAt - late, this.lateEpsilonAt - late,
        )),
    );
  }
}

function fillPowers(powers: Float32Array, base: number): void {
  for (let k = 0, power = 1; k < powers.length; k++, power *= base) powers[k] = power;
}

function reachOf(rho: number): number {
  let k = 1;
  for (let power = rho; power > negligible; power *= rho) k++;
  return k;
}
