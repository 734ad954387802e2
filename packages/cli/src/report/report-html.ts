import { count, percent } from '../output/numbers.js';
import { headlineFigures } from '../output/headline-figures.js';
import { version } from '../version.js';
import { loadChartKit } from './chart-kit.js';
import { escapeHtml } from './html.js';
import { pageStyle } from './page-style.js';
import type { ReportInput, Section } from './report-input.js';
import { classesSection } from './sections/classes-section.js';
import { confidenceSection } from './sections/confidence-section.js';
import { confusionSection } from './sections/confusion-section.js';
import { curvesSection } from './sections/curves-section.js';
import { mistakesSection } from './sections/mistakes-section.js';
import { runSection } from './sections/run-section.js';
import { slicesSection } from './sections/slices-section.js';
import { trainingSection } from './sections/training-section.js';
import { shortText } from './visible-text.js';

/** Characters of the heading. */
const longestTitle = 160;

/**
 * A report as one HTML file that needs nothing else: no script, no font, no request. Charts are SVG and follow the reader's theme. The same
 * input gives the same bytes.
 */
export async function reportHtml(input: ReportInput): Promise<string> {
  const { summary, evaluation, details } = input;
  const title = shortText(input.title, longestTitle);
  const kit = await loadChartKit();
  const sections = [
    evaluation && classesSection(kit, evaluation),
    evaluation?.task === 'multiClass' ? confusionSection(kit, evaluation) : undefined,
    evaluation && details && slicesSection(kit, evaluation, details),
    evaluation && confidenceSection(kit, evaluation),
    evaluation && details && curvesSection(kit, evaluation, details),
    evaluation && mistakesSection(evaluation),
    trainingSection(kit, input),
    runSection(input),
  ].filter((section) => section !== undefined);
  return `${[
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${pageStyle}</style>`,
    '</head>',
    '<body>',
    '<header>',
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(summary)}</p>`,
    `<nav aria-label="Parts of the report"><ul>${sections.map(({ id, heading }) => `<li><a href="#${id}">${heading}</a></li>`).join('')}</ul></nav>`,
    '</header>',
    '<main>',
    evaluation ? tiles(evaluation) : '<p>It was not tested on texts it was not trained on, so nothing here says how good it is.</p>',
    evaluation && evaluation.warnings.length > 0 ? `<ul class="warnings">${evaluation.warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join('')}</ul>` : '',
    ...sections.map(sectionHtml),
    '</main>',
    `<footer>Written by sekvens ${escapeHtml(version)}. The file is complete: it loads nothing.</footer>`,
    '</body>',
    '</html>',
  ].filter((line) => line !== '').join('\n')}\n`;
}

function sectionHtml({ id, heading, html }: Section): string {
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${heading}</h2>\n${html}\n</section>`;
}

function tiles(evaluation: NonNullable<ReportInput['evaluation']>): string {
  const { accuracyInterval: { low, high }, rows } = evaluation;
  const notes: Readonly<Record<string, string>> = { [headlineFigures(evaluation)[0][0]]: `95 % interval:<br>${(low * 100).toFixed(2)} to ${percent(high)}` };
  const all = [...headlineFigures(evaluation), ['rows', count(rows)] as const];
  const items = all.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd class="value">${escapeHtml(value)}</dd>${name in notes ? `<dd class="note">${notes[name]}</dd>` : ''}</div>`);
  return `<dl class="tiles">${items.join('')}</dl>`;
}
