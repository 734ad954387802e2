import type { RecurrentActivation } from '@sekvens/layers';

/** Activation codes of the kernels; the same numbers stand in assembly/vector.ts. */
export const activationCodes: Readonly<Record<RecurrentActivation, number>> = { linear: 0, tanh: 1, sigmoid: 2, relu: 3, hardSigmoid: 4 };

/** How a matrix product begins; the same numbers stand in assembly/gemm.ts. */
export const fromZero = 0;
export const accumulate = 1;
export const fromBias = 2;
