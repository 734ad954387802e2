/** A step that failed: what, and what to do about it. Shown without a stack. */
export class Failure extends Error {
  /**
   * @param {string} what
   * @param {string} hint
   */
  constructor(what, hint) {
    super(`${what}\n${hint}`);
    this.name = 'Failure';
  }
}
