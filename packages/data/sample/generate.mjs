/**
 * Writes train.csv and test.csv, the built-in sample of invented news items. `node generate.mjs` (after the packages are built).
 *
 * One seed gives the same bytes everywhere. Each split is balanced over the four classes, and within each class 24 % of the rows are
 * order items: half of a pair of twins with the same words in another order and another label. Both twins are in the same split.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Random } from '@sekvens/core';
import { business } from './grammar/business.mjs';
import { expand, finish } from './grammar/expand.mjs';
import { constructions, neutral } from './grammar/order.mjs';
import { sciTech } from './grammar/sci-tech.mjs';
import { shared } from './grammar/shared.mjs';
import { sports } from './grammar/sports.mjs';
import { mixed, single } from './grammar/topics.mjs';
import { world } from './grammar/world.mjs';

export const defaultSeed = 20_261;
const classes = [world, sports, business, sciTech];
export const labels = classes.map((definition) => definition.label);

/** Rows a class, and pairs of twins for each of the six pairs of classes. */
const splits = { train: { plain: 760, twinPairs: 80 }, test: { plain: 190, twinPairs: 20 } };

/** Shares of the rows that are not order items; the remaining ones tell a story of their class. */
const shares = { single: 0.24, mixed: 0.09, aside: 0.14, dateline: 0.1, coda: 0.1, newline: 0.02 };

