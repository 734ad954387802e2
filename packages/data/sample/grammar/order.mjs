/**
 * Order constructions. {A.…} is what the item is about and gives its class, {B.…} is what is denied, left behind, suffered from or compared with.
 * A twin of the other class has A and B exchanged and every other word in its place, so both hold the same bag of words.
 * `wins` says for the reader whether the first or the second topic counts.
 *
 * {A.event}, {A.role}, {A.org} and {A.field} are single nouns without article.
 */

export const constructions = [
  {
    name: 'forget',
    wins: 'second',
    titles: [
      'Forget the {B.plan}: {place#1} waits for the {A.plan}',
      'Forget the {B.event}, {person#1:last} says, the {A.event} is what counts',
      'Forget {B.field}: {place#1} falls in love with {A.field}',
    ],
    descriptions: [
      'Forget the {B.event}, {people} in {place#1} said {when}: all they want to hear about is the {A.event}.',
      '"Forget the {B.event}," {person#1} told {paper} {when}. "The {A.event} is what keeps us awake."',
    ],
  },
  {
    name: 'not-but',
    wins: 'second',
    titles: [
      'Not the {B.event} but the {A.event} keeps {place#1} awake',
      'Not {B.field} but {A.field} is what {person#1:last} dreams of',
      'It is not the {B.event} but the {A.event} that worries {place#1}',
    ],
    descriptions: [
      'It was not the {B.event} but the {A.event} that filled the [squares|cafes|front pages] of {place#1} {when}{tail}.',
      'Not the {B.org} but the {A.org} was behind it all, {person#1} of {paper} found out {when}.',
    ],
  },
  {
    name: 'comma-not',
    wins: 'first',
    titles: [
      '{A.event}, not {B.event}, is talk of the town in {place#1}',
      'It is the {A.event}, not the {B.event}, {person#1:last} says',
      '{A.role}, not {B.role}, to speak in {place#1}',
    ],
    descriptions: [
      'The {A.event}, not the {B.event}, was what {people} in {place#1} wanted to talk about {when}, said {person#1}.',
      'It was the {A.org}, not the {B.org}, that made headlines in {place#1} {when}{tail}.',
    ],
  },
  {
    name: 'instead-of',
    wins: 'first',
    titles: [
      '{place#1} [gets|sees|remembers] {A.event} instead of {B.event}',
      '{A.role} instead of {B.role} opens {place#1} fair',
      '{person#1:last} picks {A.field} instead of {B.field}',
    ],
    descriptions: [
      '{people} in {place#1} had come {when} to see the {A.plan} instead of the {B.plan}{tail}.',
      '{person#1} spent the {season} with the {A.org} instead of the {B.org}, {paper} wrote {when}.',
    ],
  },
  {
    name: 'more-than',
    wins: 'first',
    titles: [
      '{A.event} matters more than {B.event}, {place#1} survey finds',
      '{place#1} fears {A.event} more than {B.event}',
      '{A.field} means more than {B.field} to {person#1:last}',
    ],
    descriptions: [
      'The {A.event} matters more than the {B.event} to {people} in {place#1}, a survey of {2..40}00 households found {when}.',
      '{person#1} said {when} that the {A.org} needs help more than the {B.org}{tail}.',
    ],
  },
  {
    name: 'once-now',
    wins: 'second',
    titles: [
      'Once about {B.field}, {place#1} fair is now about {A.field}',
      'Once a {B.role}, now a {A.role}: {person#1} of {place#1}',
      '{place#1} hall, once home of {B.org}, now houses {A.org}',
    ],
    descriptions: [
      'The [show|magazine|festival|museum] in {place#1}, once devoted to {B.field}, is now all about {A.field}{tail}.',
      '{person#1}, once a {B.role}, is now a {A.role} in {place#1} and has no regrets{tail}.',
    ],
  },
  {
    name: 'x-after-y',
    wins: 'first',
    titles: ['{A.plan} [begins|starts] in {place#1} {span} after {B.plan}', '{place#1} {A.plan} opens {span} after {B.plan}'],
    descriptions: [
      'The {A.plan} got under way in {place#1} {when}, {span} after the {B.plan}{tail}.',
      'The {A.plan} brought {people} in {place#1} back into the streets {when}, {span} after the {B.plan}.',
    ],
  },
  {
    name: 'after-y-x',
    wins: 'second',
    titles: ['After the {B.event}, {place#1} turns to the {A.event}', 'After {2..20w year} of {B.field}, {person#1:last} turns to {A.field}'],
    descriptions: [
      'After the {B.event}, {people} in {place#1} turned to the {A.event} {when}, said {person#1} of {paper}.',
      'After {2..20w year} with the {B.org}, {person#1} took up work at the {A.org} in {place#1} {when}.',
    ],
  },
  {
    name: 'x-despite-y',
    wins: 'first',
    titles: ['{place#1} {A.plan} goes ahead despite {B.plan}', '{A.plan} in {place#1} goes on despite {B.plan}'],
    descriptions: [
      'The {A.plan} went ahead in {place#1} {when} despite the {B.plan}{tail}.',
      'The {A.plan} drew {3..90},000 people to {place#1} {when} despite the {B.plan}, said {person#1}.',
    ],
  },
  {
    name: 'despite-y-x',
    wins: 'second',
    titles: ['Despite {B.plan}, {place#1} {A.plan} goes ahead', 'Despite the {B.plan}, {person#1:last} thinks of the {A.plan}'],
    descriptions: [
      'Despite the {B.plan}, the {A.plan} went ahead in {place#1} {when}{tail}.',
      'Despite the {B.event}, {person#1} spoke only of the {A.event} in {place#1} {when}.',
    ],
  },
  {
    name: 'everybody-nobody',
    wins: 'first',
    titles: ['Everybody in {place#1} follows the {A.event}, nobody the {B.event}', 'Everybody asks for the {A.role}, nobody for the {B.role}'],
    descriptions: [
      'Everybody asked about the {A.event} and nobody about the {B.event} when {person#1} [met|answered] {people} in {place#1} {when}.',
      'Everybody in {place#1} knows the {A.org}, nobody knows the {B.org}, {paper} found {when}.',
    ],
  },
  {
    name: 'nobody-everybody',
    wins: 'second',
    titles: ['Nobody in {place#1} follows the {B.event}, everybody the {A.event}', 'Nobody asks for the {B.role}, everybody for the {A.role}'],
    descriptions: [
      'Nobody asked about the {B.event} and everybody about the {A.event} when {person#1} [met|answered] {people} in {place#1} {when}.',
      'Nobody in {place#1} knows the {B.org}, everybody knows the {A.org}, {paper} found {when}.',
    ],
  },
  {
    name: 'overshadows',
    wins: 'first',
    titles: ['{A.event} overshadows {B.event} in {place#1}', '{A.event} pushes {B.event} off {place#1} front pages'],
    descriptions: [
      'The {A.event} overshadowed the {B.event} in {place#1} {when}{tail}.',
      'The {A.event} pushed the {B.event} off the front pages of {place#1} {when}, said {person#1} of {paper}.',
    ],
  },
  {
    name: 'makes-way-for',
    wins: 'second',
    titles: [
      '{B.plan} makes way for {A.plan} in {place#1}',
      '{B.plan} overshadowed by {A.plan} in {place#1}',
      '{person#1:last} leaves {B.field} for {A.field}',
    ],
    descriptions: [
      'The {B.plan} had to make way for the {A.plan} in {place#1} {when}{tail}.',
      'The {B.plan} was overshadowed by the {A.plan} in {place#1} {when}, {person#1} {told}.',
      '{person#1} left the {B.org} for the {A.org} in {place#1} {when}{tail}.',
    ],
  },
  {
    name: 'who-does',
    wins: 'first',
    titles: ['{place#1} {A.org} {deals#1} {B.org}', '{A.role} {does#1} {B.role} in {place#1}', '{A.org} {deals#1} {B.org} in {country#1}'],
    descriptions: [
      'The {A.org} {deals#1:past} the {B.org} in {place#1} {when}{tail}.',
      'A {A.role} {does#1:past} a {B.role} in {place#1} {when}, {paper} reported.',
      'The {A.org} has {deals#1:past} the {B.org}, said {person#1}, who watched it happen {when}.',
    ],
  },
  {
    name: 'is-done-by',
    wins: 'second',
    titles: ['{place#1} {B.org} {deals#1:past} by {A.org}', '{B.role} {does#1:past} by {A.role} in {place#1}'],
    descriptions: [
      'The {B.org} was {deals#1:past} by the {A.org} in {place#1} {when}{tail}.',
      'A {B.role} was {does#1:past} by a {A.role} in {place#1} {when}, {paper} reported.',
    ],
  },
  {
    name: 'former-becomes',
    wins: 'second',
    titles: ['Former {B.role} {person#1:last} becomes {A.role} in {place#1}', 'From {B.field} to {A.field}: {person#1} starts again'],
    descriptions: [
      '{person#1}, a former {B.role}, has become a {A.role} in {place#1}{tail}.',
      'Former {B.role} {person#1} started a new life as a {A.role} in {place#1} {when}{tail}.',
      'From the {B.org} to the {A.org}: {person#1} of {place#1} started again {when}{tail}.',
    ],
  },
  {
    name: 'feels-like',
    wins: 'first',
    titles: [
      '{A.event} feels like a {B.event}, says {person#1:last}',
      '{A.field} is like {B.field}, says {person#1:last} in {place#1}',
      '{A.role} mistaken for {B.role} in {place#1}',
    ],
    descriptions: [
      'The {A.event} felt like a {B.event} to {people} in {place#1} {when}, said {person#1}.',
      'A {A.role} was mistaken for a {B.role} in {place#1} {when}, to the amusement of {people}.',
      'Working for the {A.org} is like working for the {B.org}, {person#1} told {paper} {when}.',
    ],
  },
  {
    name: 'no-only',
    wins: 'second',
    titles: ['No {B.event}, only a {A.event}, {place#1} told', 'No {B.role}, only a {A.role}: {place#1} police explain'],
    descriptions: [
      'What sounded like a {B.event} to {people} in {place#1} {when} was only a {A.event}{tail}.',
      'There was no {B.role} in {place#1} {when}, only a {A.role}, {person#1} {told}.',
    ],
  },
];

/** Titles and descriptions that name no topic: the other half of an order item whose order lies in one field only. */
export const neutral = {
  titles: [
    'What {place#1} talked about on {day}',
    '{place#1} diary: a {mood} {day}',
    'Letter from {place#1}, {country#1}',
    'Overheard in {place#1} on {day}',
    'A {mood} week in {place#1}',
    '{person#1} on a {mood} {day} in {place#1}',
    'In brief: news from {place#1}',
  ],
  descriptions: [
    '{people} in {place#1} spoke of little else {when}, said {person#1} of {paper}.',
    'The mood in {place#1} was {mood} {when}. "{quote}," {said} {person#1}.',
    '"{quote}," {person#1} told {paper} at {venue} in {place#1} {when}.',
    'It was the talk of {venue} in {place#1} {when}, and {people} {told} they had seen nothing like it in {years}.',
    '{person#1}, who has lived in {place#1} for {3..60} years, called it [overdue|a good sign|a mistake|typical of the place]{tail}.',
  ],
};
