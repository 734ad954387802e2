import type { LabelMistake, Mistake, TextEvaluation } from '@sekvens/engine';
import { count, percent } from '../../output/numbers.js';
import { userText } from '../html.js';
import type { Section } from '../report-input.js';
import { shortText } from '../visible-text.js';

/** Characters of a text that are shown. */
const mostCharacters = 400;

export function mistakesSection({ mistakes }: TextEvaluation): Section {
  const heading = 'The most confident mistakes';
  if (mistakes.length === 0) return { id: 'mistakes', heading, html: '<p>There are none to list.</p>' };
  const items = mistakes.map((mistake) => {
    const { row, text } = mistake;
    return `<li><div>${'label' in mistake ? decision(mistake) : prediction(mistake)} <span class="soft">row ${count(row + 1)}</span></div><p>${userText(shortText(text, mostCharacters))}</p></li>`;
  });
  return { id: 'mistakes', heading, html: `<p>They show texts that are ambiguous, and often labels that are wrong in the data.</p>\n<ol class="mistakes">\n${items.join('\n')}\n</ol>` };
}

function prediction({ predictedLabel, probability, trueLabel, trueProbability }: Mistake): string {
  return `<strong>${userText(predictedLabel)}</strong> ${percent(probability, 1)}, but it is <strong>${userText(trueLabel)}</strong> ${percent(trueProbability, 1)}`;
}

function decision({ label, isTrue, probability }: LabelMistake): string {
  return `<strong>${userText(label)}</strong> ${percent(probability, 1)}, but it is ${isTrue ? 'there' : 'not there'}`;
}
