import type { Sample, SampleRow } from './generate.mjs';

export interface TwinReport {
  readonly items: number;
  readonly withoutTwin: number;
}

export interface PartAccuracy {
  readonly order: number;
  readonly rest: number;
  readonly all: number;
}

export interface WordOrderFigures {
  readonly twins: { readonly train: TwinReport; readonly test: TwinReport };
  readonly accuracy: Readonly<Record<string, PartAccuracy>>;
}

export declare function twinReport(rows: readonly SampleRow[]): TwinReport;
export declare function checkWordOrder(sample?: Sample): WordOrderFigures;
