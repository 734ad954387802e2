import type { Theme } from './color-scale.js';
import { HeatCanvas } from './heat-canvas.js';
import type { Series } from './series.js';

interface SeriesTabsProps {
  readonly all: readonly Series[];
  readonly shown: Series;
  readonly show: (key: string) => void;
  readonly order: readonly number[];
  readonly units: number;
  readonly tokens: number;
  readonly theme: Theme;
}

/** Every series small, to choose the one that is shown large. */
export function SeriesTabs({ all, shown, show, theme, ...sizes }: SeriesTabsProps) {
  return (
    <div class="inside-tabs" role="group" aria-label="What is shown">
      {all.map((series) => (
        <button key={series.key} type="button" class="inside-tab" aria-pressed={series.key === shown.key} title={series.meaning} onClick={() => show(series.key)}>
          <span class="inside-thumb"><HeatCanvas series={series} theme={theme} {...sizes} /></span>
          <span><i>{series.symbol}</i> {series.name}</span>
        </button>
      ))}
    </div>
  );
}
