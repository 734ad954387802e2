/** Precision, recall and F1 from counts, and their means; one-label and multi-label reports share them. */
export interface Figures {
  /** Of what was predicted, the share that is so; 0 where nothing was. */
  readonly precision: number;
  /** Of what is so, the share that was predicted; 0 where nothing is. */
  readonly recall: number;
  /** 2 · precision · recall / (precision + recall); 0 where both are. */
  readonly f1: number;
}

export interface Averages {
  /** The mean over classes, each counting the same. */
  readonly macro: Figures;
  /** Of all decisions together. With one label a row all three are the accuracy. */
  readonly micro: Figures;
  /** The mean over classes, each counting as often as it has rows. */
  readonly weighted: Figures;
}

/** How often a class was predicted rightly, was predicted, and is there. */
export interface Counts {
  readonly hits: number;
  readonly predicted: number;
  readonly support: number;
}

export function figuresOf({ hits, predicted, support }: Counts): Figures {
  return { precision: ratio(hits, predicted), recall: ratio(hits, support), f1: ratio(2 * hits, predicted + support) };
}

export function averagesOf(classes: readonly Counts[]): Averages {
  const figures = classes.map(figuresOf);
  const total = (name: keyof Counts): number => classes.reduce((sum, one) => sum + one[name], 0);
  const support = total('support');
  const mean = (name: keyof Figures, weigh: (c: number) => number, all: number): number => ratio(figures.reduce((sum, one, c) => sum + one[name] * weigh(c), 0), all);
  const means = (weigh: (c: number) => number, all: number): Figures => ({ precision: mean('precision', weigh, all), recall: mean('recall', weigh, all), f1: mean('f1', weigh, all) });
  return {
    macro: means(() => 1, classes.length),
    micro: figuresOf({ hits: total('hits'), predicted: total('predicted'), support }),
    weighted: means((c) => classes[c].support, support),
  };
}

/** What is said about classes whose figures are undefined, as 0 / 0. */
export function undefinedFigures(labels: readonly string[], classes: readonly Counts[]): string[] {
  const named = (list: readonly string[]): string => `${list.slice(0, 5).map((label) => JSON.stringify(label)).join(', ')}${list.length > 5 ? ` and ${list.length - 5} more` : ''}`;
  const absent = labels.filter((_, c) => classes[c].support === 0);
  const never = labels.filter((_, c) => classes[c].predicted === 0);
  return [
    ...(absent.length > 0 ? [`No row has the label ${named(absent)}: recall is undefined there and counts as 0, in the means as well.`] : []),
    ...(never.length > 0 ? [`No row was predicted as ${named(never)}: precision is undefined there and counts as 0, in the means as well.`] : []),
  ];
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
