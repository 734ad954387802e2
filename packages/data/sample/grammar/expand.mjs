/**
 * The template language of the sample.
 *
 *   [x|y|]           one of the alternatives; an empty one is allowed, and they nest
 *   {symbol}         an entry of the list of that name, itself a template
 *   {symbol#1}       the same, drawn once an item: title and description agree
 *   {symbol#1:last}  a filter on it: `last` word, `adj`ective of a country, `upper` case, `past` tense
 *   {3..9}           a whole number; {3..9w} in words; {1..9w goal} with its noun: "one goal", "six goals"
 *   a                becomes "an" where the word that follows asks for it
 *   rebels^          a plural subject; the verbs `<says|say>` of its sentence agree with it
 */

const words =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const irregular = { man: 'men', woman: 'women', person: 'people', child: 'children', company: 'companies', country: 'countries', penny: 'pennies' };

/** The plural of an English noun; only its last word changes. */
export function plural(noun) {
  const last = noun.slice(noun.lastIndexOf(' ') + 1);
  const head = noun.slice(0, noun.length - last.length);
  if (irregular[last]) return head + irregular[last];
  if (/(s|x|ch|sh)$/.test(last)) return `${head}${last}es`;
  if (/[^aeiou]y$/.test(last)) return `${head}${last.slice(0, -1)}ies`;
  return `${head}${last}s`;
}

const filters = {
  last: (text) => text.slice(text.lastIndexOf(' ') + 1),
  adj: (text) => `${text}n`,
  upper: (text) => text.toUpperCase(),
  past: (verb) => (verb === 'buys' ? 'bought' : verb.replace(/e?s$/, 'ed')),
};

/** Expands alternatives and symbols; `memo` keeps what an item has drawn under `#` names, and fixed values. */
export function expand(random, symbols, template, memo) {
  let text = template;
  for (;;) {
    const choice = /\[([^[\]]*)\]/.exec(text);
    if (choice) {
      // A bar inside <is|are> does not separate alternatives.
      const alternatives = choice[1].replace(/<[^>]*>/g, (verb) => verb.replaceAll('|', '\u0001')).split('|');
      text = splice(text, choice, alternatives[random.integer(alternatives.length)].replaceAll('\u0001', '|'));
      continue;
    }
    const slot = /\{([^{}]*)\}/.exec(text);
    if (!slot) return text;
    text = splice(text, slot, fill(random, symbols, slot[1], memo));
  }
}

function splice(text, match, replacement) {
  return text.slice(0, match.index) + replacement + text.slice(match.index + match[0].length);
}

function fill(random, symbols, slot, memo) {
  const range = /^(\d+)\.\.(\d+)(w?)(?: (.+))?$/.exec(slot);
  if (range) {
    const value = Number(range[1]) + random.integer(Number(range[2]) - Number(range[1]) + 1);
    const number = range[3] ? words[value] : String(value);
    return range[4] ? `${number} ${value === 1 ? range[4] : plural(range[4])}` : number;
  }
  const [key, filter] = slot.split(':');
  if (memo[key] !== undefined) return apply(filter, memo[key], slot);
  const list = symbols[key.split('#')[0]];
  if (!list) throw new Error(`The sample's grammar has no list for {${slot}}.`);
  const base = key.includes('#') ? key.slice(0, key.indexOf('#') + 1) : undefined;
  // Two numbered draws from one list are two different things: no country at war with itself.
  const taken = base
    ? Object.keys(memo)
        .filter((other) => other.startsWith(base))
        .map((other) => memo[other])
    : [];
  let value;
  do value = expand(random, symbols, list[random.integer(list.length)], memo);
  while (taken.includes(value));
  if (base) memo[key] = value;
  return apply(filter, value, slot);
}

function apply(filter, value, slot) {
  if (filter === undefined) return value;
  if (!filters[filter]) throw new Error(`The sample's grammar has no filter for {${slot}}.`);
  return filters[filter](value);
}

/** Settles what depends on neighbouring words: verbs, articles, spaces and capitals. */
export function finish(text) {
  return agree(text)
    .replace(/ +/g, ' ')
    .replace(/ ([,.;:?!])/g, '$1')
    .replace(/\ba(?= "?(\w+))/gi, (article, word) => article + (startsWithVowelSound(word) ? 'n' : ''))
    .trim()
    .replace(/(^"?|[.!?]"?\s+"?|\) - "?)([a-z])/g, (_all, before, letter) => before + letter.toUpperCase());
}

function agree(text) {
  let pluralSubject = false;
  return text.replace(/\^|[.!?]\s|<([^|>]*)\|([^>]*)>/g, (match, singular, pluralForm) => {
    if (match === '^') {
      pluralSubject = true;
      return '';
    }
    if (singular !== undefined) return pluralSubject ? pluralForm : singular;
    pluralSubject = false;
    return match;
  });
}

function startsWithVowelSound(word) {
  if (/^(hour|honest|heir)/i.test(word)) return true;
  if (/^(uni|use|eu|one|once)/i.test(word)) return /^unin|^unim/i.test(word);
  if (/^(8|11$|18$)/.test(word)) return true;
  return /^[aeiou]/i.test(word);
}
