import type { CellStep } from './cell-step.js';
import { describeStep } from './cell-step.js';
import type { Theme } from './color-scale.js';
import { Box, Bundle, Meet, Note, Picture, Wire } from './diagram-parts.js';

/** The cell of a GRU: the state runs along the top; the update gate decides between what it was and the candidate below. */
export function GRUPicture({ step, word, theme }: { step: Extract<CellStep, { kind: 'gru' }>; word: string; theme: Theme }) {
  const { z, r, g, before, h } = step;
  return (
    <Picture height={306} label={`A GRU cell: ${describeStep(step)}`}>
      <Wire theme={theme} path="M14 56H108" value={before} />
      <Wire theme={theme} path="M132 56H318" value={z * before} />
      <Wire theme={theme} path="M342 56H428" value={h} />
      <Wire theme={theme} path="M120 175V68" value={z} />
      <Wire theme={theme} path="M120 124H318" value={1 - z} />
      <Wire theme={theme} path="M330 175V136" value={g} />
      <Wire theme={theme} path="M330 112V68" value={(1 - z) * g} />
      <Wire theme={theme} path="M254 198H301" value={r} />
      <Bundle path="M14 266H330V221M120 266V221M225 266V221M46 292V266" />
      <Meet x={120} y={56}>×</Meet>
      <Meet x={330} y={56}>+</Meet>
      <Meet x={330} y={124}>×</Meet>
      <Box x={120} y={198} symbol="z" name="update" value={z} scale="sequential" theme={theme} />
      <Box x={225} y={198} symbol="r" name="reset" value={r} scale="sequential" theme={theme} />
      <Box x={330} y={198} symbol="h̃" name="cand." value={g} scale="diverging" theme={theme} />
      <Note x={14} y={38} symbol="h₋₁" value={before} />
      <Note x={190} y={44} symbol="z·h₋₁" value={z * before} />
      <Note x={190} y={114} symbol="1−z" value={1 - z} />
      <Note x={322} y={94} symbol="(1−z)·h̃" value={(1 - z) * g} end />
      <Note x={428} y={38} symbol="h" value={h} end />
      <Note x={14} y={252} symbol="h₋₁, all units" />
      <Note x={58} y={298} symbol={`x = ${word}`} />
    </Picture>
  );
}
