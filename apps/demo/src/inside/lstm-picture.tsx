import type { CellStep } from './cell-step.js';
import { describeStep } from './cell-step.js';
import type { Theme } from './color-scale.js';
import { Box, Bundle, Meet, Note, Picture, Wire } from './diagram-parts.js';

interface LSTMPictureProps {
  readonly step: Extract<CellStep, { kind: 'lstm' }>;
  readonly word: string;
  readonly theme: Theme;
  readonly activation: string;
  /** The largest number of any cell, at which a wire is thickest. */
  readonly full: number;
}

/** The cell of an LSTM: the memory runs along the top; gates below decide what of it stays, what is added and what is shown. */
export function LSTMPicture({ step, word, theme, activation, full }: LSTMPictureProps) {
  const { f, i, g, o, cBefore, c, phiC, before, h } = step;
  const wire = { theme };
  const memory = { theme, full };
  return (
    <Picture height={306} label={`An LSTM cell: ${describeStep(step)}`}>
      <Wire {...memory} path="M14 56H92" value={cBefore} />
      <Wire {...memory} path="M116 56H204" value={f * cBefore} />
      <Wire {...memory} path="M228 56H428" value={c} />
      <Wire {...wire} path="M104 175V68" value={f} />
      <Wire {...wire} path="M176 175V116H204" value={i} />
      <Wire {...wire} path="M256 175V116H228" value={g} />
      <Wire {...wire} path="M216 104V68" value={i * g} />
      <Wire {...wire} path="M332 175V150H380" value={o} />
      <Wire {...memory} path="M392 56V86" value={c} />
      <Wire {...wire} path="M392 114V138" value={phiC} />
      <Wire {...wire} path="M392 162V266H428" value={h} />
      <Bundle path="M14 266H332V221M104 266V221M176 266V221M256 266V221M46 292V266" />
      <Meet x={104} y={56}>×</Meet>
      <Meet x={216} y={56}>+</Meet>
      <Meet x={216} y={116}>×</Meet>
      <Meet x={392} y={150}>×</Meet>
      <rect class="inside-function" x="364" y="86" width="56" height="28" rx="14" />
      <text class="inside-function-name" x="392" y="104">{activation}</text>
      <Box x={104} y={198} symbol="f" name="forget" value={f} scale="sequential" theme={theme} />
      <Box x={176} y={198} symbol="i" name="input" value={i} scale="sequential" theme={theme} />
      <Box x={256} y={198} symbol="c̃" name="cand." value={g} scale="diverging" theme={theme} />
      <Box x={332} y={198} symbol="o" name="output" value={o} scale="sequential" theme={theme} />
      <Note x={14} y={38} symbol="c₋₁" value={cBefore} />
      <Note x={126} y={44} symbol="f·c₋₁" value={f * cBefore} />
      <Note x={428} y={38} symbol="c" value={c} end />
      <Note x={228} y={92} symbol="i·c̃" value={i * g} />
      <Note x={386} y={132} value={phiC} end />
      <Note x={14} y={250} symbol="h₋₁" value={before} />
      <Note x={428} y={287} symbol="h" value={h} end />
      <Note x={58} y={298} symbol={`x = ${word}`} />
    </Picture>
  );
}
