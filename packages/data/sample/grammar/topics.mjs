/**
 * Items around one topic, in frames that all classes share: only the topic (an event, a role, an organisation, a field) tells the class.
 * `mixed` frames name a topic of another class as well; the sentence says which one the item is about, but there is no twin.
 */

export const single = {
  titles: {
    event: [
      '{plan#1} [begins|opens|starts] in {place#1}',
      '[Nervous|Anxious|Happy|Tense] hours before {place#1} {plan#1}',
      '{place#1} {plan#1} [postponed|delayed|called off] again',
      'What the {event#1} means for {place#1}',
      '{event#1} in {country#1} enters {nth} week',
      '{person#1:last} [defends|regrets|welcomes] {event#1}',
      'Questions and answers: the {place#1} {event#1}',
      '"{quote}," says {person#1:last} after {event#1}',
      '{place#1} prepares for {plan#1}',
      '{place#1} [talks about|recovers from] {event#1}',
      'All eyes on {place#1} {event#1}',
    ],
    role: [
      '{place#1} {role#1} {person#1:last} [honoured|dies at {71..99}|speaks out|breaks silence]',
      'A day in the life of a {role#1}',
      'Young {role#1} {person#1:last} surprises {place#1}',
      '{role#1} {person#1:last} [wins|turns down] award in {place#1}',
      'Interview: {role#1} {person#1}',
      'Portrait of a {mood} {role#1}',
    ],
    org: [
      '{place#1} {org#1} [in trouble|looks ahead|under pressure|celebrates {20..150} years]',
      '{org#1} in {place#1} [gets new head|elects {person#1:last}]',
      '{person#1:last} [leaves|joins|criticises] {place#1} {org#1}',
      'New start for {country#1:adj} {org#1}',
    ],
    field: [
      '{person#1:last} returns to {field#1} after {2..20w year}',
      'Women in {field#1}: a {mood} report',
      '{person#1:last} and {country#1:adj} {field#1}: an unlikely story',
      'Old hands of {field#1} meet in {place#1}',
    ],
    none: [
      'Letter from {place#1}',
      '{person#1}: a {mood} week in {place#1}',
      '{place#1} diary, {day}',
      '"{quote}," says {person#1}',
      'Overheard in {place#1} on {day}',
    ],
  },
  descriptions: {
    event: [
      'The {adjective} {event#1} [dominated|filled] the front pages in {place#1} {when}{tail}.',
      'Thousands in {place#1} followed the {event#1} {when}, which {person#1} called the most [important|surprising|difficult] in {years}.',
      'The {event#1} in {country#1} [began|ended] {when} with {person#1} in a {mood} mood{tail}.',
      '"{quote}," {said} {person#1} about the {event#1} in {place#1} {when}.',
      'People in {place#1} had waited {2..20w month} for the {plan#1}, and {when} their patience was [rewarded|tested again].',
    ],
    role: [
      '{person#1}, a {29..88}-year-old {role#1} from {place#1}, [spoke about|looked back on] {2..40} years of work {when}{tail}.',
      'The {role#1} {person#1} was [praised|criticised|honoured] in {place#1} {when} for {2..40} years of [patience|hard work|stubbornness].',
      'Not every {role#1} is as {mood} as {person#1}, who [came home to|said goodbye to|arrived in] {place#1} {when}.',
      '"{quote}," {said} {person#1}, a {role#1} from {place#1}, {when}.',
    ],
    org: [
      'The {org#1} in {place#1} [has a new head|is looking for new members|moved to a new building] {when}{tail}.',
      '{person#1} has been elected to lead the {country#1:adj} {org#1} and starts work {soon}.',
      'The {adjective} crisis of the {org#1} in {place#1} [ended|deepened] {when} when {person#1} [resigned|stayed away|asked for help].',
    ],
    field: [
      '{person#1} first learned about {field#1} in {place#1} as a child and never thought of anything else{tail}.',
      'In {country#1}, {field#1} is a serious matter: {person#1} has {2..40} years of stories to tell{tail}.',
    ],
    none: [
      '{people} in {place#1} talked of nothing else {when}, {paper} wrote.',
      '"{quote}," {said} {person#1} in {place#1} {when}{tail}.',
      'The mood in {place#1} was {mood} {when}, said {person#1} of {paper}.',
    ],
  },
};

/** {event#1} and {role#1} are what the item is about, {B.event} and {B.role} are what it mentions. */
export const mixed = {
  titles: [
    '{place#1} {plan#1} begins on day of {B.event}',
    'Short of sleep: {B.role} watches {plan#1}',
    '{plan#1} in {place#1} moved because of {B.event}',
    '{B.role} joins crowd at {place#1} {plan#1}',
    'Even {B.role} worried about {event#1}',
    '{role#1} {person#1:last} tired of {B.event}',
    '{place#1} {event#1} hard to explain to {B.role}',
    '{person#1:last}, son of {B.role}, tells of {event#1}',
  ],
  descriptions: [
    'The {plan#1} in {place#1} will be moved to {day} because of the {B.event}{tail}.',
    'Among those who came for the {plan#1} in {place#1} was a {B.role}, {person#1}{tail}.',
    'The {event#1} was hard to bear for {person#1}, a {role#1} whose father was a {B.role} in {place#1}.',
    '{person#1}, a {role#1}, slept badly before the {plan#1}: a {B.role} in the next room talked all night.',
    'A {role#1} at the {plan#1} in {place#1} shared the last taxi with a {B.role} {when}.',
  ],
  /** Clauses put behind a description of any story, with a topic of another class in passing. */
  asides: [
    ', {span} after the {B.event}',
    ', with a {B.role} among the guests',
    ' on the day of the {B.event}',
    ', in the shadow of the {B.event}',
    ', in a room usually booked by the {B.org}',
    ', within sight of the {B.org}',
  ],
};
