/** Sports: matches, races, transfers, records. Clubs are a town and a suffix. */

/** Events that can be planned, opened or called off. */
const plans = [
  'cup final',
  'relay',
  'marathon',
  'qualifying match',
  'tennis final',
  'boxing bout',
  'cycling tour',
  'swimming gala',
  'playoff game',
  'derby',
  'medal ceremony',
  'ski race',
  'rowing regatta',
  'home game',
  'semifinal',
  'hockey tournament',
  'golf open',
  'wrestling contest',
  'training camp',
  'sprint final',
];

export const sports = {
  label: 'Sports',
  heads: {
    event: [
      ...plans,
      'title race',
      'penalty shootout',
      'transfer window',
      'own goal',
      'away defeat',
      'winning streak',
      'offside row',
      'doping ban',
      'red card',
      'relegation battle',
      'league opener',
      'world championship',
      'high jump',
      'pole vault',
    ],
    plan: plans,
    role: [
      'striker',
      'goalkeeper',
      'swimmer',
      'sprinter',
      'coach',
      'referee',
      'cyclist',
      'boxer',
      'rower',
      'skier',
      'midfielder',
      'tennis champion',
      'winger',
      'hurdler',
      'golfer',
      'wrestler',
      'gymnast',
      'defender',
      'marathon runner',
      'linesman',
      'quarterback',
      'javelin thrower',
    ],
    org: [
      'football club',
      'rowing team',
      'hockey league',
      'tennis federation',
      'cycling squad',
      'boxing gym',
      'athletics club',
      'basketball side',
      'ski team',
      'golf club',
      'rugby union',
      'swimming squad',
      'wrestling federation',
      'cricket board',
      'players union',
      'fan club',
    ],
    field: ['football', 'boxing', 'cycling', 'tennis', 'swimming', 'rowing', 'hockey', 'athletics', 'wrestling', 'skiing'],
  },
  lists: {
    suffix: ['Rovers', 'United', 'Wanderers', 'Athletic', 'Falcons', 'Bears', 'Tigers', 'Mariners', 'Comets', 'Royals', 'Harriers'],
    club: ['{place} {suffix}'],
    position: ['striker', 'goalkeeper', 'midfielder', 'defender', 'winger', 'captain', 'full-back'],
    athlete: ['rower', 'cyclist', 'weightlifter', 'sprinter', 'swimmer', 'wrestler'],
    injury: ['knee', 'ankle', 'hamstring', 'shoulder', 'groin', 'back', 'wrist'],
    round: ['first round', 'second round', 'quarter-final', 'semi-final', 'final'],
    surface: ['clay', 'grass', 'hard court', 'indoor'],
    distance: ['100', '200', '400', '800', '1,500'],
    stroke: ['freestyle', 'backstroke', 'butterfly', 'breaststroke', 'medley'],
    piste: ['downhill', 'slalom', 'giant slalom', 'super giant'],
    weight: ['welterweight', 'heavyweight', 'lightweight', 'flyweight'],
    half: ['first half', 'second half', 'stoppage time', 'closing minutes', 'opening minutes', 'extra time'],
    ball: ['header', 'free kick', 'penalty', 'volley', 'tap-in', 'long shot'],
  },
  stories: [
    {
      titles: [
        '{club#1} beat {club#2} to go top',
        'Late {ball#1} gives {club#1} victory',
        '{club#1} [crush|stun|edge past|thrash] {club#2}',
        '{person#1:last} [scores twice|hat-trick] as {club#1} [win|beat {club#2}]',
        '{club#2} [slump to|suffer] {nth} defeat in a row',
        '{club#1} end wait for away win',
      ],
      descriptions: [
        '{person#1} scored with a {ball#1} in the {half} as {club#1} beat {club#2} {2..5}-{0..1} {when} to [go top of the league|stay unbeaten|climb to {nth} place].',
        '{club#1} came from {1..2w goal} behind to beat {club#2} {3..5}-2 in front of {9..60},000 fans {when}{tail}.',
        'Two goals from {person#1} in the {half} [settled the derby|ended a long winless run|lifted {club#1} out of the relegation zone] {when}.',
      ],
    },
    {
      titles: [
        '{club#1} held to draw by {club#2}',
        '{club#1} and {club#2} share points',
        'No winner as {club#1} meet {club#2}',
        '{person#1:last} misses penalty in {place#1} stalemate',
      ],
      descriptions: [
        '{person#1} missed a penalty in the {half} and {club#2} escaped with a {1..2}-all draw at {club#1} {when}.',
        'A {ball#1} by {person#1} in the {half} saved a point for {club#1} against {club#2} {when}{tail}.',
        '{club#1} hit the post {2..4w} times but could not beat the {club#2} goalkeeper, {person#1}, in a goalless draw {when}.',
      ],
    },
    {
      titles: [
        '{person#1:last} [reaches|storms into|battles into] {place#1} {round#1}',
        '{person#1:last} [beats|ousts|upsets] {person#2:last} in straight sets',
        'Top seed {person#2:last} [crashes out|out] in {place#1}',
        '{person#1:last} [saves|survives] match point in {place#1} Open',
        'Unseeded {person#1:last} [shines|goes through] on {surface#1}',
      ],
      descriptions: [
        '{person#1} beat {nth} seed {person#2} 6-{0..4}, 7-5 on {surface#1} {when} to reach the {round#1} of the {place#1} Open.',
        '{person#1} saved {2..6w} match points against {person#2} before winning a tie-break that lasted {12..40} minutes in the {round#1} {when}.',
        'Defending champion {person#2} dropped serve {2..6w} times and went out to qualifier {person#1} at the {place#1} tennis tournament {when}.',
        'Top seed {person#2} pulled out of the {place#1} Open {when} with a {injury} injury, handing {person#1} a place in the {round#1}.',
      ],
    },
    {
      titles: [
        '{person#1:last} [strikes gold|wins gold|runs to victory] in {place#1}',
        '{person#1:last} outsprints rivals in {place#1} race',
        '{person#1:last} too fast for {person#2:last} in {place#1}',
        '{country#1:adj} runner {person#1:last} shines in {place#1}',
      ],
      descriptions: [
        '{person#1} of {country#1} won the {place#1} marathon {when}, finishing {5..50} seconds ahead of {person#2} in [driving rain|blazing heat|a strong wind].',
        'Medal hopeful {person#1} ran the fastest {distance#1} metres of the year in {place#1} {when} and spoke of a world record this {season}.',
        '{person#1} took gold in the {distance#1} metres at the {place#1} championships {when}, [a step ahead of|edging out|beating] {person#2} on the line.',
      ],
    },
    {
      titles: ['Injured {person#1:last} to miss {place#1} championships', 'Sprinter {person#1:last} [limps out|withdraws] in {place#1}'],
      descriptions: [
        'A {injury} injury forced sprinter {person#1} to [withdraw from|limp out of] the {place#1} championships {when}{tail}.',
        'Doctors told {person#1} {when} to rest a sore {injury}, which rules the runner out of the {place#1} championships.',
      ],
    },
    {
      titles: [
        '{club#1} sign {position#1} {person#1:last}',
        '{club#1} agree fee for {position#1} {person#1:last}',
        '{person#1:last} [joins|leaves {club#2} for] {club#1}',
        'Fans sad as {club#2} sell {person#1:last}',
      ],
      descriptions: [
        '{position#1} {person#1} has signed a {2..5w}-year contract with {club#1} after {club#2} accepted a transfer fee of {2..30} million {when}.',
        '{club#1} broke their transfer record {when} to sign {person#1}, a {18..31}-year-old {position#1} who scored {11..30} goals for {club#2} last season.',
        '{person#1}, the {club#2} {position#1}, passed a medical {when} and should play for {club#1} against {place#2} on {day}.',
        'The agent of {person#1} said {when} that the {position#1} would rather sit on the bench at {club#1} than stay with {club#2}.',
      ],
    },
    {
      titles: [
        '{club#1} [sack|dismiss|part with] coach {person#1:last}',
        'Coach {person#1:last} out at {club#1}',
        'Fans turned on {club#1} coach {person#1:last}',
        '{club#1} look for new coach',
      ],
      descriptions: [
        '{club#1} sacked coach {person#1} {when} after {4..9w} defeats in a row left the team [at the bottom of the table|out of the cup|without hope of the playoffs].',
        '"{quote}," {said} {club#1} coach {person#1} after the {1..5}-0 defeat by {club#2} {when}.',
      ],
    },
    {
      titles: [
        '{club#1} name {person#1:last} as new coach',
        '{person#1:last} takes over at {club#1}',
        'New {club#1} coach {person#1:last} drops captain',
      ],
      descriptions: [
        'Former national coach {person#1} will take over at {club#1} {soon}, with orders to [win promotion|rebuild the defence|keep the team in the top division].',
        'Coach {person#1} dropped the captain for the trip to {place#2} {when} after a dressing-room row at {club#1}.',
        '{person#1}, {38..66}, who once played in midfield for {club#2}, signed a {2..4w}-year contract as coach of {club#1} {when}.',
      ],
    },
    {
      titles: [
        '{position#1} {person#1:last} out for season with {injury#1} injury',
        '{club#1} lose {person#1:last} to {injury#1} injury',
        '{club#1} sweat over fitness of {person#1:last}',
      ],
      descriptions: [
        '{club#1} {position#1} {person#1} will be out for {3..14w week} after tearing a {injury#1} muscle in training {when}.',
        'Scans showed {when} that {person#1} had damaged ligaments in the {injury#1}, and {club#1} fear the {position#1} may miss the rest of the season.',
        '{person#1} left the {club#1} training ground on crutches {when} and will have {injury#1} surgery in {place}.',
      ],
    },
    {
      titles: [
        '{person#1:last} suspended for failed drugs test',
        'Doping case shakes {country#1:adj} {athlete#1}s',
        '{athlete#1} {person#1:last} denies doping',
        'Second sample to decide on {person#1:last}',
      ],
      descriptions: [
        '{country#1:adj} {athlete#1} {person#1} was suspended for {2..4w year} {when} after testing positive for a banned steroid at the {place#1} championships.',
        '{athlete#1} {person#1} denied doping {when} and asked for a second test, saying the samples taken in {place#1} had been [mixed up|opened|left in the sun].',
        'The athletics federation stripped {person#1} of a medal won in {place#1} {when}, the {nth} doping case of the season.',
      ],
    },
    {
      titles: [
        '{person#1:last} wins {nth} stage of {country#1} tour',
        '{person#1:last} first in {place#1}, crash behind',
        'Breakaway pays off for {person#1:last} in {place#1}',
      ],
      descriptions: [
        '{person#1} attacked on the last climb before {place#1} {when} to win the {nth} stage of the {country#1} tour by {4..50} seconds.',
        'A crash {2..9w kilometre} from the finish in {place#1} split the field {when}, but {person#1} escaped and won the stage.',
        'Sprinter {person#1} won a bunch finish in {place#1} {when}, while {person#2} kept the overall lead with {2..6w stage} to go.',
      ],
    },
    {
      titles: [
        '{person#1:last} wins {stroke#1} in {place#1}',
        'Teenager {person#1:last} wins {stroke#1} gold',
        '{person#1:last} beats {person#2:last} in {place#1} pool',
      ],
      descriptions: [
        'Swimmer {person#1}, {15..29}, won the {distance} metres {stroke#1} in {place#1} {when} in a championship record.',
        '{person#1} touched first in the {stroke#1} {when} for a {nth} gold medal of the {place#1} championships, with {person#2} taking silver.',
      ],
    },
    {
      titles: [
        '{club#1} level playoff series against {club#2}',
        '{person#1:last} scores {24..48} points as {club#1} win',
        '{club#1} [rally|fight back] to beat {club#2} in overtime',
        'Rookie {person#1:last} leads {club#1} past {club#2}',
      ],
      descriptions: [
        '{person#1} scored {24..48} points and took {8..19} rebounds {when} as {club#1} beat {club#2} {88..121}-{70..87} to level the playoff series.',
        'Rookie guard {person#1} hit a three-pointer at the buzzer {when} to give {club#1} a one-point win over {club#2}.',
        '{club#1} scored {2..5w goal} in the third period {when} and goaltender {person#1} stopped {21..44} shots in a win over {club#2}.',
      ],
    },
    {
      titles: [
        '{person#1:last} knocks out {person#2:last}',
        '{person#1:last} keeps {weight#1} title',
        '{weight#1} {person#1:last} too strong for {person#2:last}',
      ],
      descriptions: [
        '{person#1} stopped {person#2} in the {nth} round in {place#1} {when} to keep the world {weight#1} title.',
        '{person#1} knocked {person#2} down in the {nth} round and won the {weight#1} title on points in {place#1} {when}.',
      ],
    },
    {
      titles: [
        '{person#1:last} wins {place#1} {piste#1}',
        'Skier {person#1:last} [flies|glides] to victory',
        '{person#2:last} beaten to {place#1} {piste#1} title',
      ],
      descriptions: [
        'Skier {person#1} won the {place#1} {piste#1} by {2..9w} hundredths of a second {when}, ahead of {person#2}, who had led at every gate.',
        'In fog and fresh snow {person#1} beat {person#2} to the {piste#1} title in {place#1} {when}, a {nth} win this winter.',
      ],
    },
    {
      titles: [
        '{person#1:last} leads {place#1} golf open by {2..6w stroke}',
        'Golfer {person#1:last} [holes in one|fires 6{3..9}] in {place#1}',
        '{person#1:last} and {person#2:last} duel on {place#1} greens',
      ],
      descriptions: [
        '{person#1} shot a {nth} round of 6{3..9} {when} to lead the {place#1} golf open by {2..6w stroke} from {person#2}.',
        '{person#1} birdied {3..6w} of the last {7..9w hole} {when} and leads {person#2} before the last day of the {place#1} open.',
      ],
    },
    {
      titles: [
        '{place#1} [bids|applies] to host [summer|winter|student] games',
        '{place#1} stadium [ready|unfinished] weeks before games',
        'Games in {place#1} open with [fireworks|parade of nations]',
        '{country#1} names squad for {place#1} games',
      ],
      descriptions: [
        'Organisers of the {place#1} games promised {when} that the athletics stadium and the pool would be ready for the opening ceremony in {month}.',
        '{country#1} picked {9..80} athletes for the {place#1} games {when}, among them {15..17}-year-old gymnast {person#1}.',
        'Tickets for the opening ceremony of the {place#1} games sold out in {2..9w hour} {when}{tail}.',
      ],
    },
    {
      titles: [
        '{country#1} meet {country#2} in [tense|rough|friendly] qualifier',
        '{country#1} [edge closer to|dream of] world cup',
        '{person#1:last} the hero for {country#1}',
        '{country#1} and {country#2} in world cup thriller',
      ],
      descriptions: [
        '{country#1} beat {country#2} {2..5}-{0..1} in a world cup qualifier in {place#1} {when} with goals from {person#1} and {person#2}.',
        '{position#1} {person#1} was sent off in the {half} but {country#1} held on for a goalless draw with {country#2} {when}.',
        'A late {ball} by substitute {person#1} put {country#1} through {when} in front of {9..90},000 fans in {place#1}.',
      ],
    },
    {
      titles: [
        'Referee {person#1:last} [under fire|apologises] after {club#1} game',
        'Offside row sours {club#1} win',
        '{club#2} want {club#1} match replayed',
      ],
      descriptions: [
        'Referee {person#1} admitted {when} that the {ball} which gave {club#1} victory over {club#2} should have been ruled offside.',
        '{club#2} protested {when} against a {ball} awarded by referee {person#1} in the {half} of the match at {club#1}.',
      ],
    },
    {
      titles: ['{club#1} fined for crowd trouble', '{club#1} [in trouble|in the dock] after {club#2} game', 'League punishes {club#1}'],
      descriptions: [
        'The league fined {club#1} {when} and ordered them to play {1..3w home game} behind closed doors after fans threw [bottles|flares|coins] onto the pitch.',
        '{club#1} must play without {position#1} {person#1}, banned {when} for insulting the referee in the match with {club#2}.',
      ],
    },
    {
      titles: [
        '{person#1:last} wins {place#1} grand prix',
        'Driver {person#1:last} unbeatable in {place#1}',
        '{person#1:last} leaves {person#2:last} standing in {place#1}',
      ],
      descriptions: [
        '{person#1} started from pole and led every lap {when} to win the {place#1} grand prix, with {person#2} {3..30} seconds behind.',
        'A perfect pit stop helped {person#1} to overtake {person#2} {3..9w lap} from the end of the {place#1} grand prix {when}.',
      ],
    },
    {
      titles: ['{country#1} crew wins {place#1} regatta', '{country#1:adj} rowers celebrate in {place#1}'],
      descriptions: [
        'The {country#1:adj} eight rowed through the field in the last {2..5}00 metres {when} to win gold at the {place#1} regatta.',
        'Stroke {person#1} called the gold medal of the {country#1:adj} crew in {place#1} {when} a reward for {3..9w} winters of training.',
      ],
    },
    {
      titles: [
        'Rain [stops|delays] play in {place#1} test',
        'Batsman {person#1:last} waits for the sun in {place#1}',
        '{person#1:last} [frustrates|tames] {country#1} bowlers',
      ],
      descriptions: [
        'Opening batsman {person#1} was {60..180} not out when rain ended play on the {nth} day of the test in {place#1}.',
        'Only {5..40} overs were bowled {when} before the umpires gave up in {place#1}, with {person#1} {20..99} runs into an innings.',
      ],
    },
  ],
};
