import type { CellStep } from './cell-step.js';
import { describeStep } from './cell-step.js';
import type { Theme } from './color-scale.js';
import { Box, Bundle, Note, Picture, Wire } from './diagram-parts.js';

interface SimpleRNNPictureProps {
  readonly step: Extract<CellStep, { kind: 'simpleRNN' }>;
  readonly word: string;
  readonly theme: Theme;
  readonly activation: string;
  /** The largest sum of any unit. */
  readonly full: number;
}

/** The cell of a SimpleRNN: word and last state are summed up, and the sum is bent into the range of the state. */
export function SimpleRNNPicture({ step, word, theme, activation, full }: SimpleRNNPictureProps) {
  const { z, before, h } = step;
  return (
    <Picture height={200} label={`A SimpleRNN cell: ${describeStep(step)}`}>
      <Wire theme={theme} path="M14 84H141" value={before} />
      <Wire theme={theme} full={full} path="M199 84H251" value={z} />
      <Wire theme={theme} path="M309 84H428" value={h} />
      <Bundle path="M170 186V107" />
      <Box x={170} y={84} symbol="z" name="sum" value={z} scale="diverging" theme={theme} full={full} />
      <Box x={280} y={84} symbol="h" name={activation} value={h} scale="diverging" theme={theme} />
      <Note x={14} y={66} symbol="h₋₁" value={before} />
      <Note x={428} y={66} symbol="h" value={h} end />
      <Note x={184} y={182} symbol={`x = ${word}`} />
    </Picture>
  );
}
