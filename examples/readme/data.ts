import { TextVectorization } from '@sekvens/core';
import { bucketSequences, LabelIndex, paddingShare, readExamples } from '@sekvens/data';

const csv = `class,title
Business,"Oil prices soar, traders say"
Sports,Striker scores twice
Sports,"""We won"""
World,Talks resume in capital after long night`;
const examples = await readExamples(csv, { text: 'title', label: 'class' }).toArray();
const texts = examples.map(({ text }) => text);
const labels = await LabelIndex.collect(examples);
const vectorizer = new TextVectorization();
await vectorizer.adapt(texts);
const batches = bucketSequences(vectorizer.encodeAll(texts), labels.encode(examples), { boundaries: [4], batchSize: 2, shuffle: false });
for await (const { ids, targets } of batches.epoch(0)) console.log(vectorizer.decode(ids.values), Array.from(targets, (id) => labels.labelOf(id)));
console.log('padding', await paddingShare(batches));
