import type { Sequential } from './sequential.js';

/**
 * Lets `size` threads share the model's work. Where workers turn out not to start, as under a Content-Security-Policy that forbids them,
 * that is an error if the number was `asked` for, and else one thread does it all.
 */
export async function gatherTeam(model: Sequential, size: number, asked: boolean): Promise<void> {
  try {
    await model.joinTeam(size);
  } catch (error) {
    if (asked) throw error;
  }
}
