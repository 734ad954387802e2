import { SekvensError } from '@sekvens/core';
import { addBatch } from '../model/model-data.js';
import type { ModelBatch } from '../model/model-data.js';
import type { Course } from './course.js';
import { Fingerprint } from './fingerprint.js';

type Take = (batch: ModelBatch) => boolean | Promise<boolean>;

/**
 * Takes the batches of a source from where the course is; those before it are only compared with what they were. `end` is to be called when
 * the source has no more.
 */
export function skipBatches(course: Course, take: Take): { visit: Take; end: () => void } {
  const [done, before] = [course.batch, course.batches.hex];
  course.batches = new Fingerprint();
  let index = 0;
  const changed = () => new SekvensError({
    code: 'invalid-data', where: `fit({ resumeFrom }), epoch ${course.epoch + 1}`, expected: `the same ${done} batches as before the interruption`, got: 'other ones',
    hint: 'epoch(index) of a BatchSource has to give the same batches again for the same index.',
  });
  const visit = (batch: ModelBatch): boolean | Promise<boolean> => {
    addBatch(course.batches, batch);
    if (index++ >= done) return take(batch);
    if (index === done && course.batches.hex !== before) throw changed();
    return true;
  };
  const end = () => {
    if (index < done) throw changed();
  };
  return { visit, end };
}
