/**
 * The packages underneath speak of options as their callers in TypeScript write them. Here those are as the command line writes them.
 * What is not listed stays as it is: it is understandable, if not in our words.
 */
const terms: readonly (readonly [RegExp, string])[] = [
  [/readExamples\(source, options\) of /g, ''],
  [/readExamples\(source, options\)/g, 'data'],
  [/agNews\(options\)/g, '--dataset ag-news'],
  [/sampleNews\(options\)/g, '--dataset sample'],
  [/Dataset\.split\(options\)/g, '--test-split'],
  [/TextVectorization\.adapt\(texts\)/g, 'vocabulary'],
  [/new TextVectorization\(\{ maxTokens \}\)/g, '--max-tokens'],
  [/new TextVectorization\(\{ outputSequenceLength \}\)/g, '--max-length'],
  [/Text(?:Classifier|Ensemble)\.predict\(\{ topK \}\)/g, '--top'],
  [/fit\(\{ threads \}\)/g, '--threads'],
  [/(?:fit|TextClassifier\.train)\(\{ resumeFrom \}\)/g, '--resume'],
  [/\bthreads: 1\b/g, '--threads 1'],
  [/\bleave threads out\b/g, 'leave --threads out'],
  [/fit\(\{ validationData \}\)/g, 'test data'],
  [/NgramClassifier\.train\.maxNgrams/g, '--max-ngrams'],
  [/\bSet maxNgrams to\b/g, 'Use --max-ngrams'],
  [/NgramClassifier\.(?:train|evaluate)\b/g, 'baseline'],
  [/TextClassifier\.train\b/g, 'training'],
  [/Text(?:Classifier|Ensemble)\.evaluate(MultiLabel)?\b/g, 'evaluation'],
  [/Text(?:Classifier|Ensemble)\.setThresholds\(thresholds\)/g, '--threshold'],
  [/the option label\b/g, '--label'],
  [/or pass label: false to read texts alone/g, 'or leave it out of the file'],
  [/, e\.g\. text: \['title', 'description'\]/g, ': --text title,description'],
  [/Pass header: true to leave that row out/g, 'Use --header if it is one (the row is then left out), --no-header if not'],
  [/header: true or header: false/g, '--header or --no-header'],
  [/no header option/g, 'neither of them'],
  [/\bpass header: false/g, 'use --no-header'],
  [/\bheader: false/g, '--no-header'],
  [/\bpass quote: false/g, 'use --quote none'],
  [/\bquote: false/g, '--quote none'],
  [/\bpass delimiter\b/g, 'use --delimiter'],
  [/\b[Pp]ass the encoding\b/g, 'Give --encoding'],
  [/\bpass it, e\.g\. encoding: '([^']+)'/g, 'name it: --encoding $1'],
  [/\b(?:pass|needs) encoding: '([^']+)' or '([^']+)'/g, 'needs --encoding $1 or $2'],
  [/\bpass encoding: '([^']+)'/g, 'use --encoding $1'],
  [/\b[Pp]ass download: true to fetch the 31 MB once, or dataDir with the folder of your own copy/g, 'Use --download to fetch the 31 MB once, or --data-dir with the folder of your own copy'],
  [/\bpass it as dataDir\b/g, 'name it with --data-dir'],
  [/\bpass format: '([^']+)'/g, 'use --format $1'],
  [/\bwith format '([^']+)'/g, 'with --format $1'],
  [/\bpass format\b/g, 'use --format'],
  [/Pass header: true if the first row/g, 'Use --header if the first row'],
  [/labelSeparator/g, '--label-separator'],
  [/\bmultiLabel\b/g, '--task multi-label'],
  [/labelPrefix/g, '--label-prefix'],
];

/** A message in the words of the command line. */
export function inCommandLineTerms(message: string): string {
  return terms.reduce((text, [phrase, term]) => text.replace(phrase, term), message);
}