/** The words of a text as a bag-of-words model sees them: lower case, punctuation stripped. */
export function wordsOf(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:[-'][\p{L}\p{N}]+)*/gu) ?? [];
}

/** The sorted words of title and description: equal for twins. */
export function bagOf({ title, description }) {
  return wordsOf(`${title} ${description}`).sort().join(' ');
}

/** All rows of both splits: `{ label, title, description, order }`, where `order` names the construction of an order item. */
export function generateSample(seed = defaultSeed) {
  const random = new Random(seed);
  const seen = { titles: new Set(), descriptions: new Set() };
  const result = {};
  for (const [name, { plain, twinPairs }] of Object.entries(splits)) {
    const source = random.fork(name);
    const rows = [];
    for (let a = 0; a < classes.length; a++) {
      for (let i = 0; i < plain; i++) rows.push(accepted(seen, () => [plainItem(source, a)])[0]);
      for (let b = a + 1; b < classes.length; b++) {
        for (let i = 0; i < twinPairs; i++) {
          // In turn, so that every construction and every pair of classes meets about equally often.
          const construction = constructions[(i + 7 * (a * 4 + b)) % constructions.length];
          rows.push(...accepted(seen, () => twins(source, construction, classes[a], classes[b])));
        }
      }
    }
    result[name] = source.shuffle(rows);
  }
  return result;
}

/** Draws until the texts have the lengths asked for and are new; neutral titles and descriptions are shared by twins only. */
function accepted(seen, draw) {
  for (;;) {
    const rows = draw();
    const titles = new Set(rows.map((row) => row.title));
    const descriptions = new Set(rows.map((row) => row.description));
    if (!rows.every(fits)) continue;
    if (rows.length === 2 && (bagOf(rows[0]) !== bagOf(rows[1]) || titles.size + descriptions.size < 3)) continue;
    if ([...titles].some((title) => seen.titles.has(title)) || [...descriptions].some((text) => seen.descriptions.has(text))) continue;
    titles.forEach((title) => seen.titles.add(title));
    descriptions.forEach((text) => seen.descriptions.add(text));
    return rows;
  }
}

function fits({ title, description }) {
  const titleWords = wordsOf(title).length;
  const descriptionWords = wordsOf(description).length;
  return titleWords >= 4 && titleWords <= 12 && descriptionWords >= 8 && descriptionWords <= 30;
}

const pick = (random, list) => list[random.integer(list.length)];

function plainItem(random, index) {
  const own = classes[index];
  const other = pick(
    random,
    classes.filter((definition) => definition !== own),
  );
  const symbols = { ...shared, ...own.lists, ...own.heads };
  const memo = { 'B.event': pick(random, other.heads.event), 'B.role': pick(random, other.heads.role), 'B.org': pick(random, other.heads.org) };
  const kind = random.next();
  let title;
  let description;
  if (kind < shares.mixed) {
    title = pick(random, random.next() < 0.7 ? mixed.titles : single.titles.none);
    description = pick(random, mixed.descriptions);
  } else if (kind < shares.mixed + shares.single) {
    const [titleKind, descriptionKind] = singleKinds(random);
    title = pick(random, single.titles[titleKind]);
    description = pick(random, single.descriptions[descriptionKind]);
  } else {
    const story = pick(random, own.stories);
    title = pick(random, story.titles);
    description = pick(random, story.descriptions);
    if (random.next() < shares.aside) description = description.replace(/\.$/, `${pick(random, mixed.asides)}.`);
  }
  if (random.next() < shares.coda) description += `${random.next() < shares.newline * 10 ? '\n' : ' '}${pick(random, shared.coda)}`;
  if (random.next() < shares.dateline) description = pick(random, shared.dateline) + description;
  return {
    label: own.label,
    title: finish(expand(random, symbols, title, memo)),
    description: finish(expand(random, symbols, description, memo)),
    order: undefined,
  };
}

/** At least one of title and description names a topic. */
function singleKinds(random) {
  const kinds = ['event', 'event', 'event', 'role', 'role', 'org', 'org', 'field'];
  const title = pick(random, [...kinds, 'none', 'none']);
  return [title, title === 'none' || random.next() < 0.7 ? pick(random, kinds) : 'none'];
}

/** A pair of rows with the same words: what the one is about, the other only mentions. */
function twins(random, construction, first, second) {
  const form = random.next();
  const title = pick(random, form < 0.12 ? neutral.titles : construction.titles);
  const description = pick(random, form > 0.72 ? neutral.descriptions : construction.descriptions);
  const memo = {};
  const symbols = { ...shared };
  const [open, close] = ['\ue000', '\ue001'];
  for (const kind of Object.keys(first.heads)) for (const side of ['A', 'B']) symbols[`${side}.${kind}`] = [`${open}${side}.${kind}${close}`];
  const texts = [title, description].map((template) => expand(random, symbols, template, memo));
  // Half of the items keep to the same topics in title and description, the others name further ones of the same classes.
  const sameTopics = random.next() < 0.5;
  const nouns = texts.map(() => [topics(random, first), topics(random, second)]);
  if (sameTopics) nouns[1] = nouns[0];
  const row = (about, mentioned) => {
    const [t, d] = texts.map((text, field) =>
      finish(text.replace(/\ue000([AB])\.(\w+)\ue001/g, (_all, side, kind) => nouns[field][side === 'A' ? about : mentioned][kind])),
    );
    return { label: (about === 0 ? first : second).label, title: t, description: d, order: construction.name };
  };
  return [row(0, 1), row(1, 0)];
}

/** One noun of each kind; events carry an adjective now and then. */
function topics(random, definition) {
  const nouns = Object.fromEntries(Object.entries(definition.heads).map(([kind, list]) => [kind, pick(random, list)]));
  if (random.next() < 0.2) nouns.event = `${pick(random, shared.adjective)} ${nouns.event}`;
  return nouns;
}

/** RFC 4180: a header, CRLF after every record, quotes where a field holds a quote, a comma or a line break. */
export function toCsv(rows) {
  const field = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const records = rows.map(({ label, title, description }) => [label, title, description].map(field).join(','));
  return ['label,title,description', ...records, ''].join('\r\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [name, rows] of Object.entries(generateSample())) {
    writeFileSync(new URL(`./${name}.csv`, import.meta.url), toCsv(rows));
    console.log(`${name}.csv: ${rows.length} rows`);
  }
}
