import type { Files } from '@sekvens/engine';
import type { ShownError } from '../page/describe-error.js';
import type { Insight } from './insight.js';

/** What the worker is told: a classifier, once, then texts. */
export type ToInsightWorker = { readonly kind: 'classifier'; readonly files: Files } | { readonly kind: 'text'; readonly request: number; readonly text: string };

export type FromInsightWorker = { readonly request: number; readonly insight: Insight } | { readonly request: number; readonly error: ShownError };
